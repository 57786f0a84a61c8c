"""Dates as authors write them in front matter and file names, always as aware datetimes."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_WRITTEN = re.compile(
    r"""(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})
    (?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?
    (?:\s*(?P<zone>Z|[+-]\d{1,2}(?::?\d{2})?|[A-Za-z][A-Za-z_/+-]+))?""",
    re.VERBOSE,
)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")


def zone_named(name: str) -> ZoneInfo | None:
    """The IANA zone, or None when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def aware(value: object, zone: ZoneInfo) -> datetime | None:
    """A date, a datetime or their usual spellings, in `zone` unless it names its own."""
    match value:
        case datetime():
            return value if value.tzinfo else value.replace(tzinfo=zone)
        case date():
            return datetime.combine(value, time(), zone)
        case str():
            return _from_text(value.strip(), zone)
        case _:
            return None


def _from_text(text: str, zone: ZoneInfo) -> datetime | None:
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    fields = ("year", "month", "day", "hour", "minute", "second")
    year, month, day, hour, minute, second = (int(found[name] or 0) for name in fields)
    try:
        naive = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - its zone is next
        return _in_zone(naive, found["zone"] or "", zone)
    except ValueError:
        return None


def _in_zone(naive: datetime, written: str, zone: ZoneInfo) -> datetime | None:
    if not written:
        return naive.replace(tzinfo=zone)
    if offset := _OFFSET.fullmatch(written):
        sign, hours, minutes = offset.groups()
        shift = timedelta(hours=int(hours), minutes=int(minutes or 0))
        stamp = f"{naive.isoformat()}{sign}{_clock(shift)}"
        return datetime.fromisoformat(stamp)
    named = zone_named("UTC" if written in {"Z", "GMT"} else written)
    return naive.replace(tzinfo=named) if named else None


def _clock(shift: timedelta) -> str:
    minutes = int(shift.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"
