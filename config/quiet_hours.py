"""Quiet hours as people write them: `22:00-08:00`, `sat,sun 00:00-10:00`, several with commas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from config.days import clock, weekdays

DAY = 24 * 60  # minutes
_HOURS = re.compile(r"(?:(?P<days>.*\S)\s+)?(?P<start>[0-9:]+)\s*-\s*(?P<end>[0-9:]+)")


@dataclass(frozen=True, slots=True)
class Span:
    """Quiet from `start` to `end`, in minutes of the clock, on each of `days` (Monday is 0).

    A span across midnight ends beyond 24:00 and belongs to the day on which it begins.
    """

    days: frozenset[int]
    start: int
    end: int


def quiet_spans(text: str) -> tuple[Span, ...]:
    """The spans that a text names; none for "". Raises ValueError, also when nothing is left."""
    spans = tuple(_span(piece) for piece in _pieces(text))
    if len(_minutes_of_week(spans)) == 7 * DAY:
        raise ValueError(f'"{text}" leaves no time at all; quiet hours must end.')
    return spans


def _pieces(text: str) -> Iterator[str]:
    """The text cut at its commas, but a list of days stays with the hours that follow it."""
    days = ""
    for piece in filter(None, map(str.strip, text.split(","))):
        if _HOURS.fullmatch(piece):
            yield days + piece
            days = ""
        else:
            days += f"{piece},"
    if days:
        raise ValueError(f'"{days[:-1]}" names no hours; write it like sat,sun 00:00-10:00.')


def _span(piece: str) -> Span:
    found = _HOURS.fullmatch(piece)
    if found is None:
        raise ValueError(f'"{piece}" are no quiet hours; write them like 22:00-08:00.')
    words = (found["days"] or "day").split(",")
    days = frozenset[int]().union(*(weekdays(word.strip()) for word in words))
    begin = clock(found["start"])
    start, end = begin.hour * 60 + begin.minute, _end(found["end"])
    if start == end:
        raise ValueError(f'"{piece}" begins and ends at the same time.')
    return Span(days, start, end if end > start else end + DAY)


def _end(text: str) -> int:
    if text == "24:00":
        return DAY
    at = clock(text)
    return at.hour * 60 + at.minute


def _minutes_of_week(spans: Iterable[Span]) -> set[int]:
    return {
        (day * DAY + minute) % (7 * DAY)
        for span in spans
        for day in span.days
        for minute in range(span.start, span.end)
    }
