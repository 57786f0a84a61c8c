"""That the benchmarks run and measure what the application does; no figure is asserted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters import CHANNELS
from adapters.base import edition_parts
from benchmarks.__main__ import report
from benchmarks.editions import render_all
from benchmarks.subject import CORPUS, lay_out_issue
from bot import app
from bot.wiring import build_channels, home
from config.settings import Settings

SMALL = """\
---
title: A small issue
description: One section, one link.
---

## News

A line with **weight** and [a link](https://example.org/a). Another line.
"""
TITLES = ["Reading and rendering", "Whole processes", "Posts for X", "A WeChat article"]
MEASURED = [
    "markdown-it-py parses",
    "parse_document",
    "load_issue",
    "render_all, four editions",
]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSRUN_HOME", str(tmp_path / "home"))


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    path = tmp_path / "2025-11-03-small.md"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_every_table_is_printed_with_ratios_to_its_first_row(issue: Path) -> None:
    name, *tables = report(issue, rounds=1, processes=1)

    assert name.startswith("2025-11-03-small.md: ")
    assert [table.splitlines()[0].partition(",")[0] for table in tables] == TITLES
    reading = tables[0].splitlines()[1:]
    assert [row.split("  ")[1] for row in reading] == MEASURED
    assert reading[0].endswith("1.00 x")


def test_the_editions_measured_are_those_of_the_application(tmp_path: Path) -> None:
    sample = lay_out_issue(tmp_path / "site", corpus=tmp_path)
    channels = build_channels(Settings(), tuple(CHANNELS), pictures=home().pictures)

    rendered = app.render(sample, app.as_found, channels, datetime(2025, 11, 3, tzinfo=UTC))

    assert [edition_parts(made) for made in render_all(sample)] == [
        edition_parts(edition) for edition in rendered.editions.values()
    ]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real issues is absent")
def test_the_issue_with_most_pictures_is_measured(tmp_path: Path) -> None:
    path = lay_out_issue(tmp_path)

    assert path.read_text(encoding="utf-8").count("include figure") == 30
