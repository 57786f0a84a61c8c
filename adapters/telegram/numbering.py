"""The numbers `2/3` of messages, taken off and put on again.

The first message has its number in a line below the title, before the link; every other one begins
with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from adapters.telegram.passages import GAP
from adapters.telegram.rich import Rich, joined
from content.measure import utf16_units

SEPARATOR = " · "


def bare(texts: Sequence[Rich]) -> list[Rich]:
    """The texts of a row without their numbers, but for the first, which keeps its own."""
    count = len(texts)
    return [*texts[:1], *(_without(rich, f"{n}/{count}") for n, rich in enumerate(texts[1:], 2))]


def numbered(texts: Sequence[Rich]) -> list[Rich]:
    """The other way round; a text without words stays so."""
    count = len(texts)
    return [
        *texts[:1],
        *(joined((Rich(f"{n}/{count}"), rich), GAP) if rich else rich
          for n, rich in enumerate(texts[1:], 2)),
    ]  # fmt: skip


def room_for_number(place: int, count: int) -> int:
    """UTF-16 units that a number takes on top of a text; the first has it in its header."""
    return utf16_units(f"{place}/{count}{GAP}") if place > 1 else 0


def recounted(first: Rich, was: int, now: int) -> Rich:
    """The first text of a row of `was` as the first of a row of `now`."""
    header = first.text.partition(GAP)[0]
    found = re.search(rf"^1/{was}(?={SEPARATOR}|$)", header, re.MULTILINE) if was > 1 else None
    if found and now > 1:
        return replaced(first, found.start(), found.end(), f"1/{now}")
    if found:
        return _taken_out(first, header, found)
    return _put_in(first, header, now) if now > 1 and was == 1 else first


def replaced(rich: Rich, start: int, end: int, words: str) -> Rich:
    """Other words at a place; styles within it go, those behind it move along."""
    by = len(words) - (end - start)

    def moved(point: int) -> int:
        return point + by if point >= end else min(point, start)

    entities = (
        e if e.end <= start else e._replace(start=moved(e.start), end=moved(e.end))
        for e in rich.entities
    )
    text = f"{rich.text[:start]}{words}{rich.text[end:]}"
    return Rich(text, tuple(e for e in entities if e.start < e.end))


def _without(rich: Rich, number: str) -> Rich:
    if rich.text == number:
        return Rich()
    top = f"{number}{GAP}"
    return replaced(rich, 0, len(top), "") if rich.text.startswith(top) else rich


def _taken_out(first: Rich, header: str, found: re.Match[str]) -> Rich:
    if header[found.end() :].startswith(SEPARATOR):
        return replaced(first, found.start(), found.end() + len(SEPARATOR), "")
    return replaced(first, max(found.start() - 1, 0), found.end(), "")


def _put_in(first: Rich, header: str, now: int) -> Rich:
    title, line, _ = header.partition("\n")
    if line:
        at = len(title) + 1
        return replaced(first, at, at, f"1/{now}{SEPARATOR}")
    return replaced(first, len(title), len(title), f"\n1/{now}")
