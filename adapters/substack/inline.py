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
    for child in children:
        for node in _nodes(child, marks):
            _append(nodes, node)
    return nodes


def text_node(text: str, marks: Marks = ()) -> Node:
    node: Node = {"type": "text", "text": text}
    if marks:
        node["marks"] = list(marks)
    return node


def _nodes(child: Inline, marks: Marks) -> list[Json]:  # noqa: C901 - one case per node
    match child:
        case Text(text):
            return [text_node(text, marks)] if text else []
        case Code(text) | Math(text):
            return [text_node(text, _with(marks, CODE))] if text else []
        case Strong(inner):
            return inline_nodes(inner, _with(marks, STRONG))
        case Emph(inner):
            return inline_nodes(inner, _with(marks, EMPH))
        case Strike(inner):
            return inline_nodes(inner, _with(marks, STRIKE))
        case Mark(inner) | Underline(inner) | Super(inner) | Sub(inner):
            return inline_nodes(inner, marks)  # the editor has no such mark; render.py reports it
        case Link(href, inner):
            return inline_nodes(inner, _linked(marks, href))
        case Break():
            return [{"type": "hard_break"}]
        case FootnoteRef(number):
            return [{"type": "footnoteAnchor", "attrs": {"number": number}}]
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


def _append(nodes: list[Json], node: Json) -> None:
    """Join a run of text with the one before it when both carry the same marks."""
    last = nodes[-1] if nodes else None
    if (
        isinstance(last, dict)
        and isinstance(node, dict)
        and last["type"] == node["type"] == "text"
        and last.get("marks") == node.get("marks")
    ):
        nodes[-1] = {**last, "text": f"{last['text']}{node['text']}"}
    else:
        nodes.append(node)
