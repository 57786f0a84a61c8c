"""`[words](https://…)`, as nearly all links are written: recognised at once, without markdown-it's
search for what words and address may hold. All other links are left to its own rule."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

# An address without anything to decode or to balance, up to the closing parenthesis.
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9\-._~:/?#@!$'*+,;=%]+(?=\))")


def plain_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    stop = state.md.inline.terminator_re.search(state.src, state.pos + 1, state.posMax)
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
    md.inline.ruler.before("link", "plain_link", plain_link)
