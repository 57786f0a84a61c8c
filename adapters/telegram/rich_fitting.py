"""What a rich message cannot hold, made so that it can: too deep, too wide, too long.

core.telegram.org/bots/api#rich-message-formatting-options; all numbers are of one message.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from adapters.lower import lower
from adapters.telegram.blocks import BULLET
from adapters.telegram.rich_halving import halves
from adapters.telegram.rich_html import Piece
from adapters.telegram.spec import KEY
from content.document import (
    Block,
    Details,
    Document,
    Gallery,
    List,
    ListItem,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)
from content.problems import Level, Problem

CHARACTERS = 32_768
BLOCKS = 500
PICTURES = 50
DEPTH = 16
COLUMNS = 20
ROWS = {"Table": "rows"}

Write = Callable[[Block], Piece]


def load(piece: Piece) -> int:
    """In characters, whichever of the three is fullest; tags count among them, to be safe."""
    return max(
        len(piece.html),
        math.ceil(piece.blocks * CHARACTERS / BLOCKS),
        math.ceil(len(piece.pictures) * CHARACTERS / PICTURES),
    )


# --- too deep, too wide -------------------------------------------------------------------------


def shallow(document: Document, file: str) -> tuple[Document, tuple[Problem, ...]]:
    """Nothing below the deepest level, no table of more columns; a note for each place."""
    problems: list[Problem] = []
    blocks = _shallow(document.blocks, 1, file, problems)
    notes = tuple(
        replace(note, blocks=_shallow(note.blocks, 1, file, problems))
        for note in document.footnotes
    )
    return Document(blocks, notes), tuple(problems)


def _shallow(
    blocks: tuple[Block, ...], level: int, file: str, problems: list[Problem]
) -> tuple[Block, ...]:
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and (len(block.align) > COLUMNS or level + 1 > DEPTH):
            lowered, notes = lower(Document((block,)), KEY, ROWS, file=file)
            problems += [note for note in notes if note not in problems]
            found += _shallow(lowered.blocks, level, file, problems)
        elif isinstance(block, List | Quote | Details | Gallery) and level + 2 > DEPTH:
            problems.append(_too_deep(block.line, file))
            found += _shallow(_opened(block), level, file, problems)
        elif isinstance(block, List):
            items = tuple(
                replace(item, blocks=_shallow(item.blocks, level + 2, file, problems))
                for item in block.items
            )
            found.append(replace(block, items=items))
        elif isinstance(block, Quote | Details):
            inner = _shallow(block.blocks, level + 1, file, problems)
            found.append(replace(block, blocks=inner))
        else:
            found.append(block)
    return tuple(found)


def _too_deep(line: int, file: str) -> Problem:
    message = f"Telegram nests {DEPTH} levels; what lies deeper stands at the last of them."
    return Problem(Level.NOTE, "nested-flat", file, line, message)


def _opened(block: List | Quote | Details | Gallery) -> tuple[Block, ...]:
    """What it holds, without it."""
    match block:
        case List(items, _, start):
            return tuple(
                inner
                for n, item in enumerate(items, start=start or 0)
                for inner in _marked(item, BULLET if start is None else f"{n}. ")
            )
        case Quote(blocks, line, _, title):
            return (Paragraph((Strong(title),), line), *blocks) if title else blocks
        case Details(summary, blocks, line):
            return (Paragraph((Strong(summary),), line), *blocks) if summary else blocks
        case Gallery(figures):
            return figures


def _marked(item: ListItem, mark: str) -> tuple[Block, ...]:
    first = item.blocks[0] if item.blocks else None
    if isinstance(first, Paragraph):
        return (replace(first, children=(Text(mark), *first.children)), *item.blocks[1:])
    return (Paragraph((Text(mark.strip()),), item.line), *item.blocks)


# --- too long -----------------------------------------------------------------------------------


def fitted(blocks: Sequence[Block], write: Write, room: int) -> list[Block]:
    """Every block of at most so much load: a longer one in halves, in halves of these …"""
    found: list[Block] = []
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        parts = halves(block) if load(write(block)) > room else None
        if parts:
            waiting += reversed(parts)
        else:
            found.append(block)
    return found
