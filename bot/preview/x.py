"""The X edition as a thread."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import SimpleNamespace

from markupsafe import Markup

from adapters.base import Edition, Media, Part
from bot.preview.payload import BadPayload, carried, obj, referred, rows, text
from bot.preview.pictures import Image, Thumbnails
from bot.preview.safe import anchor, joined
from bot.preview.templates import fill
from content.measure import x_weight

LIMIT = 280  # twitter-text config/v3.json
_ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")


@dataclass(frozen=True, slots=True)
class Post:
    """`place` counts from 1; `weight` as X counts it."""

    key: str
    place: int
    text: Markup
    images: tuple[Image, ...]
    weight: int
    limit: int
    replies_to: str

    @property
    def share(self) -> int:
        """How full the post is, in percent."""
        return min(100, round(100 * self.weight / self.limit))


def frame(edition: Edition, thumbnails: Thumbnails, labels: SimpleNamespace) -> str:
    """The frame's document."""
    media = carried(edition)
    parts = [part for part in edition.parts if part.kind == "post"]
    if not parts:
        raise BadPayload("there is no part of kind post")
    posts = [_post(part, place, media, thumbnails) for place, part in enumerate(parts, start=1)]
    return fill("x.html.j2", labels, posts=posts)


def _post(part: Part, place: int, media: dict[str, Media], thumbnails: Thumbnails) -> Post:
    body = obj(part.payload, part.key)
    words = text(body.get("text"), "text")
    reply = obj(body.get("reply") or {}, "reply")
    target = text(reply.get("in_reply_to_tweet_id"), "in_reply_to_tweet_id")
    keys = [referred(key) for key in _media_ids(part)]
    if not words and not keys:
        raise BadPayload(f"{part.key} has neither text nor pictures")
    return Post(
        key=part.key,
        place=place,
        text=_linked(words),
        images=tuple(thumbnails.image(_found(media, key)) for key in keys),
        weight=x_weight(words),
        limit=LIMIT,
        replies_to=referred(target) or target,
    )


def _media_ids(part: Part) -> list[str]:
    attached = obj(obj(part.payload, part.key).get("media") or {}, "media")
    return [text(value, "a media id") for value in rows(attached.get("media_ids"), "media_ids")]


def _found(media: dict[str, Media], key: str) -> Media:
    if key not in media:
        raise BadPayload(f"no part uploads the picture {key!r}")
    return media[key]


def _linked(words: str) -> Markup:
    """Addresses as X links them; everything else as it is."""
    pieces = _ADDRESS.split(words)
    return joined(
        [anchor(piece, piece) if n % 2 else Markup("{}").format(piece)
         for n, piece in enumerate(pieces)]
    )  # fmt: skip
