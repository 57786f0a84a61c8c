"""Inline nodes as the editor's text nodes with marks."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.base import Json
from adapters.substack.schema import LINK_SCHEMES
from content.document import (
    Break,
    Code,
    Emph,
    FootnoteRef,
    Inline,
    InlineImage,
    Link,
    Mark,
    Math,
    Strike,
    Strong,
    Sub,
    Super,
    Text,
    Underline,
)

Node = dict[str, Json]
Marks = tuple[Node, ...]

STRONG: Node = {"type": "strong"}
EMPH: Node = {"type": "em"}
STRIKE: Node = {"type": "strikethrough"}
CODE: Node = {"type": "code"}


def inline_nodes(children: Iterable[Inline], marks: Marks = ()) -> list[Json]:
    """The runs of text, neighbours with equal marks joined; never an empty one."""
    nodes: list[Json] = []
    _write(children, marks, nodes)
    return nodes


def text_node(text: str, marks: Marks = ()) -> Node:
    if marks:
        return {"type": "text", "text": text, "marks": [*marks]}
    return {"type": "text", "text": text}


def _write(children: Iterable[Inline], marks: Marks, nodes: list[Json]) -> None:
    for child in children:
        if isinstance(child, Text):
            _say(child.text, marks, nodes)
        elif isinstance(child, Link):
            _write(child.children, _linked(marks, child.href), nodes)
        else:
            _write_rare(child, marks, nodes)


def _write_rare(child: Inline, marks: Marks, nodes: list[Json]) -> None:
    match child:
        case Code(text) | Math(text):
            _say(text, _with(marks, CODE), nodes)
        case Strong(inner):
            _write(inner, _with(marks, STRONG), nodes)
        case Emph(inner):
            _write(inner, _with(marks, EMPH), nodes)
        case Strike(inner):
            _write(inner, _with(marks, STRIKE), nodes)
        case Mark(inner) | Underline(inner) | Super(inner) | Sub(inner):
            _write(inner, marks, nodes)  # the editor has no such mark; losses.py reports it
        case Break():
            nodes.append({"type": "hard_break"})
        case FootnoteRef(number):
            nodes.append({"type": "footnoteAnchor", "attrs": {"number": number}})
        case InlineImage():
            raise TypeError("a picture within text does not outlive lowering")


def _linked(marks: Marks, href: str) -> Marks:
    if not href.startswith(LINK_SCHEMES):
        return marks
    attrs: Node = {
        "href": href,
        "target": "_blank",
        "rel": "noopener noreferrer nofollow",
        "class": None,
    }
    return (*marks, {"type": "link", "attrs": attrs})


def _with(marks: Marks, mark: Node) -> Marks:
    return marks if mark in marks else (*marks, mark)


def _say(text: str, marks: Marks, nodes: list[Json]) -> None:
    """A run of text, joined with the one before it when both carry the same marks."""
    if not text:
        return
    node = text_node(text, marks)
    last = nodes[-1] if nodes else None
    if isinstance(last, dict) and last["type"] == "text" and last.get("marks") == node.get("marks"):
        node["text"] = f"{last['text']}{text}"
        nodes[-1] = node
    else:
        nodes.append(node)
