"""Comments of a vault are the author's own: no reader sees them, and no line number moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from content.document import Figure, Mark, Paragraph, Quote, Text, plain_text
from content.issue import load_issue
from content.obsidian import as_readers_see, tags_in_text, without_comments
from tests.adapters.drawn import saved

PNG = saved(Image.new("RGB", (40, 20)), "PNG")


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


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("![alt|300](a.png)", "![alt](a.png)"),
        ("![|300x200](a.png)", "![](a.png)"),
        ("![[a.png|alt|300]]", "![[a.png|alt]]"),
        ("![[a.png|300]]", "![[a.png|300]]"),
        ("`![alt|300](a.png)`", "`![alt|300](a.png)`"),
        ("A claim. ^3f2a1c", "A claim."),
        ("- item ^a1b2c3\n- two", "- item\n- two"),
        ("x ^2", "x ^2"),
        ("a word ^word", "a word ^word"),
        ("[^1]: note", "[^1]: note"),
    ],
)
def test_sizes_and_names_of_blocks_are_not_shown(source: str, left: str) -> None:
    assert as_readers_see(source) == left


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("#AI and #chips, #AI again", ("AI", "chips")),
        ("#机器人 #ai/agents", ("机器人", "ai agents")),
        ("# Heading\n## Other", ()),
        ("`#code` and https://b.test/#frag and [a](b#c) and [[Note#Part]]", ()),
        ("number #12, C# and a#b", ()),
        ("```\n#no\n```\n#yes", ("yes",)),
    ],
)
def test_tags_are_read_from_the_text(source: str, tags: tuple[str, ...]) -> None:
    assert tags_in_text(source) == tags


NOTE = """\
---
title: A note
{front}---
See [[Other note|the other one]] and ==this==. #robots

![[a.png|300]]

> [!tip] Mind
> the gap
"""


def vault(root: Path, front: str = "", settings: str = "{}") -> Path:
    for folder in (".obsidian", "files", "notes/files", "elsewhere"):
        (root / folder).mkdir(parents=True)
    (root / ".obsidian" / "app.json").write_text(settings, "utf-8")
    note = root / "notes" / "note.md"
    note.write_text(NOTE.format(front=front), "utf-8")
    return note


def test_a_page_of_a_vault_becomes_what_its_reader_sees(tmp_path: Path) -> None:
    note = vault(tmp_path)
    (tmp_path / "elsewhere" / "a.png").write_bytes(PNG)

    issue = load_issue(note)

    text, picture, callout = issue.document.blocks
    assert isinstance(text, Paragraph)
    assert plain_text(text.children) == "See the other one and this. #robots"
    assert any(isinstance(child, Mark) for child in text.children)
    assert picture == Figure("a.png", 6)
    assert isinstance(callout, Quote)
    assert callout.kind == "tip"
    assert issue.assets["a.png"].path == tmp_path / "elsewhere" / "a.png"
    assert issue.meta.tags == ("robots",)
    assert [(p.code, p.line) for p in issue.problems] == [("wiki-link", 4)]


def test_tags_of_the_front_matter_win_over_those_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)

    assert load_issue(vault(tmp_path, "tags: [chips]\n")).meta.tags == ("chips",)


@pytest.mark.parametrize(
    ("folder", "where"),
    [("files", "files/a.png"), ("./files", "notes/files/a.png"), ("/", "elsewhere/a.png")],
)
def test_a_picture_is_looked_for_where_the_vault_keeps_its_attachments(
    tmp_path: Path, folder: str, where: str
) -> None:
    note = vault(tmp_path, settings=f'{{"attachmentFolderPath": "{folder}"}}')
    for place in dict.fromkeys((where, "elsewhere/a.png")):
        (tmp_path / place).write_bytes(PNG)

    assert load_issue(note).assets["a.png"].path == tmp_path / where
