"""Telegram's HTML out of plain values: all is escaped once, and no message gets too long.

Plain texts are `str`, what is HTML already is `Markup`, so nothing is escaped twice or not at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from html import unescape

from markupsafe import Markup, escape

from bot.control.screen import Button
from content.measure import utf16_units

MOST = 4096  # UTF-16 units of a message once parsed: core.telegram.org/bots/api#sendmessage
TITLE = 80  # columns of a title in a message
BUTTON = 30  # characters on a button; a phone shows about so many on one that has a row to itself
ELLIPSIS = "…"
LINKS = ("http://", "https://", "tg://")

_TAG = re.compile(r"<[^>]+>")


# --- one line ---------------------------------------------------------------------------------


def bold(text: str) -> Markup:
    return Markup("<b>{}</b>").format(text)


def code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)


def pre(text: str) -> Markup:
    return Markup("<pre>{}</pre>").format(text)


def quote(text: str) -> Markup:
    return Markup("<blockquote>{}</blockquote>").format(text)


def link(text: str, url: str | None) -> Markup:
    """The text as a link, or as it is where there is no address to follow."""
    if not followed(url):
        return escape(text)
    return Markup('<a href="{}">{}</a>').format(url, text)


def followed(url: str | None) -> bool:
    """Whether Telegram takes it as the address of a link or a button."""
    return bool(url) and str(url).startswith(LINKS) and not re.search(r"\s", str(url))


def url_button(text: str, url: str) -> tuple[Button, ...]:
    """A row with a button that opens an address; none where there is no address to open."""
    return (Button(text, url=url),) if followed(url) else ()


# --- length -----------------------------------------------------------------------------------


def parsed(html: str) -> str:
    """What a reader sees of Telegram's HTML."""
    return unescape(_TAG.sub("", html))


def units(html: str) -> int:
    """UTF-16 units of a message once parsed."""
    return utf16_units(parsed(html))


def columns(text: str) -> int:
    """Columns in a monospaced font: Chinese takes two, what joins the character before it none."""
    return sum(_columns(character) for character in text)


def shorten(text: str, most: int = TITLE) -> str:
    """On one line, at most so many columns, with an ellipsis where something is left out."""
    line = " ".join(text.split())
    if columns(line) <= most:
        return line
    kept, left = "", most - 1
    for character in line:
        left -= _columns(character)
        if left < 0:
            break
        kept += character
    return kept.rstrip(" \u200d") + ELLIPSIS


def label(text: str) -> str:
    """The text of a button."""
    line = " ".join(text.split())
    if len(line) <= BUTTON and columns(line) <= BUTTON + 4:
        return line
    return shorten(line, BUTTON)


def fitted(blocks: Iterable[str], rest: Callable[[int], str], most: int = MOST) -> Markup:
    """The blocks below each other, as many from the first on as a message holds.

    Plain blocks are escaped; each is whole HTML. `rest` says that so many blocks are left out.
    """
    kept = [escape(block) for block in blocks]
    left_out = 0
    while kept:
        tail = [escape(rest(left_out))] if left_out else []
        whole = Markup("\n").join([*kept, *tail])
        if units(whole) <= most:
            return whole
        kept.pop()
        left_out += 1
    return escape(shorten(rest(left_out), most // 2)) if left_out else Markup("")


# --- tables -----------------------------------------------------------------------------------


def table(rows: Sequence[Sequence[str]]) -> str:
    """Plain lines whose columns are as wide as their widest cell."""
    count = max((len(row) for row in rows), default=0)
    whole = [[*row, *[""] * (count - len(row))] for row in rows]
    widths = [max(columns(row[n]) for row in whole) for n in range(count)]
    return "\n".join(
        "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in whole
    )


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - columns(cell))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
