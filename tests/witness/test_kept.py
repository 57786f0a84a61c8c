"""The comparer finds planted losses, and lets through only what it was told to."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.witness.kept import (
    ADDRESSES,
    FIGURE_MARKS,
    LIST_MARKERS,
    NOTE_MARKS,
    PART_NUMBERS,
    literal_markup,
    missing,
    missing_figures,
    missing_links,
    missing_words,
    not_bold,
)

FIRST = "本周的重点是推理成本：三家厂商在同一天降价，幅度从两成到六成不等。"
SECOND = "Second, a compiler bug made the 99th percentile latency jump by 35% overnight."
THIRD = "最后是读者来信，问题集中在数据迁移、权限和备份三个方面。"
ISSUE = f"{FIRST}\n{SECOND}\n{THIRD}\n"


def test_the_same_text_in_other_lines_misses_nothing():
    shown = f"{FIRST}\n\n{SECOND.replace(' ', chr(10))}\n{THIRD}"

    assert missing(ISSUE, shown) == []


@pytest.mark.parametrize("at", [at for at, char in enumerate(ISSUE) if not char.isspace()])
def test_every_single_dropped_character_is_reported(at):
    shown = ISSUE[:at] + ISSUE[at + 1 :]

    (fault,) = missing(ISSUE, shown)

    assert fault.startswith(f"missing {ISSUE[at]!r} after ")


def test_a_dropped_sentence_is_reported_with_what_stood_before_it():
    lost = SECOND.replace(" ", "")

    assert missing(ISSUE, f"{FIRST}\n{THIRD}") == [f"missing {lost!r} after {FIRST[-12:]!r}"]


def test_swapped_paragraphs_are_reported():
    faults = missing(ISSUE, f"{SECOND}\n{FIRST}\n{THIRD}")

    assert [fault.split()[0] for fault in faults] == ["missing", "unexpected"]
    assert FIRST in faults[0] or SECOND.replace(" ", "") in faults[0]


def test_a_paragraph_shown_twice_is_reported():
    (fault,) = missing(ISSUE, f"{FIRST}\n{FIRST}\n{SECOND}\n{THIRD}")

    assert fault.startswith("unexpected")
    assert len(fault) > len(FIRST)


def test_a_changed_character_is_both_missing_and_unexpected():
    assert missing("价格涨到 35 元，下周执行", "价格涨到 36 元，下周执行") == [
        "missing '5' after '价格涨到3'",
        "unexpected '6' after '价格涨到3'",
    ]


def test_a_later_occurrence_does_not_stand_in_for_a_lost_character():
    assert missing("甲乙丙丁", "乙丙丁甲") != []


def test_insertions_pass_only_when_allowed():
    shown = f"1/2\n• {FIRST}〔图1〕\n2. {SECOND}[3] https://a.example/b\n{THIRD}\n2/2"
    allowed = (*LIST_MARKERS, *FIGURE_MARKS, *NOTE_MARKS, *ADDRESSES, *PART_NUMBERS)

    assert missing(ISSUE, shown, allowed) == []
    assert missing(ISSUE, shown, allowed[:-1]) == [
        "unexpected '1/2•' after ''",
        f"unexpected '2/2' after {THIRD[-12:]!r}",
    ]


def test_wanted_text_that_looks_like_an_insertion_is_still_wanted():
    issue = "见 [1] 与 [12]。"

    assert missing(issue, "见 [1][1] 与 [12][2]。", NOTE_MARKS) == []
    assert missing(issue, "见 [1] 与 [2]。", NOTE_MARKS) != []


def test_two_losses_far_apart_are_two_reports():
    shown = ISSUE.replace("三家厂商", "").replace("权限和", "")

    assert [fault.split()[1] for fault in missing(ISSUE, shown)] == ["'三家厂商'", "'权限和'"]


@given(st.integers(0, 9_000), st.integers(1, 400))
def test_any_cut_in_a_long_text_is_reported(at, length):
    letters = random.Random(7)  # noqa: S311 - test data, not secrets
    text = "".join(chr(letters.randrange(0x4E00, 0x9FA5)) for _ in range(10_000))

    (fault,) = missing(text, text[:at] + text[at + length :])

    assert fault.startswith("missing")


def test_words_glued_together_are_reported():
    assert missing_words(["Just", "Do", "It"], "Just Do\nIt，Just") == []
    assert missing_words(["Just", "Do", "It"], "Just DoIt") == ["Do", "It"]


def test_links_are_counted_and_compared_undecoded():
    wanted = ("https://a.example/中文", "https://a.example", "https://a.example")
    shown = ("https://a.example/%E4%B8%AD%E6%96%87", "https://a.example/")

    assert missing_links(wanted, shown) == ["https://a.example"]


def test_figures_must_be_the_same_in_the_same_order():
    assert missing_figures(["a", "b"], ["a", "b"]) == []
    assert missing_figures(["a", "b"], ["b"]) == ["missing a"]
    assert missing_figures(["a"], ["a", "a"]) == ["unexpected a"]
    assert missing_figures(["a", "b"], ["b", "a"]) == ["other order: b, a"]


def test_bold_texts_must_lie_in_bold_runs_in_order():
    assert not_bold(["重点", "价格"], ["标题", "重点", "旧价格表"]) == []
    assert not_bold(["重点", "重点"], ["重点"]) == ["重点"]
    assert not_bold(["乙", "甲"], ["甲", "乙"]) == ["甲"]


@pytest.mark.parametrize(
    "text",
    ["前**后", "{% include x %}", "<div class='row'>", "[x](https://a.example)", "a\n---\nb"],
)
def test_literal_markup_is_found(text):
    assert len(literal_markup(text)) >= 1


def test_plain_prose_has_no_literal_markup():
    assert literal_markup("2 * 3 = 6，a_b_c，50%，（见[1]）https://a.example/(x)") == []
