"""`**words**` and `_words_` at once, where no other mark stands among the words or before them.

All else goes by markdown-it's rules: delimiters first, then the pairs they make.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from content.markdown import cjk

_KINDS = {1: "em", 2: "strong"}  # by the length of the runs around it


def emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    return (not silent and _plain_span(state)) or cjk.emphasis(state, silent)


def _plain_span(state: StateInline) -> bool:
    if state.delimiters:  # the run may close what they opened
        return False
    start, length = state.pos, cjk.run_length(state, state.pos)
    stop = state.md.inline.terminator_re.search(state.src, start + length, state.posMax)
    if stop is None or stop[0] != state.src[start] or length not in _KINDS:
        return False
    end = stop.start()
    if cjk.run_length(state, end) != length or not _is_pair(state, start, end, length):
        return False
    kind, markup = _KINDS[length], state.src[start : start + length]
    state.push(f"{kind}_open", kind, 1).markup = markup
    state.append_pending(state.src[start + length : end])
    state.push(f"{kind}_close", kind, -1).markup = markup
    state.pos = end + length
    return True


def _is_pair(state: StateInline, start: int, end: int, length: int) -> bool:
    opens, _ = cjk.run_flanks(state, start, length)
    _, closes = cjk.run_flanks(state, end, length)
    return opens and closes


def plain_spans_plugin(md: MarkdownIt) -> None:
    """To be used behind the rules for Chinese."""
    md.inline.ruler.at("emphasis", emphasis)
