"""Footnotes where a channel has none of its own: which are shown, and as what blocks."""

from __future__ import annotations

from collections.abc import Iterator

from content.document import (
    Block,
    Details,
    Document,
    Footnote,
    FootnoteRef,
    Gallery,
    Inline,
    List,
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
    shown, anywhere = led_to(document, channel), led_to(document)
    return tuple(n for n in notes if n.number in shown or n.number not in anywhere)


def led_to(document: Document, channel: str = "") -> set[int]:
    """The numbers of the notes that a reader comes to from the text: a channel's, or anybody's."""
    if not document.footnotes:
        return set()
    numbers = set(_references(document.blocks, channel))
    inner = {note.number: set(_references(note.blocks, channel)) for note in document.footnotes}
    fresh = set(numbers)
    while fresh:
        fresh = {number for n in fresh for number in inner.get(n, ())} - numbers
        numbers |= fresh
    return numbers


def _references(blocks: tuple[Block, ...], channel: str) -> Iterator[int]:
    for block in blocks:
        if isinstance(block, Only) and channel and channel not in block.channels:
            continue
        for run, _ in own_runs(block):
            yield from _numbers(run)
        for inner in _inside(block):
            yield from _references(inner, channel)


def _numbers(run: tuple[Inline, ...]) -> Iterator[int]:
    return (node.number for node in inline_nodes(run) if isinstance(node, FootnoteRef))


def _inside(block: Block) -> Iterator[tuple[Block, ...]]:
    if isinstance(block, List):
        yield from (item.blocks for item in block.items)
    elif isinstance(block, Quote | Details | Only):
        yield block.blocks
    elif isinstance(block, Gallery):
        yield block.figures


def marked_notes(notes: tuple[Footnote, ...]) -> Iterator[Block]:
    """As paragraphs, each beginning with the mark that its text refers to: `[1] `."""
    for note in notes:
        mark, rest = Text(f"[{note.number}] "), note.blocks
        first = rest[0] if rest and isinstance(rest[0], Paragraph) else None
        yield Paragraph((mark, *(first.children if first else ())), note.line)
        yield from rest[1:] if first else rest
