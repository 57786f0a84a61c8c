"""The HTML that issues are full of: bare wrappers around figures. All else is for lxml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from content.document import Figure
from content.markdown.pieces import Piece, gallery
from content.markdown.reading import Reading
from content.markdown.runs import Item, paragraph_pieces

SLOT = "pressrun-slot"

_WRAPPERS = "div|section|article|main|header|footer|aside|center"
_TOKEN = re.compile(
    rf"\s+|<(?P<end>/?)(?:{_WRAPPERS})\b(?P<rest>[^<>]*)>|<{SLOT} n=(?P<slot>\d+)></{SLOT}>"
)
_ROW = re.compile(r"\b(?:row|gallery|grid|columns?|flex|swiper|carousel|slider|images)\b")
_FLEX = re.compile(r"display\s*:\s*(?:inline-)?(?:flex|grid)")
_QUIET = re.compile(r"\bcaption\b|hidden|none")


def wrapper_pieces(
    text: str, slots: Sequence[Sequence[Item]], line: int, reading: Reading
) -> list[Piece]:
    found = _bare(text, slots, line)
    if found is not None:
        return found
    from content.markdown.embedded_html import html_pieces  # lxml costs 20 ms to import

    return html_pieces(text, slots, line, reading)


def _bare(text: str, slots: Sequence[Sequence[Item]], line: int) -> list[Piece] | None:
    """The pieces, if wrappers, white space and slots are all there is."""
    shape = _shape(text)
    if shape is None:
        return None
    rows: list[tuple[str, list[Piece]]] = [("", [])]
    for step in shape:
        if isinstance(step, int):
            rows[-1][1].extend(paragraph_pieces(slots[step], line))
        elif step is not None:
            rows.append((step, []))
        elif len(rows) > 1:
            rest, pieces = rows.pop()
            rows[-1][1].extend(side_by_side(rest, pieces))
    return [piece for _, pieces in rows for piece in pieces]


@lru_cache(maxsize=64)  # an issue wraps all its pictures alike
def _shape(text: str) -> tuple[int | str | None, ...] | None:
    """A slot's number, a wrapper's attributes, None for its end; or None for other HTML."""
    steps: list[int | str | None] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or _QUIET.search(match["rest"] or ""):
            return None
        place = match.end()
        if match["slot"]:
            steps.append(int(match["slot"]))
        elif match["end"] is not None:
            steps.append(None if match["end"] else match["rest"])
    return tuple(steps)


def side_by_side(attributes_text: str, pieces: list[Piece]) -> Sequence[Piece]:
    """Figures in a row, and nothing else, are a gallery."""
    if len(pieces) < 2 or not (_ROW.search(attributes_text) or _FLEX.search(attributes_text)):
        return pieces
    figures = [piece for piece in pieces if isinstance(piece, Figure)]
    return gallery(figures, figures[0].line) if len(figures) == len(pieces) else pieces
