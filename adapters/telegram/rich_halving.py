"""A block in two halves of its kind, for the rare one that is longer than a whole message."""

from __future__ import annotations

from dataclasses import replace

from content.document import (
    Block,
    Break,
    Code,
    CodeBlock,
    Details,
    FootnoteRef,
    Gallery,
    Heading,
    Inline,
    InlineImage,
    List,
    Math,
    MathBlock,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)
from content.sentences import sentences

Inlines = tuple[Inline, ...]
Blocks = tuple[Block, ...]


def halves(block: Block) -> tuple[Block, Block] | None:
    """None where nothing can be parted."""
    match block:
        case List():
            return _of_list(block)
        case Quote(blocks) if inner := _of_blocks(blocks):
            return replace(block, blocks=inner[0]), replace(block, blocks=inner[1], title=())
        case Details(_, blocks) if inner := _of_blocks(blocks):
            return replace(block, blocks=inner[0]), replace(block, blocks=inner[1])
        case Table(_, _, rows) if len(rows) > 1:
            half = len(rows) // 2
            return replace(block, rows=rows[:half]), replace(block, rows=rows[half:])
        case Gallery(figures) if len(figures) > 1:
            half = len(figures) // 2
            return replace(block, figures=figures[:half]), replace(block, figures=figures[half:])
        case _:
            return _of_text(block)


def _of_text(block: Block) -> tuple[Block, Block] | None:
    match block:
        case Paragraph(children, line):
            parted = _of_run(children)
            return (Paragraph(parted[0], line), Paragraph(parted[1], line)) if parted else None
        case Heading(_, children, line):
            return _of_text(Paragraph((Strong(children),), line))
        case CodeBlock(text, line, language) if len(text) > 1:
            at = text.find("\n", len(text) // 2) + 1 or len(text) // 2
            return CodeBlock(text[:at], line, language), CodeBlock(text[at:], line, language)
        case MathBlock(tex, line):
            return _of_text(CodeBlock(tex, line, "latex"))
        case _:
            return None


def _of_list(block: List) -> tuple[Block, Block] | None:
    """Items go on with their numbers; a lone item is parted, and a task is ticked once."""
    half = len(block.items) // 2
    if half:
        on = None if block.start is None else block.start + half
        return (
            replace(block, items=block.items[:half]),
            replace(block, items=block.items[half:], start=on),
        )
    inner = _of_blocks(block.items[0].blocks) if block.items else None
    if not inner:
        return None
    one, other = (replace(block.items[0], blocks=part) for part in inner)
    return replace(block, items=(one,)), replace(block, items=(replace(other, checked=None),))


def _of_blocks(blocks: Blocks) -> tuple[Blocks, Blocks] | None:
    if len(blocks) > 1:
        half = len(blocks) // 2
        return blocks[:half], blocks[half:]
    inner = halves(blocks[0]) if blocks else None
    return ((inner[0],), (inner[1],)) if inner else None


def _of_run(children: Inlines) -> tuple[Inlines, Inlines] | None:
    if len(children) > 1:
        half = len(children) // 2
        return children[:half], children[half:]
    only = children[0] if children else None
    match only:
        case None | Math() | Break() | FootnoteRef() | InlineImage():
            return None
        case Text(text) | Code(text):
            at = _middle(text)
            kind = type(only)
            return ((kind(text[:at]),), (kind(text[at:]),)) if at else None
        case _:
            inner = _of_run(only.children)
            return inner and ((_with(only, inner[0]),), (_with(only, inner[1]),))


def _with(styled: Inline, children: Inlines) -> Inline:
    return replace(styled, children=children)  # type: ignore[arg-type]  # of a styled node alone


def _middle(text: str) -> int:
    """The end of a sentence nearest to the middle, else the middle."""
    ends = [end for _, end in sentences(text) if 0 < end < len(text)]
    middle = len(text) // 2
    return min(ends, key=lambda end: abs(end - middle), default=middle)
