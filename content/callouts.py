"""What a callout without a title of its own is called, in the language of its issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from content.document import Block, Details, Document, List, Only, Quote, walk_all
from content.tables import TABLES


def in_language(document: Document, language: str) -> Document:
    """The document itself where nothing of it changes."""
    words = TABLES.callouts.get(language)
    if not words or not any(isinstance(b, Quote) and b.word for b in walk_all(document)):
        return document
    notes = tuple(replace(n, blocks=_blocks(n.blocks, words)) for n in document.footnotes)
    return Document(_blocks(document.blocks, words), notes)


def _blocks(blocks: tuple[Block, ...], words: Mapping[str, str]) -> tuple[Block, ...]:
    return tuple(_block(block, words) for block in blocks)


def _block(block: Block, words: Mapping[str, str]) -> Block:
    match block:
        case Quote():
            word = words.get(block.kind, block.word) if block.word else ""
            return replace(block, blocks=_blocks(block.blocks, words), word=word)
        case Details() | Only():
            return replace(block, blocks=_blocks(block.blocks, words))
        case List():
            items = (replace(item, blocks=_blocks(item.blocks, words)) for item in block.items)
            return replace(block, items=tuple(items))
        case _:
            return block
