"""A moment is typed in words; what no clock shows or what is past is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.release.times import Moment, TimeError, moment

SHANGHAI = "Asia/Shanghai"
SUNDAY_EVENING = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)  # 20:00:30 in Shanghai


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- what is read -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("now", "2026-11-22 12:00:30"),
        ("+2h", "2026-11-22 14:00:30"),
        ("+1h30m", "2026-11-22 13:30:30"),
        ("+0", "2026-11-22 12:00:30"),
        ("2026-11-23 08:00", "2026-11-23 00:00"),
        ("2026-11-23 8:00", "2026-11-23 00:00"),
        ("2026-11-23T08:00", "2026-11-23 00:00"),
        ("2026-11-23T08:00+01:00", "2026-11-23 07:00"),
        ("2026-11-23T08:00:15.25Z", "2026-11-23 08:00:15"),
        ("2026-11-23 08:00 -0500", "2026-11-23 13:00"),
        ("08:00", "2026-11-23 00:00"),
        ("20:01", "2026-11-22 12:01"),
        ("20:00", "2026-11-23 12:00"),
        ("today 23:00", "2026-11-22 15:00"),
        ("tomorrow 08:00", "2026-11-23 00:00"),
        ("monday 08:00", "2026-11-23 00:00"),
        ("Mon at 8:00", "2026-11-23 00:00"),
        ("on sat 8:00", "2026-11-28 00:00"),
        ("sunday 21:00", "2026-11-22 13:00"),
        ("sunday 08:00", "2026-11-29 00:00"),
    ],
)
def test_a_text_names_a_moment(text: str, at: str) -> None:
    assert moment(text, SHANGHAI, SUNDAY_EVENING) == Moment(utc(at), SHANGHAI)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-23 08:00 Europe/Berlin", "2026-11-23 07:00"),
        ("08:00 Europe/Berlin", "2026-11-23 07:00"),
        ("14:00 Europe/Berlin", "2026-11-22 13:00"),
        ("tomorrow  08:00  Europe/Berlin", "2026-11-23 07:00"),
        ("monday 08:00 Europe/Berlin", "2026-11-23 07:00"),
        ("2026-11-23T08:00+08:00 Europe/Berlin", "2026-11-23 00:00"),
        ("+2h Europe/Berlin", "2026-11-22 14:00:30"),
        ("now Europe/Berlin", "2026-11-22 12:00:30"),
    ],
)
def test_each_may_be_followed_by_a_zone(text: str, at: str) -> None:
    assert moment(text, SHANGHAI, SUNDAY_EVENING) == Moment(utc(at), "Europe/Berlin")


def test_the_day_is_that_of_the_zone() -> None:
    assert moment("tomorrow 00:30 Pacific/Apia", SHANGHAI, SUNDAY_EVENING) == Moment(
        utc("2026-11-23 11:30"), "Pacific/Apia"
    )


# --- when the clocks change -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "text", "last", "first"),
    [
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:59", "2026-03-29 03:00"),
        ("America/New_York", "2026-03-08 02:00", "2026-03-08 01:59", "2026-03-08 03:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-04 01:59", "2026-10-04 02:30"),
        ("Pacific/Apia", "2011-12-30 08:00", "2011-12-29 23:59", "2011-12-31 00:00"),
    ],
)
def test_a_time_that_does_not_exist_is_refused_with_both_neighbours(
    zone: str, text: str, last: str, first: str
) -> None:
    words = f"{text} does not exist in {zone}: the clocks go from {last} to {first}."

    with pytest.raises(TimeError, match=f"^{re.escape(words)}$"):
        moment(text, zone, utc("2011-01-01 00:00"))


@pytest.mark.parametrize("text", ["02:30", "sunday 02:30", "tomorrow 02:30"])
def test_the_next_such_time_has_to_exist_too(text: str) -> None:
    with pytest.raises(TimeError, match=r"^2026-03-29 02:30 does not exist in Europe/Berlin"):
        moment(text, "Europe/Berlin", utc("2026-03-28 12:00"))


@pytest.mark.parametrize(
    ("zone", "text", "at"),
    [
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45"),
    ],
)
def test_of_a_time_that_comes_twice_the_first_is_taken_and_it_is_said(
    zone: str, text: str, at: str
) -> None:
    note = f"{text} comes twice in {zone}; the first is taken"

    assert moment(text, zone, utc("2026-01-01 00:00")) == Moment(utc(at), zone, note)


@pytest.mark.parametrize("text", ["02:30", "2026-10-25 02:30"])
def test_between_the_two_the_second_is_meant(text: str) -> None:
    now = utc("2026-10-25 00:45")  # 02:45 in Berlin, for the first time

    assert moment(text, "Europe/Berlin", now) == Moment(
        utc("2026-10-25 01:30"),
        "Europe/Berlin",
        "2026-10-25 02:30 comes twice in Europe/Berlin; the second is taken, as the first is past",
    )


def test_tomorrow_is_by_the_clock_and_a_length_by_the_hour() -> None:
    now = utc("2026-10-24 10:00")  # noon in Berlin, a day of 25 hours begins

    assert moment("tomorrow 12:00", "Europe/Berlin", now).at == utc("2026-10-25 11:00")
    assert moment("+24h", "Europe/Berlin", now).at == utc("2026-10-25 10:00")


# --- what is refused --------------------------------------------------------------------------

PAST = "is past; it is 2026-11-22 20:00 in Asia/Shanghai now."
WAYS = "write it like 2026-11-23 08:00, monday 08:00, tomorrow 08:00, 08:00, +2h or now."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-11-22 19:59", f"2026-11-22 19:59 {PAST}"),
        ("today 08:00", f"2026-11-22 08:00 {PAST}"),
        ("2026-11-22T12:00+01:00", f"2026-11-22 12:00 +01:00 {PAST}"),
        ("2026-11-23 08:00 Asia/Shangai", '"Asia/Shangai" is not a time zone. Did you mean'),
        ("8:00 pm", '"pm" is not a time zone.'),
        ("mondy 08:00", '"mondy" is not a day; did you mean monday?'),
        ("tomorow 08:00", '"tomorow" is not a day; did you mean tomorrow?'),
        ("whenever 08:00", f'"whenever" is not a day; {WAYS}'),
        ("", f'"" is not a time; {WAYS}'),
        ("monday", f'"monday" is not a time; {WAYS}'),
        ("next monday 08:00", f'"next monday 08:00" is not a time; {WAYS}'),
        ("2026-11-23", f'"2026-11-23" is not a time; {WAYS}'),
        ("24:00", '"24:00" is not a time of day; write it like 08:00.'),
        ("2026-02-30 08:00", '"2026-02-30 08:00" is not in the calendar: '),
        ("9999-12-31 23:59 America/New_York", "9999-12-31 23:59 America/New_York is beyond"),
        ("+2", '"2" needs a unit: s, m, h or d, as in 30m.'),
        ("+soon", '"soon" is not a length of time; write it like 30m, 2h or 1h30m.'),
    ],
)
def test_another_text_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(TimeError, match=f"^{re.escape(words)}"):
        moment(text, SHANGHAI, SUNDAY_EVENING)


def test_an_unknown_zone_of_the_newsletter_is_refused_too() -> None:
    with pytest.raises(TimeError, match=r'^"Mars/Base" is not a time zone'):
        moment("08:00", "Mars/Base", SUNDAY_EVENING)


@settings(deadline=None)
@given(st.text("0123456789-:T+Z monaytrwedhus/ASEB", max_size=30))
def test_whatever_is_typed_is_ahead_or_refused(text: str) -> None:
    try:
        found = moment(text, SHANGHAI, SUNDAY_EVENING)
    except TimeError:
        return

    assert found.at >= SUNDAY_EVENING
