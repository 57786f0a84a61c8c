"""A moment as a person types it: `2026-11-23 08:00`, `monday 08:00`, `+2h`, `now`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.release.wall import gap_end, instants, wall
from config.days import DAYS, clock, weekday
from config.durations import duration
from config.suggest import near
from config.zones import zone as zone_named

_WAYS = "write it like 2026-11-23 08:00, monday 08:00, tomorrow 08:00, 08:00, +2h or now"
_DATED = re.compile(
    r"""(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})
    (?:\s*T\s*|\s+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?
    \s*(?P<offset>Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?""",
    re.VERBOSE | re.IGNORECASE,
)
_FIELDS = ("year", "month", "day", "hour", "minute", "second")


class TimeError(ValueError):
    """A time that cannot be read, that no clock shows, or that is past; the text says which."""


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` is in UTC; `zone` is the one in which it was read; `note` what the author should see."""

    at: datetime
    zone: str
    note: str = ""


def moment(text: str, zone: str, now: datetime) -> Moment:
    """The moment that a text says, in `zone` unless it names its own. Raises TimeError."""
    words = text.split()
    try:
        if len(words) > 1 and _may_be_zone(words):
            return _moment(" ".join(words[:-1]), zone_named(words[-1]), now)
        return _moment(" ".join(words), zone_named(zone), now)
    except OverflowError:
        raise TimeError(f"{text} is beyond the calendar.") from None
    except TimeError:
        raise
    except ValueError as error:
        raise TimeError(str(error)) from None


def _may_be_zone(words: list[str]) -> bool:
    """A last word of letters behind a time."""
    time = words[-2].lower()
    return words[-1][0].isalpha() and (time == "now" or time[0] == "+" or time[-1].isdigit())


def _moment(said: str, zone: ZoneInfo, now: datetime) -> Moment:
    if said.lower() == "now":
        return Moment(now.astimezone(UTC), zone.key)
    if said.startswith("+"):
        return Moment(now.astimezone(UTC) + duration(said[1:].strip()), zone.key)
    if dated := _DATED.fullmatch(said):
        return _on_date(dated, said, zone, now)
    return _on_day(said, zone, now)


# --- on a date --------------------------------------------------------------------------------


def _on_date(dated: re.Match[str], said: str, zone: ZoneInfo, now: datetime) -> Moment:
    year, month, day, hour, minute, second = (int(dated[field] or 0) for field in _FIELDS)
    try:
        shown = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - on the wall
    except ValueError as error:
        raise TimeError(f'"{said}" is not in the calendar: {error}.') from None
    if dated["offset"]:
        return _with_offset(shown, dated["offset"].upper(), zone, now)
    return _ahead(shown, zone, now)


def _with_offset(shown: datetime, offset: str, zone: ZoneInfo, now: datetime) -> Moment:
    at = datetime.fromisoformat(f"{shown.isoformat()}{offset}").astimezone(UTC)
    if at < now:
        raise _past(f"{_words(shown)} {offset}", now, zone)
    return Moment(at, zone.key)


# --- on a day in words ------------------------------------------------------------------------


def _on_day(said: str, zone: ZoneInfo, now: datetime) -> Moment:
    *before, last = said.lower().split() or [""]
    day = " ".join(word for word in before if word not in ("on", "at"))
    if ":" not in last or " " in day:
        raise TimeError(f'"{said}" is not a time; {_WAYS}.')
    at, today = clock(last), wall(now, zone).date()
    if day == "today":
        return _ahead(datetime.combine(today, at), zone, now)
    if day == "tomorrow":
        return _ahead(datetime.combine(today + timedelta(days=1), at), zone, now)
    days = (_until(day, today.weekday()), 7) if day else (0, 1)
    return _next(datetime.combine(today, at), days, zone, now)


def _until(day: str, today: int) -> int:
    """The days from a day of the week to the next one of that name."""
    try:
        return (weekday(day) - today) % 7
    except ValueError:
        meant = near(day, (*DAYS, "today", "tomorrow"))
        hint = f"did you mean {meant}?" if meant else f"{_WAYS}."
        raise TimeError(f'"{day}" is not a day; {hint}') from None


def _next(today: datetime, days: tuple[int, int], zone: ZoneInfo, now: datetime) -> Moment:
    """The first such time ahead: `days` says how far it is, and how often it comes."""
    first, every = days
    shown = today + timedelta(days=first)
    if all(at <= now for at in instants(shown, zone) or (gap_end(shown, zone),)):
        shown += timedelta(days=every)
    return _ahead(shown, zone, now)


# --- what the clocks make of it ---------------------------------------------------------------


def _ahead(shown: datetime, zone: ZoneInfo, now: datetime) -> Moment:
    """The first instant from now on at which the clocks of the zone show that."""
    found = instants(shown, zone)
    if not found:
        raise _skipped(shown, zone)
    ahead = [at for at in found if at >= now]
    if not ahead:
        raise _past(_words(shown), now, zone)
    return Moment(ahead[0], zone.key, _twice(shown, zone, len(ahead)) if len(found) > 1 else "")


def _twice(shown: datetime, zone: ZoneInfo, ahead: int) -> str:
    meant = "the first is taken" if ahead > 1 else "the second is taken, as the first is past"
    return f"{_words(shown)} comes twice in {zone.key}; {meant}"


def _skipped(shown: datetime, zone: ZoneInfo) -> TimeError:
    end = gap_end(shown, zone)
    last, first = (_words(wall(at, zone)) for at in (end - timedelta(minutes=1), end))
    return TimeError(
        f"{_words(shown)} does not exist in {zone.key}: the clocks go from {last} to {first}."
    )


def _past(what: str, now: datetime, zone: ZoneInfo) -> TimeError:
    return TimeError(f"{what} is past; it is {_words(wall(now, zone))} in {zone.key} now.")


def _words(shown: datetime) -> str:
    return f"{shown:%Y-%m-%d %H:%M}"
