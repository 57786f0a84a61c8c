from __future__ import annotations

import itertools
import time

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from content.borders import Border
from content.measure import characters, utf8_bytes, utf16_units, x_weight
from content.sentences import clauses
from content.split import balanced, cut_points, head, pieces


def cut(text: str, limit: int, **kinds: object) -> tuple[str, ...]:
    return pieces(text, cut_points(text, limit, characters, **kinds))  # type: ignore[arg-type]


def test_a_text_that_fits_is_not_cut() -> None:
    assert cut_points("  刚好十个字的一句话。  ", 10, characters) == ()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "第一段第一句。还有一句。\n\n第二段。不长。",
            ("第一段第一句。还有一句。", "第二段。不长。"),
        ),
        ("第一行的话。还有一句。\n第二行的话。", ("第一行的话。还有一句。", "第二行的话。")),
        ("这是第一句话。这是第二句话。好。", ("这是第一句话。", "这是第二句话。好。")),
        ("先说一件事情，再说一件，最后说完", ("先说一件事情，", "再说一件，最后说完")),
        ("some words and some more", ("some words", "and some more")),
        ("他又说了“甲乙丙丁，戊己庚辛。”", ("他又说了", "“甲乙丙丁，戊己庚辛。”")),
        ("“甲甲乙乙丙丙丁丁，戊戊己己庚庚。”", ("“甲甲乙乙丙丙丁丁，", "戊戊己己庚庚。”")),
        ("他正读着《一二三四，五六七八》呢", ("他正读着", "《一二三四，五六七八》呢")),
        ("这是一种叫做卓越（DevOps）的方法", ("这是一种叫做卓", "越（DevOps）的方法")),
        ("没有标点也没有空格的一串汉字", ("没有标点也没有", "空格的一串汉字")),
        ("他现在正在读《没有标点的书名》这本书", ("他现在正在读", "《没有标点的书名》这本书")),
    ],
)
def test_the_best_border_within_the_limit_is_taken(text: str, parts: tuple[str, ...]) -> None:
    assert cut(text, 13) == parts


@pytest.mark.parametrize(
    "whole",
    [
        "GPT-5-Codex",
        "@some_handle",
        "#人工智能标签",
        "12,345万元",
        "128 GB",
        "README.md",
        "naïveté",
    ],
)
def test_what_belongs_together_stays_together(whole: str) -> None:
    text = f"一二三四五六七八{whole} 一二三四五六七八"

    assert [part for part in cut(text, 14) if whole in part]


def test_an_address_stays_whole() -> None:
    text = "前面的字前面的字https://example.com/a-b/c?d=e后面的字"

    assert "https://example.com/a-b/c?d=e" in cut(text, 30)


def test_an_atom_stays_whole_unless_it_alone_is_too_long() -> None:
    label = "链接，文字。链接"
    text = f"前面的字。{label}。后面的字"
    start = text.index(label)

    assert cut(text, 12, atoms=[(start, start + len(label))]) == (
        "前面的字。",
        "链接，文字。链接。",
        "后面的字",
    )
    assert len(cut(text, 6, atoms=[(start, start + len(label))])) > 3


def test_a_long_block_of_code_is_cut_at_its_lines() -> None:
    code = "first = 1\nsecond = 2\nthird = 3"

    assert cut(code, 21, atoms=[(0, len(code))]) == ("first = 1\nsecond = 2", "third = 3")


def test_an_atom_across_a_border_glues_a_heading_to_its_text() -> None:
    text = "甲甲甲甲甲。\n\n标题\n\n正文正文正文正文。还是正文还是正文。"
    heading = text.index("标题")

    assert cut(text, 18) == ("甲甲甲甲甲。\n\n标题", "正文正文正文正文。还是正文还是正文。")
    assert cut(text, 18, atoms=[(heading, heading + len("标题\n\n正"))]) == (
        "甲甲甲甲甲。",
        "标题\n\n正文正文正文正文。",
        "还是正文还是正文。",
    )


def test_a_mark_of_the_caller_outranks_what_the_text_shows() -> None:
    text = "甲甲甲甲。乙乙乙乙。丙丙丙丙。丁丁丁丁。"

    assert cut(text, 15) == ("甲甲甲甲。乙乙乙乙。", "丙丙丙丙。丁丁丁丁。")
    assert cut(text, 15, marks={15: Border.SECTION}) == (
        "甲甲甲甲。乙乙乙乙。丙丙丙丙。",
        "丁丁丁丁。",
    )


def test_the_last_piece_is_not_needlessly_small() -> None:
    text = "甲甲甲甲。乙乙乙乙。丙丙丙丙。丁。"

    assert cut(text, 15) == ("甲甲甲甲。乙乙乙乙。", "丙丙丙丙。丁。")


def test_a_small_last_paragraph_takes_a_sentence_from_the_one_before() -> None:
    text = "甲甲甲甲甲甲。乙乙乙乙乙乙。\n\n丙丁。"

    assert cut(text, 15) == ("甲甲甲甲甲甲。", "乙乙乙乙乙乙。\n\n丙丁。")


def test_no_piece_ends_with_an_opening_mark() -> None:
    parts = cut("一二三四五六七“八九十一二三四五", 8)

    assert "".join(parts) == "一二三四五六七“八九十一二三四五"
    assert not [part for part in parts if part.endswith("“")]


def test_a_run_of_closing_marks_goes_with_what_it_closes() -> None:
    parts = cut("一二三四五六七八九十）！？”一二三四五六", 12)

    assert parts[0].endswith("）！？”") or parts[1].startswith("十）")


@pytest.mark.parametrize(
    "text", ["👩‍🚀" * 8, "🇨🇳" * 12, "e\u0301" * 12, "❤️" * 12, "好！\u0301" * 8]
)
def test_a_cluster_is_not_split(text: str) -> None:
    clusters = regex.findall(r"\X", text)

    parts = pieces(text, cut_points(text, 12, utf16_units))

    assert [piece for part in parts for piece in regex.findall(r"\X", part)] == clusters


def test_a_cluster_above_the_limit_is_cut_all_the_same() -> None:
    text = "e" + "\u0301" * 40

    parts = pieces(text, cut_points(text, 12, utf16_units))

    assert "".join(parts) == text
    assert max(map(utf16_units, parts)) <= 12


def test_a_limit_below_one_character_is_refused() -> None:
    with pytest.raises(ValueError, match="as short as 1"):
        cut_points("中文", 1, x_weight)


def test_pieces_that_count_more_together_than_apart_still_fit() -> None:
    def dearer_together(text: str) -> int:
        return len(text) + 10 * ("甲" in text and "乙" in text)

    text = "丙丙丙。甲甲甲。乙乙乙。"

    assert pieces(text, cut_points(text, 9, dearer_together)) == ("丙丙丙。甲甲甲。", "乙乙乙。")


def test_a_long_issue_is_cut_quickly() -> None:
    paragraph = "这是一个句子，里面有 https://example.com/path 和别的。" * 12
    text = "\n\n".join([paragraph] * 20)
    begin = time.process_time()

    parts = pieces(text, cut_points(text, 272, x_weight))

    assert len(parts) > 40
    assert time.process_time() - begin < 1


TOKENS = [
    *'aB1 。！？.!?…，,：（）“”"《》\n\n中文字词',
    "word",
    "👩‍🚀",
    "🇨🇳",
    "é",
    "@name",
    "#标签",
]
TEXTS = st.lists(
    st.sampled_from([*TOKENS, "https://a.com/b", "Claude.ai", "3.5 GB", "12万人"]), max_size=120
).map("".join)
COUNTERS = st.sampled_from([(x_weight, 60), (x_weight, 280), (utf16_units, 40), (utf8_bytes, 90)])


@settings(max_examples=300, deadline=None)
@given(TEXTS, COUNTERS)
def test_pieces_fit_and_lose_nothing(text: str, counter) -> None:  # type: ignore[no-untyped-def]
    count, limit = counter

    cuts = cut_points(text, limit, count)

    parts = pieces(text, cuts)
    assert max(count(part) for part in parts) <= limit
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(parts) or not text.strip()
    assert list(cuts) == sorted(set(cuts))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_no_cut_falls_inside_a_cluster_or_an_address(text: str) -> None:
    cuts = set(cut_points(text, 60, x_weight))

    whole = [m.span() for m in regex.finditer(r"\X|https://a\.com/b|@name|Claude\.ai|word", text)]
    assert not [at for at in cuts if any(start < at < end for start, end in whole)]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("一句。两句。三句。", 7, ("一句。两句。", False)),
        ("一句。两句。", 6, ("一句。两句。", True)),
        ("一句。\n\n两句。 ", 8, ("一句。\n\n两句。", True)),
        ("很长的一句话。", 3, ("", False)),
        ("", 3, ("", True)),
    ],
)
def test_the_head_is_whole_sentences(text: str, limit: int, expected: tuple[str, bool]) -> None:
    assert head(text, limit, characters) == expected


def test_the_head_may_be_whole_clauses() -> None:
    assert head("先说这件事，再说（那，件）事，完。", 13, characters, clauses) == (
        "先说这件事，",
        False,
    )


@pytest.mark.parametrize(
    ("sizes", "groups", "limit", "cuts"),
    [
        ([10] * 9, 3, 100, (3, 6)),
        ([50, 10, 10, 10, 20], 2, 100, (1,)),
        ([90, 20, 90], 2, 100, (1, 2)),
        ([60, 30, 30, 60], 2, 100, (2,)),
        ([5, 5], 7, 100, (1,)),
        ([60, 60, 60], 1, 100, (1, 2)),
        ([7], 1, 100, ()),
        ([], 3, 100, ()),
    ],
)
def test_parts_are_cut_nearest_to_equal_shares(
    sizes: list[int], groups: int, limit: int, cuts: tuple[int, ...]
) -> None:
    assert balanced(sizes, groups, limit) == cuts


def test_a_size_above_the_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="above the limit of 100"):
        balanced([50, 101], 2, 100)


@given(st.lists(st.integers(1, 90), min_size=1, max_size=14), st.integers(1, 6))
def test_no_part_is_empty_or_above_the_limit(sizes: list[int], groups: int) -> None:
    edges = [0, *balanced(sizes, groups, 100), len(sizes)]

    parts = [sum(sizes[start:end]) for start, end in itertools.pairwise(edges)]
    assert all(0 < part <= 100 for part in parts)
    assert len(parts) >= min(groups, len(sizes))
