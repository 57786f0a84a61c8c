"""Two real issues, which the project does not contain: nothing of them may be lost."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from content.document import CodeBlock, Document, List, figures, plain_text, walk
from content.markdown.tree import parse_document
from content.problems import Problem
from content.runs import runs

POSTS = Path(__file__).resolve().parents[3] / "../shared/corpus/_posts"
LONG = "2025-09-22"
SHORT = "2025-09-29"

pytestmark = pytest.mark.skipif(not POSTS.is_dir(), reason="the corpus is not here")


def source_of(day: str) -> tuple[str, int]:
    """The text of a post without front matter, and the line on which it begins."""
    (path,) = POSTS.glob(f"{day}-*.md")
    head, body = re.split(r"(?m)^---\n", path.read_text(encoding="utf-8"), maxsplit=2)[1:]
    return body, head.count("\n") + 3


def parsed(day: str) -> tuple[Document, tuple[Problem, ...]]:
    body, first_line = source_of(day)
    return parse_document(body, file=day, first_line=first_line)


def text_of(document: Document) -> str:
    return "\n".join(plain_text(children) for children, _ in runs(document))


@pytest.mark.parametrize(("day", "pictures"), [(LONG, 30), (SHORT, 12)])
def test_every_picture_is_a_figure(day: str, pictures: int) -> None:
    document, _ = parsed(day)

    assert len(list(figures(document))) == pictures


@pytest.mark.parametrize(("day", "items"), [(LONG, 63), (SHORT, 64)])
def test_lists_glued_under_wrappers_are_lists(day: str, items: int) -> None:
    document, _ = parsed(day)

    lists = [block for block in walk(document.blocks) if isinstance(block, List)]

    assert sum(len(block.items) for block in lists) == items


@pytest.mark.parametrize("day", [LONG, SHORT])
def test_no_markup_is_left_in_the_text_and_nothing_is_wrong(day: str) -> None:
    document, problems = parsed(day)

    assert problems == ()
    assert not re.search(r"\*\*|\{%|</?div|\]\(", text_of(document))
    assert not any(isinstance(block, CodeBlock) for block in walk(document.blocks))


@pytest.mark.parametrize("day", [LONG, SHORT])
def test_every_chinese_character_of_the_source_is_in_the_text(day: str) -> None:
    body, _ = source_of(day)
    document, _ = parsed(day)
    chinese = re.compile(r"[\u4e00-\u9fff]")

    assert Counter(chinese.findall(text_of(document))) == Counter(chinese.findall(body))


@pytest.mark.parametrize("day", [LONG, SHORT])
def test_every_figure_names_its_own_line(day: str) -> None:
    body, first_line = source_of(day)
    lines = body.split("\n")
    document, _ = parsed(day)

    assert all(figure.source in lines[figure.line - first_line] for figure in figures(document))
