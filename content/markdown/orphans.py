"""`[^n]` without a definition stays text; it is noted, for the author forgot the note."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from content.markdown.tag_rules import LINE

ORPHANS = "orphan notes"  # key of the parser's environment: label and line

_MARK = re.compile(r"\[\^([^\]\s]+)\]")


def note_orphan(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if silent or not state.src.startswith("[^", state.pos):
        return False
    match = _MARK.match(state.src, state.pos, state.posMax)
    if match:
        line = state.env.get(LINE, 0) + state.src.count("\n", 0, state.pos)
        state.env.setdefault(ORPHANS, []).append((match[1], line))
    return False


def orphans_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.after("footnote_ref", "orphan_note", note_orphan)
