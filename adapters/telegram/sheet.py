"""A text as what may be parted in it, and how much of a message any run of that takes."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate

from adapters.telegram.passages import ENTITIES, ENTITY_BYTES
from adapters.telegram.rich import CODE, Entity, Rich, atoms, entity_bytes
from content.measure import utf16_units
from content.sentences import sentences


class Sheet:
    """`lines` are spans of the text: its lines, or, `parted`, the sentences of these.

    `before` are the units in the lines above each, and of all. `leads` are the headings, which say
    nothing without what follows; `inner` are the sentences that do not begin a line.
    """

    def __init__(self, whole: Rich, *, parted: bool) -> None:
        self.whole = whole
        self.lines = line_spans(whole, parted=parted)
        self.texts = [whole.text[a:b] for a, b in self.lines]
        self.before = list(accumulate(map(utf16_units, self.texts), initial=0))
        bold = {(e.start, e.end) for e in whole.entities if e.kind == "bold"}
        self.leads = frozenset(n for n, span in enumerate(self.lines) if span in bold)
        self.inner = frozenset(
            n for n, (a, _) in enumerate(self.lines) if a and whole.text[a - 1] != "\n"
        )
        self._astral = [n for n, letter in enumerate(whole.text) if letter > "\uffff"]
        self._begun = _Tally(whole.entities, by_end=False)
        self._over = _Tally(whole.entities, by_end=True)

    def piece(self, first: int, last: int) -> Rich:
        """The lines from `first` until before `last`."""
        if first >= last:
            return Rich()
        start, end = self.lines[first][0], self.lines[last - 1][1]
        text = self.whole.text[start:end].rstrip()
        return Rich(text, tuple(_within(self.whole.entities, start, start + len(text), text)))

    def reach(self, room: int) -> list[int]:
        """For each line the one behind the last that a message of `room` units holds with it."""
        found: list[int] = []
        end = 0
        for first in range(len(self.lines)):
            end = max(end, first)
            while end < len(self.lines) and self._fits(first, end + 1, room):
                end += 1
            found.append(end)
        return [*found, len(self.lines)]

    def _fits(self, first: int, last: int, room: int) -> bool:
        start, end = self.lines[first][0], self.lines[last - 1][1]
        wide = bisect.bisect_left(self._astral, end) - bisect.bisect_left(self._astral, start)
        begun, over = self._begun.before(end), self._over.before(start + 1)
        few = begun[0] - over[0] <= ENTITIES and begun[1] - over[1] <= ENTITY_BYTES
        return few and end - start + wide <= room


class _Tally:
    """How many entities begin (or end) before a point, and their bytes."""

    def __init__(self, entities: Sequence[Entity], *, by_end: bool) -> None:
        row = sorted(entities, key=lambda e: e.end if by_end else e.start)
        self._points = [e.end if by_end else e.start for e in row]
        self._bytes = list(accumulate((entity_bytes(Rich("", (e,))) for e in row), initial=0))

    def before(self, point: int) -> tuple[int, int]:
        count = bisect.bisect_left(self._points, point)
        return count, self._bytes[count]


def line_spans(whole: Rich, *, parted: bool) -> list[tuple[int, int]]:
    """The lines with words, or their sentences; a link or a piece of code stays whole."""
    inside = atoms(whole)
    code = [(e.start, e.end) for e in whole.entities if e.kind in CODE]
    found: list[tuple[int, int]] = []
    start = 0
    for end in [*(n for n, letter in enumerate(whole.text) if letter == "\n"), len(whole.text)]:
        if any(a < end < b for a, b in inside):
            continue
        if whole.text[start:end].strip():
            prose = parted and not any(a < end and start < b for a, b in code)
            found += _sentences(whole.text, start, end, inside) if prose else [(start, end)]
        start = end + 1
    return found


def _sentences(
    text: str, start: int, end: int, inside: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    at = start
    for _, stop in sentences(text[start:end]):
        cut = start + stop
        if not any(a < cut < b for a, b in inside):
            yield at, at + len(text[at:cut].rstrip())
            at = cut


def _within(entities: Sequence[Entity], start: int, end: int, text: str) -> Iterator[Entity]:
    for entity in entities:
        a, b = max(entity.start, start) - start, min(entity.end, end) - start
        if a < b and text[a:b].strip():
            yield entity._replace(start=a, end=b)
