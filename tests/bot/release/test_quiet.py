"""Quiet hours: what falls into them goes out at their end, by the clocks of the author."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.release.quiet import Quiet, quiet_hours
from bot.release.wall import wall

NIGHT = "22:00-08:00"


def moved(text: str, zone: str, at: str) -> str:
    """The moment to which one of the zone is moved, with its offset."""
    quiet = quiet_hours(text, zone)
    moment = datetime.fromisoformat(at)
    start = moment if moment.tzinfo else moment.replace(tzinfo=quiet.zone)
    return f"{quiet.moved(start).astimezone(quiet.zone):%a %Y-%m-%d %H:%M%z}"


@pytest.mark.parametrize(
    ("text", "at", "end"),
    [
        (NIGHT, "2026-11-23 21:59", "Mon 2026-11-23 21:59+0800"),
        (NIGHT, "2026-11-23 22:00", "Tue 2026-11-24 08:00+0800"),
        (NIGHT, "2026-11-24 00:30", "Tue 2026-11-24 08:00+0800"),
        (NIGHT, "2026-11-24 07:59", "Tue 2026-11-24 08:00+0800"),
        (NIGHT, "2026-11-24 08:00", "Tue 2026-11-24 08:00+0800"),
        ("sat,sun 00:00-10:00", "2026-11-23 05:00", "Mon 2026-11-23 05:00+0800"),
        ("sat,sun 00:00-10:00", "2026-11-22 05:00", "Sun 2026-11-22 10:00+0800"),
        ("fri 22:00-08:00", "2026-11-21 03:00", "Sat 2026-11-21 08:00+0800"),  # Friday's night
        ("fri 22:00-08:00", "2026-11-20 03:00", "Fri 2026-11-20 03:00+0800"),
        ("weekend 00:00-24:00", "2026-11-21 00:00", "Mon 2026-11-23 00:00+0800"),
        (f"{NIGHT}, weekend 00:00-10:00", "2026-11-20 23:00", "Sat 2026-11-21 10:00+0800"),
        ("", "2026-11-24 03:00", "Tue 2026-11-24 03:00+0800"),
    ],
)
def test_a_moment_moves_to_the_end_of_the_hours_it_falls_into(text: str, at: str, end: str) -> None:
    assert moved(text, "Asia/Shanghai", at) == end


@pytest.mark.parametrize(
    ("zone", "text", "at", "end"),
    [
        # forward: the end of the quiet hours is skipped
        ("Europe/Berlin", "22:00-02:30", "2026-03-28 23:00", "Sun 2026-03-29 03:00+0200"),
        ("America/New_York", "22:00-02:30", "2026-03-07 23:00", "Sun 2026-03-08 03:00-0400"),
        ("Australia/Lord_Howe", "22:00-02:15", "2026-10-03 23:00", "Sun 2026-10-04 02:30+1100"),
        # forward: a whole day is skipped, Friday the 30th
        ("Pacific/Apia", "22:00-08:00", "2011-12-29 23:00", "Sat 2011-12-31 08:00+1400"),
        ("Pacific/Apia", "thu 22:00-08:00", "2011-12-29 23:00", "Sat 2011-12-31 00:00+1400"),
        # back: the hour that comes twice belongs to the night
        ("Europe/Berlin", "22:00-08:00", "2026-10-24 23:00", "Sun 2026-10-25 08:00+0100"),
        ("Europe/Berlin", "22:00-02:30", "2026-10-24 23:00", "Sun 2026-10-25 02:30+0200"),
        ("Europe/Berlin", "22:00-02:30", "2026-10-25T02:10+01:00", "Sun 2026-10-25 02:30+0100"),
        ("Europe/Berlin", "22:00-02:30", "2026-10-25T02:40+02:00", "Sun 2026-10-25 02:40+0200"),
    ],
)
def test_quiet_hours_follow_the_clocks_when_they_change(
    zone: str, text: str, at: str, end: str
) -> None:
    assert moved(text, zone, at) == end


@pytest.mark.parametrize("text", ["0:00-24:00", "00:00-12:00, 12:00-00:00", "0:00-0:00"])
def test_quiet_hours_that_never_end_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"quiet hours must end|begins and ends at the same time"):
        quiet_hours(text, "Asia/Shanghai")


def test_the_moved_moment_is_in_utc() -> None:
    at = datetime.fromisoformat("2026-11-23T09:00+08:00")

    assert quiet_hours(NIGHT, "Asia/Shanghai").moved(at).tzinfo is UTC


TEXTS = (NIGHT, "22:00-02:30", "sat,sun 00:00-10:00", "00:00-02:00, 03:00-24:00")
ZONES = ("Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia")
moments = st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - in UTC


def is_quiet(quiet: Quiet, at: datetime) -> bool:
    return quiet.moved(at) != at


@settings(deadline=None)
@given(st.sampled_from(TEXTS), st.sampled_from(ZONES), moments)
def test_the_moved_moment_is_the_first_that_is_not_quiet(
    text: str, zone: str, at: datetime
) -> None:
    quiet = quiet_hours(text, zone)
    end = quiet.moved(at)

    assert not is_quiet(quiet, end)
    assert end == at or is_quiet(quiet, end - timedelta(seconds=1))
    assert end == at or wall(end, quiet.zone).second == 0
