"""What clocks on the wall show, in zones where they are put forward and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.release.wall import first_instant, gap_end, instants, wall

ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
)


def shown(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "time", "at"),
    [
        ("Asia/Shanghai", "2026-11-23 08:00", ["2026-11-23 00:00"]),
        ("Europe/Berlin", "2026-10-25 02:30", ["2026-10-25 00:30", "2026-10-25 01:30"]),
        ("Europe/Berlin", "2026-10-25 03:00", ["2026-10-25 02:00"]),
        ("America/New_York", "2026-11-01 01:59", ["2026-11-01 05:59", "2026-11-01 06:59"]),
        ("Australia/Lord_Howe", "2026-04-05 01:45", ["2026-04-04 14:45", "2026-04-04 15:15"]),
        ("Europe/Berlin", "2026-03-29 02:30", []),
        ("America/New_York", "2026-03-08 02:00", []),
        ("Australia/Lord_Howe", "2026-10-04 02:29", []),
        ("Pacific/Apia", "2011-12-30 12:00", []),
    ],
)
def test_a_time_is_shown_once_or_twice_or_never(zone: str, time: str, at: list[str]) -> None:
    assert instants(shown(time), ZoneInfo(zone)) == tuple(map(utc, at))


@pytest.mark.parametrize(
    ("zone", "time", "end"),
    [
        ("Europe/Berlin", "2026-03-29 02:00", "2026-03-29 03:00"),
        ("Europe/Berlin", "2026-03-29 02:59", "2026-03-29 03:00"),
        ("America/New_York", "2026-03-08 02:30", "2026-03-08 03:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-04 02:30"),
        ("Pacific/Apia", "2011-12-30 00:00", "2011-12-31 00:00"),
        ("Pacific/Apia", "2011-12-30 23:59", "2011-12-31 00:00"),
    ],
)
def test_a_time_in_a_gap_moves_to_the_first_that_exists(zone: str, time: str, end: str) -> None:
    at = first_instant(shown(time), ZoneInfo(zone))

    assert at == gap_end(shown(time), ZoneInfo(zone))
    assert wall(at, ZoneInfo(zone)) == shown(end)


moments = st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1)).map(  # noqa: DTZ001 - on the wall
    lambda time: time.replace(second=0, microsecond=0)
)


@settings(deadline=None)
@given(st.sampled_from(ZONES), moments)
def test_any_time_has_a_first_instant_that_no_earlier_time_comes_after(
    name: str, time: datetime
) -> None:
    zone = ZoneInfo(name)
    at = first_instant(time, zone)

    assert wall(at, zone) >= time
    assert first_instant(time - timedelta(minutes=1), zone) <= at
