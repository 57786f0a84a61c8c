"""Blocks that a channel shows at the top level only, taken out of lists and quotations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from content.document import Block, CodeBlock, Figure, Gallery, List, ListItem, MathBlock, Quote

Kinds = tuple[type[Block], ...]

LIFTED: Mapping[str, Kinds] = {
    "Figure": (Figure, Gallery),
    "CodeBlock": (CodeBlock, MathBlock),
}


def holds(blocks: tuple[Block, ...], kinds: Kinds) -> bool:
    return any(isinstance(block, kinds) for block in blocks)


def apart(block: List | Quote, kinds: Kinds) -> list[Block]:
    """The list or quotation in pieces, and between them what does not stay in it."""
    return _quote(block, kinds) if isinstance(block, Quote) else _list(block, kinds)


def _quote(quote: Quote, kinds: Kinds) -> list[Block]:
    """Cut at each block that leaves it; title or word stand in the first piece with text."""
    pieces: list[Block] = []
    held: list[Block] = []
    title, word = quote.title, quote.word
    for block in quote.blocks:
        if not isinstance(block, kinds):
            held.append(block)
            continue
        if held or title:
            pieces.append(replace(quote, blocks=tuple(held), title=title, word=word))
            held, title, word = [], (), ""
        pieces.append(block)
    if held or title:
        pieces.append(replace(quote, blocks=tuple(held), title=title, word=word))
    return pieces


def _list(block: List, kinds: Kinds) -> list[Block]:
    """Cut behind each item that something leaves; numbering goes on."""
    pieces: list[Block] = []
    items: list[ListItem] = []
    start = block.start
    for number, item in enumerate(block.items, start=block.start or 0):
        kept, behind = _item(item.blocks, kinds)
        if kept or not behind:
            items.append(replace(item, blocks=kept))
        if behind:
            if items:
                pieces.append(replace(block, items=tuple(items), start=start))
            pieces.extend(behind)
            items, start = [], None if block.start is None else number + 1
    if items:
        pieces.append(replace(block, items=tuple(items), start=start))
    return pieces


def _item(blocks: tuple[Block, ...], kinds: Kinds) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What an item keeps, and what stands behind it.

    A picture moves behind the item's text; code stays in its place, so the text below it leaves
    the item, too.
    """
    end = next((n for n, b in enumerate(blocks) if _is_code(b, kinds)), len(blocks))
    kept = tuple(b for b in blocks[:end] if not isinstance(b, kinds))
    pictures = (b for b in blocks[:end] if isinstance(b, kinds))
    return kept, (*pictures, *blocks[end:])


def _is_code(block: Block, kinds: Kinds) -> bool:
    return isinstance(block, kinds) and not isinstance(block, Figure | Gallery)
