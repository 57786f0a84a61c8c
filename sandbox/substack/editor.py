"""The editor's model, for tests only: which documents it opens, and how it saves them.

The real server stores anything and answers 200. What the editor then makes of a document shows
only when a person opens it, so tests ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sandbox.substack.addresses import BUCKET
from sandbox.substack.document import DEEPEST, Node, attributes, children
from sandbox.substack.rows import Picture
from sandbox.substack.schema import BLOCKS, MARKS, NODES, Check, Kind

HOSTS = (urlsplit(BUCKET).netloc, "substackcdn.com")
KEYS = frozenset({"type", "attrs", "content", "text", "marks"})
LISTS_NOW: Mapping[str, str] = {
    "bullet_list": "bulletList", "ordered_list": "orderedList", "list_item": "listItem",
}  # fmt: skip
NAMES_NOW: Mapping[str, str] = {
    **LISTS_NOW, "hard_break": "hardBreak", "strong": "bold", "em": "italic",
    "strikethrough": "strike",
}  # fmt: skip
RENAMED: Mapping[str, Mapping[str, str]] = {
    "snake_case": {}, "mixed": LISTS_NOW, "camelCase": NAMES_NOW,
}  # fmt: skip
CODE = ("highlighted_code_block", "code_block")


@dataclass(frozen=True, slots=True)
class Model:
    """`hidden` nodes and marks are refused; `picture` finds an upload by its address."""

    hidden: frozenset[str]
    picture: Callable[[str], Picture | None]

    def faults(self, document: object) -> list[str]:
        """Everything in the document that the editor would mangle or crash on."""
        if not isinstance(document, dict) or document.get("type") != "doc":
            return ["the body is no document: it shows as the text it is"]
        return [*self._children(document, BLOCKS, "doc", 0), *_of_whole(document)]

    def _children(
        self, node: Node, allowed: frozenset[str], path: str, depth: int
    ) -> Iterator[str]:
        content = node.get("content")
        if content is not None and (not isinstance(content, list) or not content):
            yield f"{path}: content is not a list with something in it"
            return
        if depth > DEEPEST:
            yield f"{path}: nested deeper than {DEEPEST}"
            return
        for number, child in enumerate(content or []):
            yield from self._node(child, allowed, f"{path}.{number}", depth + 1)

    def _node(self, node: object, allowed: frozenset[str], path: str, depth: int) -> Iterator[str]:
        if not isinstance(node, dict):
            yield f"{path}: not a node"
            return
        name = str(node.get("type"))
        kind = NODES.get(name)
        if kind is None or name in self.hidden:
            yield f"{path}: no node {name}"
            return
        if name not in allowed:
            yield f"{path}: {name} cannot stand here"
        if kind.opaque:
            return
        yield from _of_keys(node, path)
        yield from _of_attrs(node, kind, f"{path} {name}")
        yield from _of_content(node, kind, f"{path} {name}")
        if name == "text":
            yield from self._text(node, path)
        if name == "image2":
            yield from self._picture(node, path)
        yield from self._children(node, kind.holds, path, depth)

    def _text(self, node: Node, path: str) -> Iterator[str]:
        if not isinstance(node.get("text"), str) or not node["text"]:
            yield f"{path} text: no text"
        marks = node.get("marks", [])
        for mark in marks if isinstance(marks, list) else [marks]:
            name = str(mark.get("type")) if isinstance(mark, dict) else repr(mark)
            kind = MARKS.get(name)
            if kind is None or name in self.hidden:
                yield f"{path} text: no mark {name}"
            else:
                yield from _of_attrs(mark, kind, f"{path} {name}")

    def _picture(self, node: Node, path: str) -> Iterator[str]:
        attrs = attributes(node)
        source = str(attrs.get("src"))
        if not any(source.startswith(f"https://{host}/") for host in HOSTS):
            yield f"{path} image2: {source} is not in Substack's bucket and never renders"
        elif source.startswith(BUCKET):
            yield from _of_upload(attrs, self.picture(source), f"{path} image2")


def saved(document: Node, vocabulary: str, code: str) -> Node:
    """The document as the editor saves it after a person opened it."""
    return _saved(document, {**RENAMED[vocabulary], **dict.fromkeys(CODE, code)})


def _saved(node: Node, names: Mapping[str, str]) -> Node:
    name = str(node.get("type"))
    fresh: dict[str, Any] = {**node, "type": names.get(name, name)}
    if name in ("paragraph", "heading"):
        fresh["attrs"] = {"textAlign": None, **attributes(node)}
    if fresh["type"] == "orderedList":
        attrs = attributes(node)
        fresh["attrs"] = {"start": attrs.get("start") or attrs.get("order") or 1, "type": None}
    for part in ("content", "marks"):
        if part in node:
            fresh[part] = [_saved(one, names) for one in node[part]]
    return fresh


def _of_keys(node: Node, path: str) -> Iterator[str]:
    unknown = sorted(node.keys() - KEYS)
    if unknown:
        yield f"{path} {node['type']}: no key {', '.join(unknown)}"
    if "text" in node and node["type"] != "text":
        yield f"{path} {node['type']}: text outside a text node"


def _of_attrs(node: Node, kind: Kind, path: str) -> Iterator[str]:
    attrs = attributes(node)
    present = {name: check for name, check in kind.optional.items() if name in attrs}
    checks: Mapping[str, Check] = {**kind.attrs, **present}
    for name, check in checks.items():
        if not check(attrs.get(name)):
            yield f"{path}: attrs.{name} cannot be {attrs.get(name)!r}"


def _of_content(node: Node, kind: Kind, path: str) -> Iterator[str]:
    inside = children(node)
    if len(inside) < kind.least or (kind.most is not None and len(inside) > kind.most):
        yield f"{path}: {len(inside)} nodes inside"
    if kind.first and inside and inside[0].get("type") != kind.first:
        yield f"{path}: begins with {inside[0].get('type')}, not {kind.first}"
    if not kind.holds and "content" in node:
        yield f"{path}: holds nothing"
    if kind.plain and any(child.get("marks") for child in inside):
        yield f"{path}: marks inside"


def _of_upload(attrs: Node, picture: Picture | None, path: str) -> Iterator[str]:
    if picture is None:
        yield f"{path}: nothing was uploaded to {attrs['src']}"
        return
    real = {
        "width": picture.width,
        "height": picture.height,
        "bytes": picture.size,
        "type": picture.mime,
    }
    for name, value in real.items():
        if attrs.get(name) not in (None, value):
            yield f"{path}: {name} is {attrs[name]!r}, of the upload {value!r}"


def _of_whole(document: Node) -> Iterator[str]:
    blocks = children(document)
    kinds = [block.get("type") for block in blocks]
    if not blocks:
        yield "doc: no block"
    if kinds.count("paywall") > 1:
        yield "doc: more than one paywall"
    nested = [node for block in blocks for node in _below(block, 0)]
    for node in nested:
        if NODES.get(str(node.get("type")), Kind()).top:
            yield f"doc: {node['type']} inside another block"
    anchors = [_number(n) for n in [*blocks, *nested] if n.get("type") == "footnoteAnchor"]
    notes = [_number(block) for block in blocks if block.get("type") == "footnote"]
    if anchors != notes:
        yield f"doc: footnote anchors {anchors} and footnotes {notes} differ"
    if "footnote" in kinds and set(kinds[kinds.index("footnote") :]) != {"footnote"}:
        yield "doc: footnotes are not at the end"


def _below(node: Node, depth: int) -> Iterator[Node]:
    if depth > DEEPEST:
        return
    for child in children(node):
        yield child
        yield from _below(child, depth + 1)


def _number(node: Node) -> object:
    return attributes(node).get("number")
