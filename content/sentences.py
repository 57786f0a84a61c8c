"""Where sentences and clauses end, in Chinese, in English and in both mixed.

Spans are `(start, end)` offsets that cover the text without a gap; the white space behind a
sentence belongs to it. What stands in brackets or quotation marks is not cut.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

Span = tuple[int, int]

PAIRS = dict(zip("（(《〈“‘「『【〔[{", "）)》〉”’」』】〕]}", strict=True))
CLOSERS = frozenset(PAIRS.values())
SPEECH = frozenset('（(“‘「『"')  # may hold whole sentences; a title 《》 never does
MARKS = re.compile("[" + re.escape("".join({*PAIRS, *CLOSERS})) + '"\n]')

WIDE_STOPS = frozenset("。！？；")
STOPS = re.compile(r"[。！？；!?….\n](?:(?<!\n)[。！？；!?….]+)?")  # a new line by itself
# What may stand between a stop and the end of its sentence: note numbers, and emoji before a space.
TAIL = re.compile(
    r"(?:\[\^?\d+\])*(?:[ ]?[\u2600-\u27bf\U0001f1e6-\U0001faff\ufe0f\u200d]+(?=\s|$))?"
)
CLAUSE_STOPS = re.compile(r"[，、：；,;:—](?:(?<=[，、：；])|(?<=—)—*|(?=\s|[^\x00-\u024f]))")
LETTER = re.compile(r"[A-Za-z0-9]")
SPACE = re.compile(r"\s*")
ADDRESS = re.compile(r"[a-zA-Z]+://[^\s<>\"，。！？；：、（）《》“”「」『』]*[^\s\W]")

NO_SENTENCE_STARTS_WITH = frozenset("，、：；。！？,;:!?…—" + "".join(CLOSERS))
IDEOGRAPH = re.compile(
    "[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
LAST_WORD = re.compile(r"[A-Za-z][A-Za-z.]*$")
NUMBER_OF_A_LIST = re.compile(r"(?:^|\n)[ \t]*\d+$")
LOOK_BACK = 40  # characters, more than any list number or abbreviation
# Words that a full stop does not end: always, and before a number.
_ABBREVIATIONS = """
mr mrs ms dr prof st gen sen rep gov capt lt col sgt rev hon mt vs e.g i.e cf al approx dept univ
"""
_NUMBERED = "fig figs eq no nos vol ch sec pp jan feb mar apr jun jul aug sep sept oct nov dec"
ABBREVIATIONS, NUMBERED = frozenset(_ABBREVIATIONS.split()), frozenset(_NUMBERED.split())
# Between an initialism (`U.S.`) and one of these words a sentence ends.
INITIALISM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]|[A-HJ-Z]|Ph\.D")  # "I" alone is a word
OPENING_WORDS = re.compile(
    r"(?:The|They|This|That|These|Those|There|It|He|She|We|You|In|On|At|As|If|When|While|But|And|So|"
    r"However|Meanwhile|Now|Then|Its|His|Her|Their|Our|My|What|Why|How|Who)\b"
)


def sentences(text: str) -> tuple[Span, ...]:
    return tuple(sentences_of(text))


def sentences_of(text: str) -> Iterator[Span]:
    """The same one by one: the text is read only as far as somebody asks."""
    stop = STOPS.search(text)
    if stop is None or stop.end() == len(text):
        if text:
            yield 0, len(text)
        return
    start, first = 0, _behind_space(text, 0)
    for end in _sentence_ends(text, _pairs(text), _addresses(text)):
        if max(start, first) < end < len(text):
            yield start, end
            start = end
    yield start, len(text)


def clauses(text: str) -> tuple[Span, ...]:
    """Sentences, cut further at `，、：；` and their Latin kin."""
    pairs, addresses = _pairs(text), _addresses(text)
    ends = {*_sentence_ends(text, pairs, addresses), *_clause_ends(text, pairs, addresses)}
    first = _behind_space(text, 0)
    edges = [0, *sorted([end for end in ends if first < end < len(text)]), len(text)]
    return tuple(itertools.pairwise(edges)) if text else ()


def enclosures(text: str) -> tuple[Span, ...]:
    """The outermost bracketed or quoted stretches, marks included; each stays within its line."""
    return _outermost(_pairs(text))


def cut_by(spans: Sequence[Span], offset: int) -> Span | None:
    """The one of these sorted spans that has `offset` inside, not at its edge."""
    index = bisect_right(spans, (offset, 0)) - 1
    inside = index >= 0 and spans[index][0] < offset < spans[index][1]
    return spans[index] if inside else None


def _behind_space(text: str, offset: int) -> int:
    if not text[offset : offset + 1].isspace():
        return offset
    space = SPACE.match(text, offset)
    return space.end() if space else offset


def _pairs(text: str) -> list[Span]:
    """Brackets and quotation marks with what they hold, the inner ones first."""
    found: list[Span] = []
    stack: list[tuple[str, int]] = []
    for match in MARKS.finditer(text):
        mark = match[0]
        if mark == "\n":
            stack.clear()
        elif mark in PAIRS:
            stack.append((PAIRS[mark], match.start()))
        elif (depth := _depth(stack, mark)) >= 0:
            found.append((stack[depth][1], match.end()))
            del stack[depth:]
        elif mark == '"' and not LETTER.match(text[match.start() - 1 : match.start()]):
            stack.append((mark, match.start()))
    return found


def _outermost(pairs: Sequence[Span]) -> tuple[Span, ...]:
    outer: list[Span] = []
    for start, end in sorted(pairs):
        if not outer or start >= outer[-1][1]:
            outer.append((start, end))
    return tuple(outer)


def _addresses(text: str) -> list[Span]:
    return [match.span() for match in ADDRESS.finditer(text)] if "://" in text else []


def _depth(stack: list[tuple[str, int]], closer: str) -> int:
    """Where the innermost opening mark stands that waits for this one; -1 when none does."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth][0] == closer:
            return depth
    return -1


def _sentence_ends(text: str, pairs: Sequence[Span], addresses: Sequence[Span]) -> Iterator[int]:
    """Behind the white space that follows each sentence but the last."""
    openers = {end - 1: start for start, end in pairs}
    outer = _outermost(pairs)
    begin = _behind_space(text, 0)
    for stop in STOPS.finditer(text):
        end = stop.end()
        if stop[0] != "\n":
            end = _with_tail(text, _with_closers(text, stop, openers))
            if end == len(text):
                return
            if cut_by(addresses, stop.start()) or not _ends_sentence(text, stop, end):
                continue
            enclosure = cut_by(outer, stop.start())
            if enclosure and not _stands_alone(text, enclosure, begin, end):
                continue
        begin = _behind_space(text, end)
        yield begin


def _with_closers(text: str, stop: re.Match[str], openers: dict[int, int]) -> int:
    """Behind the brackets and quotation marks that close here; one left alone belongs here too."""
    end = stop.end()
    while end < len(text) and openers.get(end, -1) < stop.start():
        if end not in openers and text[end] not in CLOSERS:
            break
        end += 1
    return end


def _with_tail(text: str, end: int) -> int:
    tail = TAIL.match(text, end)
    return tail.end() if tail else end


def _stands_alone(text: str, enclosure: Span, begin: int, end: int) -> bool:
    """`“好。”` is a sentence of its own at the start, behind a colon, and before a space."""
    start, close = enclosure
    if end < close or text[start] not in SPEECH:
        return False
    return start == begin or text[start - 1] in "：:" or _behind_space(text, end) > end


def _ends_sentence(text: str, stop: re.Match[str], end: int) -> bool:
    rest = text[end : end + LOOK_BACK]
    following = rest.lstrip()
    if not following or "\n" in rest[: len(rest) - len(following)]:
        return True
    if following[0] in NO_SENTENCE_STARTS_WITH:
        return False
    if WIDE_STOPS.intersection(stop[0]):
        return True
    if following[0].islower():
        return False
    spaced = following != rest
    if stop[0] == ".":
        return _full_stop_ends(
            text[max(0, stop.start() - LOOK_BACK) : stop.start()], following, spaced=spaced
        )
    return spaced or "…" in stop[0] or bool(IDEOGRAPH.match(following))


def _full_stop_ends(before: str, following: str, *, spaced: bool) -> bool:
    if not spaced:
        return bool(IDEOGRAPH.match(following)) and not before[-1:].isdigit()
    if NUMBER_OF_A_LIST.search(before):
        return False
    last = LAST_WORD.search(before)
    word = last[0] if last else ""
    if INITIALISM.fullmatch(word):
        return bool(OPENING_WORDS.match(following) or IDEOGRAPH.match(following))
    return word.lower() not in (NUMBERED if following[0].isdigit() else ABBREVIATIONS)


def _clause_ends(text: str, pairs: Sequence[Span], addresses: Sequence[Span]) -> Iterator[int]:
    outer = _outermost(pairs)
    for stop in CLAUSE_STOPS.finditer(text):
        if not cut_by(outer, stop.end()) and not cut_by(addresses, stop.start()):
            yield _behind_space(text, stop.end())
