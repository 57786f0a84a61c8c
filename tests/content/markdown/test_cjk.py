from __future__ import annotations

from itertools import pairwise

import pytest

from content.cjk_ranges import CJK, HANGUL
from content.markdown.cjk import flanks, is_cjk, joiner


@pytest.mark.parametrize("char", list("中ひカｶ한（。「　Ａ𠀀〇"))
def test_wide_full_and_half_width_characters_are_cjk(char: str) -> None:
    assert is_cjk(char)


@pytest.mark.parametrize("char", ["a", "é", "“", "…", "—", "🎉", "⌚", "1", " ", "я", "\u0378"])
def test_letters_shared_punctuation_and_emoji_are_not(char: str) -> None:
    assert not is_cjk(char)


@pytest.mark.parametrize("table", [CJK, HANGUL])
def test_the_tables_are_in_order_without_overlap(table: tuple[tuple[int, int], ...]) -> None:
    ends = [end for span in table for end in span]

    assert ends == sorted(ends)
    assert all(high + 1 < low for (_, high), (low, _) in pairwise(table))


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("中", "文", ""), ("。", "中", ""), ("中", "”", ""), ("“", "中", ""), ("—", "中", ""),
        ("中", "a", " "), ("a", "b", " "), ("a", "“", " "), ("한", "국", " "), ("中", "🎉", " "),
    ],
)  # fmt: skip
def test_a_soft_break_becomes_nothing_between_chinese_characters(
    before: str, after: str, joined: str
) -> None:
    assert joiner(before, after) == joined


@pytest.mark.parametrize(
    ("before", "after", "cjk", "expected"),
    [
        ("a", '"', False, (False, True)),
        ('"', "a", False, (True, False)),
        ("a", "（", True, (True, True)),
        ("）", "a", True, (True, True)),
        (" ", "（", True, (True, False)),
        ("）", " ", True, (False, True)),
        (" ", " ", True, (False, False)),
        ("a", "b", False, (True, True)),
    ],
)
def test_a_run_opens_and_closes_by_its_neighbours(
    before: str,
    after: str,
    cjk: bool,  # noqa: FBT001
    expected: tuple[bool, bool],
) -> None:
    assert flanks(before, after, cjk=cjk) == expected
