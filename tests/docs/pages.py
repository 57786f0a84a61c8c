"""The pages of the documentation as tests read them: blocks, spans, headings and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")))

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    """Something on a page; printed as a place in a failing test's name."""

    page: Path
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}: {self.text}"


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of one language, without the indent of the list they stand in."""
    found = _FENCE.findall(page.read_text(encoding="utf-8"))
    return [dedent(body) for name, body in found if name == language]


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def spans(page: Path) -> Iterator[Found]:
    """The pieces set as code within text."""
    return (Found(page, text) for text in _SPAN.findall(prose(page)))


def table_after(page: Path, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, its head left out."""
    below = prose(page).partition(f"\n## {heading}\n")[2]
    found = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    lines = found[0].splitlines()[2:] if found else []
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def links(page: Path) -> Iterator[Found]:
    """The links to other files of the repository, and to places on the same page."""
    found = (Found(page, target) for target in _LINK.findall(_SPAN.sub("", prose(page))))
    return (one for one in found if not re.match(r"[a-z]+:", one.text))


def anchors(page: Path) -> set[str]:
    """The names by which headings can be linked to, as GitHub makes them."""
    return {_anchor(heading) for heading in _HEADING.findall(prose(page))}


def _anchor(heading: str) -> str:
    plain = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
    return plain.strip().replace(" ", "-")
