"""The X edition as a thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import unquote

from markupsafe import Markup

from adapters.base import Edition, Media, Part
from adapters.x.spec import LIMITS
from adapters.x.wording import has_address
from bot.preview.payload import BadPayload, carried, obj, referred, rows, text
from bot.preview.pictures import Image, Thumbnails
from bot.preview.templates import fill
from bot.preview.x_text import last_link, linked, parted
from bot.translations import in_language
from content.measure import x_weight

LIMIT = LIMITS["post"].value
LONGER = 25_000  # with Premium, docs.x.com/x-api/posts/creation-of-a-post


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture and the alternative text that X is given for it."""

    image: Image
    alt: str


@dataclass(frozen=True, slots=True)
class Card:
    """What X makes of a post's last link, once it has loaded it."""

    host: str
    address: str


@dataclass(frozen=True, slots=True)
class Post:
    """`place` counts from 1; `weight` as X counts it. `replies_to` is "" within the thread."""

    key: str
    place: int
    text: Markup
    photos: tuple[Photo, ...]
    card: Card | None
    weight: int
    limit: int
    replies_to: str
    has_link: bool

    @property
    def share(self) -> int:
        """How full the post is, in percent."""
        return min(100, round(100 * self.weight / self.limit))


@dataclass(frozen=True, slots=True)
class Desk:
    """What the posts are drawn from, besides their own parts."""

    media: Mapping[str, Media]
    alts: Mapping[str, str]
    thumbnails: Thumbnails
    limit: int


def frame(edition: Edition, thumbnails: Thumbnails, labels: SimpleNamespace) -> str:
    """The frame's document."""
    parts = [part for part in edition.parts if part.kind == "post"]
    if not parts:
        raise BadPayload("there is no part of kind post")
    desk = Desk(carried(edition), dict(_alts(edition.parts)), thumbnails, _limit(edition, parts))
    before = ["", *(part.key for part in parts)]
    posts = [_post(part, n, before[n - 1], desk) for n, part in enumerate(parts, start=1)]
    return fill(
        "x.html.j2",
        labels,
        posts=posts,
        usual=LIMIT,
        cost=edition.cost_usd,
        left_out=tuple(_left_out(edition, labels)),
    )


def _limit(edition: Edition, parts: Sequence[Part]) -> int:
    """Heavier posts that nobody complains of are those of an account that may send them."""
    told = any(problem.code == "x-too-heavy" for problem in edition.problems)
    heaviest = max(x_weight(_words(part)) for part in parts)
    return LIMIT if told or heaviest <= LIMIT else LONGER


def _left_out(edition: Edition, labels: SimpleNamespace) -> Iterator[str]:
    for problem in edition.problems:
        if problem.code == "x-left-out":
            yield in_language(problem, labels.lang[:2]).message


def _alts(parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """The alternative texts that are sent, by the keys of their uploads."""
    for part in parts:
        if part.kind == "alt":
            body = obj(part.payload, part.key)
            told = obj(obj(body.get("metadata"), "metadata").get("alt_text"), "alt_text")
            yield referred(text(body.get("id"), "id")), text(told.get("text"), "alt_text")


def _words(part: Part) -> str:
    return text(obj(part.payload, part.key).get("text"), "text")


def _post(part: Part, place: int, before: str, desk: Desk) -> Post:
    words = _words(part)
    reply = obj(obj(part.payload, part.key).get("reply") or {}, "reply")
    answered = text(reply.get("in_reply_to_tweet_id"), "in_reply_to_tweet_id")
    target = referred(answered) or answered
    keys = [referred(key) for key in _media_ids(part)]
    if not words and not keys:
        raise BadPayload(f"{part.key} has neither text nor pictures")
    return Post(
        key=part.key,
        place=place,
        text=linked(words),
        photos=tuple(_photo(key, desk) for key in keys),
        card=None if keys else _card(words),
        weight=x_weight(words),
        limit=desk.limit,
        replies_to="" if target == before else target,
        has_link=has_address(words),
    )


def _photo(key: str, desk: Desk) -> Photo:
    if key not in desk.media:
        raise BadPayload(f"no part uploads the picture {key!r}")
    return Photo(desk.thumbnails.image(desk.media[key]), desk.alts.get(key, ""))


def _media_ids(part: Part) -> list[str]:
    attached = obj(obj(part.payload, part.key).get("media") or {}, "media")
    return [text(value, "a media id") for value in rows(attached.get("media_ids"), "media_ids")]


def _card(words: str) -> Card | None:
    link = last_link(words)
    if link is None:
        return None
    _, shown, cut = parted(link.text)
    host = shown.partition("/")[0]
    return Card(host, unquote(shown + cut))
