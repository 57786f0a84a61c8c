"""Bare URLs become links. They end before Chinese text and full-width punctuation."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from content.cjk_ranges import CJK

_WIDE = "".join(f"{chr(low)}-{chr(high)}" for low, high in CJK)
# U+2000-206F: spaces, dashes and the curly quotes that Chinese uses.
_CHARACTER = rf"(?!\*\*|~~|==)[^\s<>\"`{{}}|\\^\u2000-\u206f{_WIDE}]"
_URL = re.compile(rf"://[A-Za-z0-9\[_]{_CHARACTER}*|://[^\W\d_{_WIDE}]{_CHARACTER}*")
_SCHEME = re.compile(r"(?:^|[^A-Za-z0-9+.-])(https?)$", re.IGNORECASE)
_ENTITY = re.compile(r"&[A-Za-z0-9]+;$")
_PAIRS = {")": "(", "]": "["}


def bare_url(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if silent or state.linkLevel > 0 or state.src[state.pos] != ":":
        return False
    rest = _URL.match(state.src, state.pos, state.posMax)
    scheme = _SCHEME.search(state.pending[-9:]) if rest else None
    if rest is None or scheme is None:
        return False
    start = state.pos - len(scheme[1])
    url = without_trailing_punctuation(state.src[start : rest.end()])
    if url.endswith("/") and url.count("/") == 2:
        return False
    state.pending = state.pending[: -len(scheme[1])]
    _push_link(state, url.replace("&amp;", "&"))
    state.pos = start + len(url)
    return True


def without_trailing_punctuation(url: str) -> str:
    """What a sentence adds to its URL is not part of it: `.`, `,`, an unmatched `)` and so on."""
    while url:
        last = url[-1]
        if last == ";" and (entity := _ENTITY.search(url)):
            url = url[: entity.start()]
        elif last in "?!.,:;*_~'" or (last in _PAIRS and url.count(last) > url.count(_PAIRS[last])):
            url = url[:-1]
        else:
            break
    return url


def _push_link(state: StateInline, url: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(url)}
    opening.markup, opening.info = "linkify", "auto"
    state.push("text", "", 0).content = url
    closing = state.push("link_close", "a", -1)
    closing.markup, closing.info = "linkify", "auto"


def autolink_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.at("linkify", bare_url)
