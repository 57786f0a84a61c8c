"""Bare URLs become links. They end before Chinese text and full-width punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from content.cjk_ranges import CJK

_WIDE = "".join(f"{chr(low)}-{chr(high)}" for low, high in CJK)
# U+2000-206F: spaces, dashes and the curly quotes that Chinese uses.
_CHARACTER = rf"(?!\*\*|~~|==)[^\s<>\"`{{}}|\\^\u2000-\u206f{_WIDE}]"
_URL = re.compile(rf"://[A-Za-z0-9\[_]{_CHARACTER}*|://[^\W\d_{_WIDE}]{_CHARACTER}*")
_SCHEME = re.compile(r"(?:^|[^A-Za-z0-9+.-])(https?)$", re.IGNORECASE)
_ENTITY = re.compile(r"&[A-Za-z0-9]+;$")
_WWW = re.compile(rf"(?<![A-Za-z0-9./@:_-])www\.[A-Za-z0-9-]+\.[A-Za-z0-9]{_CHARACTER}*")
_ANCHOR = re.compile(r"<a\s", re.IGNORECASE)
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


def www_links(state: StateCore) -> None:
    """`www.example.com` without a scheme, looked for in the text that stands in no link."""
    if "www." not in state.src:
        return
    for token in state.tokens:
        if token.type == "inline" and "www." in token.content:
            token.children = list(_with_www(token.children or []))


def _with_www(tokens: Iterable[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type in {"link_open", "link_close"} else 0
        if token.type == "html_inline":
            depth += bool(_ANCHOR.match(token.content)) - token.content.startswith("</a")
        if token.type == "text" and depth <= 0:
            yield from _cut(token)
        else:
            yield token


def _cut(token: Token) -> Iterator[Token]:
    end = 0
    for match in _WWW.finditer(token.content):
        url = without_trailing_punctuation(match[0])
        if match.start() > end:
            yield Token("text", "", 0, content=token.content[end : match.start()])
        yield Token("link_open", "a", 1, {"href": f"http://{url}"}, markup="linkify", info="auto")
        yield Token("text", "", 0, content=url)
        yield Token("link_close", "a", -1, markup="linkify", info="auto")
        end = match.start() + len(url)
    if end < len(token.content):
        yield Token("text", "", 0, content=token.content[end:])


def autolink_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.at("linkify", bare_url)
    md.core.ruler.after("text_join", "www_links", www_links)
