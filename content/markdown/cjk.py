"""Emphasis and line joins beside Chinese, Japanese and Korean characters.

CommonMark decides by white space and punctuation whether `**` opens or closes. Chinese is written
without spaces, so a run beside a CJK character may do both.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import emphasis as stock_emphasis
from markdown_it.rules_inline.state_inline import Delimiter

from content.cjk_ranges import CJK, HANGUL

# Quotes, dashes and dots of ambiguous width, which Chinese shares with other scripts.
SHARED_PUNCTUATION = frozenset("“”‘’…—·")


def _class_of(ranges: tuple[tuple[int, int], ...]) -> re.Pattern[str]:
    return re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges) + "]")


_CJK = _class_of(CJK)
_HANGUL = _class_of(HANGUL)
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@lru_cache(maxsize=512)  # a text has few characters beside its marks
def is_cjk(char: str) -> bool:
    return _CJK.match(char) is not None


def joiner(before: str, after: str) -> str:
    """What a soft line break between two visible characters becomes: nothing or one space."""
    chinese = _spaceless(before), _spaceless(after)
    if all(chinese):
        return ""
    shared = before in SHARED_PUNCTUATION or after in SHARED_PUNCTUATION
    return "" if any(chinese) and shared else " "


def _spaceless(char: str) -> bool:
    return _CJK.match(char) is not None and _HANGUL.match(char) is None


def flanks(before: str, after: str, *, cjk: bool) -> tuple[bool, bool]:
    """Whether a run between these characters may open and may close emphasis."""
    space_before, space_after = _is_space(before), _is_space(after)
    if space_before or space_after:
        return not space_after, not space_before
    mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
    return cjk or mark_before or not mark_after, cjk or mark_after or not mark_before


@lru_cache(maxsize=512)
def _is_space(char: str) -> bool:
    return isWhiteSpace(ord(char))


@lru_cache(maxsize=512)
def _is_punctuation(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)


def run_length(state: StateInline, start: int) -> int:
    """How often the character at `start` repeats."""
    char, end = state.src[start], start
    while end < state.posMax and state.src[end] == char:
        end += 1
    return end - start


def neighbours(state: StateInline, start: int, length: int) -> tuple[str, str]:
    """The characters around a run; the borders of the text count as spaces."""
    end = start + length
    before = state.src[start - 1] if start else " "
    return before, state.src[end] if end < state.posMax else " "


def run_flanks(state: StateInline, start: int, length: int) -> tuple[bool, bool]:
    """Whether a run may open and may close; underscores know no Chinese."""
    if state.src[start] == "_":
        scanned = state.scanDelims(start, canSplitWord=False)
        return scanned.can_open, scanned.can_close
    before, after = neighbours(state, start, length)
    base = before
    if start > 1 and _SELECTOR.match(before):
        base = state.src[start - 2]
    return flanks(before, after, cjk=is_cjk(base) or is_cjk(after))


def emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if silent or state.src[state.pos] != "*":
        return stock_emphasis.tokenize(state, silent)
    length = run_length(state, state.pos)
    opens, closes = run_flanks(state, state.pos, length)
    for _ in range(length):
        push_delimiter(state, "*", length, opens=opens, closes=closes)
    state.pos += length
    return True


def strikethrough(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Two tildes strike; one stays text, for it means "about" in Chinese prices."""
    if silent or state.src[state.pos] != "~":
        return False
    length = run_length(state, state.pos)
    if length < 2:
        return False
    opens, closes = run_flanks(state, state.pos, length)
    if length % 2:
        state.push("text", "", 0).content = "~"
    for _ in range(length // 2):
        push_delimiter(state, "~~", 0, opens=opens, closes=closes)
    state.pos += length
    return True


def push_delimiter(
    state: StateInline, text: str, length: int, *, opens: bool, closes: bool
) -> None:
    state.push("text", "", 0).content = text
    place = len(state.tokens) - 1
    state.delimiters.append(Delimiter(ord(text[0]), length, place, -1, opens, closes))


def cjk_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.at("emphasis", emphasis)
    md.inline.ruler.at("strikethrough", strikethrough)
