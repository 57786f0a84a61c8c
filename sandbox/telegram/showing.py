"""A text with its entities as HTML that is safe to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from sandbox.exchange import Json

TAGS = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code",
    "pre": "pre", "blockquote": "blockquote", "expandable_blockquote": "blockquote",
}  # fmt: skip
SAFE = ("http://", "https://", "mailto:", "tg://")

Entity = Mapping[str, Any]


def as_html(text: str, entities: Sequence[Mapping[str, Json]]) -> str:
    """Entities of a stored message nest, so tags opened last close first."""
    raw = text.encode("utf-16-le")
    out: list[str] = []
    open_ones: list[Entity] = []
    waiting: list[Entity] = sorted(entities, key=_order)
    at = 0
    for border in _borders(raw, entities):
        out.append(escape(raw[at * 2 : border * 2].decode("utf-16-le")))
        at = border
        while open_ones and _end(open_ones[-1]) <= at:
            out.append(_tags(open_ones.pop(), "")[1])
        while waiting and waiting[0]["offset"] == at:
            entity = waiting.pop(0)
            words = raw[at * 2 : _end(entity) * 2].decode("utf-16-le")
            out.append(_tags(entity, words)[0])
            open_ones.append(entity)
    return "".join(out)


def _borders(raw: bytes, entities: Sequence[Entity]) -> list[int]:
    edges = {edge for entity in entities for edge in (int(entity["offset"]), _end(entity))}
    return sorted({*edges, len(raw) // 2})


def _order(entity: Entity) -> tuple[int, int]:
    return int(entity["offset"]), -int(entity["length"])


def _end(entity: Entity) -> int:
    return int(entity["offset"]) + int(entity["length"])


def _tags(entity: Entity, words: str) -> tuple[str, str]:
    kind = str(entity["type"])
    match kind:
        case "text_link":
            return _anchor(str(entity["url"])), "</a>"
        case "url":
            return _anchor(words if "://" in words else f"http://{words}"), "</a>"
        case "email":
            return _anchor(f"mailto:{words}"), "</a>"
        case "spoiler":
            return '<span class="spoiler">', "</span>"
    tag = TAGS.get(kind, "span")
    return f"<{tag}>", f"</{tag}>"


def _anchor(address: str) -> str:
    safe = address if address.lower().startswith(SAFE) else "#"
    return f'<a href="{escape(safe)}" rel="nofollow noreferrer">'
