"""Text with entities: the only form in which anything is sent to Telegram, never a parse mode.

Offsets are code points while a text is being built; `payload` turns them into the UTF-16 units of
the wire, in this one place.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from adapters.base import Json


@dataclass(frozen=True, slots=True)
class Entity:
    """A style over text[start:end], in code points."""

    kind: str
    start: int
    end: int
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rich:
    """A text and its entities, sorted by start; `code` and `pre` hold no others."""

    text: str = ""
    entities: tuple[Entity, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


def styled(rich: Rich, kind: str, *, url: str = "", language: str = "") -> Rich:
    """The text under one more style; white space at its ends stays outside of it."""
    start = len(rich.text) - len(rich.text.lstrip())
    end = len(rich.text.rstrip())
    if start >= end or any(
        e.kind == kind and e.start <= start and e.end >= end for e in rich.entities
    ):
        return rich
    outer = [Entity(kind, a, b, url, language) for a, b in _around_code(rich, start, end, kind)]
    return Rich(rich.text, _sorted([*outer, *rich.entities]))


def _around_code(rich: Rich, start: int, end: int, kind: str) -> list[tuple[int, int]]:
    """The stretches that a style may cover: code takes no other style, but may stand in a quote."""
    if kind in ("blockquote", "expandable_blockquote"):
        return [(start, end)]
    pieces, at = [], start
    for entity in rich.entities:
        if entity.kind in ("code", "pre"):
            pieces.append((at, entity.start))
            at = entity.end
    return [(a, b) for a, b in (*pieces, (at, end)) if rich.text[a:b].strip()]


def without(rich: Rich, *kinds: str) -> Rich:
    """The text without these styles."""
    return Rich(rich.text, tuple(e for e in rich.entities if e.kind not in kinds))


def joined(parts: Iterable[Rich], separator: str = "") -> Rich:
    text: list[str] = []
    entities: list[Entity] = []
    at = 0
    for part in parts:
        if text and separator:
            text.append(separator)
            at += len(separator)
        text.append(part.text)
        entities += [_moved(e, e.start + at, e.end + at) for e in part.entities]
        at += len(part.text)
    return Rich("".join(text), tuple(entities))


def _moved(entity: Entity, start: int, end: int) -> Entity:
    return Entity(entity.kind, start, end, entity.url, entity.language)


def cut(rich: Rich, points: Sequence[int]) -> list[Rich]:
    """The pieces between the points, stripped; a style that spans a cut goes on behind it."""
    edges = [0, *points, len(rich.text)]
    pieces = [_slice(rich, a, b) for a, b in pairwise(edges)]
    return [piece for piece in pieces if piece]


def _slice(rich: Rich, start: int, end: int) -> Rich:
    text = rich.text[start:end]
    lead = len(text) - len(text.lstrip())
    start, text = start + lead, text.strip()
    end = start + len(text)
    inside = [
        _moved(e, max(e.start, start) - start, min(e.end, end) - start)
        for e in rich.entities
        if e.start < end and e.end > start
    ]
    return Rich(text, tuple(e for e in inside if text[e.start : e.end].strip()))


def atoms(rich: Rich) -> list[tuple[int, int]]:
    """What a cut must leave whole: link labels and code."""
    return [(e.start, e.end) for e in rich.entities if e.kind in ("text_link", "code")]


def entity_bytes(rich: Rich) -> int:
    """About what the markup costs on the wire: Telegram bounds it at some 9.5 kB."""
    return sum(24 + len(e.url.encode()) + len(e.language) for e in rich.entities)


def payload(rich: Rich) -> tuple[str, list[Json]]:
    """The text and its entities with UTF-16 offsets, as the Bot API takes them."""
    astral = [n for n, c in enumerate(rich.text) if c > "\uffff"] if not rich.text.isascii() else []

    def units(offset: int) -> int:
        return offset + bisect.bisect_left(astral, offset)

    entities: list[Json] = []
    for entity in rich.entities:
        start, end = units(entity.start), units(entity.end)
        value: dict[str, Json] = {"type": entity.kind, "offset": start, "length": end - start}
        if entity.url:
            value["url"] = entity.url
        if entity.language:
            value["language"] = entity.language
        entities.append(value)
    return rich.text, entities


def _sorted(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """By start, the longer first, so that what holds another comes before it."""
    return tuple(sorted(entities, key=lambda e: (e.start, -e.end)))
