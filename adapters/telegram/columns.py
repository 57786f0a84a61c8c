"""A table as lines of equal columns, for the type of code: narrow and plain ones only."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from content.document import Code, Inline, Text, plain_text

Cells = Sequence[tuple[Inline, ...]]

WIDEST = 32  # columns of code that a phone shows in one line
BETWEEN = "  "
EMOJI_STYLE = "\ufe0f"  # shows the character before it as a picture
SKIN = range(0x1F3FB, 0x1F400)  # colours the picture before it
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def aligned(header: Cells, rows: Sequence[Cells], align: Sequence[str]) -> str:
    """The lines; "" for a table that is too wide, or whose cells hold more than plain text."""
    lines = [row for row in (header, *rows) if any(row)]
    if not all(_is_plain(cell) for row in lines for cell in row):
        return ""
    texts = [[plain_text(cell).strip() for cell in row] for row in lines]
    widths = [max(columns(row[n]) for row in texts) for n in range(len(align))] if texts else []
    if not widths or sum(widths) + len(BETWEEN) * (len(widths) - 1) > WIDEST:
        return ""
    return "\n".join(BETWEEN.join(map(_set, row, widths, align)).rstrip() for row in texts)


def columns(text: str) -> int:
    """How many columns a monospaced type gives it: two for Chinese and for pictures."""
    return sum(map(_width, text)) + text.count(EMOJI_STYLE)


def _width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me") or ord(letter) in SKIN:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _is_plain(cell: tuple[Inline, ...]) -> bool:
    """Code takes no style, and lines of mixed direction do not stay in columns."""
    if not all(isinstance(node, Text | Code) for node in cell):
        return False
    text = plain_text(cell)
    return text.isprintable() and not any(
        unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text
    )


def _set(text: str, width: int, align: str) -> str:
    free = width - columns(text)
    left = free if align == "right" else free // 2 if align == "center" else 0
    return " " * left + text + " " * (free - left)
