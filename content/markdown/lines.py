"""Line ends that inline tokens swallow: inside code spans, and in a link's address and title."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick, image
from markdown_it.token import Token

from content.markdown.plain_links import link

InlineRule = Callable[[StateInline, bool], bool]

LINES = "lines"  # key of a token's meta: line ends it swallowed


def counting(rule: InlineRule) -> InlineRule:
    def counted(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
        start, first = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent and state.src.find("\n", start, state.pos) != -1:
            ends = state.src.count("\n", start, state.pos)
            seen = sum(line_ends(token) for token in state.tokens[first:])
            state.tokens[-1].meta[LINES] = ends - seen
        return True

    return counted


def line_ends(token: Token) -> int:
    if token.type in {"softbreak", "hardbreak"}:
        return 1
    if token.type in {"html_inline", "math_inline", "math_inline_double"}:
        return token.content.count("\n")
    ends: int = token.meta.get(LINES, 0)
    return ends


def lines_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.at("backticks", counting(backtick))
    md.inline.ruler.at("link", counting(link))
    md.inline.ruler.at("image", counting(image))
