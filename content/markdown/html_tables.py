"""HTML tables: real ones become Table, a frame for pictures becomes their Gallery."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from content.document import Figure, Inline, Paragraph, Table
from content.markdown.html_nodes import Node
from content.markdown.pieces import Piece, gallery
from content.markdown.runs import figure_of

if TYPE_CHECKING:
    from content.markdown.embedded_html import HtmlReader

Cell = tuple[Inline, ...]

_ALIGN = re.compile(r"text-align:\s*(left|center|right)")
_WIDEST = 64
_FRAME = frozenset({"thead", "tbody", "tfoot", "tr", "colgroup"})


def table_pieces(node: Node, reader: HtmlReader) -> Sequence[Piece]:
    caption = node.find("caption")
    words = reader.spans(caption) if caption is not None else ()
    title: list[Piece] = [Paragraph(words, reader.line(node))] if words else []
    title += _loose(node, reader)
    lines = [row for row in node.iter("tr") if next(row.iterancestors("table")) is node]
    cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in lines]
    rows = [_row(row, reader) for row in cells]
    pictures = _pictures(rows)
    if pictures:
        return [*title, *gallery(pictures, reader.line(node))]
    return [*title, *_table(node, cells, rows, reader)]


def _loose(node: Node, reader: HtmlReader) -> list[Piece]:
    """What stands in a table but in none of its cells; browsers show it above the table."""
    out = reader.text_pieces(node.text, reader.line(node))
    for child in node:
        if child.tag in _FRAME:
            out += _loose(child, reader)
        elif not _is_cell(child):
            out += reader.child_pieces(child)
        out += reader.text_pieces(child.tail, reader.line(child))
    return out


def _is_cell(node: Node) -> bool:
    in_row = node.tag in {"td", "th"} and node.getparent().tag == "tr"
    return bool(in_row or node.tag == "caption")


def _row(cells: Sequence[Node], reader: HtmlReader) -> list[Cell]:
    row: list[Cell] = []
    for cell in cells:
        row.append(reader.spans(cell))
        row.extend(() for _ in range(_span(cell, "colspan") - 1))
        if _span(cell, "rowspan") > 1:
            reader.reading.warn(
                "merged-cells",
                reader.line(cell),
                "A cell spans several rows; its text stands in the first of them.",
            )
    return row


def _span(cell: Node, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(int(text), _WIDEST) if text.isascii() and text.isdigit() else 1


def _pictures(rows: Sequence[Sequence[Cell]]) -> list[Figure]:
    """The pictures of a table in which every cell that is not empty holds just one."""
    cells = [cell for row in rows for cell in row if cell]
    if not all(len(cell) == 1 for cell in cells):
        return []
    figures = [figure_of(cell[0]) for cell in cells]
    return [figure for figure in figures if figure] if all(figures) else []


def _table(
    node: Node, cells: Sequence[Sequence[Node]], rows: list[list[Cell]], reader: HtmlReader
) -> list[Piece]:
    width = max((len(row) for row in rows), default=0)
    if width == 0:
        return []
    for row in rows:
        row.extend(() for _ in range(width - len(row)))
    headed = all(cell.tag == "th" for cell in cells[0]) or node.find("thead") is not None
    header = tuple(rows.pop(0)) if headed else ((),) * width
    align = [_alignment(cell) for cell in cells[0]][:width]
    align += [""] * (width - len(align))
    body = tuple(tuple(row) for row in rows)
    return [Table(tuple(align), header, body, reader.line(node))]


def _alignment(cell: Node) -> str:
    match = _ALIGN.search(cell.get("style", ""))
    word = match[1] if match else cell.get("align", "").lower()
    return word if word in {"left", "center", "right"} else ""
