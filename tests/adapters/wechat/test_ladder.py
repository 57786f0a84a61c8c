"""Thirty pictures in every theme on every rung: the sizes that the ladder promises."""

from __future__ import annotations

import pytest

from adapters.references import with_reserve
from adapters.wechat.ladder import fit, within_limits
from adapters.wechat.readback import fingerprint
from adapters.wechat.spec import SPEC
from adapters.wechat.theme import RUNGS, THEMES, Look, Rung
from adapters.wechat.theme import theme as built_in
from tests.adapters.wechat.linter import faults
from tests.adapters.wechat.samples import (
    content,
    edition_of,
    long_issue,
    uploaded,
    writer_of,
    written,
)

ALT = "用二十个字来说明图里画的是什么东西和结论"
BUDGETS = {"root": 120, "bullets": 60, "numbers": 60, "quote": 90, "callout": 90,
           "h1": 130, "h2": 130, "h3": 130}  # fmt: skip
LEAN_BUDGETS = {"h1": 65, "h2": 65, "h3": 65}
MARGIN_BUDGET = 16

by_theme = pytest.mark.parametrize("theme", THEMES)
by_rung = pytest.mark.parametrize("rung", RUNGS, ids=lambda rung: f"rung-{rung.number}")
by_alt = pytest.mark.parametrize("alt", ["", ALT], ids=["no-alt", "alt"])


def size(rung: Rung, alt: str = "") -> int:
    return len(with_reserve(written(long_issue(alt=alt), rung), SPEC.reserve))


def test_the_ladder_has_the_rungs_three_to_eight() -> None:
    assert [rung.number for rung in RUNGS] == [3, 4, 5, 6, 7, 8]


@by_alt
def test_each_rung_is_smaller_than_the_one_above(alt: str) -> None:
    sizes = [size(rung, alt) for rung in RUNGS]

    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == len(sizes)


@by_theme
@by_rung
@by_alt
def test_every_rung_keeps_all_pictures_and_breaks_no_rule(theme: str, rung: Rung, alt: str) -> None:
    html = written(long_issue(alt=alt), rung, theme)

    assert fingerprint(html).pictures == 30
    assert html.count(ALT) == (30 if alt else 0)
    assert faults(html) == []


@by_theme
@by_rung
def test_every_rung_says_the_same(theme: str, rung: Rung) -> None:
    body = fingerprint(written(long_issue(), rung, theme)).text.split("参考链接")[0]
    plain = fingerprint(written(long_issue(), RUNGS[0], theme)).text.split("参考链接")[0]

    assert body == plain


@pytest.mark.parametrize("length", [118, 175])
@by_alt
def test_what_fits_at_approval_fits_after_the_uploads(length: int, alt: str) -> None:
    made = edition_of(long_issue(alt=alt, paragraphs=90))

    assert made.errors == ()
    assert within_limits(uploaded(content(made), length))


@by_theme
@by_rung
def test_a_size_is_that_of_the_whole_with_its_reserve(theme: str, rung: Rung) -> None:
    document = long_issue(alt=ALT, pictures=3)

    measured = writer_of(document, theme).size(rung)

    assert measured == len(with_reserve(written(document, rung, theme), SPEC.reserve))


def test_the_first_rung_that_fits_is_taken() -> None:
    fitted = fit(lambda rung: "x" * (20_003 - rung.number), lambda rung: 20_003 - rung.number)

    assert (fitted.rung.number, fitted.size, fitted.fits) == (4, 19_999, True)


def test_the_limit_counts_bytes_too() -> None:
    assert not within_limits("\N{GRINNING FACE}" * 250_000)


def test_above_the_last_rung_there_is_an_error_with_the_number_and_ways_out() -> None:
    made = edition_of(long_issue(paragraphs=900))

    (problem,) = made.errors
    assert problem.code == "wechat-too-long"
    assert f"{len(with_reserve(content(made), SPEC.reserve)):,}" in problem.message
    assert problem.next.count(",") == 2


def test_a_lower_rung_is_reported_with_what_it_costs() -> None:
    made = edition_of(long_issue(paragraphs=60))

    (note,) = [problem for problem in made.problems if problem.code == "wechat-plainer"]
    assert made.facts["rung"] != "3"
    assert "do not repeat" in note.message


@pytest.mark.parametrize(("place", "most"), BUDGETS.items())
@by_theme
def test_a_theme_keeps_to_its_budget(theme: str, place: str, most: int) -> None:
    css = Look(built_in(theme), RUNGS[0]).style(place)

    assert len(css) - len(' style=""') <= most


@pytest.mark.parametrize(("place", "most"), LEAN_BUDGETS.items())
@by_theme
def test_a_lean_heading_keeps_to_its_budget(theme: str, place: str, most: int) -> None:
    css = Look(built_in(theme), RUNGS[3]).style(place)

    assert len(css) - len(' style=""') <= most


@by_theme
def test_a_block_carries_only_its_margin(theme: str) -> None:
    css = Look(built_in(theme), RUNGS[0]).style("block")

    assert len(css) - len(' style=""') <= MARGIN_BUDGET
