"""The messages of an edition, one by one: what each says and shows, and where it stands."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from adapters.base import Json, Media, Part, Receipt, Receipts
from adapters.changes import EDIT
from adapters.telegram.rich import ASTRAL, Entity, Rich, payload
from adapters.telegram.rich_reading import html_of, html_words

NUMBER_IN_URL = re.compile(r"/(\d+)$")


@dataclass(frozen=True, slots=True)
class Message:
    """A text, or one picture. `key` is that of its part, of an album's pictures with their place.

    `runs` says that `rich` belongs to the running text; else it is a picture's own caption.
    `name` is what the request calls the attached picture.
    """

    key: str
    part: str
    item: int
    rich: Rich
    runs: bool
    preview: Json = None
    media: Media | None = None
    name: str = ""
    above: bool = False

    def caption(self) -> dict[str, Json]:
        """The fields of a request that say what stands under (or above) the picture."""
        if not self.rich:
            return {}
        text, entities = payload(self.rich)
        above: dict[str, Json] = {"show_caption_above_media": True} if self.above else {}
        return {"caption": text, "caption_entities": entities, **above}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands: its number in the channel, and its address for readers."""

    number: int
    url: str


def messages(parts: Sequence[Part]) -> list[Message]:
    """Of parts that send, each as the edits behind them left it."""
    found: dict[str, Message] = {}
    for part in parts:
        if part.key.startswith(EDIT):
            key = part.key.removeprefix(EDIT)
            found[key] = _edited(found[key], part)
        else:
            found |= {message.key: message for message in _sent(part)}
    return list(found.values())


def place(message: Message, sent: Receipts) -> Place | None:
    """None for what was never sent, or whose number nobody knows."""
    receipt = sent.get(message.part)
    known = numbers(receipt) if receipt else []
    if receipt is None or message.item >= len(known):
        return None
    number = known[message.item]
    return Place(number, NUMBER_IN_URL.sub(f"/{number}", receipt.url or ""))


def numbers(receipt: Receipt) -> list[int]:
    """The numbers of a part's messages; of one that a person found, that of its address."""
    known = receipt.details.get("message_ids")
    if isinstance(known, list) and known:
        return [number for number in known if isinstance(number, int)]
    return [int(receipt.id)] if receipt.id.isdecimal() else []


def rich_of(text: Json, entities: Json) -> Rich:
    """A text and its entities off the wire, UTF-16 offsets turned into code points."""
    words = str(text or "")
    astral = [found.start() + n for n, found in enumerate(ASTRAL.finditer(words))]

    def point(units: Json) -> int:
        at = int(str(units))
        return at - bisect.bisect_left(astral, at)

    rows = [row for row in entities if isinstance(row, dict)] if isinstance(entities, list) else []
    return Rich(words, tuple(
        Entity(
            str(row["type"]), point(row["offset"]),
            point(int(str(row["offset"])) + int(str(row["length"]))),
            str(row.get("url", "")), str(row.get("language", "")),
        )
        for row in rows
    ))  # fmt: skip


def _sent(part: Part) -> Iterator[Message]:
    body = _object(part.payload)
    html = html_of(body)
    if html is not None:
        yield Message(part.key, part.key, 0, Rich(html_words(html)), runs=True)
        return
    if part.kind == "message":
        rich = rich_of(body.get("text"), body.get("entities"))
        yield Message(part.key, part.key, 0, rich, runs=True,
                      preview=body.get("link_preview_options"))  # fmt: skip
        return
    items = body.get("media") if part.kind == "album" else [body]
    for n, item in enumerate(items if isinstance(items, list) else []):
        key = f"{part.key}/{n + 1}" if part.kind == "album" else part.key
        yield _picture(key, part, n, _object(item))


def _picture(key: str, part: Part, item: int, body: dict[str, Json]) -> Message:
    above = bool(body.get("show_caption_above_media"))
    rich = rich_of(body.get("caption"), body.get("caption_entities"))
    name = str(body.get("media", body.get("photo", "")))
    runs = above and item == 0 and bool(rich)
    return Message(key, part.key, item, rich, runs, None, part.media[item], name, above)


def _edited(message: Message, part: Part) -> Message:
    body = _object(part.payload)
    html = html_of(body)
    if html is not None:
        return replace(message, rich=Rich(html_words(html)))
    if message.media is None:
        rich = rich_of(body.get("text"), body.get("entities"))
        return replace(message, rich=rich, preview=body.get("link_preview_options"))
    item = _object(body["media"]) if "media" in body else body
    rich = rich_of(item.get("caption"), item.get("caption_entities"))
    above = bool(item.get("show_caption_above_media"))
    message = replace(message, rich=rich, above=above)
    if part.media:
        name = str(item["media"])
        message = replace(message, media=part.media[0], name=name)
    return message


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
