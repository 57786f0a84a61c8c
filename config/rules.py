"""When something recurs, as people write it: `every monday at 08:00`, `cron 0 8 * * 1`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from config.days import clock, weekday, weekdays
from config.suggest import suggest
from config.zones import zone

_EXAMPLE = "every monday at 08:00 Asia/Shanghai"
_EVERY = re.compile(
    r"""every\s(?P<days>.+?)(?P<month>\sof\sthe\smonth)?(?:\sat)?
    \s(?P<clock>\S*[0-9]:\S+)(?:\s(?P<zone>\S+))?""",
    re.IGNORECASE | re.VERBOSE,
)
_NTH = {"1st": "#1", "2nd": "#2", "3rd": "#3", "4th": "#4", "last": "L",
        "first": "#1", "second": "#2", "third": "#3", "fourth": "#4"}  # fmt: skip


class CatchUp(StrEnum):
    """What becomes of the slots that were missed: none of them, the newest, or each."""

    SKIP = "skip"
    LATEST = "latest"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Rule:
    """`text` is the author's, without its zone; `cron` the same in five fields.

    `zone` is "" where the newsletter's own zone is meant. The fields are read as `cronsim` does.
    """

    text: str
    cron: str
    zone: str = ""


def rule(text: str) -> Rule:
    """The rule that a text says. Raises ValueError, in one sentence."""
    words = text.split()
    kind = words[0].lower() if words else ""
    if kind == "cron":
        return _cron(words[1:])
    if kind == "every":
        return _every(" ".join(words))
    start = suggest(f'"{text}" begins neither with every nor with cron', kind, ("every", "cron"))
    raise ValueError(f"{start} Write it like {_EXAMPLE}.")


# --- every monday at 08:00 ---------------------------------------------------------------------


def _every(text: str) -> Rule:
    found = _EVERY.fullmatch(text)
    if found is None:
        raise ValueError(f'"{text}" cannot be read. Write it like {_EXAMPLE}.')
    at = clock(found["clock"])
    days = _days_of_month(found["days"]) if found["month"] else _days_of_week(found["days"])
    name = found["zone"] or ""
    return Rule(text[: found.end("clock")], f"{at.minute} {at.hour} * * {days}", _known(name))


def _known(name: str) -> str:
    return zone(name).key if name else ""


def _days_of_week(text: str) -> str:
    """Cron's field: Sunday is 7, and a star is every day."""
    words = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", text)
    if words[0].partition(" ")[0].lower() in _NTH:
        step = "write it like every 2nd tuesday of the month at 08:00"
        raise ValueError(f'"every {text}" is not clear about its weeks; {step}.')
    days = frozenset[int]().union(*map(weekdays, words))
    return "*" if len(days) == 7 else ",".join(str(day + 1) for day in sorted(days))


def _days_of_month(text: str) -> str:
    """Cron's field: `2#3` is the third Tuesday, `5L` the last Friday."""
    nth, _, day = text.partition(" ")
    if nth.lower() not in _NTH:
        raise ValueError(suggest(f'"{nth}" is no place in a month', nth, _NTH))
    return f"{weekday(day) + 1}{_NTH[nth.lower()]}"


# --- cron 0 8 * * 1 ----------------------------------------------------------------------------


def _cron(words: list[str]) -> Rule:
    fields, rest = words[:5], words[5:]
    if len(fields) < 5 or len(rest) > 1 or (rest and not rest[0][0].isalpha()):
        raise ValueError(f'"cron {" ".join(words)}" needs five fields, as in cron 0 8 * * 1.')
    name = _known(rest[0]) if rest else ""
    expression = " ".join(fields)
    _must_come(expression)
    return Rule(f"cron {expression}", expression, name)


def _must_come(expression: str) -> None:
    from cronsim import CronSim, CronSimError  # only a newsletter with such a rule needs it

    try:
        found = next(CronSim(expression, datetime(2000, 1, 1)), None)  # noqa: DTZ001 - of no zone
    except CronSimError as error:
        reason = str(error).lower()
        raise ValueError(f'"{expression}" is not a cron expression: {reason}.') from None
    if found is None:
        raise ValueError(f'"{expression}" is a time that never comes.')
