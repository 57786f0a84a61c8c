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
    nodes: list[Node] = []
    _write(children, marks, nodes)
    return [*nodes] if len(nodes) < 2 else _joined(nodes)


def text_node(text: str, marks: Marks = ()) -> Node:
    if marks:
        return {"type": "text", "text": text, "marks": [*marks]}
    return {"type": "text", "text": text}


def _write(children: Iterable[Inline], marks: Marks, nodes: list[Node]) -> None:
    for child in children:
        if isinstance(child, Text):
            if child.text:
                nodes.append(text_node(child.text, marks))
        elif isinstance(child, Link):
            _write(child.children, _linked(marks, child.href), nodes)
        else:
            _write_rare(child, marks, nodes)


def _write_rare(child: Inline, marks: Marks, nodes: list[Node]) -> None:
    match child:
        case Code(text) | Math(text):
            if text:
                nodes.append(text_node(text, _with(marks, CODE)))
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


def _joined(nodes: list[Node]) -> list[Json]:
    """With runs of text in one where they carry the same marks."""
    joined: list[Json] = []
    last: Node = {}
    for node in nodes:
        if last.get("type") == node["type"] == "text" and last.get("marks") == node.get("marks"):
            last["text"] = f"{last['text']}{node['text']}"
        else:
            joined.append(node)
            last = node
    return joined
