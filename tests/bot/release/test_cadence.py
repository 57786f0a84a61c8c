"""Cadences: their slots by the clocks of a zone, and which of them need a release now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.release.cadence import Cadence, cadence, slot_before, slots, to_create, words
from config.rules import CatchUp, rule
from config.settings import CadenceSettings

SHANGHAI = "Asia/Shanghai"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def made(text: str, zone: str = SHANGHAI, catch_up: CatchUp = CatchUp.LATEST) -> Cadence:
    return Cadence("weekly", rule(text), zone, catch_up=catch_up)


def shown(found: list[datetime]) -> list[str]:
    return [f"{at:%Y-%m-%d %H:%M}" for at in found]


# --- slots ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("every monday at 08:00", ["2026-11-02 00:00", "2026-11-09 00:00"]),
        ("cron 0 8 * * 1", ["2026-11-02 00:00", "2026-11-09 00:00"]),
        ("every 2nd tuesday of the month at 08:00", ["2026-11-10 00:00"]),
        ("every last friday of the month at 23:30", ["2026-10-30 15:30"]),
        ("every sat, sun at 7:30", ["2026-10-30 23:30", "2026-10-31 23:30", "2026-11-06 23:30",
                                    "2026-11-07 23:30"]),
    ],
)  # fmt: skip
def test_a_cadence_has_its_slots_in_utc(text: str, found: list[str]) -> None:
    between = utc("2026-10-30 00:00"), utc("2026-11-12 00:00")

    assert shown(list(slots(made(text), *between))) == found


def test_slots_are_later_than_the_start_and_not_later_than_the_end() -> None:
    monday, next_monday = utc("2026-11-02 00:00"), utc("2026-11-09 00:00")

    assert list(slots(made("every monday at 08:00"), monday, next_monday)) == [next_monday]


@pytest.mark.parametrize(
    ("zone", "text", "after", "found"),
    [
        # A week across each change of the clocks keeps its time of day.
        ("Europe/Berlin", "every monday at 08:00", "2026-03-22",
         ["2026-03-23 07:00", "2026-03-30 06:00", "2026-04-06 06:00"]),
        ("America/New_York", "every sunday at 08:00", "2026-10-24",
         ["2026-10-25 12:00", "2026-11-01 13:00", "2026-11-08 13:00"]),
        # In a gap: the first moment that exists; 03:00, 03:00, 02:30 and the next day.
        ("Europe/Berlin", "every day at 02:30", "2026-03-28",
         ["2026-03-28 01:30", "2026-03-29 01:00", "2026-03-30 00:30"]),
        ("America/New_York", "every day at 02:00", "2026-03-07",
         ["2026-03-07 07:00", "2026-03-08 07:00", "2026-03-09 06:00"]),
        ("Australia/Lord_Howe", "every day at 02:15", "2026-10-02",
         ["2026-10-02 15:45", "2026-10-03 15:30", "2026-10-04 15:15"]),
        ("Pacific/Apia", "every day at 08:00", "2011-12-29",
         ["2011-12-29 18:00", "2011-12-30 10:00", "2011-12-30 18:00"]),
        # Twice: once, and the first time.
        ("Europe/Berlin", "every day at 02:30", "2026-10-24",
         ["2026-10-24 00:30", "2026-10-25 00:30", "2026-10-26 01:30"]),
        ("Australia/Lord_Howe", "every day at 01:45", "2026-04-03",
         ["2026-04-03 14:45", "2026-04-04 14:45", "2026-04-05 15:15"]),
        # Several in one gap are one.
        ("Europe/Berlin", "cron */30 1-3 29 3 *", "2026-03-28",
         ["2026-03-29 00:00", "2026-03-29 00:30", "2026-03-29 01:00", "2026-03-29 01:30"]),
    ],
)  # fmt: skip
def test_slots_follow_the_clocks_when_they_change(
    zone: str, text: str, after: str, found: list[str]
) -> None:
    start = utc(f"{after} 00:00")

    later = list(slots(made(text, zone), start, start + timedelta(days=21)))

    assert shown(later[: len(found)]) == found


def test_the_slot_before_is_the_last_that_was_earlier() -> None:
    weekly = made("every monday at 08:00", "Europe/Berlin")

    assert slot_before(weekly, utc("2026-03-30 06:00")) == utc("2026-03-23 07:00")
    assert slot_before(weekly, utc("2026-03-30 06:01")) == utc("2026-03-30 06:00")


def test_the_slot_before_may_be_later_by_the_clock() -> None:
    daily = made("every day at 02:30", "Europe/Berlin")

    put_back = utc("2026-10-25 01:10")  # 02:10 for the second time

    assert slot_before(daily, put_back) == utc("2026-10-25 00:30")


RULES = ("every monday at 08:00", "every day at 02:30", "cron 15 */6 * * *", "cron 0 0 1 * *")
ZONES = (SHANGHAI, "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia")
moments = st.datetimes(datetime(2011, 6, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - in UTC


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(RULES), st.sampled_from(ZONES), moments, st.integers(0, 40))
def test_slots_cut_in_two_are_the_same_slots(
    text: str, zone: str, after: datetime, days: int
) -> None:
    one, until = made(text, zone), after + timedelta(days=40)
    middle = after + timedelta(days=days)

    whole = list(slots(one, after, until))

    assert [*slots(one, after, middle), *slots(one, middle, until)] == whole
    assert whole == sorted(set(whole))
    assert slot_before(one, until) == max(slot for slot in whole if slot < until)


# --- what is to be created --------------------------------------------------------------------

WEEKS = ["2026-11-02 00:00", "2026-11-09 00:00", "2026-11-16 00:00", "2026-11-23 00:00"]


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ("2026-11-08 11:59", []),
        ("2026-11-08 12:00", ["2026-11-09 00:00"]),
        ("2026-11-09 00:00", ["2026-11-09 00:00"]),
        ("2026-11-09 02:00", ["2026-11-09 00:00"]),  # late, but within the limit
    ],
)
@pytest.mark.parametrize("policy", CatchUp)
def test_a_release_is_made_a_lead_time_before_its_slot(
    policy: CatchUp, now: str, found: list[str]
) -> None:
    weekly = made("every monday at 08:00", catch_up=policy)

    assert shown(to_create(weekly, utc(WEEKS[0]), utc(now))) == found


@pytest.mark.parametrize(
    ("policy", "now", "found"),
    [
        (CatchUp.SKIP, "2026-11-16 02:01", []),
        (CatchUp.LATEST, "2026-11-16 02:01", WEEKS[2:3]),
        (CatchUp.ALL, "2026-11-16 02:01", WEEKS[1:3]),
        # the next one is coming
        (CatchUp.SKIP, "2026-11-22 20:00", WEEKS[3:]),
        (CatchUp.LATEST, "2026-11-22 20:00", WEEKS[2:]),
        (CatchUp.ALL, "2026-11-22 20:00", WEEKS[1:]),
        # the next one has come, and is not missed yet
        (CatchUp.SKIP, "2026-11-23 01:00", WEEKS[3:]),
        (CatchUp.LATEST, "2026-11-23 01:00", WEEKS[3:]),
        (CatchUp.ALL, "2026-11-23 01:00", WEEKS[1:]),
    ],
)
def test_missed_slots_are_caught_up_as_the_policy_says(
    policy: CatchUp, now: str, found: list[str]
) -> None:
    weekly = made("every monday at 08:00", catch_up=policy)

    assert shown(to_create(weekly, utc(WEEKS[0]), utc(now))) == found


@pytest.mark.parametrize("policy", CatchUp)
def test_what_was_past_when_a_cadence_is_first_seen_was_never_missed(policy: CatchUp) -> None:
    weekly = made("every monday at 08:00", catch_up=policy)

    assert to_create(weekly, None, utc("2026-11-09 00:05")) == []
    assert shown(to_create(weekly, None, utc("2026-11-08 23:00"))) == ["2026-11-09 00:00"]


@settings(deadline=None)
@given(st.sampled_from(CatchUp), st.lists(st.integers(1, 3 * 86400), min_size=1, max_size=20))
def test_no_slot_is_created_twice_however_often_it_is_asked(
    policy: CatchUp, pauses: list[int]
) -> None:
    daily, now = made("every day at 02:30", "Europe/Berlin", policy), utc("2026-10-20 00:00")
    created, last = [], now
    for pause in pauses:
        now += timedelta(seconds=pause)
        new = to_create(daily, last, now)
        created += new
        last = new[-1] if new else last

    assert created == sorted(set(created))
    assert set(created) <= set(slots(daily, utc("2026-10-20 00:00"), now + daily.lead))


# --- words and settings -----------------------------------------------------------------------


def test_a_cadence_reads_as_words() -> None:
    assert words(made("every monday at 08:00")) == (
        "every monday at 08:00 Asia/Shanghai, made 12h before, asks first,"
        " catches up the newest slot"
    )


@pytest.mark.parametrize(
    ("when", "zone"),
    [("cron 0 8 * * 1 Europe/Berlin", "Europe/Berlin"), ("cron 0 8 * * 1", SHANGHAI)],
)
def test_a_cadence_of_the_settings_has_its_own_zone_else_the_newsletters(
    when: str, zone: str
) -> None:
    chosen = CadenceSettings(
        when=rule(when),
        lead=timedelta(hours=3),
        approval=False,
        catch_up=CatchUp.ALL,
        posts="_weekly",
        pull=True,
    )

    assert cadence("weekly", chosen, SHANGHAI, timedelta(hours=1)) == Cadence(
        "weekly",
        rule(when),
        zone,
        lead=timedelta(hours=3),
        catch_up=CatchUp.ALL,
        approval=False,
        posts="_weekly",
        pull=True,
        late_limit=timedelta(hours=1),
    )
