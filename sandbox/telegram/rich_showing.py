"""The blocks of a rich message as HTML that is safe to show, and as plain words."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from sandbox.exchange import Json
from sandbox.telegram.showing import SAFE

Block = Mapping[str, Any]

STYLES = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "marked": "mark",
    "subscript": "sub", "superscript": "sup", "code": "code", "spoiler": "i", "reference": "i",
}  # fmt: skip
SIMPLE = {"paragraph": "p", "footer": "footer", "pre": "pre"}
WORDED = ("summary", "text", "expression", "items", "cells", "blocks", "caption", "credit")
APART = ("items", "cells", "blocks")


def plain_words(rich: Mapping[str, Json]) -> str:
    """A line for each block that has words."""
    blocks: Any = rich["blocks"]
    rows = (_plain(block) for block in blocks)
    return "\n".join(row for row in rows if row)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(map(_plain, value))
    found = [_row(value[name]) if name in APART else _plain(value[name])
             for name in WORDED if name in value]  # fmt: skip
    return " ".join(filter(None, found))


def _row(value: Any) -> str:
    return " ".join(_row(each) if isinstance(each, list) else _plain(each) for each in value)


def rich_html(rich: Mapping[str, Json], media: str) -> str:
    """`media` is the address that names of files are put behind."""
    blocks: Any = rich["blocks"]
    side = ' dir="rtl"' if rich.get("is_rtl") else ""
    return f"<div{side}>{_blocks(blocks, media)}</div>"


def _blocks(blocks: Any, media: str) -> str:
    return "".join(_block(block, media) for block in blocks)


def _block(block: Block, media: str) -> str:
    match block["type"]:
        case "list":
            items = "".join(_item(item, media) for item in block["items"])
            return f"<ul>{items}</ul>"
        case "blockquote":
            return f"<blockquote>{_blocks(block['blocks'], media)}{_credit(block)}</blockquote>"
        case "pullquote":
            return f"<blockquote>{_text(block['text'])}{_credit(block)}</blockquote>"
        case "details":
            head = f"<summary>{_text(block['summary'])}</summary>"
            return f"<details>{head}{_blocks(block['blocks'], media)}</details>"
        case "table":
            rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in block["cells"])
            return f"<table>{rows}</table>"
        case "photo":
            return f'<img src="{escape(media + block["file"])}" alt="">{_caption(block)}'
        case "collage" | "slideshow":
            return f"<div>{_blocks(block['blocks'], media)}{_caption(block)}</div>"
        case _:
            return _leaf(block)


def _leaf(block: Block) -> str:
    match block["type"]:
        case "heading":
            return f"<h{block['size']}>{_text(block['text'])}</h{block['size']}>"
        case "divider":
            return "<hr>"
        case "mathematical_expression":
            return f"<pre>{escape(block['expression'])}</pre>"
        case kind:
            return f"<{SIMPLE[kind]}>{_text(block['text'])}</{SIMPLE[kind]}>"


def _item(item: Block, media: str) -> str:
    box = ""
    if item.get("has_checkbox"):
        box = "☑ " if item.get("is_checked") else "☐ "
    return f"<li>{box}{_blocks(item['blocks'], media)}</li>"


def _cell(cell: Block) -> str:
    tag = "th" if cell.get("is_header") else "td"
    return f"<{tag}>{_text(cell.get('text', ''))}</{tag}>"


def _caption(block: Block) -> str:
    caption = block.get("caption")
    return f"<p>{_text(caption['text'])}</p>" if caption else ""


def _credit(block: Block) -> str:
    return f"<cite>{_text(block['credit'])}</cite>" if "credit" in block else ""


def _text(text: Any) -> str:
    if isinstance(text, str):
        return escape(text)
    if isinstance(text, list):
        return "".join(map(_text, text))
    match text["type"]:
        case "url":
            return _anchor(text["url"], text["text"])
        case "email_address":
            return _anchor(f"mailto:{text['email_address']}", text["text"])
        case "anchor":
            return ""
        case "anchor_link":
            return _text(text["text"])
        case "mathematical_expression":
            return f"<code>{escape(text['expression'])}</code>"
        case kind:
            return f"<{STYLES[kind]}>{_text(text['text'])}</{STYLES[kind]}>"


def _anchor(address: str, words: Any) -> str:
    safe = address if address.lower().startswith(SAFE) else "#"
    return f'<a href="{escape(safe)}" rel="nofollow noreferrer">{_text(words)}</a>'
