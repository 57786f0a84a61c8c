"""Text cut to a limit at the best border, in whatever unit the caller counts.

A counter is a value that is passed (`content.measure`); its result must grow with the text. Offsets
are code points. The white space at a cut stands at the end of the piece before it.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from content.borders import Border, Counter, coarse_borders, finer_borders, merged
from content.sentences import Span, sentences

# What a cut costs, in pieces: a cut in mid-clause is worth avoiding with two pieces more.
COST = {
    Border.SECTION: 0.0,  # only the caller knows sections and items
    Border.ITEM: 0.05,
    Border.PARAGRAPH: 0.1,
    Border.LINE: 0.25,
    Border.SENTENCE: 0.5,
    Border.CLAUSE: 1.5,
    Border.SPACE: 2.5,
    Border.QUOTED: 2.5,
    Border.CHARACTER: 4.0,
    Border.INSIDE: 6.0,
    Border.ATOM: 9.0,
}
SMALL = 0.4  # of the limit: what falls below it costs up to one piece more
UNEVEN = 0.3  # what an all but empty piece costs besides


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a cut may fall. `size` measures the text before it, `kept` leaves out the end space."""

    offset: int
    cost: float
    size: int
    kept: int


def cut_points(
    text: str,
    limit: int,
    count: Counter,
    *,
    atoms: Sequence[Span] = (),
    marks: Mapping[int, Border] | None = None,
) -> tuple[int, ...]:
    """Where to cut so that each piece, stripped, counts at most `limit`.

    Few pieces, cut at good borders, none of them needlessly small. `atoms` stay whole unless one
    alone is above the limit; `marks` adds borders that only the caller knows, such as sections.
    Raises ValueError when a single character is above the limit.
    """
    room = limit
    count = cache(count)  # the same stretches are looked at from border to border
    while room > 0:
        cuts = _plan(text, room, count, merged(atoms), marks or {})
        over = max(count(piece) for piece in pieces(text, cuts)) - limit
        if over <= 0:
            return cuts
        # Stretches may count more together than one by one, as "a" and ".com" would.
        room -= min(over, max(1, room // 8))
    raise ValueError(f"no piece of the text can be as short as {limit}")


def pieces(text: str, cuts: Sequence[int]) -> tuple[str, ...]:
    return tuple(
        text[start:end].strip() for start, end in itertools.pairwise((0, *cuts, len(text)))
    )


def head(
    text: str, limit: int, count: Counter, spans: Callable[[str], Sequence[Span]] = sentences
) -> tuple[str, bool]:
    """As many whole sentences (or clauses, or what `spans` finds) as fit; whether that is all."""
    ends = [end for _, end in spans(text)]
    fitting = bisect_right(ends, limit, key=lambda end: count(text[:end].strip()))
    return text[: ends[fitting - 1]].strip() if fitting else "", fitting == len(ends)


def balanced(sizes: Sequence[int], groups: int, limit: int) -> tuple[int, ...]:
    """Where to cut a row of sizes into `groups` parts nearest to equal shares.

    The answer holds the index that begins each part but the first. There are more parts when no cut
    into `groups` keeps all of them within the limit. Raises ValueError for a size above the limit.
    """
    if max(sizes, default=0) > limit:
        raise ValueError(f"one of the sizes is above the limit of {limit}")
    for parts in range(max(1, min(groups, len(sizes))), len(sizes) + 1):
        cuts = _nearest_to_shares(sizes, parts, limit)
        if cuts is not None:
            return cuts
    return ()


def _nearest_to_shares(sizes: Sequence[int], parts: int, limit: int) -> tuple[int, ...] | None:
    """The cuts with the least sum of squared distances to the equal shares."""
    sums = (0, *itertools.accumulate(sizes))
    reached: dict[int, _Division] = {0: (0.0, ())}
    for part in range(1, parts + 1):
        share = sums[-1] * part / parts
        found = ((end, _extended(reached, sums, end, share, limit)) for end in range(len(sums)))
        reached = {end: division for end, division in found if division}
    return reached[len(sizes)][1][:-1] if len(sizes) in reached else None


_Division = tuple[float, tuple[int, ...]]  # what it costs, and where its parts end


def _extended(
    reached: Mapping[int, _Division], sums: Sequence[int], end: int, share: float, limit: int
) -> _Division | None:
    starts = (start for start in reached if start < end and sums[end] - sums[start] <= limit)
    cost, cuts = min((reached[start] for start in starts), default=(math.inf, ()))
    return (cost + (sums[end] - share) ** 2, (*cuts, end)) if cost < math.inf else None


def _plan(
    text: str, limit: int, count: Counter, atoms: Sequence[Span], marks: Mapping[int, Border]
) -> tuple[int, ...]:
    if count(text.strip()) <= limit:
        return ()
    borders = coarse_borders(text, atoms, marks)
    for start, end in itertools.pairwise((0, *sorted(borders), len(text))):
        inside = [(a - start, b - start) for a, b in atoms if a < end and b > start]
        finer = finer_borders(text[start:end], limit, count, inside)
        borders |= {start + offset: border for offset, border in finer.items()}
    return _cheapest_cuts(_places(text, borders, count), limit)


def _places(text: str, borders: Mapping[int, Border], count: Counter) -> list[_Place]:
    places, size = [_Place(0, 0.0, 0, 0)], 0
    for start, end in itertools.pairwise((0, *sorted(borders), len(text))):
        stretch = text[start:end]
        kept = size + count(stretch.rstrip())
        size = kept + count(stretch[len(stretch.rstrip()) :])
        cost = COST[borders[end]] if end in borders else 0.0
        places.append(_Place(end, cost, size, kept))
    return places


def _cheapest_cuts(places: Sequence[_Place], limit: int) -> tuple[int, ...]:
    """The cuts of least cost, or the smallest pieces there can be where one is above the limit."""
    costs, origins = [0.0], [0]
    for index in range(1, len(places)):
        place = places[index]
        best, origin = math.inf, index - 1
        for start in range(index - 1, -1, -1):
            size = place.kept - places[start].size
            if size > limit and start < index - 1:
                break
            cost = costs[start] + 1 + _fill_cost(size / limit)
            if cost < best:
                best, origin = cost, start
        costs.append(best + place.cost)
        origins.append(origin)
    return _traced(places, origins)


def _fill_cost(fill: float) -> float:
    return UNEVEN * (1 - fill) ** 2 + max(0.0, 1 - fill / SMALL)


def _traced(places: Sequence[_Place], origins: Sequence[int]) -> tuple[int, ...]:
    cuts, at = [], origins[-1]
    while at:
        cuts.append(places[at].offset)
        at = origins[at]
    return tuple(reversed(cuts))
