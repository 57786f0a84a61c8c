"""Text with entities: the only form in which anything is sent to Telegram, never a parse mode.

Offsets are code points while a text is being built; `payload` turns them into the UTF-16 units of
the wire, in this one place.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from adapters.base import Json
from content.sentences import Span

CODE = ("code", "pre")
ASTRAL = re.compile("[\U00010000-\U0010ffff]")  # two UTF-16 units each


# Tuples, because an issue has hundreds of both.


class Entity(NamedTuple):
    """A style over text[start:end], in code points."""

    kind: str
    start: int
    end: int
    url: str = ""
    language: str = ""


class Rich(NamedTuple):
    """A text and its entities, sorted by start; `code` and `pre` hold no others."""

    text: str = ""
    entities: tuple[Entity, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


def styled(rich: Rich, kind: str, *, url: str = "") -> Rich:
    """The whole text under one more style."""
    outer = Entity(kind, 0, len(rich.text), url)
    return Rich(rich.text, (outer, *rich.entities)) if rich else rich


def joined(parts: Iterable[Rich], separator: str = "") -> Rich:
    texts: list[str] = []
    entities: list[Entity] = []
    at = 0
    for part in parts:
        if texts:
            at += len(separator)
        if part.entities:
            entities += _moved(part.entities, at)
        texts.append(part.text)
        at += len(part.text)
    return Rich(separator.join(texts), tuple(entities))


def _moved(entities: Sequence[Entity], by: int) -> Sequence[Entity]:
    if not by:
        return entities
    return [Entity(k, a + by, b + by, url, lang) for k, a, b, url, lang in entities]


def cut(rich: Rich, points: Sequence[int]) -> list[Rich]:
    """The pieces between the points, stripped; a style that spans a cut goes on behind it."""
    edges = [0, *points, len(rich.text)]
    pieces = (_slice(rich, a, b) for a, b in pairwise(edges))
    return [piece for piece in pieces if piece]


def _slice(rich: Rich, start: int, end: int) -> Rich:
    """Code keeps the indent of its first line, for it is part of the code."""
    text = rich.text[start:end].rstrip()
    end = start + len(text)
    inside = any(e.kind == "pre" and e.start < start < e.end for e in rich.entities)
    text = text.lstrip("\n") if inside else text.lstrip()
    start = end - len(text)
    return Rich(text, tuple(_within(rich.entities, start, end, text)))


def _within(entities: Iterable[Entity], start: int, end: int, text: str) -> Iterator[Entity]:
    for kind, first, last, url, language in entities:
        a, b = max(first, start) - start, min(last, end) - start
        if a < b and text[a:b].strip():
            yield Entity(kind, a, b, url, language)


def atoms(rich: Rich) -> list[Span]:
    """What a cut must leave whole: link labels and code."""
    return [(e.start, e.end) for e in rich.entities if e.kind in ("text_link", "code")]


def entity_bytes(rich: Rich) -> int:
    """About what the markup costs on the wire: Telegram bounds it at some 9.5 kB."""
    named = sum([len(url.encode()) if url else len(lang) for _, _, _, url, lang in rich.entities])
    return 24 * len(rich.entities) + named


def payload(*parts: Rich, separator: str = "") -> tuple[str, list[Json]]:
    """The text and its entities with UTF-16 offsets, as the Bot API takes them."""
    text = separator.join([part.text for part in parts])
    astral = [found.start() for found in ASTRAL.finditer(text)]
    entities: list[Json] = []
    at = 0
    for part in parts:
        for kind, first, last, url, language in part.entities:
            start = at + first + bisect.bisect_left(astral, at + first)
            end = at + last + bisect.bisect_left(astral, at + last)
            value: dict[str, Json] = {"type": kind, "offset": start, "length": end - start}
            if url:
                value["url"] = url
            if language:
                value["language"] = language
            entities.append(value)
        at += len(part.text) + len(separator)
    return text, entities
