"""Comments of a vault are the author's own: no reader sees them, and no line number moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.document import Paragraph, Text
from content.issue import load_issue
from content.obsidian import without_comments


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("Open %%not for readers%% and plain.", "Open  and plain."),
        ("One\n\n%%\nask Ann first\n%%\n\nTwo", "One\n\n\n\n\n\nTwo"),
        ("`%%a%%` stays, %%b%% goes", "`%%a%%` stays,  goes"),
        ("```\n%%a%%\n```\n%%b%%", "```\n%%a%%\n```\n"),
        ("at 100%% of it", "at 100%% of it"),
        ("no signs at all", "no signs at all"),
    ],
)
def test_what_stands_between_the_signs_is_left_out(source: str, left: str) -> None:
    assert without_comments(source) == left


def test_a_note_of_a_vault_is_read_without_them(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    note = tmp_path / "note.md"
    note.write_text("---\ntitle: A note\n---\nSeen.\n\n%% salary talk %%\n\nSeen, too.\n", "utf-8")

    blocks = load_issue(note).document.blocks

    assert blocks == (Paragraph((Text("Seen."),), 4), Paragraph((Text("Seen, too."),), 8))


def test_elsewhere_the_signs_are_text(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("title: x\n", "utf-8")
    note = tmp_path / "note.md"
    note.write_text("---\ntitle: A note\n---\nFrom 5%% to %%7.\n", "utf-8")

    assert load_issue(note).document.blocks == (Paragraph((Text("From 5%% to %%7."),), 4),)
