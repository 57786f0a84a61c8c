"""The editor's document schema, checked before anything is sent.

The server stores any JSON and answers 200; the editor then crashes or drops what it does not know.
So a document that this schema refuses is never sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.base import Json

INLINE = frozenset({"text", "hard_break", "footnoteAnchor"})
SIMPLE = frozenset({"paragraph", "bullet_list", "ordered_list"})
BLOCKS = frozenset(
    {
        "paragraph", "heading", "bullet_list", "ordered_list", "blockquote", "pullquote",
        "highlighted_code_block", "horizontal_rule", "captionedImage", "latex_block", "footnote",
        "youtube2", "paywall", "button", "subscribeWidget", "captionedShareButton",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """What a node may hold, whether it has to hold something, and the attributes it must have."""

    holds: frozenset[str] = frozenset()
    required: bool = False
    attrs: frozenset[str] = frozenset()


NODES = {
    "doc": Shape(BLOCKS, required=True),
    "paragraph": Shape(INLINE),
    "heading": Shape(INLINE, required=True, attrs=frozenset({"level"})),
    "bullet_list": Shape(frozenset({"list_item"}), required=True),
    "ordered_list": Shape(
        frozenset({"list_item"}), required=True, attrs=frozenset({"start", "order"})
    ),
    "list_item": Shape(SIMPLE, required=True),
    "blockquote": Shape(SIMPLE, required=True),
    "pullquote": Shape(frozenset({"paragraph"}), required=True),
    "highlighted_code_block": Shape(frozenset({"text"}), attrs=frozenset({"language", "nodeId"})),
    "horizontal_rule": Shape(),
    "captionedImage": Shape(frozenset({"image2", "caption"}), required=True),
    "image2": Shape(attrs=frozenset({"src", "width", "height", "bytes", "alt", "type"})),
    "caption": Shape(INLINE, required=True),
    "latex_block": Shape(attrs=frozenset({"persistentExpression", "id"})),
    "footnote": Shape(frozenset({"paragraph"}), required=True, attrs=frozenset({"number"})),
    "footnoteAnchor": Shape(attrs=frozenset({"number"})),
    "youtube2": Shape(attrs=frozenset({"videoId"})),
    "paywall": Shape(),
    "button": Shape(attrs=frozenset({"url", "text"})),
    "subscribeWidget": Shape(frozenset({"ctaCaption"}), attrs=frozenset({"url", "text"})),
    "captionedShareButton": Shape(frozenset({"ctaCaption"}), attrs=frozenset({"url", "text"})),
    "ctaCaption": Shape(frozenset({"text"})),
    "hard_break": Shape(),
    "text": Shape(),
}

MARKS = {
    "strong": frozenset[str](),
    "em": frozenset[str](),
    "code": frozenset[str](),
    "strikethrough": frozenset[str](),
    "link": frozenset({"href"}),
}

LINK_SCHEMES = ("http://", "https://", "mailto:")


def faults(document: Json) -> list[str]:
    """Everything the editor would stumble over, each with the path to its node."""
    if not isinstance(document, dict) or document.get("type") != "doc":
        return ["the document is no doc node"]
    return [*_node(document, "doc"), *_document_rules(document)]


def _node(node: dict[str, Json], path: str) -> Iterator[str]:
    kind = node.get("type")
    shape = NODES.get(kind) if isinstance(kind, str) else None
    if shape is None:
        yield f"{path}: no node {kind!r}"
        return
    if kind == "text":
        yield from _text(node, path)
        return
    yield from _attributes(node, shape, path)
    content = node.get("content")
    if content == [] or (content is None and shape.required):
        yield f"{path}: holds nothing"
    for position, child in enumerate(content if isinstance(content, list) else []):
        if not isinstance(child, dict):
            yield f"{path}[{position}]: is no node"
            continue
        if child.get("type") not in shape.holds:
            yield f"{path}: may not hold {child.get('type')!r}"
        yield from _node(child, f"{path}/{child.get('type')}[{position}]")
    if kind == "list_item" and not _begins_with_paragraph(content):
        yield f"{path}: does not begin with a paragraph"


def _attributes(node: dict[str, Json], shape: Shape, path: str) -> Iterator[str]:
    attrs = node.get("attrs")
    present = set(attrs) if isinstance(attrs, dict) else set()
    for name in sorted(shape.attrs - present):
        yield f"{path}: lacks the attribute {name}"
    if (
        node["type"] == "heading"
        and isinstance(attrs, dict)
        and attrs.get("level") not in range(1, 7)
    ):
        yield f"{path}: has no level from 1 to 6"


def _text(node: dict[str, Json], path: str) -> Iterator[str]:
    if not isinstance(node.get("text"), str) or not node["text"]:
        yield f"{path}: empty text"
    marks = node.get("marks", [])
    for mark in marks if isinstance(marks, list) else []:
        kind = mark.get("type") if isinstance(mark, dict) else None
        if kind not in MARKS:
            yield f"{path}: no mark {kind!r}"
        elif kind == "link" and isinstance(mark, dict):
            yield from _link(mark, path)


def _link(mark: dict[str, Json], path: str) -> Iterator[str]:
    attrs = mark.get("attrs")
    href = attrs.get("href") if isinstance(attrs, dict) else None
    if not isinstance(href, str) or not href.startswith(LINK_SCHEMES):
        yield f"{path}: a link to {href!r}"


def _begins_with_paragraph(content: Json) -> bool:
    first = content[0] if isinstance(content, list) and content else None
    return isinstance(first, dict) and first.get("type") == "paragraph"


def _document_rules(document: dict[str, Json]) -> Iterator[str]:
    blocks = document.get("content")
    kinds = (
        [b.get("type") for b in blocks if isinstance(b, dict)] if isinstance(blocks, list) else []
    )
    if kinds.count("paywall") > 1:
        yield "doc: more than one paywall"
    anchors = list(_numbers(document, "footnoteAnchor"))
    notes = list(_numbers(document, "footnote"))
    if sorted(set(anchors)) != sorted(set(notes)) or len(set(notes)) != len(notes):
        yield f"doc: footnote anchors {anchors} and notes {notes} do not match"


def _numbers(node: dict[str, Json], kind: str) -> Iterator[int]:
    attrs = node.get("attrs")
    if (
        node.get("type") == kind
        and isinstance(attrs, dict)
        and isinstance(attrs.get("number"), int)
    ):
        yield attrs["number"]  # type: ignore[misc]
    content = node.get("content")
    for child in content if isinstance(content, list) else []:
        if isinstance(child, dict):
            yield from _numbers(child, kind)
