"""The Telegram edition as bubbles of a channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlsplit

from markupsafe import Markup

from adapters.base import Edition, Json, Media, Part
from adapters.telegram.rich_fitting import CHARACTERS
from adapters.telegram.rich_reading import html_of, html_words
from bot.preview.payload import BadPayload, Object, number, obj, referred, rows, text
from bot.preview.pictures import Image, Thumbnails
from bot.preview.safe import anchor, element, joined
from bot.preview.templates import fill
from content.measure import utf16_units

# How many pictures stand in each row of an album.
MOSAIC = {
    1: (1,), 2: (2,), 3: (1, 2), 4: (2, 2), 5: (2, 3), 6: (3, 3), 7: (2, 2, 3), 8: (2, 3, 3),
    9: (3, 3, 3), 10: (2, 2, 3, 3),
}  # fmt: skip
TAGS = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code"}
BLOCKS = {"pre": "pre", "blockquote": "quote", "expandable_blockquote": "quote"}


@dataclass(frozen=True, slots=True)
class Span:
    """An entity over UTF-16 units `start` to `end`."""

    kind: str
    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """The preview of a link, which Telegram fetches itself."""

    url: str
    host: str
    above: bool


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message. `captions` are those seen only when a picture of an album is opened."""

    key: str
    text: Markup
    above: bool
    mosaic: tuple[tuple[Image, ...], ...]
    captions: tuple[Markup, ...]
    card: Card | None
    silent: bool
    replies_to: str
    units: int
    limit: int
    entities: int
    pictures: int


def frame(edition: Edition, thumbnails: Thumbnails, labels: SimpleNamespace) -> str:
    """The frame's document."""
    bubbles = [_bubble(part, thumbnails) for part in edition.parts]
    return fill("telegram.html.j2", labels, bubbles=bubbles)


def _bubble(part: Part, thumbnails: Thumbnails) -> Bubble:
    body = obj(part.payload, part.key)
    holders = [obj(item, part.key) for item in rows(body.get("media"), "media")] or [body]
    captions = [_words(holder, "caption") for holder in holders]
    shared = len([caption for caption in captions if caption]) < 2  # an album with one shows it
    shown = holders[0] if shared else {}
    html = html_of(body)
    if html:
        return _plain_rich(part, html, thumbnails)
    words = _words(body, "text") or (captions[0] if shared else Markup())
    if not words and not part.media:
        raise BadPayload(f"{part.key} has neither text nor pictures")
    return Bubble(
        key=part.key,
        text=words,
        above=shown.get("show_caption_above_media") is True,
        mosaic=_mosaic(part.media, thumbnails),
        captions=() if shared else tuple(captions),
        card=_card(body),
        silent=body.get("disable_notification") is True,
        replies_to=_replies_to(body),
        units=max(utf16_units(_raw(holder)) for holder in holders),
        limit=1024 if part.media else 4096,
        entities=max(len(_spans(holder)) for holder in holders),
        pictures=len(part.media),
    )


def _plain_rich(part: Part, html: str, thumbnails: Thumbnails) -> Bubble:
    """A rich message as its words, one line for each block, above its pictures."""
    body = obj(part.payload, part.key)
    return Bubble(
        key=part.key,
        text=Markup("{}").format(html_words(html)),
        above=True,
        mosaic=_mosaic(part.media, thumbnails),
        captions=(),
        card=None,
        silent=body.get("disable_notification") is True,
        replies_to=_replies_to(body),
        units=len(html),
        limit=CHARACTERS,
        entities=0,
        pictures=len(part.media),
    )


def _mosaic(media: Sequence[Media], thumbnails: Thumbnails) -> tuple[tuple[Image, ...], ...]:
    images = [thumbnails.image(each) for each in media]
    lines = []
    for length in MOSAIC.get(len(images), (2,) * ((len(images) + 1) // 2)):
        lines.append(tuple(images[:length]))
        del images[:length]
    return tuple(lines)


def _card(body: Object) -> Card | None:
    """Without options Telegram previews the first link it finds; ours always say."""
    options = obj(body.get("link_preview_options") or {}, "link_preview_options")
    url = text(options.get("url"), "link_preview_options.url")
    if not url or options.get("is_disabled") is True:
        return None
    return Card(url, _host(url), options.get("show_above_text") is True)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def _replies_to(body: Object) -> str:
    reply = obj(body.get("reply_parameters") or {}, "reply_parameters")
    target = reply.get("message_id")
    return referred(target) or target if isinstance(target, str) else ""


# --- text with entities -----------------------------------------------------------------------


def _raw(holder: Object) -> str:
    return text(holder.get("text") or holder.get("caption"), "text")


def _spans(holder: Object) -> list[Span]:
    name = "entities" if "text" in holder else "caption_entities"
    return [_span(entity) for entity in rows(holder.get(name), name)]


def _span(value: Json) -> Span:
    entity = obj(value, "an entity")
    start = number(entity.get("offset"), "offset")
    length = number(entity.get("length"), "length")
    if start < 0 or length < 0:
        raise BadPayload("an entity lies before its text")
    kind = text(entity.get("type"), "type")
    return Span(kind, start, start + length, text(entity.get("url"), "url"))


def _words(holder: Object, name: str) -> Markup:
    return rich(_raw(holder), _spans(holder)) if holder.get(name) else Markup()


def rich(words: str, spans: Sequence[Span]) -> Markup:
    """A text with its entities as markup; one that crosses another's end is cut there."""
    units = words.encode("utf-16-le", "surrogatepass")
    ordered = sorted(spans, key=lambda span: (span.start, -span.end))
    return _stretch(units, ordered, 0, len(units) // 2)


def _stretch(units: bytes, spans: Sequence[Span], start: int, end: int) -> Markup:
    pieces: list[Markup] = []
    at, left = start, list(spans)
    while left:
        span = left.pop(0)
        begin, stop = max(at, span.start), min(end, span.end)
        if begin >= stop:
            continue
        inside = [other for other in left if other.start < stop]
        left = [other for other in left if other.end > stop]
        pieces.append(_plain(units, at, begin))
        pieces.append(_wrapped(span, _stretch(units, inside, begin, stop)))
        at = stop
    return joined([*pieces, _plain(units, at, end)])


def _plain(units: bytes, start: int, end: int) -> Markup:
    return Markup("{}").format(units[2 * start : 2 * end].decode("utf-16-le", "replace"))


def _wrapped(span: Span, inner: Markup) -> Markup:
    if span.kind == "text_link":
        return anchor(span.url, inner)
    if span.kind in BLOCKS:
        return element("span", inner, BLOCKS[span.kind])
    return element(TAGS.get(span.kind, "span"), inner)
