"""Markup that cannot do harm: everything is escaped, and only harmless addresses are links."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

LINKS = frozenset({"http", "https", "mailto", "tg"})
_DECLARATION = re.compile(r"[a-z-]+\s*:\s*[\w\s.,%#()'!-]+")
_UNSAFE_CSS = re.compile(r"url|expression|import|behavior|binding|image|position|content", re.I)


def linkable(href: str) -> bool:
    """Whether an address may be followed; control characters could hide its scheme."""
    if any(character < " " for character in href):
        return False
    try:
        return urlsplit(href.strip()).scheme.lower() in LINKS
    except ValueError:
        return False


def anchor(href: str, inner: Markup | str) -> Markup:
    """A link that opens elsewhere, or the same words when its address is none to follow."""
    if not linkable(href):
        return Markup('<span class="dead" title="{}">{}</span>').format(href, inner)
    target = f'href="{escape(href)}" target="_blank" rel="noreferrer noopener"'
    return Markup(f"<a {target}>{escape(inner)}</a>")  # noqa: S704 - escaped


def element(tag: str, inner: Markup | str, style: str = "") -> Markup:
    """An element; `tag` and `style` are our own words, never the issue's."""
    named = f' class="{escape(style)}"' if style else ""
    return Markup(f"<{tag}{named}>{escape(inner)}</{tag}>")  # noqa: S704 - escaped


def joined(pieces: list[Markup]) -> Markup:
    return Markup("").join(pieces)


def harmless(declaration: str) -> bool:
    """Whether a declaration of CSS styles its element alone, and loads nothing."""
    known = _DECLARATION.fullmatch(declaration.lower())
    return known is not None and _UNSAFE_CSS.search(declaration) is None
