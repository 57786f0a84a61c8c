"""HTML lists and definitions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from content.document import Block, List, ListItem, Paragraph, Strong
from content.markdown.html_nodes import Node, take_out
from content.markdown.pieces import Piece, fold

if TYPE_CHECKING:
    from content.markdown.embedded_html import HtmlReader


def list_of(node: Node, reader: HtmlReader) -> List:
    """A list; what stands between its items belongs to the item above."""
    line = reader.line(node)
    loose = fold(reader.text_pieces(node.text, line), reader.reading)
    items = [ListItem(loose, line)] if loose else []
    for child in node:
        checked = _checked(child)
        blocks = _item_blocks(child, reader)
        if child.tag == "li" or (blocks and not items):
            items.append(ListItem(blocks, reader.line(child), checked))
        elif blocks:
            items[-1] = replace(items[-1], blocks=(*items[-1].blocks, *blocks))
    start = node.get("start", "1")
    number = int(start) if start.isascii() and start.isdigit() else 1
    tight = node.find("li/p") is None
    return List(tuple(items), line, number if node.tag == "ol" else None, tight)


def _item_blocks(child: Node, reader: HtmlReader) -> tuple[Block, ...]:
    """One child of a list with the loose text behind it."""
    pieces = reader.flow(child) if child.tag == "li" else reader.child_pieces(child)
    return fold(pieces + reader.text_pieces(child.tail, reader.line(child)), reader.reading)


def _checked(node: Node) -> bool | None:
    box = node.find("input") if node.tag == "li" else None
    if box is None or box.get("type", "").lower() != "checkbox":
        return None
    checked = "checked" in box.attrib
    take_out(box)
    return checked


def definitions(node: Node, reader: HtmlReader) -> list[Piece]:
    """A term is a bold paragraph, its definition a paragraph."""
    out = reader.text_pieces(node.text, reader.line(node))
    for child in node:
        line = reader.line(child)
        if child.tag == "dt":
            words = reader.spans(child)
            out += [Paragraph((Strong(words),), line)] if words else []
        else:
            out += reader.child_pieces(child)
        out += reader.text_pieces(child.tail, line)
    return out
