"""The words of a rich message: of the HTML that was sent, and of the blocks that are answered.

They are compared by their letters and digits alone, for the server may space and quote otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from adapters.base import Json

TAG = re.compile(r"<[^>]*>")
BREAKING = re.compile(
    r"</?(?:p|h[1-6]|pre|footer|hr|ul|ol|li|blockquote|aside|figure|figcaption|table|tr|td|th"
    r"|details|summary|tg-collage|tg-math-block|img)\b[^>]*>"
)
# The fields of a block, or of a styled text, that hold words, in the order in which they are read.
WORDED = ("summary", "text", "expression", "alternative_text", "items", "cells", "blocks",
          "caption", "credit")  # fmt: skip
APART = frozenset({"items", "cells", "blocks"})


def html_of(payload: Mapping[str, Json]) -> str | None:
    """The HTML of a request's rich message; None where there is none."""
    message = payload.get("rich_message")
    return str(message.get("html", "")) if isinstance(message, dict) else None


def html_words(html: str) -> str:
    """One line for each block."""
    text = unescape(TAG.sub("", BREAKING.sub("\n", html)))
    return "\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split())))


def block_words(message: Json) -> str:
    """The same of an answer's `rich_message`."""
    blocks = message.get("blocks") if isinstance(message, dict) else None
    rows = (" ".join(_words(block).split()) for block in _list(blocks))
    return "\n".join(row for row in rows if row)


def letters(words: str) -> str:
    return "".join([letter for letter in words.casefold() if letter.isalnum()])


def photos(message: Json) -> Iterator[list[dict[str, Json]]]:
    """The sizes of every photo of an answer's `rich_message`, in order."""
    blocks = message.get("blocks") if isinstance(message, dict) else None
    for block in _list(blocks):
        yield from _photos(block)


def _photos(value: Json) -> Iterator[list[dict[str, Json]]]:
    if isinstance(value, list):
        for inner in value:
            yield from _photos(inner)
    elif isinstance(value, dict):
        if value.get("type") == "photo":
            yield [size for size in _list(value.get("photo")) if isinstance(size, dict)]
        for name in ("items", "blocks"):
            yield from _photos(value.get(name))


def _words(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(map(_words, value))
    if not isinstance(value, dict):
        return ""
    return " ".join(_row(value[name], name) for name in WORDED if name in value)


def _row(value: Json, name: str) -> str:
    """Blocks, items and cells stand apart; the pieces of a styled text do not."""
    rows = name in APART and isinstance(value, list)
    return " ".join(_row(each, name) for each in _list(value)) if rows else _words(value)


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
