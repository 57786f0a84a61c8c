from __future__ import annotations

import pytest

from adapters.telegram.columns import WIDEST, columns
from tests.adapters.telegram.samples import edition_of, entities, payloads

HEAD = "周刊 7: 小模型\n全文\n\n"


def text_of(markdown: str) -> str:
    text: str = payloads(edition_of(markdown))[0]["text"]
    return text.removeprefix(HEAD)


@pytest.mark.parametrize(
    ("text", "wide"),
    [("abc", 3), ("小模型", 6), ("🚀", 2), ("☑️", 2), ("👍🏽", 2), ("🇨🇳", 2), ("e\u0301", 1)],
)
def test_chinese_and_pictures_take_two_columns(text: str, wide: int) -> None:
    assert columns(text) == wide


def test_columns_are_as_wide_as_their_widest_cell_and_aligned_as_written() -> None:
    table = "| 名 | 数 | 中 |\n|:--|--:|:-:|\n| 小舟 | 98.5 | a |\n| b | 9 | 三字词 |"

    assert text_of(table).split("\n") == [
        "名      数    中",
        "小舟  98.5    a",
        "b        9  三字词",
    ]


def test_a_table_in_columns_is_one_piece_of_code() -> None:
    made = edition_of("前\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n后")

    assert payloads(made)[0]["text"] == f"{HEAD}前\n\na  b\n1  2\n\n后"
    assert [e["length"] for e in entities(made) if e["type"] == "pre"] == [9]


def test_a_table_without_headings_has_its_rows_alone() -> None:
    assert text_of("| | |\n|---|---|\n| 甲 | 1 |\n| 乙丙 | 2 |") == "甲    1\n乙丙  2"


def test_an_empty_corner_keeps_its_place_above_the_column() -> None:
    assert text_of("前\n\n| | 分 |\n|---|---|\n| 甲 | 1 |") == "前\n\n    分\n甲  1"


@pytest.mark.parametrize("over", [0, 1])
def test_a_table_wider_than_a_phone_becomes_rows(over: int) -> None:
    long = "a" * (WIDEST - 4 + over)

    made = edition_of(f"| x | y |\n|---|---|\n| {long} | bb |")

    assert [p.code for p in made.problems] == ["table-as-rows"] * over


@pytest.mark.parametrize(
    "cell",
    ["**重**", "[链](https://a.example)", "سلام", "$x$", "甲[^1]", "一<br>二", "👨‍👩‍👧"],
)
def test_a_cell_that_code_cannot_show_makes_rows(cell: str) -> None:
    made = edition_of(f"| a | b |\n|---|---|\n| {cell} | 1 |\n\n[^1]: 注")

    assert "table-as-rows" in [p.code for p in made.problems]
