"""An edition as its reader's page: the text, and the pieces of it with what the service calls them.

Everything is read from the payloads alone, with nothing of the renderers.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import html

from adapters.base import Edition

BREAKS = frozenset({
    "p", "section", "tr", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "li", "summary",
    "blockquote", "figcaption", "td", "th", "tg-math-block",
})  # fmt: skip


class Piece(NamedTuple):
    """`target` is an address, a style, a language or a count; `path` what it stands in."""

    kind: str
    text: str
    target: str = ""
    path: tuple[str, ...] = ()


class Page(NamedTuple):
    text: str
    raw: str
    pieces: tuple[Piece, ...]

    def of(self, kind: str) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind == kind]

    def lines(self) -> list[str]:
        return [line.strip() for line in self.text.split("\n")]


def squeezed(text: str) -> str:
    """Without white space, and small figures as figures."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def page_of(edition: Edition) -> Page:
    return READERS[edition.channel](edition)


# --- Telegram ---------------------------------------------------------------------------------


def _telegram(edition: Edition) -> Page:
    payloads: list[Any] = [part.payload for part in edition.parts]
    if "rich_message" in payloads[0]:
        return _rich("".join(payload["rich_message"]["html"] for payload in payloads))
    rows = [row for payload in payloads for row in (payload, *payload.get("media", ()))]
    pieces = [Piece(part.kind, "", str(len(part.media))) for part in edition.parts]
    pieces += [Piece("caption", row["caption"]) for row in rows if "caption" in row]
    pieces += [piece for row in rows for piece in _entities(row)]
    text = "\n\n".join(row.get("text", row.get("caption", "")) for row in rows)
    return Page(text, _raw(payloads), tuple(pieces))


def _entities(row: Any) -> Iterator[Piece]:
    units = row.get("text", row.get("caption", "")).encode("utf-16-le")
    for entity in row.get("entities", row.get("caption_entities", ())):
        start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
        target = entity.get("url", entity.get("language", ""))
        yield Piece(entity["type"], units[start:end].decode("utf-16-le"), target)


def _rich(content: str) -> Page:
    root = html.fragment_fromstring(content, create_parent="section")
    return Page("".join(_html_text(root)), content, tuple(_elements(root, ())))


# --- X ----------------------------------------------------------------------------------------


def _x(edition: Edition) -> Page:
    posts: list[Any] = [part.payload for part in edition.parts if part.kind == "post"]
    pieces = tuple(_post(post) for post in posts)
    return Page("\n\n".join(piece.text for piece in pieces), _raw(posts), pieces)


def _post(post: Any) -> Piece:
    return Piece("post", post.get("text", ""), str(len(post.get("media", {}).get("media_ids", ()))))


# --- WeChat -----------------------------------------------------------------------------------


def _wechat(edition: Edition) -> Page:
    draft: Any = next(part.payload for part in edition.parts if part.kind == "draft")
    content = draft["articles"][0]["content"]
    root = html.fragment_fromstring(content)
    text = "".join(_html_text(root)).replace("\N{NO-BREAK SPACE}", " ")
    return Page(text, content, tuple(_elements(root, ())))


def _html_text(node: Any) -> Iterator[str]:
    yield "\n" if node.tag in {*BREAKS, "br"} else ""
    yield node.text or ""
    for child in node:
        yield from _html_text(child)
        yield child.tail or ""
    yield "\n" if node.tag in BREAKS else ""


def _elements(node: Any, path: tuple[str, ...]) -> Iterator[Piece]:
    yield Piece(node.tag, node.text_content(), node.get("href") or node.get("style") or "", path)
    for child in node:
        yield from _elements(child, (*path, node.tag))


# --- Substack ---------------------------------------------------------------------------------


def _substack(edition: Edition) -> Page:
    draft: Any = next(part.payload for part in edition.parts if part.kind == "draft")
    document = json.loads(draft["draft_body"])
    return Page(_node_text(document), draft["draft_body"], tuple(_nodes(document, ())))


def _node_text(node: Any) -> str:
    if node["type"] == "hard_break":
        return "\n"
    attrs = node.get("attrs", {})
    own = node.get("text") or attrs.get("persistentExpression") or attrs.get("videoId") or ""
    inside = own + "".join(_node_text(child) for child in node.get("content", ()))
    return inside if node["type"] in ("text", "footnoteAnchor") else f"{inside}\n"


def _nodes(node: Any, path: tuple[str, ...]) -> Iterator[Piece]:
    kind, attrs, text = node["type"], node.get("attrs", {}), _node_text(node).strip()
    names = ("level", "start", "language", "href", "videoId", "persistentExpression")
    target = next((str(attrs[name]) for name in names if attrs.get(name)), "")
    yield Piece(kind, text, target, path)
    for mark in node.get("marks", ()):
        yield Piece(mark["type"], text, mark.get("attrs", {}).get("href", ""), path)
    for child in node.get("content", ()):
        yield from _nodes(child, (*path, kind))


def _raw(payloads: list[Any]) -> str:
    return json.dumps(payloads, ensure_ascii=False)


READERS = {"telegram": _telegram, "x": _x, "wechat": _wechat, "substack": _substack}
