"""The inline text of a document, run by run, whatever block it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from content.document import (
    Block,
    Details,
    Document,
    Figure,
    FootnoteRef,
    Heading,
    Inline,
    InlineImage,
    Paragraph,
    Quote,
    Styled,
    Table,
    Text,
    plain_text,
    walk,
    walk_all,
)

Run = tuple[tuple[Inline, ...], int]


def runs(document: Document) -> Iterator[Run]:
    """Every run of inline nodes with the line of its block, footnotes last."""
    for block in walk_all(document):
        yield from own_runs(block)


def block_runs(blocks: tuple[Block, ...]) -> Iterator[Run]:
    """The runs of some blocks and of all blocks below them."""
    for block in walk(blocks):
        yield from own_runs(block)


def own_runs(block: Block) -> tuple[Run, ...]:
    """The runs that belong to the block itself, without those of blocks below it."""
    if type(block) is Paragraph or type(block) is Heading:  # most blocks are one of these
        return ((block.children, block.line),)
    match block:
        case Figure(caption=run) | Quote(title=run) | Details(summary=run):
            return ((run, block.line),) if run else ()
        case Table(_, header, rows, line):
            return tuple([(cell, line) for row in (header, *rows) for cell in row])
        case _:
            return ()


def inline_nodes(children: tuple[Inline, ...]) -> Iterator[Inline]:
    """Every node of a run in order, parents before children."""
    for node in children:
        yield node
        if type(node) is not Text and isinstance(node, Styled):
            yield from inline_nodes(node.children)


def has_content(children: tuple[Inline, ...]) -> bool:
    """Whether a run shows anything: words, a picture or a footnote's mark."""
    shown = any(isinstance(node, InlineImage | FootnoteRef) for node in inline_nodes(children))
    return shown or bool(plain_text(children).strip())


def inline_images(document: Document) -> Iterator[InlineImage]:
    for children, _ in runs(document):
        for node in inline_nodes(children):
            if isinstance(node, InlineImage):
                yield node
