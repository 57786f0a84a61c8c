"""The fixture files are the specification: title, Markdown, the document it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from content.markdown.tree import parse_document
from tests.content.markdown.dump import dump

FIXTURES = Path(__file__).parent / "fixtures"


def cases() -> Iterator[object]:
    for path in sorted(FIXTURES.glob("*.txt")):
        for title, source, expected in read(path):
            yield pytest.param(source, expected, id=f"{path.stem}: {title}")


def read(path: Path) -> Iterator[tuple[str, str, str]]:
    """Sections of a title, a dot, Markdown, a dot, a dump, a dot and a blank line."""
    for section in path.read_text(encoding="utf-8").split("\n.\n\n"):
        title, source, expected = section.removesuffix("\n.\n").split("\n.\n")
        yield title.strip(), source, expected


@pytest.mark.parametrize(("source", "expected"), list(cases()))
def test_markdown_becomes_the_document(source: str, expected: str) -> None:
    document, problems = parse_document(source, file="issue.md")

    assert dump(document, problems) == expected
