"""Lengths of time as people write them: `30m`, `2h`, `1h30m`, `0`."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_PIECE = re.compile(r"([0-9]{1,9})([dhms])")
_LONGEST = timedelta(days=366)  # a longer one is a slip of the finger


def duration(text: str) -> timedelta:
    """The length that a text says. Raises ValueError, in one sentence."""
    pieces = _PIECE.findall(text)
    if text == "0":
        return timedelta()
    if re.fullmatch("[0-9]+", text):
        raise ValueError(f'"{text}" needs a unit: s, m, h or d, as in 30m.')
    if not pieces or "".join(amount + unit for amount, unit in pieces) != text:
        raise ValueError(f'"{text}" is not a length of time; write it like 30m, 2h or 1h30m.')
    seconds = sum(int(amount) * _UNITS[unit] for amount, unit in pieces)
    if seconds > _LONGEST.total_seconds():
        raise ValueError(f'"{text}" is more than a year.')
    return timedelta(seconds=seconds)


def duration_words(length: timedelta) -> str:
    """A length as it is written, in the largest unit that fits: `90m`, `2h`, `0`."""
    seconds = int(length.total_seconds())
    fitting = (f"{seconds // size}{unit}" for unit, size in _UNITS.items() if seconds % size == 0)
    return next(fitting) if seconds else "0"
