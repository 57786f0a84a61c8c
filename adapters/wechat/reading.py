"""A document in reading order: what links.py numbers and pictures.py counts."""

from __future__ import annotations

from collections.abc import Iterator

from content.document import (
    Block,
    Document,
    Figure,
    Heading,
    Inline,
    Paragraph,
    Quote,
    Styled,
    Table,
    walk,
)


def reading(document: Document) -> Iterator[Block | Inline]:
    """Every inline node and block, notes last; a block follows the text that belongs to itself."""
    for blocks in (document.blocks, *(note.blocks for note in document.footnotes)):
        for block in walk(blocks):
            for run in _runs(block):
                yield from _inlines(run)
            yield block


def _runs(block: Block) -> Iterator[tuple[Inline, ...]]:
    match block:
        case Heading(children=children) | Paragraph(children=children):
            yield children
        case Quote(title=title):
            yield title
        case Table(header=header, rows=rows):
            yield from header
            for row in rows:
                yield from row
        case Figure(caption=caption):
            yield caption
        case _:
            pass


def _inlines(children: tuple[Inline, ...]) -> Iterator[Inline]:
    for child in children:
        yield child
        if isinstance(child, Styled):
            yield from _inlines(child.children)
