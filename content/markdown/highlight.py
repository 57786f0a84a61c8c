"""`==marked==`, as Obsidian and others write it."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from content.markdown.cjk import neighbours, push_delimiter, run_flanks, run_length

_EQUALS = ord("=")


def tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if silent or state.src[state.pos] != "=":
        return False
    length = run_length(state, state.pos)
    if length != 2:
        state.append_pending("=" * length)
        state.pos += length
        return True
    opens, closes = run_flanks(state, state.pos, length)
    before, after = neighbours(state, state.pos, length)
    # `a==b` is a comparison, not a mark.
    opens, closes = opens and not _is_word(before), closes and not _is_word(after)
    push_delimiter(state, "==", 0, opens=opens, closes=closes)
    state.pos += length
    return True


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def pair(state: StateInline) -> None:
    _pair(state, state.delimiters)
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            _pair(state, meta["delimiters"])


def _pair(state: StateInline, delimiters: list[Delimiter]) -> None:
    for opener in delimiters:
        if opener.marker == _EQUALS and opener.end != -1:
            _turn(state, opener.token, "mark_open", 1)
            _turn(state, delimiters[opener.end].token, "mark_close", -1)


def _turn(state: StateInline, place: int, kind: str, nesting: int) -> None:
    token = state.tokens[place]
    token.type, token.tag, token.markup, token.content = kind, "mark", "==", ""
    token.nesting = 1 if nesting > 0 else -1


def highlight_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.after("emphasis", "mark", tokenize)
    md.inline.ruler2.after("emphasis", "mark", pair)
