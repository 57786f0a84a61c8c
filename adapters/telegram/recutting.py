"""New text in the messages that stand already, cut where they were cut when they were sent.

Cuts fall between lines, or between sentences where that is not enough. A border moves only when a
message would overflow, a picture's caption least of all, and only if that helps: words that have no
room in their message are left over otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from adapters.telegram.old_borders import Border, old_borders
from adapters.telegram.passages import GAP, MESSAGE
from adapters.telegram.rich import Rich, joined
from adapters.telegram.sheet import Sheet
from content.measure import utf16_units

# What is avoided, in units of text that a border moves.
LEFT_OVER = 50_000  # words without room, which a person has to post
LEFT_OVER_UNIT = 3  # each unit of them
OUT_OF_ORDER = 30_000  # such words in the midst of the others: they can only be posted at the end
TORN = 8_000  # a line of which a part is left over
HEADLESS = 2_000  # words left over that do not begin with a heading
EMPTIED = 20_000  # a message without words, which a person has to delete
HEADERLESS = 200_000  # the first message without words, where the title stands
CAPTION_MOVED = 400  # each unit that goes under another picture, or from there
INNER = 600  # a line parted between two messages
LEAD_IN = 25_000  # a heading parted from its text
ROUNDS = 4  # at most, until nothing moves; thirty did no better on random issues


@dataclass(frozen=True, slots=True)
class Slot:
    """A message with running text, as it stands, and its limit in UTF-16 units.

    `pictured` ones need no words.
    """

    rich: Rich
    room: int
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """What each slot gets, which may be nothing; and for some what had no room there."""

    pieces: tuple[Rich, ...]
    over: dict[int, Rich]
    cost: int = 0


class _Way(NamedTuple):
    """The lines of the slots so far, and what that costs. A tuple, because there are thousands."""

    cost: int
    first: int = 0
    end: int = 0
    before: _Way | None = None

    def spans(self) -> list[tuple[int, int]]:
        """For each slot its first line and the one behind its last."""
        found: list[tuple[int, int]] = []
        way: _Way | None = self
        while way is not None and way.before is not None:
            found.append((way.first, way.end))
            way = way.before
        return found[::-1]


def recut(slots: Sequence[Slot], new: Sequence[Rich]) -> Cut:
    """The new text in the slots, of which there is at least one.

    Where borders move it is made again from what came out of it, until that stays the same: who
    edits twice then moves nothing the second time.
    """
    whole = joined((rich for rich in new if rich), GAP)
    cut = _cheaper(slots, whole)
    for _ in range(ROUNDS if cut.cost else 0):
        there = [
            replace(slot, rich=piece) if piece or slot.pictured else slot
            for slot, piece in zip(slots, cut.pieces, strict=True)
        ]
        again = _cheaper(there, whole)
        if again.pieces == cut.pieces:
            break
        cut = again
    return cut


def _cheaper(slots: Sequence[Slot], whole: Rich) -> Cut:
    by_lines = _cut(slots, whole, parted=False)
    if not by_lines.over:
        return by_lines
    return min(by_lines, _cut(slots, whole, parted=True), key=lambda cut: cut.cost)


def _cut(slots: Sequence[Slot], whole: Rich, *, parted: bool) -> Cut:
    sheet = Sheet(whole, parted=parted)
    borders = old_borders([slot.rich for slot in slots], sheet, parted=parted)
    way = _unmoved(slots, sheet, borders) or _cheapest(slots, sheet, borders)
    spans = way.spans()
    nexts = [*(start for start, _ in spans[1:]), len(sheet.lines)]
    over = {
        n: sheet.piece(end, following)
        for n, ((_, end), following) in enumerate(zip(spans, nexts, strict=True))
        if end < following
    }
    return Cut(tuple(sheet.piece(start, end) for start, end in spans), over, way.cost)


# --- where the borders can be -----------------------------------------------------------------


def _unmoved(slots: Sequence[Slot], sheet: Sheet, borders: Sequence[Border]) -> _Way | None:
    """With every border where it is best, if all messages can hold that: mostly they can."""
    ways = {0: _Way(0)}
    for slot, border in zip(slots, borders, strict=True):
        reach = sheet.reach(slot.room)
        ways = {
            end: _Way(0, start, end, way)
            for start, way in ways.items()
            for end in border.best
            if start < end <= reach[start] or (start == end and slot.pictured)
        }
    return next(iter(ways.values()), None)


def _cheapest(slots: Sequence[Slot], sheet: Sheet, borders: Sequence[Border]) -> _Way:
    """Every line is in a slot or left over behind one."""
    reach = {slot.room: sheet.reach(slot.room) for slot in slots}
    last = len(sheet.lines)
    far = MESSAGE + abs(sheet.before[last] - sum(utf16_units(slot.rich.text) for slot in slots))
    starts = {0: _Way(0)}
    for (slot, following), border in zip(pairwise(slots), borders, strict=False):
        ends = _filled(starts, slot, sheet, reach[slot.room], border)
        weight = CAPTION_MOVED if slot.pictured or following.pictured else 1
        starts = {
            start: way._replace(cost=way.cost + distance * weight)
            for start, way in _passing(ends, sheet, border).items()
            if (distance := _distance(sheet, start, border)) <= far
        }
    ends = _filled(starts, slots[-1], sheet, reach[slots[-1].room], borders[-1])
    return _passing(ends, sheet, borders[-1])[last]


def _filled(
    starts: dict[int, _Way], slot: Slot, sheet: Sheet, reach: Sequence[int], border: Border
) -> dict[int, _Way]:
    """The ways by the line behind a slot's last."""
    cuts = [_ending(sheet, end, border) for end in range(len(sheet.lines) + 1)]
    emptied = 0 if slot.pictured else EMPTIED
    found: dict[int, _Way] = {}
    for start, way in starts.items():
        for end in range(start, reach[start] + 1):
            cost = way.cost + (cuts[end] if end > start else emptied if end else HEADERLESS)
            if end not in found or cost < found[end].cost:
                found[end] = _Way(cost, start, end, way)
    return found


def _ending(sheet: Sheet, end: int, border: Border) -> int:
    """What a message costs that ends before this line."""
    if end in border.best:
        return 0
    return LEAD_IN * (end - 1 in sheet.leads) + INNER * (end in sheet.inner)


def _passing(ends: dict[int, _Way], sheet: Sheet, border: Border) -> dict[int, _Way]:
    """The ways by the line with which the next slot begins; those between are left over."""
    found: dict[int, _Way] = {}
    passed: _Way | None = None
    for start in range(min(ends), len(sheet.lines) + 1):
        here = ends.get(start)
        ways = [way for way in (here, passed) if way is not None]
        found[start] = min(ways, key=lambda way: way.cost)
        if here is not None:
            left = here._replace(cost=here.cost + LEFT_OVER + _begun(sheet, start, border))
            passed = min(left, passed or left, key=lambda way: way.cost)
        if passed is not None and start < len(sheet.lines):
            units = sheet.before[start + 1] - sheet.before[start]
            passed = passed._replace(cost=passed.cost + units * LEFT_OVER_UNIT)
    return found


def _begun(sheet: Sheet, line: int, border: Border) -> int:
    """What it costs to leave words over from this line on."""
    torn = TORN if line in sheet.inner else HEADLESS * (line not in sheet.leads)
    return torn + (0 if border.is_last else OUT_OF_ORDER)


def _distance(sheet: Sheet, line: int, border: Border) -> int:
    return min(abs(sheet.before[line] - sheet.before[target]) for target in border.best)
