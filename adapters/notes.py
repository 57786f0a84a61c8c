"""Footnotes where a channel has none of its own: which are shown, and as what blocks."""

from __future__ import annotations

from collections.abc import Iterator

from content.document import (
    Block,
    Details,
    Document,
    Footnote,
    FootnoteRef,
    List,
    ListItem,
    Only,
    Paragraph,
    Quote,
    Text,
    walk,
)
from content.runs import inline_nodes, own_runs


def referred(document: Document, channel: str) -> tuple[Footnote, ...]:
    """The footnotes, without those of passages that only other channels show."""
    notes = document.footnotes
    if not notes or not any(isinstance(b, Only) for b in walk(document.blocks)):
        return notes
    numbers = set(_references(document.blocks, channel))
    for note in notes:  # a note may refer to a later one
        if note.number in numbers:
            numbers.update(_references(note.blocks, channel))
    return tuple(note for note in notes if note.number in numbers)


def _references(blocks: tuple[Block, ...], channel: str) -> Iterator[int]:
    shown = [b for b in blocks if not isinstance(b, Only) or channel in b.channels]
    for block in shown:
        for run, _ in own_runs(block):
            found = (node for node in inline_nodes(run) if isinstance(node, FootnoteRef))
            yield from (node.number for node in found)
        for inner in _inside(block):
            yield from _references(inner, channel)


def _inside(block: Block) -> Iterator[tuple[Block, ...]]:
    if isinstance(block, List):
        yield from (item.blocks for item in block.items)
    elif isinstance(block, Quote | Details | Only):
        yield block.blocks


def listed_notes(notes: tuple[Footnote, ...]) -> list[Block]:
    """As the items of a numbered list."""
    return [List(tuple(ListItem(n.blocks, n.line) for n in notes), notes[0].line, start=1)]


def marked_notes(notes: tuple[Footnote, ...]) -> Iterator[Block]:
    """As paragraphs, each beginning with the mark that its text refers to: `[1] `."""
    for note in notes:
        mark, rest = Text(f"[{note.number}] "), note.blocks
        first = rest[0] if rest and isinstance(rest[0], Paragraph) else None
        yield Paragraph((mark, *(first.children if first else ())), note.line)
        yield from rest[1:] if first else rest
