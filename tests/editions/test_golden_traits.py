"""Every trait of writing on every channel: `make golden` accepts what a reviewer has read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from adapters.wechat.theme import RUNGS, THEMES
from content.issue import Issue
from tests.adapters.substack import test_render as substack
from tests.adapters.telegram import test_golden as telegram
from tests.adapters.wechat import test_render as wechat
from tests.adapters.x import test_golden as x
from tests.golden_files import GOLDEN, check_golden
from tests.golden_traits import (
    COLUMNS,
    SAMPLES,
    TRAITS,
    Column,
    issue_of,
    rendered,
    site_of_samples,
)

CHANNELS = ("telegram", "substack", "wechat", "x")
PAIRS = [(column, trait) for column in COLUMNS for trait in TRAITS]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_of_samples(tmp_path_factory.mktemp("traits"))


@cache
def issue(site: Path, trait: str) -> Issue:
    return issue_of(site, trait)


@pytest.mark.parametrize(
    ("column", "trait"), PAIRS, ids=[column.name(trait) for column, trait in PAIRS]
)
def test_golden_trait(site: Path, column: Column, trait: str) -> None:
    made = rendered(issue(site, trait), column)

    assert made.errors == ()
    check_golden(column.name(trait), column.written(made))


def test_every_golden_pair_has_its_file_and_every_file_is_used() -> None:
    kept = {str(p.relative_to(GOLDEN)) for key in CHANNELS for p in (GOLDEN / key).iterdir()}

    assert kept == {column.name(trait) for column, trait in PAIRS} | small_samples()


def test_every_golden_trait_is_written_down() -> None:
    assert {path.stem for path in SAMPLES.iterdir()} == set(TRAITS)


def small_samples() -> set[str]:
    """What the channels' own tests keep: a node or a setting each."""
    layouts = ("inline", "sections", "plates", "summary", "rich")
    themes = {f"theme-{theme}-{rung.number}" for theme in THEMES for rung in RUNGS[::3]}
    return {
        *(f"telegram/{name}.json" for name in telegram.SAMPLES),
        *(f"telegram/layout-{layout}.json" for layout in layouts),
        *(f"substack/{name}.json" for name in substack.SAMPLES),
        *(f"wechat/{name}.html" for name in {*wechat.SAMPLES, *themes}),
        *(f"x/{sample.stem}.txt" for sample in x.SAMPLES),
    }
