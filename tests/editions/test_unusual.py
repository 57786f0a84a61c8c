"""Nodes in places where few authors put them: each of these once stopped an issue or lost a part
of it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.base import Edition
from tests.editions.shown import edition_of
from tests.witness.sites import picture_bytes

READERS: dict[str, dict[str, Any]] = {
    "telegram": {}, "telegram rich": {"layout": "rich"}, "x full": {"mode": "full"},
    "wechat": {}, "wechat split": {"split": True}, "substack": {},
}  # fmt: skip
LINKED = {
    "amid text": "Read [![a chart](a.png)](https://goal.example/w) and weep.",
    "in a heading": "## [![a chart](a.png)](https://goal.example/w) Heading",
    "in strong text": "**bold [![a chart](a.png)](https://goal.example/w) text**",
    "with words": "[words ![a chart](a.png) words](https://goal.example/w)",
    "in a list": "- item [![a chart](a.png)](https://goal.example/w) text",
    "in a table's head": "| [![a chart](a.png)](https://goal.example/w) |\n|---|\n| c |",
    "in a table": "| a | b |\n|---|---|\n| c | [![a chart](a.png)](https://goal.example/w) |",
}


def edition(folder: Path, body: str, reader: str) -> Edition:
    path = folder / "issue.md"
    (folder / "a.png").write_bytes(picture_bytes("a.png"))
    path.write_text(f"---\ntitle: An issue\n---\n\n{body}\n", encoding="utf-8")
    return edition_of(path, reader.split()[0], **READERS[reader])[1]


def shown(made: Edition) -> str:
    assert made.errors == ()
    return json.dumps([part.payload for part in made.parts], ensure_ascii=False)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("place", LINKED)
def test_a_picture_that_is_a_link_stays_one(tmp_path: Path, reader: str, place: str) -> None:
    made = edition(tmp_path, LINKED[place], reader)

    assert "https://goal.example/w" in shown(made)
    assert "a.png" in {media.source for part in made.parts for media in part.media}


@pytest.mark.parametrize("reader", READERS)
def test_a_passage_for_one_channel_may_stand_in_a_folded_part(tmp_path: Path, reader: str) -> None:
    body = (
        "<details>\n<summary>More</summary>\n\n<!-- only: telegram -->\n\nfor Telegram\n\n"
        "<!-- /only -->\n\n<!--more-->\n\nfor everybody\n\n</details>"
    )

    text = shown(edition(tmp_path, body, reader))

    assert "for everybody" in text
    assert ("for Telegram" in text) is reader.startswith("telegram")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("before", ["", "<!-- only: x -->\n\nfor X\n\n<!-- /only -->\n\n"])
def test_a_note_that_nothing_refers_to_stays(tmp_path: Path, reader: str, before: str) -> None:
    body = (
        f"{before}Text[^a].\n\n# Second\n\nMore.\n\n[^a]: first note\n[^b]: lone[^c]\n[^c]: led to"
    )

    text = shown(edition(tmp_path, body, reader))

    assert [text.count(note) for note in ("first note", "lone", "led to")] == [1, 1, 1]


@pytest.mark.parametrize("reader", READERS)
def test_notes_that_refer_to_each_other_alone_stay(tmp_path: Path, reader: str) -> None:
    body = "Text of the issue.\n\n[^a]: one way[^b]\n[^b]: and back[^a]"

    text = shown(edition(tmp_path, body, reader))

    assert [text.count(note) for note in ("one way", "and back")] == [1, 1]


@pytest.mark.parametrize("reader", READERS)
def test_a_link_within_a_link_is_no_less_of_one(tmp_path: Path, reader: str) -> None:
    body = '[outer <a href="https://in.example/w">inner</a> rest](https://out.example/w)'

    text = shown(edition(tmp_path, body, reader))

    assert "https://in.example/w" in text
    assert "https://out.example/w" in text
