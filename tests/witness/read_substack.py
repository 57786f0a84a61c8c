"""A Substack post as its reader sees it, from the editor's document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.witness.shown import CannotRead, Shown, found_urls
from tests.witness.wanted import PICTURE

Node = Mapping[str, Any]

CODE_BLOCKS = {"highlighted_code_block", "code_block"}
LEAVES = {"paragraph", "heading", "caption", "ctaCaption", *CODE_BLOCKS}
HOLDERS = {"doc", "blockquote", "pullquote", "bullet_list", "ordered_list", "list_item", "footnote",
           "captionedImage", "bulletList", "orderedList", "listItem", "calloutBlock",
           "subscribeWidget", "captionedShareButton"}  # fmt: skip
SILENT = {"horizontal_rule", "paywall", "footnoteAnchor"}
STRONG = {"strong", "bold"}


@dataclass(slots=True)
class _Page:
    stream: list[str] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)
    before: tuple[bool, bool, str | None] = (False, False, None)  # marks of the text node before

    def line(self) -> None:
        self.stream.append("\n")
        self.prose.append("\n")
        self.unlinked.append("\n")
        self.before = (False, False, None)


def substack_text(draft_body: str | Node) -> Shown:
    """`draft_body` as it is sent (a string of JSON), or the document itself."""
    document = json.loads(draft_body) if isinstance(draft_body, str) else draft_body
    if not isinstance(document, Mapping) or document.get("type") != "doc":
        raise CannotRead("not a document, or encoded twice")
    page = _Page()
    _walk(page, document)
    return Shown(
        stream="".join(page.stream),
        prose="".join(page.prose),
        figures=tuple(page.figures),
        links=(*page.links, *found_urls("".join(page.unlinked))),
        bold=tuple(page.bold),
        codes=tuple(page.codes),
    )


def _walk(page: _Page, node: Node) -> None:
    kind = node["type"]
    if kind == "text":
        _text(page, node)
    elif kind in {"hard_break", "hardBreak"}:
        page.line()
    elif kind == "image2":
        page.stream.append(PICTURE)
        page.figures.append(node["attrs"]["src"])
        page.links += filter(None, [node["attrs"].get("href")])
    elif kind == "button":
        _text(page, {"text": node["attrs"]["text"]})
        page.links.append(node["attrs"]["url"])
    elif kind in LEAVES | HOLDERS:
        _inside(page, node)
    elif kind == "latex_block":
        page.stream.append(node["attrs"]["persistentExpression"])
        page.codes.append(node["attrs"]["persistentExpression"])
    elif kind == "youtube2":
        page.links.append(f"https://www.youtube.com/watch?v={node['attrs']['videoId']}")
    elif kind not in SILENT:
        raise CannotRead(f"node {kind!r}")


def _inside(page: _Page, node: Node) -> None:
    page.line()
    for child in node.get("content", ()):
        if node["type"] in CODE_BLOCKS:
            child = {**child, "marks": [{"type": "code"}]}
        _walk(page, child)
    page.line()


def _text(page: _Page, node: Node) -> None:
    text = node["text"]
    if not text:
        raise CannotRead("an empty text node")
    marks = {mark["type"]: mark for mark in node.get("marks", ())}
    strong, code = bool(STRONG & marks.keys()), "code" in marks
    target = marks["link"]["attrs"]["href"] if "link" in marks else None
    if strong:
        _grow(page.bold, text, on=page.before[0])
    if code:
        _grow(page.codes, text, on=page.before[1])
    if target is not None and target != page.before[2]:
        page.links.append(target)
    page.stream.append(text)
    page.prose.append(" " if code else text)
    page.unlinked.append(" " if code or target is not None else text)
    page.before = (strong, code, target)


def _grow(runs: list[str], text: str, *, on: bool) -> None:
    """Neighbouring text nodes with the same mark are one run."""
    if on:
        runs[-1] += text
    else:
        runs.append(text)
