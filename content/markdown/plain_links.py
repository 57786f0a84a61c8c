"""Links: `[words](https://…)`, as nearly all are written, at once; others by markdown-it's rule.

That rule looks for what words and address may hold before it reads them.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import link as stock_link

# An address without anything to decode or to balance, up to the closing parenthesis.
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9\-._~:/?#@!$'*+,;=%]+(?=\))")

# Marks that mean nothing among the words of a link: no address begins there, no emphasis opens.
_TEXT = re.compile(r":|(?<=[A-Za-z0-9])_")


def link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    return _plain_link(state, silent=silent) or stock_link(state, silent)


def _plain_link(state: StateInline, *, silent: bool) -> bool:
    """A link whose words hold no character at which a rule could match."""
    stops = state.md.inline.terminator_re
    stop = stops.search(state.src, state.pos + 1, state.posMax)
    while stop and _TEXT.match(state.src, stop.start()):
        stop = stops.search(state.src, stop.end(), state.posMax)
    if stop is None or not state.src.startswith("](", stop.start()):
        return False
    address = PLAIN_ADDRESS.match(state.src, stop.end() + 1, state.posMax)
    href = state.md.normalizeLink(address[0]) if address else ""
    if address is None or not state.md.validateLink(href):
        return False
    if not silent:
        _push(state, state.src[state.pos + 1 : stop.start()], href)
    state.pos = address.end() + 1
    return True


def _push(state: StateInline, words: str, href: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": href}
    state.append_pending(words)
    state.push("link_close", "a", -1)


def plain_links_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.at("link", link)
