"""A channel as a list of messages: what was sent, what edits make of it, what a person would add.

It knows nothing of how edits are found; it only does what the requests say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from adapters.base import Edition, Media, Part, Receipt
from content.problems import Problem

Post = dict[str, Any]  # text, entities, preview, or caption, caption_entities, media; url


def sent_of(edition: Edition, first: int = 1) -> dict[str, Receipt]:
    """Receipts as the service would give them, numbered from `first`."""
    found: dict[str, Receipt] = {}
    for part in edition.parts:
        numbers = [first + n for n in range(max(1, len(part.media)))]
        first = numbers[-1] + 1
        found[part.key] = Receipt(str(numbers[0]), url_of(numbers[0]), {"message_ids": numbers})
    return found


def url_of(number: int) -> str:
    return f"https://t.me/sample/{number}"


def feed(edition: Edition, edits: Edition | None = None) -> dict[int, Post]:
    """The posts by their numbers, from 1, once all edits are done."""
    posts = [post for part in edition.parts for post in _posts(part)]
    by_number = dict(enumerate(posts, 1))
    for part in edits.parts if edits else ():
        payload: Any = part.payload
        post = by_number[payload["message_id"]]
        by_number[payload["message_id"]] = _edited(post, part.kind, payload, part.media)
    return by_number


def as_parts(posts: dict[int, Post]) -> Edition:
    """The posts as messages and single photos, for what checks those."""
    parts = []
    for number, post in posts.items():
        payload = {k: v for k, v in post.items() if k not in ("media", "running")}
        media = (post["media"],) if "media" in post else ()
        parts.append(Part(f"post/{number}", "photo" if media else "message", payload, media))
    return Edition("telegram", tuple(parts))


def running(posts: dict[int, Post], problems: Sequence[Problem] = ()) -> str:
    """The running text without numbers and white space, with what a person is told to add."""
    texts = {n: words(post) for n, post in posts.items() if post["running"]}
    count = len(texts)
    bare = {n: _bare(text, place, count) for place, (n, text) in enumerate(texts.items(), 1)}
    for problem in problems:
        for number in bare:
            bare[number] = _told(bare[number], number, problem)
    homeless = [p.message.partition("\n")[2] for p in problems if "into the channel" in p.message]
    return re.sub(r"\s+", "", "".join([*bare.values(), *homeless]))


def words(post: Post) -> str:
    return str(post.get("text", post.get("caption", "")))


def _bare(text: str, place: int, count: int) -> str:
    if place == 1:
        header, gap, rest = text.partition("\n\n")
        rest = re.sub(rf"\A([2-9]|\d\d)/{count} .*(\n\d+/{count} .*)+(\n\n|\Z)", "", rest)
        return re.sub(r"(?m)^1/\d+( · |$)", "", header + gap + rest, count=1)
    return re.sub(rf"\A{place}/{count}(\n\n|\Z)", "", text)


def _told(text: str, number: int, problem: Problem) -> str:
    """The words of a post when a person has done what a problem asks for."""
    where = re.escape(url_of(number))
    first, _, rest = problem.message.partition("\n")
    if re.search(rf"belong into {where}[, ]", first):
        return f"{text}{rest}"
    if re.search(rf"left to say in {where}\.", first):
        return ""
    return text


def _posts(part: Part) -> list[Post]:
    payload: Any = part.payload
    if part.kind == "message":
        return [{
            "text": payload["text"], "entities": payload["entities"],
            "preview": payload["link_preview_options"], "running": True,
        }]  # fmt: skip
    items = payload["media"] if part.kind == "album" else [payload]
    return [
        {**_caption(item), "media": media, "running": n == 0 and _above(item)}
        for n, (item, media) in enumerate(zip(items, part.media, strict=True))
    ]


def _caption(body: dict[str, Any]) -> Post:
    return {key: body[key] for key in ("caption", "caption_entities") if key in body}


def _above(body: dict[str, Any]) -> bool:
    return bool(body.get("show_caption_above_media")) and "caption" in body


def _edited(post: Post, kind: str, payload: dict[str, Any], media: Sequence[Media]) -> Post:
    match kind:
        case "edit-text":
            assert "text" in post
            return {
                "text": payload["text"], "entities": payload["entities"],
                "preview": payload["link_preview_options"], "running": True,
            }  # fmt: skip
        case "edit-caption":
            assert "media" in post
            return {**_caption(payload), "media": post["media"], "running": post["running"]}
        case "edit-picture":
            assert "media" in post
            body = payload["media"]
            return {**_caption(body), "media": media[0], "running": post["running"]}
        case _:
            raise AssertionError(kind)


def with_edits(edition: Edition, edits: Edition) -> Edition:
    """The edition as it stands there afterwards."""
    return replace(edition, parts=(*edition.parts, *edits.parts))
