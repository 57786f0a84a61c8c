"""The table of docs/reference/nodes.md is true: a sample of each row goes through each column."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image

from adapters import CHANNELS, channel_class
from adapters.base import Edition
from adapters.nodes import ROWS, Cell, Way
from content.document import Block, Footnote, Inline
from content.issue import Issue, load_issue
from tests.adapters.node_forms import FORMS
from tests.adapters.node_pages import page_of, squeezed
from tests.adapters.node_samples import SAMPLES, Sample

FRONT = """\
---
title: A sample of everything
date: 2025-10-06
description: What this sample says before it begins to say it.
cover: /img/cover.png
---

"""
CONFIG = "title: Sample\nurl: https://letter.example.com\npermalink: /:year/:title/\n"
COLUMNS = {
    (key, mode): column
    for key in CHANNELS
    for mode, column in channel_class(key).spec.nodes.items()
}
NAMES = {row.name for row in ROWS}
LANGUAGES = ("en", "zh")
OPTION = {"telegram": "layout", "x": "mode"}  # what chooses between the columns of a channel


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "_config.yml").write_text(CONFIG, encoding="utf-8")
    (folder / "_posts").mkdir()
    (folder / "img").mkdir()
    for number, name in enumerate(("one", "two", "cover")):
        Image.new("RGB", (240 + number, 100), (80 * number, 90, 120)).save(
            folder / "img" / f"{name}.png"
        )
    return folder


@cache
def issue_of(site: Path, markdown: str) -> Issue:
    """Read once for all the channels that are sent the same."""
    head = "" if markdown.startswith("# ") else "## The part\n\n"
    path = site / "_posts" / "2025-10-06-sample.md"
    path.write_text(f"{FRONT}{head}{markdown}\n", encoding="utf-8")
    return load_issue(path)


def written_for(key: str, sample: Sample) -> str:
    other = "x" if key != "x" else "wechat"
    return sample.markdown.replace("{key}", key).replace("{other}", other)


def edition_of(site: Path, issue: Issue, key: str, mode: str) -> Edition:
    made = channel_class(key)
    options = made.options.model_validate({OPTION[key]: mode} if mode else {})
    channel = made(options, {}, no_blobs, picture_cache=site / "cache")  # type: ignore[call-arg]
    return channel.render(issue, channel.prepare(issue))


def no_blobs(sha256: str) -> bytes:
    raise LookupError(sha256)


# --- the table --------------------------------------------------------------------------------


def test_every_node_of_the_document_has_a_row() -> None:
    kinds = {kind.__name__ for kind in (*get_args(Block), *get_args(Inline), Footnote)}

    assert {node for row in ROWS for node in row.nodes} == kinds


def test_every_channel_has_a_column_and_every_row_a_sample() -> None:
    assert {key for key, _ in COLUMNS} == set(CHANNELS)
    assert set(SAMPLES) == NAMES


@pytest.mark.parametrize("column", COLUMNS, ids=" ".join)
def test_a_column_has_a_cell_for_every_row(column: tuple[str, str]) -> None:
    assert set(COLUMNS[column]) == NAMES


# What a spec says is replaced is of plain messages: a rich one replaces next to nothing.
@pytest.mark.parametrize("column", [c for c in COLUMNS if c[1] != "rich"], ids=" ".join)
def test_what_is_replaced_before_rendering_is_not_called_native(column: tuple[str, str]) -> None:
    replaced = {n for n, way in channel_class(column[0]).spec.shows.items() if way in REPLACES}

    native = {n for row in ROWS if COLUMNS[column][row.name].way is Way.NATIVE for n in row.nodes}

    assert replaced.isdisjoint(native - {"Figure"})


REPLACES = ("rows", "open", "list", "marked", "code", "link")


# --- its cells --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", [row.name for row in ROWS])
@pytest.mark.parametrize("column", COLUMNS, ids=" ".join)
def test_a_cell_is_true(site: Path, column: tuple[str, str], row: str, language: str) -> None:
    key, mode = column
    cell = COLUMNS[column][row]
    sample = SAMPLES[row][LANGUAGES.index(language)]
    issue = issue_of(site, written_for(key, sample))

    edition = edition_of(site, issue, key, mode)

    page = page_of(edition)
    assert {p.code for p in (*issue.problems, *edition.problems)} == {cell.problem} - {""}
    assert out_of_order(page.text, kept(cell, sample)) == []
    assert [words for words in sample.hidden if words in page.raw] == []
    assert [words for words in dropped(cell, sample) if words in page.text] == []
    assert cell.way is Way.DROPPED or FORMS[cell.form](page, sample)


def kept(cell: Cell, sample: Sample) -> list[str]:
    """All of the text; of what is dropped, the text around it."""
    return [words for words in sample.text if words not in dropped(cell, sample)]


def dropped(cell: Cell, sample: Sample) -> tuple[str, ...]:
    return sample.own if cell.way is Way.DROPPED else ()


def out_of_order(text: str, wanted: list[str]) -> list[str]:
    """The pieces that do not stand behind those before them."""
    shown, at = squeezed(text), 0
    missing: list[str] = []
    for words in map(squeezed, wanted):
        found = shown.find(words, at)
        if found < 0:
            missing.append(words)
        at = max(at, found + len(words))
    return missing
