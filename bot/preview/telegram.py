"""The Telegram edition as bubbles of a channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

from markupsafe import Markup

from adapters.base import Edition, Media, Part
from adapters.telegram.rich_fitting import CHARACTERS
from adapters.telegram.rich_reading import html_of, html_words
from adapters.telegram.spec import LIMITS
from bot.preview.album import Album, album
from bot.preview.payload import BadPayload, Object, obj, referred, rows, text
from bot.preview.pictures import Image, Thumbnails
from bot.preview.telegram_rich import Reader, bound
from bot.preview.telegram_text import raw, spans_of, words_of
from bot.preview.templates import fill
from content.measure import utf16_units

SNIPPET = 60  # characters of the message that another answers


@dataclass(frozen=True, slots=True)
class Card:
    """The preview of a link, which Telegram fetches itself; `image` is the issue's cover."""

    url: str
    host: str
    address: str
    above: bool
    large: bool
    image: Image | None


@dataclass(frozen=True, slots=True)
class Reply:
    """The message that is answered: its key, and how it begins."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message. `captions` are those seen only when a picture of an album is opened."""

    key: str
    text: Markup
    rich: bool
    rtl: bool
    above: bool
    albums: tuple[Album, ...]
    captions: tuple[Markup, ...]
    card: Card | None
    silent: bool
    reply: Reply | None
    units: int
    limit: int
    entities: int
    pictures: int
    left_out: tuple[str, ...] = ()

    @property
    def bare(self) -> bool:
        """Whether it is pictures alone, on which the time stands then."""
        return not self.text and not self.captions and not self.card


@dataclass(frozen=True, slots=True)
class Desk:
    """What the bubbles are drawn from, besides their own parts."""

    thumbnails: Thumbnails
    labels: SimpleNamespace
    texts: Mapping[str, str]  # by the parts' keys
    cover: Media | None


def frame(edition: Edition, thumbnails: Thumbnails, labels: SimpleNamespace) -> str:
    """The frame's document."""
    texts = {part.key: _beginning(part) for part in edition.parts}
    carried = [media for part in edition.parts for media in part.media]
    cover = next((each for each in carried if each.source == thumbnails.cover), None)
    desk = Desk(thumbnails, labels, texts, cover)
    bubbles = [_bubble(part, desk) for part in edition.parts]
    return fill("telegram.html.j2", labels, bubbles=bubbles)


def _bubble(part: Part, desk: Desk) -> Bubble:
    body = obj(part.payload, part.key)
    if html_of(body):
        return _rich(part, body, desk)
    holders = [obj(item, part.key) for item in rows(body.get("media"), "media")] or [body]
    captions = [words_of(holder, "caption") for holder in holders]
    told = [n for n, caption in enumerate(captions) if caption]
    shared = len(told) < 2  # an album with one caption, whichever picture has it, shows it
    shown = holders[told[0]] if shared and told else {}
    words = words_of(body, "text") or (captions[told[0]] if shown else Markup())
    if not words and not part.media:
        raise BadPayload(f"{part.key} has neither text nor pictures")
    return Bubble(
        key=part.key,
        text=words,
        rich=False,
        rtl=False,
        above=shown.get("show_caption_above_media") is True,
        albums=tuple(album([desk.thumbnails.image(each) for each in part.media])),
        captions=() if shared else tuple(captions),
        card=_card(body, desk),
        silent=body.get("disable_notification") is True,
        reply=_reply(body, desk),
        units=max(utf16_units(raw(holder)) for holder in holders),
        limit=LIMITS["caption" if part.media else "message"].value,
        entities=max(len(spans_of(holder)) for holder in holders),
        pictures=len(part.media),
    )


def _rich(part: Part, body: Object, desk: Desk) -> Bubble:
    message = obj(body.get("rich_message"), "rich_message")
    html = text(message.get("html"), "html")
    images = [desk.thumbnails.image(each) for each in part.media]
    named = dict(zip(bound(message), images, strict=False))
    reader = Reader(named, desk.labels.formula, desk.labels.no_picture)
    words = reader.read(html)
    return Bubble(
        key=part.key,
        text=words,
        rich=True,
        rtl=message.get("is_rtl") is True,
        above=True,
        albums=(),
        captions=(),
        card=None,
        silent=body.get("disable_notification") is True,
        reply=_reply(body, desk),
        units=len(html),
        limit=CHARACTERS,
        entities=0,
        pictures=len(part.media),
        left_out=tuple(dict.fromkeys(reader.left_out)),
    )


# --- what stands around the text ----------------------------------------------------------------


def _card(body: Object, desk: Desk) -> Card | None:
    """Without options Telegram previews the first link it finds; ours always say."""
    options = obj(body.get("link_preview_options") or {}, "link_preview_options")
    url = text(options.get("url"), "link_preview_options.url")
    if not url or options.get("is_disabled") is True:
        return None
    host, address = _address(url)
    return Card(
        url=url,
        host=host,
        address=address,
        above=options.get("show_above_text") is True,
        large=options.get("prefer_large_media") is True,
        image=desk.thumbnails.image(desk.cover) if desk.cover else None,
    )


def _address(url: str) -> tuple[str, str]:
    """The host, and the address as a reader would write it."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    return (host, unquote(url)) if host else (url, url)


def _reply(body: Object, desk: Desk) -> Reply | None:
    answer = obj(body.get("reply_parameters") or {}, "reply_parameters")
    target = answer.get("message_id")
    key = referred(target) or target if isinstance(target, str) else ""
    return Reply(key, desk.texts.get(key) or key) if key else None


def _beginning(part: Part) -> str:
    """The first line of a message, which stands above those that answer it."""
    body = obj(part.payload, part.key)
    items = [obj(item, part.key) for item in rows(body.get("media"), "media")] or [body]
    words = html_words(html_of(body) or "") or next(filter(None, map(raw, items)), "")
    line = words.partition("\n")[0]
    return line if len(line) <= SNIPPET else f"{line[:SNIPPET]}…"
