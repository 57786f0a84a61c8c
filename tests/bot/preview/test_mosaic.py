"""Albums are laid out as the apps do: nothing overlaps, rows are full, shapes stay in reason."""

from __future__ import annotations

from itertools import combinations

import pytest

from bot.preview.mosaic import GAP, Box, mosaic

WIDE, SQUARE, HIGH = 1.6, 1.0, 0.6
ALBUMS = [[shape] * count for shape in (WIDE, SQUARE, HIGH, 3.0) for count in range(2, 11)] + [
    [HIGH, WIDE],
    [HIGH, WIDE, WIDE],
    [WIDE, HIGH, HIGH, SQUARE],
    [SQUARE, WIDE, HIGH, WIDE],
    [0.2, 5.0],
]


@pytest.mark.parametrize("ratios", ALBUMS)
def test_no_picture_covers_another_or_leaves_the_album(ratios: list[float]) -> None:
    made = mosaic(ratios)

    assert len(made.boxes) == len(ratios)
    assert not any(overlap(a, b) for a, b in combinations(made.boxes, 2))
    assert min(box.left for box in made.boxes) == min(box.top for box in made.boxes) == 0
    assert max(box.left + box.width for box in made.boxes) == pytest.approx(1)
    assert all(box.width >= 0.15 and box.height >= 0.1 for box in made.boxes)


def overlap(one: Box, other: Box) -> bool:
    slack = GAP / 2
    return (
        one.left + one.width > other.left + slack
        and other.left + other.width > one.left + slack
        and one.top + one.height > other.top + slack
        and other.top + other.height > one.top + slack
    )


@pytest.mark.parametrize(
    ("ratios", "tops"),
    [
        ([WIDE, WIDE], 2),  # one above the other
        ([SQUARE, SQUARE], 1),  # side by side
        ([WIDE, WIDE, WIDE], 2),  # a wide one above two
        ([HIGH, WIDE, WIDE], 2),  # a high one beside two
        ([WIDE, WIDE, WIDE, WIDE], 2),  # a wide one above three
        ([HIGH, WIDE, WIDE, WIDE], 3),  # a high one beside three
        ([SQUARE] * 9, 3),
        ([SQUARE] * 10, 4),
    ],
)
def test_pictures_stand_in_the_rows_that_their_shapes_ask_for(
    ratios: list[float], tops: int
) -> None:
    assert len({round(box.top, 3) for box in mosaic(ratios).boxes}) == tops


def test_a_single_picture_keeps_its_shape() -> None:
    assert mosaic([2.0]).boxes == (Box(0, 0, 1, 0.5),)


def test_places_are_shares_of_the_album() -> None:
    assert mosaic([SQUARE, SQUARE]).styles() == (
        "left:0.00%;top:0.00%;width:49.70%;height:100.00%",
        "left:50.30%;top:0.00%;width:49.70%;height:100.00%",
    )
