"""Paragraphs that stay together, and which of them make a message: balanced, not filled."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from adapters.telegram.passages import Passage, Plate, load
from adapters.telegram.rich import Entity, Rich, atoms, cut
from content.measure import utf16_units
from content.split import balanced, cut_points

SHARE = 3_700  # parts are balanced below the limit, so that a correction moves no border


@dataclass(frozen=True, slots=True)
class Chunk:
    """Paragraphs that stay together, with the pictures whose marks they hold, and their load."""

    texts: tuple[Rich, ...]
    plates: tuple[Plate, ...]
    load: int

    @property
    def leads(self) -> bool:
        """Whether it says nothing without what follows: a heading, `The results:`."""
        last = self.texts[-1] if self.texts else Rich()
        heading = last.entities[:1] == (Entity("bold", 0, len(last.text)),)
        return heading or last.text.endswith((":", "："))


def merged(chunks: Sequence[Chunk]) -> Chunk:
    if len(chunks) == 1:
        return chunks[0]
    texts = tuple(rich for part in chunks for rich in part.texts)
    plates = tuple(plate for part in chunks for plate in part.plates)
    return Chunk(texts, plates, load(texts))


def fitted(passages: Sequence[Passage], room: int) -> list[Chunk]:
    """In one chunk when that fits into a message; else no lead-in parted from what it leads to."""
    texts = tuple([passage.rich for passage in passages if passage.rich.text])
    whole = load(texts)
    if whole <= room:
        plates = tuple([plate for passage in passages for plate in passage.plates])
        return [Chunk(texts, plates, whole)] if passages else []
    chunks: list[Chunk] = []
    for piece in (piece for passage in passages for piece in _pieces(passage, room)):
        glued = merged([chunks[-1], piece]) if chunks and chunks[-1].leads else None
        if glued and glued.load <= room:
            chunks[-1] = glued
        else:
            chunks.append(piece)
    return chunks


def groups(chunks: Sequence[Chunk], room: int) -> list[tuple[int, int]]:
    """Which chunks make a message: as few messages as needed, cut nearest to equal shares."""
    loads = [part.load for part in chunks]
    sums = list(accumulate(loads, initial=0))
    count = math.ceil(sums[-1] / SHARE)
    shares = [sums[-1] * n / count for n in range(1, count)]
    edges = [0, *(_nearest(sums, share) for share in shares), len(chunks)]
    if any(b <= a or sums[b] - sums[a] > room for a, b in pairwise(edges)):
        edges = [0, *balanced(loads, count, room), len(chunks)]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def _nearest(sums: Sequence[int], share: float) -> int:
    above = bisect_left(sums, share)
    return min((above - 1, above), key=lambda n: abs(sums[n] - share))


def _pieces(passage: Passage, room: int) -> list[Chunk]:
    """A paragraph whole when it fits into a message, else in pieces of about one size."""
    full = load((passage.rich,))
    if full <= room:
        return [Chunk((passage.rich,), passage.plates, full)]
    first, *others = _cut(passage.rich, full, room)
    plates = passage.plates
    return [Chunk((first,), plates, load((first,))),
            *(Chunk((piece,), (), load((piece,))) for piece in others)]  # fmt: skip


def _cut(rich: Rich, full: int, room: int) -> list[Rich]:
    units = utf16_units(rich.text)
    limit = min(units // math.ceil(full / room) * 11 // 10, room * units // full)
    while limit > 0:
        pieces = cut(rich, cut_points(rich.text, limit, utf16_units, atoms=atoms(rich)))
        if all(load((piece,)) <= room for piece in pieces):
            return pieces
        limit = limit * 9 // 10
    raise ValueError("a single character has more styles than a message may have")
