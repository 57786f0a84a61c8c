"""The smallest pieces that a digest may take: whole sentences and whole list items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import NamedTuple

from adapters.x.rows import COLON, Row
from adapters.x.wording import shows_address, weighs, weight
from content.sentences import Span, sentences_of
from content.tables import TABLES, Tables

LIGHT = 14  # weight below which a piece says nothing by itself
LEAD_IN = 24  # weight up to which words before a colon are kept above what they lead in
LEAD_ITEM = 60  # the same for an item above a list of its own, which says nothing without it
NAMING = 0.35  # share of letters in link labels: the sentence names sources instead of telling
LETTERS = re.compile(r"\w+")
# A sentence that begins so is about the one before it.
LEANS = re.compile(
    r"(?:它|其|该|这|此|那|他们|她们|但|而|不过|然而|因此|所以|于是|否则|同时|另外"
    r"|(?:It|Its|This|That|These|Those|They|Their|He|His|She|Her|But|However|So|Thus|Hence|Otherwise"
    r"|Instead|Also|And|Or)\b)"
)
# The same, for the post before: a conjunction reads on from there, a pronoun has lost its noun.
REFERS = re.compile(r"(?:它|他们|她们|(?:It|Its|They|Their|He|His|She|Her)\b)")


class Unit(NamedTuple):
    """`text` keeps the white space around its words, so that sentences of one row join as they
    stood; `marker` is that of a list item that begins with it."""

    text: str
    words: str
    row: Row
    start: int
    marker: str
    fit: bool
    leads_in: bool = False
    whole: bool = True

    def part(self, text: str, skipped: int = 0) -> Unit:
        """Some of its words, from `skipped` characters on."""
        start = self.start + skipped
        return self._replace(text=text, words=text.strip(), start=start, whole=False)


class Pieces:
    """Units in order, looked at only as far as somebody asks, and once."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._found: list[Unit] = []
        self._further = iter(units)

    def __iter__(self) -> Iterator[Unit]:
        at = 0
        while True:
            if at == len(self._found):
                if (unit := next(self._further, None)) is None:
                    return
                self._found.append(unit)
            yield self._found[at]
            at += 1


def units(
    rows: Sequence[Row], tables: Tables = TABLES, *, leaning: bool = False, goes_on: bool = False
) -> Iterator[Unit]:
    """In order; a row that the author marked is taken whatever the rules say of it.

    `leaning` takes sentences too that are about one passed over; where a story `goes_on`, its first
    sentence may be about one of the post before.
    """
    chosen = [row for row in rows if row.cued] or rows
    telling = {row.block for row in rows if row.marker and weighs(row.text, LIGHT)}
    for number, row in enumerate(chosen):
        below = chosen[number + 1] if number + 1 < len(chosen) else None
        skipped = goes_on and number == 0 and REFERS.match(row.text) is not None
        yield from _units(row, below, tables, telling, leaning=leaning, skipped=skipped)


def joined(taken: Sequence[Unit]) -> str:
    """The units as a post shows them, and the white space behind the last."""
    text, before = "", None
    for unit in taken:
        text, before = appended(text, before, unit, unit.text), unit
    return text


def appended(text: str, before: Unit | None, unit: Unit, words: str) -> str:
    """The words of a unit, or some of them, behind the text that ends with another unit."""
    if before is None:
        return f"{text}{unit.marker}{words}"
    gap = _gap(before, unit)
    return f"{text.rstrip() if gap else text}{gap}{unit.marker}{words}"


def letters(text: str) -> int:
    return len("".join(LETTERS.findall(text)))


def _gap(before: Unit, unit: Unit) -> str:
    if before.row is unit.row:
        return "" if before.start + len(before.text) == unit.start else "\n"
    same_list = bool(before.row.marker and unit.row.marker) and before.row.block == unit.row.block
    return "\n" if same_list or before.leads_in else "\n\n"


def _units(
    row: Row,
    below: Row | None,
    tables: Tables,
    telling: AbstractSet[int],
    *,
    leaning: bool,
    skipped: bool,
) -> Iterator[Unit]:
    """`telling` are the lists with something to tell; `skipped` is the sentence before, on which
    the next one may lean."""
    whole = row.text
    for start, end in ((0, len(whole)),) if row.marker else _weighty(whole):
        text = whole[start:end]
        words = text.strip()
        fit = row.cued or (not row.titles and _tells(words, row, (start, end), telling))
        if fit and end == len(whole) and not row.cued:
            fit = not _announces(words, row, below, tables)
        fit = fit and not shows_address(words)
        fit = fit and (leaning or not (skipped and LEANS.match(words)))
        leads_in = _followed(row, below) and (row.titles or _leads_in(words, row, tables))
        skipped = not fit and not leads_in
        yield Unit(text, words, row, start, "" if start else row.marker, fit, leads_in)


def _weighty(text: str) -> Iterator[Span]:
    """Sentences; one too light to stand alone goes with the next, at the end with the one before.

    `It had not.` says nothing by itself, and what stands around it says something else without it.
    """
    held: Span | None = None
    for start, end in sentences_of(text):
        if held is None:
            held = start, end
        elif _light(text[held[0] : held[1]]) or (end == len(text) and _light(text[start:])):
            held = held[0], end
        else:
            yield held
            held = start, end
    if held:
        yield held


def _light(sentence: str) -> bool:
    words = sentence.strip()
    return not words.endswith(COLON) and not weighs(words, LIGHT)


def _announces(words: str, row: Row, below: Row | None, tables: Tables) -> bool:
    """Words without an end, above a list or above what leads in to one, tell nothing themselves."""
    if row.marker or below is None or not (below.marker or below.text.endswith(COLON)):
        return False
    open_end = LETTERS.match(words[-1:]) is not None
    return open_end and (bool(below.marker) or _leads_in(below.text, below, tables))


def _followed(row: Row, below: Row | None) -> bool:
    """Whether what the row announces is told: no code, table or picture stands between."""
    if below is None or row.titles:
        return below is not None and below.block == row.block
    return bool(below.marker) or below.block - row.block <= 1


def _leads_in(words: str, row: Row, tables: Tables) -> bool:
    """`甲公司的：` above a list of its own; a flat list's headings and `关键点：` tell nothing."""
    most = LEAD_ITEM if row.heads else LEAD_IN
    if not words.endswith(COLON) or (row.marker and not row.heads) or weight(words) > most:
        return False
    return words.rstrip("：: ").lower() not in _in_lower_case(tables.lead_ins)


@cache
def _in_lower_case(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


def _belongs(words: str, row: Row, telling: AbstractSet[int]) -> bool:
    """A light list item tells something with a number in it, `40 M readings`, and among others:
    two steps are not one."""
    return bool(row.marker) and (row.block in telling or any(map(str.isdecimal, words)))


def _tells(words: str, row: Row, span: Span, telling: AbstractSet[int]) -> bool:
    if words.endswith(COLON) or not (weighs(words, LIGHT) or _belongs(words, row, telling)):
        return False
    if not row.links:
        return True
    labels = [(a, b) for a, b in row.links if span[0] <= a and b <= span[1] and b > a]
    if not labels:
        return True
    named = sum(letters(row.text[a:b]) for a, b in labels)
    told = letters(words)
    return named < told and not (len(labels) >= 2 and named >= NAMING * told)
