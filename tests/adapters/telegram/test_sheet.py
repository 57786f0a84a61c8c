"""What may be parted in a text, and what of it fits into a message."""

from __future__ import annotations

from adapters.telegram.rich import Entity, Rich
from adapters.telegram.sheet import Sheet


def texts(rich: Rich, *, parted: bool = False) -> list[str]:
    return Sheet(rich, parted=parted).texts


def test_lines_without_words_are_none() -> None:
    assert texts(Rich("一\n\n二\n \n三")) == ["一", "二", "三"]


def test_a_link_that_goes_on_in_the_next_line_is_not_parted() -> None:
    link = Entity("text_link", 1, 4, "https://a.example/")

    assert texts(Rich("一二\n三四\n五", (link,))) == ["一二\n三四", "五"]


def test_lines_are_parted_into_sentences_but_not_those_of_code() -> None:
    code = Entity("pre", 5, 9, "", "py")

    assert texts(Rich("一。二。\n三。四。", (code,)), parted=True) == ["一。", "二。", "三。四。"]


def test_a_piece_has_the_styles_that_reach_into_it() -> None:
    sheet = Sheet(Rich("一二\n三四\n五", (Entity("blockquote", 0, 5),)), parted=False)

    assert sheet.piece(1, 3) == Rich("三四\n五", (Entity("blockquote", 0, 2),))
    assert sheet.piece(1, 1) == Rich()


def test_units_are_those_of_telegram() -> None:
    sheet = Sheet(Rich("🚀🚀\n🚀"), parted=False)

    assert [sheet.reach(room) for room in (3, 4, 6, 7)] == [
        [0, 2, 2], [1, 2, 2], [1, 2, 2], [2, 2, 2],
    ]  # fmt: skip


def test_styles_count_where_they_reach() -> None:
    spans = [Entity("bold", n, n + 1) for n in range(100)]
    sheet = Sheet(Rich("字" * 100 + "\n字字", (*spans, Entity("bold", 101, 102))), parted=False)

    assert sheet.reach(4096) == [1, 2, 2]
