"""Paragraphs and underlined headings, by one rule that reads their lines once.

markdown-it has a rule for each, and both ask at every line whether another block begins there.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock

from content.markdown.block_state import BlockRule

_LEVELS = {"=": 1, "-": 2}


def text_block(state: StateBlock, start: int, end: int, _silent: bool) -> bool:  # noqa: FBT001
    """What is left when no other block begins at `start`; no other block ends at one."""
    outer, state.parentType = state.parentType, "paragraph"
    line, mark = _end(state, start, end)
    state.parentType = outer
    tag = f"h{_LEVELS[mark]}" if mark else "p"
    kind = "heading" if mark else "paragraph"
    state.line = line + 1 if mark else line
    opening = state.push(f"{kind}_open", tag, 1)
    opening.map, opening.markup = [start, state.line], mark
    _push_text(state, start, line)
    state.push(f"{kind}_close", tag, -1).markup = mark
    return True


def _end(state: StateBlock, start: int, end: int) -> tuple[int, str]:
    """The line behind the text, and the character that underlines it if any does."""
    others = state.md.block.ruler.getRules("paragraph")
    for line in range(start + 1, state.lineMax):
        if state.bMarks[line] + state.tShift[line] >= state.eMarks[line]:
            return line, ""
        indent = state.sCount[line]
        # Deeper ones would be code, but a paragraph goes on; negative ones a quotation let in.
        if indent - state.blkIndent > 3:
            continue
        if state.blkIndent <= indent and line < end and (mark := _underline(state, line)):
            return line, mark
        if indent >= 0 and _begins(others, state, line):
            return line, ""
    return state.lineMax, ""


def _begins(others: Sequence[BlockRule], state: StateBlock, line: int) -> bool:
    for rule in others:  # noqa: SIM110 (a generator costs a third more)
        if rule(state, line, state.lineMax, True):  # noqa: FBT003
            return True
    return False


def _underline(state: StateBlock, line: int) -> str:
    place = state.bMarks[line] + state.tShift[line]
    mark = state.src[place]
    if mark not in _LEVELS:
        return ""
    return "" if state.src[place : state.eMarks[line]].rstrip(" \t").strip(mark) else mark


def _push_text(state: StateBlock, start: int, end: int) -> None:
    token = state.push("inline", "", 0)
    if end - start == 1:  # its indent is trimmed anyway
        text = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    else:
        text = state.getLines(start, end, state.blkIndent, keepLastLF=False)
    token.content, token.map, token.children = mdTrim(text), [start, end], []


def text_blocks_plugin(md: MarkdownIt) -> None:
    md.block.ruler.at("paragraph", text_block)
    md.disable("lheading")
