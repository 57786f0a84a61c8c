"""Lines in bold that stand where headings would: questions of an interview, names of stories."""

from __future__ import annotations

from dataclasses import replace

from adapters.x.wording import weight
from content.document import Block, Document, Heading, Paragraph, Strong, plain_text

FEW_HEADINGS = 1  # the title at most: an author who writes headings means bold lines otherwise
LEAST = 2  # bold lines from which on they are a habit
LONGEST = 120  # weight of a bold line that is a heading, not a paragraph


def with_headings(document: Document) -> Document:
    """The same blocks, bold lines as headings; an issue with headings of its own as it is."""
    levels = [block.level for block in document.blocks if isinstance(block, Heading)]
    bold = sum([_heads(block) for block in document.blocks])
    if len(levels) > FEW_HEADINGS or bold < LEAST:
        return document
    level = max(levels, default=1)
    return replace(document, blocks=tuple([_headed(block, level) for block in document.blocks]))


def _heads(block: Block) -> bool:
    if not isinstance(block, Paragraph) or len(block.children) != 1:
        return False
    words = plain_text(block.children).strip()
    whole = isinstance(block.children[0], Strong) and "\n" not in words
    return whole and not words.endswith(("。", ".")) and 0 < weight(words) <= LONGEST


def _headed(block: Block, level: int) -> Block:
    if isinstance(block, Paragraph) and _heads(block):
        (strong,) = block.children
        return Heading(level, strong.children if isinstance(strong, Strong) else (), block.line)
    return block
