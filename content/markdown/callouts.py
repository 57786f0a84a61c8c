"""Callouts in quotations: `> [!tip] Title` of any kind, with a title or without, folded or not."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_MARK = re.compile(r"\[!([A-Za-z][\w-]*)\][+-]?(?:[ \t]+([^\n]*))?(?:\n|$)")
_HEAD = ["blockquote_open", "paragraph_open", "inline"]


def find_callouts(state: StateCore) -> None:
    """Turn such quotations into the tokens that markdown-it uses for GitHub's alerts."""
    if "[!" not in state.src:
        return
    tokens, place = state.tokens, 0
    opened: list[Token] = []
    while place < len(tokens):
        token = tokens[place]
        if token.type == "blockquote_open":
            opened.append(token)
            _turn(tokens, place)
        elif token.type == "blockquote_close" and opened.pop().type == "alert_open":
            token.type, token.tag = "alert_close", "div"
        place += 1


def _turn(tokens: list[Token], place: int) -> None:
    head = tokens[place : place + 3]
    mark = _MARK.match(head[-1].content) if [token.type for token in head] == _HEAD else None
    if mark is None:
        return
    opening, _, text = head
    opening.type, opening.tag = "alert_open", "div"
    opening.attrs = {"class": f"markdown-alert markdown-alert-{mark[1].lower()}"}
    opening.meta = {"kind": mark[1], "titled": bool(mark[2])}
    first, last = text.map or [0, 0]
    _shorten(tokens, place, mark.end(), first + 1, last)
    title = Token("inline", "", 0, map=[first, first + 1], children=[], block=True)
    title.content, title.level = mark[2] or mark[1].capitalize(), opening.level + 2
    tokens[place + 1 : place + 1] = [_title(1, opening.level), title, _title(-1, opening.level)]


def _shorten(tokens: list[Token], place: int, length: int, first: int, last: int) -> None:
    """Take the mark's line off the paragraph, or the paragraph off the quotation."""
    text = tokens[place + 2]
    text.content = text.content[length:]
    if text.content:
        tokens[place + 1].map = text.map = [first, last]
    else:
        del tokens[place + 1 : place + 4]


def _title(nesting: int, level: int) -> Token:
    kind = "alert_title_open" if nesting > 0 else "alert_title_close"
    token = Token(kind, "p", 1 if nesting > 0 else -1, level=level + 1, block=True)
    token.attrs = {"class": "markdown-alert-title"} if nesting > 0 else {}
    return token


def callouts_plugin(md: MarkdownIt) -> None:
    md.core.ruler.before("inline", "callouts", find_callouts)
