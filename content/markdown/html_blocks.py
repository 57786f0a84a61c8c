"""HTML blocks that end where their tags close.

CommonMark ends an HTML block at a blank line. Authors glue lists and paragraphs right under
`</div>`, and they would vanish into raw HTML. So the two kinds of block that end at a blank line
(types 6 and 7) end as well after a line on which every tag opened since their start is closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.html_block import HTML_SEQUENCES

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
     "track", "wbr"}
)  # fmt: skip
ATTRIBUTES = r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*"
# The same, for where nothing but `>` follows: what it took it never gives back.
_ATTRIBUTES = r"(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+"
HTML_TAG = re.compile(
    rf"<!--.*?-->|<(?P<close>/?)(?P<name>[A-Za-z][\w:-]*)(?P<rest>{_ATTRIBUTES})>", re.DOTALL
)
_UNFINISHED = re.compile(r"<(?:!--|/?[A-Za-z])")
_COMMENT = 1
_BLANK_LINE_TYPES = (5, 6)
_MARKS = frozenset("!?")  # behind `<`
_MARKED_TYPES, _NAMED_TYPES = (1, 2, 3, 4), (0, 5, 6)

BlockRule = Callable[[StateBlock, int, int, bool], bool]


def balance(html: str, opened: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """The tags left open after this text, outermost first, and the closing tags without opener."""
    stack, strays = list(opened), list[str]()
    _apply(_turns(html)[0], stack, strays)
    return stack, strays


def _apply(turns: Iterable[tuple[bool, str]], stack: list[str], strays: list[str]) -> None:
    for closing, name in turns:
        if closing:
            close(name, stack, strays)
        else:
            stack.append(name)


def _turns(html: str) -> tuple[tuple[tuple[bool, str], ...], str]:
    """Each tag that closes or opens an element, and the unfinished tag at the end."""
    turns: list[tuple[bool, str]] = []
    end = 0
    for match in HTML_TAG.finditer(html):
        end = match.end()
        slash, name, rest = match.groups()
        if name is None:
            continue
        name = name.lower()
        if slash or not (name in VOID or rest.endswith("/")):
            turns.append((bool(slash), name))
    found = _UNFINISHED.search(html, end) if html.find("<", end) != -1 else None
    return tuple(turns), html[found.start() :] if found else ""


_turns_of_line = lru_cache(maxsize=128)(_turns)  # an issue wraps all its pictures alike


def close(name: str, stack: list[str], strays: list[str]) -> None:
    """Close the innermost open tag of this name, with all that stands open inside it."""
    for place in range(len(stack) - 1, -1, -1):
        if stack[place] == name:
            del stack[place:]
            return
    strays.append(name)


def narrow_html_block(*, text_behind_comment: bool) -> BlockRule:
    """With `text_behind_comment`, `<!-- … --> words` begins a paragraph, not a raw block."""

    def html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        place = state.bMarks[start] + state.tShift[start]
        if not state.src.startswith("<", place) or state.is_code_block(start):
            return False
        text = state.src[place : state.eMarks[start]]
        number = _block_type(text)
        if number is None:
            return False
        if silent:
            return HTML_SEQUENCES[number][2]
        if text_behind_comment and number == _COMMENT and text.partition("-->")[2].strip():
            return False
        _push(state, start, *_end(state, start, end, number))
        return True

    return html_block


def _block_type(text: str) -> int | None:
    for number in _MARKED_TYPES if text[1:2] in _MARKS else _NAMED_TYPES:
        if HTML_SEQUENCES[number][0].search(text):
            return number
    return None


def _end(state: StateBlock, start: int, end: int, number: int) -> tuple[int, bool]:
    """The line behind the block, and whether tags stand open there."""
    if number in _BLANK_LINE_TYPES:
        return _closing_line(state, start, end)
    closing = HTML_SEQUENCES[number][1]
    for line in range(start, end):
        if line > start and _is_outdented(state, line) and not state.isEmpty(line):
            return line, False
        if closing.search(_text(state, line)):
            return line + 1, False
    return end, False


def _closing_line(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """Behind the line that closes every tag, or before a blank line."""
    stack: list[str] = []
    rest = ""  # a tag or comment that goes on in the next line
    for line in range(start, end):
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        if line > start and (not text or _is_outdented(state, line)):
            return line, bool(stack)
        if rest or "<" in text:
            turns, rest = _turns(rest + text) if rest else _turns_of_line(text)
            _apply(turns, stack, [])
        if not stack and not rest:
            return line + 1, False
        rest += "\n" if rest else ""
    return end, bool(stack)


def _is_outdented(state: StateBlock, line: int) -> bool:
    return state.sCount[line] < state.blkIndent


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _push(state: StateBlock, start: int, end: int, is_open: bool) -> None:  # noqa: FBT001
    state.line = end
    token = state.push("html_block", "", 0)
    token.map, token.meta = [start, end], {"open": is_open}
    token.content = state.getLines(start, end, state.blkIndent, keepLastLF=True)


def html_blocks_plugin(md: MarkdownIt, *, text_behind_comment: bool = False) -> None:
    rule = narrow_html_block(text_behind_comment=text_behind_comment)
    alternatives: dict[str, Iterable[str]] = {"alt": ["paragraph", "reference", "blockquote"]}
    md.block.ruler.at("html_block", rule, alternatives)  # type: ignore[arg-type]
