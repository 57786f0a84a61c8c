"""The editor's document schema, checked before anything is sent.

The server stores any JSON and answers 200; the editor then crashes or drops what it does not know.
So a document that this schema refuses is never sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.base import Json

Node = dict[str, Json]
Place = tuple["Place", Json, int] | None  # of what holds it, the node, its position; None: the doc

INLINE = frozenset({"text", "hard_break", "footnoteAnchor"})
SIMPLE = frozenset({"paragraph", "bullet_list", "ordered_list"})
BLOCKS = frozenset(
    {
        "paragraph", "heading", "bullet_list", "ordered_list", "blockquote", "pullquote",
        "highlighted_code_block", "horizontal_rule", "captionedImage", "latex_block", "footnote",
        "youtube2", "paywall", "button", "subscribeWidget", "captionedShareButton",
    }
)  # fmt: skip
LEVELS = range(1, 7)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a node may hold, whether it has to hold something, and the attributes it must have.

    `first` is the kind that its first child must be, "" for any.
    """

    holds: frozenset[str] = frozenset()
    required: bool = False
    attrs: frozenset[str] = frozenset()
    first: str = ""


NODES = {
    "doc": Shape(BLOCKS, required=True),
    "paragraph": Shape(INLINE),
    "heading": Shape(INLINE, required=True, attrs=frozenset({"level"})),
    "bullet_list": Shape(frozenset({"list_item"}), required=True),
    "ordered_list": Shape(
        frozenset({"list_item"}), required=True, attrs=frozenset({"start", "order"})
    ),
    "list_item": Shape(SIMPLE, required=True, first="paragraph"),
    "blockquote": Shape(SIMPLE, required=True),
    "pullquote": Shape(frozenset({"paragraph"}), required=True),
    "highlighted_code_block": Shape(
        frozenset({"text"}), required=True, attrs=frozenset({"language", "nodeId"})
    ),
    "horizontal_rule": Shape(),
    "captionedImage": Shape(frozenset({"image2", "caption"}), required=True, first="image2"),
    "image2": Shape(attrs=frozenset({"src", "width", "height", "bytes", "alt", "type"})),
    "caption": Shape(INLINE, required=True),
    "latex_block": Shape(attrs=frozenset({"persistentExpression", "id"})),
    "footnote": Shape(frozenset({"paragraph"}), required=True, attrs=frozenset({"number"})),
    "footnoteAnchor": Shape(attrs=frozenset({"number"})),
    "youtube2": Shape(attrs=frozenset({"videoId"})),
    "paywall": Shape(),
    "button": Shape(attrs=frozenset({"url", "text"})),
    "subscribeWidget": Shape(
        frozenset({"ctaCaption"}), required=True, attrs=frozenset({"url", "text", "language"})
    ),
    "captionedShareButton": Shape(
        frozenset({"ctaCaption"}), required=True, attrs=frozenset({"url", "text"})
    ),
    "ctaCaption": Shape(frozenset({"text"})),
    "hard_break": Shape(),
    "text": Shape(),
}

MARKS = frozenset({"strong", "em", "code", "strikethrough", "link"})
LINK_SCHEMES = ("http://", "https://", "mailto:")


def faults(document: Json) -> list[str]:
    """Everything the editor would stumble over, each with the path to its node."""
    if not isinstance(document, dict) or document.get("type") != "doc":
        return ["the document is no doc node"]
    reading = _Reading()
    _node(document, NODES["doc"], None, reading)
    return [*reading.faults, *_document_faults(document, reading)]


@dataclass(slots=True)
class _Reading:
    """What was found on the way."""

    faults: list[str] = field(default_factory=list)
    anchors: list[Json] = field(default_factory=list)  # numbers, in the text of the post
    inner_anchors: list[Json] = field(default_factory=list)  # within the notes
    notes: list[Json] = field(default_factory=list)

    def fault(self, place: Place, words: str) -> None:
        self.faults.append(f"doc{_path(place)}: {words}")


def _path(place: Place) -> str:
    if place is None:
        return ""
    holder, node, position = place
    name = node.get("type") if isinstance(node, dict) else repr(node)
    return f"{_path(holder)}/{name}[{position}]"


def _node(node: Node, shape: Shape, place: Place, reading: _Reading) -> None:
    if shape.attrs:
        _attributes(node, shape, place, reading)
    content = node.get("content")
    if content is None and not shape.required:
        return
    if not isinstance(content, list) or not content:
        reading.fault(place, "holds nothing")
        return
    if shape.first and not (isinstance(content[0], dict) and content[0].get("type") == shape.first):
        reading.fault(place, f"does not begin with {shape.first}")
    has_text = "text" in shape.holds
    for position, child in enumerate(content):
        if has_text and isinstance(child, dict) and child.get("type") == "text":
            _text(child, (place, child, position), reading)
        else:
            _child(child, shape, (place, child, position), reading)


def _child(child: Json, shape: Shape, place: Place, reading: _Reading) -> None:
    if not isinstance(child, dict):
        reading.fault(place, "is no node")
        return
    kind = child.get("type")
    known = NODES.get(kind) if isinstance(kind, str) else None
    if known is None:
        reading.fault(place, "the editor knows no such node")
        return
    if kind not in shape.holds:
        reading.fault(place, "may not stand here")
    if kind == "text":
        _text(child, place, reading)
    else:
        _node(child, known, place, reading)


def _attributes(node: Node, shape: Shape, place: Place, reading: _Reading) -> None:
    attrs = node.get("attrs")
    present = attrs if isinstance(attrs, dict) else {}
    if not present.keys() >= shape.attrs:
        for name in sorted(shape.attrs - present.keys()):
            reading.fault(place, f"lacks the attribute {name}")
    kind = node["type"]
    if kind == "heading" and present.get("level") not in LEVELS:
        reading.fault(place, "has no level from 1 to 6")
    elif kind == "footnote":
        reading.notes.append(present.get("number"))
    elif kind == "footnoteAnchor":
        (reading.inner_anchors if reading.notes else reading.anchors).append(present.get("number"))


def _text(node: Node, place: Place, reading: _Reading) -> None:
    if not isinstance(node.get("text"), str) or not node["text"]:
        reading.fault(place, "is empty")
    marks = node.get("marks")
    if marks is None:
        return
    for mark in marks if isinstance(marks, list) else [None]:
        kind = mark.get("type") if isinstance(mark, dict) else None
        if kind not in MARKS:
            reading.fault(place, f"the editor knows no mark {kind!r}")
        elif kind == "link":
            attrs = mark.get("attrs")  # type: ignore[union-attr]
            href = attrs.get("href") if isinstance(attrs, dict) else None
            if not isinstance(href, str) or not href.startswith(LINK_SCHEMES):
                reading.fault(place, f"links to {href!r}")


def _document_faults(document: Node, reading: _Reading) -> Iterator[str]:
    blocks = document.get("content")
    kinds = (
        [b.get("type") for b in blocks if isinstance(b, dict)] if isinstance(blocks, list) else []
    )
    if kinds.count("paywall") > 1:
        yield "doc: more than one paywall"
    if "footnote" in kinds and any(kind != "footnote" for kind in kinds[kinds.index("footnote") :]):
        yield "doc: text below the footnotes"
    owned = [number for number in reading.notes if number not in reading.inner_anchors]
    anchors = [number for number in reading.anchors if number not in reading.inner_anchors]
    stray = set(map(str, reading.inner_anchors)) - set(map(str, reading.notes))
    if anchors != owned or stray:
        yield f"doc: footnote anchors {reading.anchors} and notes {reading.notes} do not match"
