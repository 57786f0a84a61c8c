"""What readers see of a stored draft, however the editor spells it after somebody opened it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

from adapters.base import Json

# Nodes without text that a reader would miss, under the names of both vocabularies.
SHOWN = {
    "image2": "image", "paywall": "paywall", "youtube2": "video", "horizontal_rule": "rule",
    "horizontalRule": "rule", "latex_block": "formula", "latexBlock": "formula",
    "footnoteAnchor": "note", "footnote": "note text",
}  # fmt: skip


def digest(draft: Mapping[str, Json]) -> str:
    """Of title, subtitle, and the text with its links, pictures and the like in order."""
    body = draft.get("draft_body")
    try:
        document = json.loads(body) if isinstance(body, str) else None
    except ValueError:
        document = body
    seen = [draft.get("draft_title"), draft.get("draft_subtitle") or "", *_words(document)]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


def _words(document: Json) -> list[str]:
    """Runs of text joined: where one ends is the editor's affair."""
    found: list[str] = [""]
    for words, is_text in _pieces(document):
        if is_text:
            found[-1] += words
        else:
            found += [words, ""]
    return found


def _pieces(node: Json) -> Iterator[tuple[str, bool]]:
    if not isinstance(node, dict):
        return
    kind = str(node.get("type"))
    if kind in SHOWN:
        yield SHOWN[kind], False
    if kind == "text":
        for href in _links(node):
            yield href, False
        yield str(node.get("text", "")), True
    content = node.get("content")
    for child in content if isinstance(content, list) else []:
        yield from _pieces(child)


def _links(node: Mapping[str, Json]) -> Iterator[str]:
    marks = node.get("marks")
    for mark in marks if isinstance(marks, list) else []:
        if isinstance(mark, dict) and mark.get("type") == "link":
            attrs = mark.get("attrs")
            yield str(attrs.get("href") if isinstance(attrs, dict) else "")
