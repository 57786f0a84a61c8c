"""Where a text may be cut, from paragraphs down to single characters.

Finer borders are looked for only where the coarser ones leave a stretch above the limit.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum

import regex

from content.sentences import CLOSERS, PAIRS, Span, clauses, cut_by, enclosures, sentences
from content.urls import url_spans

Counter = Callable[[str], int]


class Border(IntEnum):
    """What a cut falls on, the best first. Sections and items are known to the caller only."""

    SECTION = 0
    ITEM = 1
    PARAGRAPH = 2
    LINE = 3
    SENTENCE = 4
    CLAUSE = 5
    SPACE = 6  # or the edge of a quotation, a title, brackets
    QUOTED = 7  # a clause or a sentence in a quotation or in brackets, these being above the limit
    CHARACTER = 8
    INSIDE = 9  # any character of a title, a quotation or brackets
    ATOM = 10  # in what should stay whole, and is above the limit


CANDIDATES = 40  # of one kind, tried within the length of one piece

NOT_FIRST = CLOSERS | frozenset("，。、！？；：…—·,.!?;:%‰℃")
NOT_LAST = frozenset(PAIRS) | frozenset("$¥€£#@")
CLOSE_BRACKET = regex.compile(r"\S[（(\[{〔]")
PARAGRAPHS = regex.compile(r"\n[^\S\n]*\n\s*")
LINES = regex.compile(r"\n\s*")
SPACES = regex.compile(r"\s+")
EXTENDER = regex.compile(r"[\p{Grapheme_Extend}\p{M}\p{Emoji_Modifier}\u200d]")
CLUSTERS = regex.compile(r"\X")
UNITS = "KB|MB|GB|TB|km|cm|mm|kg|mg|kW|MW|GW|ms|min|kHz|MHz|GHz|Hz|px|bn|[KMBkmgshxW]"
LETTER = r"[\p{Latin}\p{Greek}\p{Cyrillic}\d]"
TAGS = regex.compile(r"@[A-Za-z0-9_]+|#\w+")
WORDS = regex.compile(
    rf"""
    [$¥€£]? \d+ (?:[.,:/-]\d+)*                                      # number with its unit
      (?: [ ]? (?: [%‰℃°] | (?:{UNITS})(?![A-Za-z]) | [百千万亿]+\p{{Han}}? ) | \p{{Han}} )
    | [$¥€£]? {LETTER} (?: {LETTER} | \p{{M}} )*                       # word
      (?: ['’._+&/:@%-]+ {LETTER}+ )* [%+\#]*
    """,
    regex.VERBOSE,
)


def coarse_borders(
    text: str, atoms: Sequence[Span], marks: Mapping[int, Border]
) -> dict[int, Border]:
    """Sentences, lines, paragraphs and the caller's own, outside the atoms."""
    found = {end: Border.SENTENCE for _, end in sentences(text)}
    found |= {match.end(): Border.LINE for match in LINES.finditer(text)}
    found |= {match.end(): Border.PARAGRAPH for match in PARAGRAPHS.finditer(text)}
    for offset, border in marks.items():
        at = len(text) - len(text[offset:].lstrip())
        found[at] = min(border, found.get(at, border))
    return {
        offset: border
        for offset, border in found.items()
        if 0 < offset < len(text)
        and not cut_by(atoms, offset)
        and not _splits_cluster(text, offset)
    }


def finer_borders(
    text: str,
    limit: int,
    count: Counter,
    atoms: Sequence[Span],
    kinds: Sequence[Kind] | None = None,
) -> dict[int, Border]:
    """Borders in a stretch that is too long, no finer than needed."""
    kinds = KINDS if kinds is None else kinds
    size = count(text.strip())
    if size <= limit or not kinds:
        return {}
    border, offsets = kinds[0]
    found = [offset for offset in offsets(text, atoms) if 0 < offset < len(text)]
    some = found[:: max(1, len(found) * limit // (size * CANDIDATES))]
    kinds = kinds if len(some) < len(found) else kinds[1:]
    borders = dict.fromkeys(some, border)
    for start, end in itertools.pairwise([0, *some, len(text)]):
        inner = finer_borders(text[start:end], limit, count, _moved(atoms, start, end), kinds)
        borders |= {start + offset: border for offset, border in inner.items()}
    return borders


def merged(spans: Iterable[Span]) -> list[Span]:
    """Sorted, those that overlap made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _moved(atoms: Sequence[Span], start: int, end: int) -> list[Span]:
    return [(max(a, start) - start, min(b, end) - start) for a, b in atoms if a < end and b > start]


def _clause_ends(text: str, atoms: Sequence[Span]) -> Iterator[int]:
    ends = (end for _, end in clauses(text))
    return (end for end in ends if _reads_well(text, end) and not cut_by(atoms, end))


def _quoted_ends(text: str, atoms: Sequence[Span]) -> Iterator[int]:
    for start, end in enclosures(text):
        ends = (start + 1 + offset for _, offset in clauses(text[start + 1 : end - 1]))
        yield from (at for at in ends if _reads_well(text, at) and not cut_by(atoms, at))


def _spaces_and_edges(text: str, atoms: Sequence[Span]) -> Iterator[int]:
    enclosed = _enclosed(text)
    whole = merged([*atoms, *_words(text), *enclosed])
    edges = {*(match.end() for match in SPACES.finditer(text)), *itertools.chain(*enclosed)}
    return (at for at in sorted(edges) if _reads_well(text, at) and not cut_by(whole, at))


def _characters(text: str, atoms: Sequence[Span]) -> Iterator[int]:
    return _clusters(text, [*atoms, *_words(text), *_enclosed(text)])


def _enclosed(text: str) -> list[Span]:
    """Quotations, titles and brackets, the last with the character that they stand close to."""
    spans = enclosures(text)
    return [(start - bool(CLOSE_BRACKET.match(text, start - 1)), end) for start, end in spans]


def _enclosed_characters(text: str, atoms: Sequence[Span]) -> Iterator[int]:
    return _clusters(text, [*atoms, *_words(text)])


def _lines_in_atoms(text: str, _: Sequence[Span]) -> Iterator[int]:
    return (match.end() for match in LINES.finditer(text))


def _spaces_in_atoms(text: str, _: Sequence[Span]) -> Iterator[int]:
    return (match.end() for match in SPACES.finditer(text))


def _any_characters(text: str, _: Sequence[Span]) -> Iterator[int]:
    return (match.end() for match in CLUSTERS.finditer(text))


def _code_points(text: str, _: Sequence[Span]) -> Iterable[int]:
    return range(1, len(text))


def _clusters(text: str, whole: Iterable[Span]) -> Iterator[int]:
    atoms = merged(whole)
    ends = (match.end() for match in CLUSTERS.finditer(text))
    return (end for end in ends if _reads_well(text, end) and not cut_by(atoms, end))


def _words(text: str) -> list[Span]:
    urls = [(url.start, url.end) for url in url_spans(text)]
    return [*urls, *(match.span() for kind in (TAGS, WORDS) for match in kind.finditer(text))]


def _reads_well(text: str, offset: int) -> bool:
    """No piece begins with a closing mark or ends with an opening one."""
    before, after = text[max(0, offset - 9) : offset].rstrip()[-1:], text[offset : offset + 1]
    return (
        after not in NOT_FIRST
        and before not in NOT_LAST
        and not after.isspace()
        and not _splits_cluster(text, offset)
    )


def _splits_cluster(text: str, offset: int) -> bool:
    """What follows a stop or a space may still belong to it: an accent, a variation selector."""
    return bool(EXTENDER.match(text, offset))


Kind = tuple[Border, Callable[[str, Sequence[Span]], Iterable[int]]]
KINDS: tuple[Kind, ...] = (
    (Border.CLAUSE, _clause_ends),
    (Border.SPACE, _spaces_and_edges),
    (Border.QUOTED, _quoted_ends),
    (Border.CHARACTER, _characters),
    (Border.INSIDE, _enclosed_characters),
    (Border.ATOM, _lines_in_atoms),
    (Border.ATOM, _spaces_in_atoms),
    (Border.ATOM, _any_characters),
    (Border.ATOM, _code_points),
)
