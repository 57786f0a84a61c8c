"""What readers of the editor's document share: words with their marks, and plain values."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from adapters.base import Json
from bot.preview.payload import Object, obj, rows, text
from bot.preview.safe import element

MARKS = {"strong": "strong", "em": "em", "code": "code", "strikethrough": "s"}


def as_words(value: Json) -> str:
    """A value as words, "" for what is none."""
    return str(value) if isinstance(value, str | int) else ""


def level(attrs: Object) -> int:
    found = attrs.get("level")
    return found if isinstance(found, int) and 1 <= found <= 6 else 6


def marked(node: Object, link: Callable[[str, Markup], Markup]) -> Markup:
    """A text node; `link` makes a link of an address and what it holds."""
    inner = escape(text(node.get("text"), "text"))
    for value in rows(node.get("marks"), "marks"):
        mark = obj(value, "a mark")
        kind = text(mark.get("type"), "type")
        if kind == "link":
            attrs = obj(mark.get("attrs") or {}, "attrs")
            inner = link(text(attrs.get("href"), "href"), inner)
        else:
            inner = element(MARKS.get(kind, "span"), inner)
    return inner
