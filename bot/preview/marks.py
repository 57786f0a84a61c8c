"""Where the posts of a thread come from, so that an author can put a mark elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.base import Edition
from content.document import Document, Paragraph, plain_text, walk
from content.issue import Issue

MARK = "<!-- x:post -->"
SHORTEST = 8  # characters: a shorter line could be from anywhere
_TEMPLATE_WORDS = "•…☑☐ 0123456789.\t"
_BULLETS = "•☑☐ "
_HAIR = "\u200a"  # put between characters that X would take for a mention or an address


@dataclass(frozen=True, slots=True)
class Source:
    """The line of the issue that a post says first, below its title."""

    post: str
    line: int
    excerpt: str


def sources(issue: Issue, edition: Edition) -> tuple[Source, ...]:
    """Posts whose text stands in the issue; the first and the last are made of many places."""
    posts = [part for part in edition.parts if part.kind == "post"]
    lines = list(_lines(issue.document))
    found = []
    for part in posts[1:-1]:
        body = part.payload.get("text") if isinstance(part.payload, dict) else None
        if isinstance(body, str) and (place := _place(body, lines)):
            found.append(Source(part.key, *place))
    return tuple(found)


def _lines(document: Document) -> Iterator[tuple[int, str]]:
    """Every paragraph, those of lists too, as its line and its text."""
    for block in walk(document.blocks):
        if isinstance(block, Paragraph):
            yield block.line, plain_text(block.children)


def _place(body: str, lines: list[tuple[int, str]]) -> tuple[int, str] | None:
    for piece in body.replace(_HAIR, "").split("\n"):
        words = piece.strip(_TEMPLATE_WORDS)
        if len(words) >= SHORTEST:
            for line, text in lines:
                if words in text:
                    return line, piece.strip(_BULLETS)
    return None
