"""Days of the week and times of day as people write them."""

from __future__ import annotations

import re
from datetime import time

from config.suggest import suggest

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {"day": DAYS, "weekday": DAYS[:5], "weekend": DAYS[5:]}
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")


def weekday(word: str) -> int:
    """Monday is 0. A name may be cut to its first three letters. Raises ValueError."""
    stem = word.lower().removesuffix("s")
    found = [n for n, day in enumerate(DAYS) if day.startswith(stem)] if len(stem) >= 3 else []
    if not found:
        raise ValueError(suggest(f'"{word}" is not a day of the week', word, DAYS))
    return found[0]


def weekdays(word: str) -> frozenset[int]:
    """A day, `day`, `weekday` or `weekend` (also in the plural), or a range such as `mon-fri`."""
    group = _GROUPS.get(word.lower().removesuffix("s"))
    if group:
        return frozenset(DAYS.index(day) for day in group)
    first, dash, last = word.partition("-")
    if not dash:
        return frozenset({weekday(word)})
    start, end = weekday(first), weekday(last)
    return frozenset((start + n) % 7 for n in range((end - start) % 7 + 1))


def clock(text: str) -> time:
    """A time of day, `8:00` or `08:00`. Raises ValueError."""
    found = _CLOCK.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(f'"{text}" is not a time of day; write it like 08:00.')
    return time(int(found[1]), int(found[2]))
