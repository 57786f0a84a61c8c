"""Block rules of markdown-it, asked only where a look at the line does not rule them out.

Most lines are plain text or list items, and each rule would read them character by character.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, code, hr, list_block, reference, table

BlockRule = Callable[[StateBlock, int, int, bool], bool]

_RULE = re.compile(r"([*_-])[ \t]*(?:\1[ \t]*){2,}$")
# A label that is followed by a colon, or that goes on in the next line.
_REFERENCE = re.compile(r"\[(?:[^\[\]\\]|\\.)*+(?:\]:|\\?$)")
_ITEM = re.compile(r"(?:[*+-]|(?P<number>[0-9]{1,9})[.)])(?:[ \t]|$)")
_DIVIDERS = frozenset("|-:")


def only_where(pattern: re.Pattern[str], rule: BlockRule) -> BlockRule:
    """The rule for lines that begin as the pattern wants it."""

    def asked(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        place = state.bMarks[start] + state.tShift[start]
        if pattern.match(state.src, place, state.eMarks[start]) is None:
            return False
        return rule(state, start, end, silent)

    return asked


def table_where_divided(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """The line below a table's header begins with one of three characters."""
    place = state.bMarks[start + 1] + state.tShift[start + 1]
    return state.src[place : place + 1] in _DIVIDERS and table(state, start, end, silent)


def indented_code(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    return state.is_code_block(start) and code(state, start, end, silent)


def list_or_its_begin(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    return _begins_list(state, start) if silent else list_block(state, start, end, silent)


def _begins_list(state: StateBlock, line: int) -> bool:
    """Whether a list's item ends what stands above it."""
    indent = state.sCount[line]
    if state.is_code_block(line) or 0 <= state.listIndent <= indent - 4 < state.blkIndent - 4:
        return False
    end = state.eMarks[line]
    item = _ITEM.match(state.src, state.bMarks[line] + state.tShift[line], end)
    if item is None:
        return False
    if state.parentType != "paragraph" or indent < state.blkIndent:
        return True
    # A paragraph is ended by an item that holds something, and in a row of numbers by the first.
    first = item["number"] is None or int(item["number"]) == 1
    return first and state.src[item.end() : end].strip(" \t") != ""


def block_rules_plugin(md: MarkdownIt) -> None:
    """What each rule may interrupt stays as it is with markdown-it."""
    at = md.block.ruler.at
    at("table", table_where_divided, {"alt": ["paragraph", "reference"]})
    at("code", indented_code)
    at("hr", only_where(_RULE, hr), {"alt": ["paragraph", "reference", "blockquote", "list"]})
    at("list", list_or_its_begin, {"alt": ["paragraph", "reference", "blockquote"]})
    at("reference", only_where(_REFERENCE, reference))
