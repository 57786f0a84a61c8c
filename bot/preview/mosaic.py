"""Where the pictures of an album stand, by their shapes, as Telegram's apps lay them out.

Two to four pictures have arrangements of their own; more, or very long ones, stand in rows of
equal height. The album is drawn in a square at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

GAP = 0.006  # between pictures; all lengths are shares of the album's width
NARROWEST = 0.25
TALLEST = 1.0
LONG = 2.0  # from this ratio on a picture stands in rows
ROWS = 4
IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mosaic:
    """`height` in widths of the album."""

    boxes: tuple[Box, ...]

    @property
    def height(self) -> float:
        return max(box.top + box.height for box in self.boxes)

    def styles(self) -> tuple[str, ...]:
        """The place of each picture within the album."""
        return tuple(
            f"left:{100 * box.left:.2f}%;top:{100 * box.top / self.height:.2f}%;"
            f"width:{100 * box.width:.2f}%;height:{100 * box.height / self.height:.2f}%"
            for box in self.boxes
        )


def mosaic(ratios: Sequence[float]) -> Mosaic:
    """The album of pictures with these ratios of width to height, at least one."""
    if len(ratios) == 1:
        return Mosaic((Box(0, 0, 1, 1 / ratios[0]),))
    if len(ratios) > 4 or max(ratios) > LONG:
        return Mosaic(tuple(_rows(ratios)))
    return Mosaic((_two, _three, _four)[len(ratios) - 2](ratios))


# --- two to four --------------------------------------------------------------------------------


def _two(ratios: Sequence[float]) -> tuple[Box, ...]:
    first, second = ratios
    if _shape(first) == _shape(second) == "wide" and abs(first - second) < 0.2 and first > 1.4:
        high = min(1 / first, 1 / second, (TALLEST - GAP) / 2)
        return Box(0, 0, 1, high), Box(0, high + GAP, 1, high)
    room = 1 - GAP
    left = room / 2
    if _shape(first) != _shape(second):
        left = min(max(room * first / (first + second), NARROWEST), room - NARROWEST)
    high = min(left / first, (room - left) / second, TALLEST)
    return Box(0, 0, left, high), Box(left + GAP, 0, room - left, high)


def _three(ratios: Sequence[float]) -> tuple[Box, ...]:
    """A high one beside the two others, a wide one above them."""
    if _shape(ratios[0]) == "high":
        return _beside(ratios)
    top = min(1 / ratios[0], 0.66 * TALLEST)
    half = (1 - GAP) / 2
    low = min(half / ratios[1], half / ratios[2], TALLEST - top - GAP)
    below = (Box(n * (half + GAP), top + GAP, half, low) for n in (0, 1))
    return Box(0, 0, 1, top), *below


def _four(ratios: Sequence[float]) -> tuple[Box, ...]:
    """A wide one above the three others, any other beside them."""
    if _shape(ratios[0]) != "wide":
        return _beside(ratios)
    top = min(1 / ratios[0], 0.66 * TALLEST)
    below = _row(ratios[1:], top + GAP, TALLEST - top - GAP)
    return Box(0, 0, 1, top), *below


def _beside(ratios: Sequence[float]) -> tuple[Box, ...]:
    """The first at the left, as high as the others, which stand in a column."""
    others = ratios[1:]
    room = TALLEST - GAP * (len(others) - 1)
    column = room / sum(1 / ratio for ratio in others)  # as wide as it takes to show them whole
    right = min(max(column, NARROWEST), 0.5)
    left = 1 - GAP - right
    high = min(TALLEST, left / ratios[0])
    shares = [1 / ratio for ratio in others]
    boxes = [Box(0, 0, left, high)]
    top = 0.0
    for share in shares:
        each = (high - GAP * (len(others) - 1)) * share / sum(shares)
        boxes.append(Box(left + GAP, top, right, each))
        top += each + GAP
    return tuple(boxes)


def _row(ratios: Sequence[float], top: float, tallest: float) -> Iterator[Box]:
    """Pictures of one height; widths as their shapes ask, none too narrow."""
    room = 1 - GAP * (len(ratios) - 1)
    widths = [max(NARROWEST, room * ratio / sum(ratios)) for ratio in ratios]
    widths = [width * room / sum(widths) for width in widths]
    high = min(tallest, room / sum(ratios))
    left = 0.0
    for width in widths:
        yield Box(left, top, width, high)
        left += width + GAP


def _shape(ratio: float) -> str:
    return "wide" if ratio > 1.2 else "high" if ratio < 0.8 else "square"


# --- rows ---------------------------------------------------------------------------------------


def _rows(ratios: Sequence[float]) -> Iterator[Box]:
    """In the rows that come nearest to the square."""
    shapes = _cropped(ratios)
    cuts = min(_cuts(len(shapes)), key=lambda cuts: _unrest(shapes, cuts))
    top = 0.0
    for start, end in pairwise(cuts):
        row = shapes[start:end]
        high = (1 - GAP * (len(row) - 1)) / sum(row)
        left = 0.0
        for ratio in row:
            yield Box(left, top, high * ratio, high)
            left += high * ratio + GAP
        top += high + GAP


def _cropped(ratios: Sequence[float]) -> list[float]:
    """Among wide pictures no high ones, and the other way round; none is shown very long."""
    wide = sum(ratios) / len(ratios) > 1.1
    turned = (max(1.0, ratio) if wide else min(1.0, ratio) for ratio in ratios)
    return [min(max(ratio, 2 / 3), 1.7) for ratio in turned]


def _cuts(count: int) -> Iterator[tuple[int, ...]]:
    """Every way to part so many pictures into at most four rows of at most three."""

    def further(cuts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if cuts[-1] == count:
            yield cuts
        elif len(cuts) <= ROWS:
            for step in range(1, min(IN_A_ROW, count - cuts[-1]) + 1):
                yield from further((*cuts, cuts[-1] + step))

    yield from further((0,))


def _unrest(shapes: Sequence[float], cuts: tuple[int, ...]) -> float:
    """How far from the square, worse where rows get shorter or lower than a finger."""
    spans = list(pairwise(cuts))
    heights = [(1 - GAP * (end - start - 1)) / sum(shapes[start:end]) for start, end in spans]
    total = sum(heights) + GAP * (len(heights) - 1)
    lengths = [end - start for start, end in spans]
    shorter = any(a > b for a, b in pairwise(lengths))
    low = min(heights) < NARROWEST
    return (abs(total - TALLEST) + 0.01) * (1.5 if shorter else 1) * (1.5 if low else 1)
