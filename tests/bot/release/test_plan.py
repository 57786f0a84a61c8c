"""A plan reads like a sentence, and says what is wrong with it like one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import CHANNELS as ALL_CHANNELS
from adapters import channel_class
from bot.release.plan import (
    DEFAULT_PLAN,
    OTHERWISE,
    VERBS,
    Due,
    Leg,
    PlanError,
    check_plan,
    delay_words,
    due_times,
    parse_plan,
    plan_words,
)
from bot.release.quiet import quiet_hours

CHANNELS = ("telegram", "substack", "wechat", "x")
SHANGHAI = "Asia/Shanghai"
MONDAY_EIGHT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai


# --- reading ----------------------------------------------------------------------------------


def test_the_default_plan_puts_the_most_correctable_first() -> None:
    legs = parse_plan(DEFAULT_PLAN, CHANNELS)

    assert legs == (
        Leg("telegram", timedelta(0)),
        Leg("substack", timedelta(minutes=30)),
        Leg("wechat", timedelta(minutes=30)),
        Leg("x", timedelta(hours=1)),
    )


def test_a_leg_may_name_its_verb() -> None:
    assert parse_plan("wechat +2h draft", CHANNELS) == (Leg("wechat", timedelta(hours=2), "draft"),)


@pytest.mark.parametrize("channel", ALL_CHANNELS)
def test_a_plan_knows_the_verbs_of_every_channel(channel: str) -> None:
    assert set(channel_class(channel).spec.verbs) <= set(VERBS)


def test_a_leg_may_wait_for_another_and_must_not_be_late() -> None:
    text = "telegram +0, x +1h web after telegram within 6h else ask not later than 22:00"

    assert parse_plan(text, CHANNELS)[1] == Leg(
        "x",
        timedelta(hours=1),
        verb="web",
        after="telegram",
        within=timedelta(hours=6),
        otherwise="ask",
        latest=time(22),
    )


@pytest.mark.parametrize(
    ("text", "leg"),
    [
        ("x +1h after telegram", Leg("x", timedelta(hours=1), after="telegram")),
        ("x +0 not later than 9:30", Leg("x", timedelta(), latest=time(9, 30))),
        ("x +0 after wechat else skip", Leg("x", timedelta(), after="wechat", otherwise="skip")),
        ("x +1h30m", Leg("x", timedelta(minutes=90))),
    ],
)
def test_every_clause_may_stand_alone(text: str, leg: Leg) -> None:
    assert parse_plan(text, CHANNELS) == (leg,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x at noon", "cannot read {} in the plan; write it like 'x +60m'"),
        ("x", "cannot read {} in the plan; write it like 'x +60m'"),
        ("x 1h", "cannot read {} in the plan; write it like 'x +60m'"),
        ("x after wechat", "cannot read {} in the plan; write it like 'x +60m' or 'x +1h after"),
        ("x +1h aftr wechat", "cannot read {} in the plan; did you mean 'after'?"),
        ("x +1h not latr than 9:00", "cannot read {} in the plan; did you mean 'later'?"),
        ("mail +0", "no channel 'mail' in {}; there are telegram, substack, wechat, x"),
        ("telegrm +0", "no channel 'telegrm' in {}; did you mean telegram?"),
        ("x +1h after wechta", "no channel 'wechta' in {}; did you mean wechat?"),
        ("x +1h aftr", "no way to go out 'aftr' in {}; did you mean after?"),
        ("x +1h drfat", "no way to go out 'drfat' in {}; did you mean draft?"),
        ("x +0 after wechat else cry", "no way out 'cry' in {}; there are canonical, skip, ask"),
        ("x +30", 'in {}, "30" needs a unit: s, m, h or d, as in 30m'),
        ("x +0 after wechat within 6", 'in {}, "6" needs a unit: s, m, h or d, as in 30m'),
        ("x +0 not later than 25:00", 'in {}, "25:00" is not a time of day; write it like 08:00'),
        ("x +0, x +1h", "the plan names x twice; keep one of the legs"),
        ("x +0 after x", "x cannot wait for itself; name another channel behind 'after'"),
    ],
)
def test_a_plan_that_cannot_be_read_says_which_leg_and_what_would_be_right(
    text: str, words: str
) -> None:
    with pytest.raises(PlanError, match=f"^{re.escape(words.format(repr(text)))}"):
        parse_plan(text, CHANNELS)


def test_legs_that_wait_for_each_other_are_refused() -> None:
    words = (
        "in the plan x waits for wechat and wechat waits for x, so none of them ever goes;"
        " drop one 'after'"
    )

    with pytest.raises(PlanError, match=f"^{words}$"):
        parse_plan("x +0 after wechat, wechat +0 after x", CHANNELS)


def test_a_cycle_is_found_behind_a_leg_that_is_not_part_of_it() -> None:
    text = "x +0 after wechat, wechat +0 after telegram, telegram +0 after wechat"

    with pytest.raises(PlanError, match="in the plan wechat waits for telegram and telegram"):
        parse_plan(text, CHANNELS)


# --- writing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["+0", "+45s", "+30m", "+2h", "+1d"])
def test_delays_are_written_as_they_are_read(text: str) -> None:
    assert delay_words(parse_plan(f"x {text}", CHANNELS)[0].delay) == text


@pytest.mark.parametrize(
    "text",
    [
        "telegram +0, substack +30m draft, wechat +30m draft, x +1h",
        "x +1h after telegram",
        "x +1h after telegram else skip",
        "x +1h after telegram within 6h else canonical not later than 22:00",
        "x +90m web+email after telegram within 45m else ask not later than 08:05",
    ],
)
def test_a_plan_is_written_as_it_is_read(text: str) -> None:
    assert plan_words(parse_plan(text, CHANNELS)) == text


lengths = st.integers(0, 30 * 86400).map(lambda seconds: timedelta(seconds=seconds))
times_of_day = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@st.composite
def plans(draw: st.DrawFn) -> tuple[Leg, ...]:
    """Legs that wait only for those before them, so never in a circle."""
    names = draw(st.permutations(CHANNELS))
    legs = []
    for n, name in enumerate(names[: draw(st.integers(1, 4))]):
        leg = Leg(
            name,
            draw(lengths),
            draw(st.sampled_from(["", *VERBS])),
            latest=draw(st.none() | times_of_day),
        )
        if n and draw(st.booleans()):
            after, within = draw(st.sampled_from(names[:n])), draw(st.none() | lengths)
            otherwise = draw(st.sampled_from(OTHERWISE))
            leg = Leg(leg.channel, leg.delay, leg.verb, after, within, otherwise, leg.latest)
        legs.append(leg)
    return tuple(draw(st.permutations(legs)))


@settings(deadline=None)
@given(plans())
def test_any_plan_in_words_is_read_as_itself(legs: tuple[Leg, ...]) -> None:
    assert parse_plan(plan_words(legs), CHANNELS) == legs


@settings(deadline=None)
@given(st.text("+x afterwihndlso0123456789:,tlgm", max_size=40))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    try:
        legs = parse_plan(f"x +{text}", CHANNELS)
    except PlanError:
        return

    assert legs[0].channel == "x"


# --- checking ---------------------------------------------------------------------------------

VERBS_USED = {"telegram": "web", "substack": "draft", "wechat": "draft", "x": "web"}


@pytest.mark.parametrize(
    "text",
    [
        "x +1h after telegram",
        "x +1h after wechat within 6h",
        "x +1h after wechat within 6h else skip",
        "mastodon +1h after wechat",  # a leg that the newsletter does not use
    ],
)
def test_a_wait_that_ends_is_let_pass(text: str) -> None:
    check_plan(parse_plan(text, (*CHANNELS, "mastodon")), VERBS_USED)


@pytest.mark.parametrize(
    ("clauses", "better"),
    [
        ("not later than 22:00", "within 6h else canonical not later than 22:00"),
        ("else ask", "within 6h else ask"),
    ],
)
def test_a_wait_for_a_draft_needs_an_end(clauses: str, better: str) -> None:
    legs = parse_plan(f"x +1h after wechat {clauses}", CHANNELS)

    words = f"but a draft has no address; write 'x [+]1h after wechat {better}'$"
    with pytest.raises(PlanError, match=f"^x waits for wechat, {words}"):
        check_plan(legs, VERBS_USED)


def test_a_wait_for_a_channel_that_is_not_used_is_refused() -> None:
    legs = parse_plan("x +1h after mastodon", (*CHANNELS, "mastodon"))

    words = "which this newsletter does not use; name one of telegram, substack, wechat behind"
    with pytest.raises(PlanError, match=f"^x waits for mastodon, {words} 'after'$"):
        check_plan(legs, VERBS_USED)


# --- when -------------------------------------------------------------------------------------


def after_eight(hours: float) -> datetime:
    return MONDAY_EIGHT + timedelta(hours=hours)


def test_each_leg_counts_from_the_slot() -> None:
    due = due_times(parse_plan(DEFAULT_PLAN, CHANNELS), MONDAY_EIGHT, SHANGHAI, None)

    assert due == {
        "telegram": Due(after_eight(0)),
        "substack": Due(after_eight(0.5)),
        "wechat": Due(after_eight(0.5)),
        "x": Due(after_eight(1)),
    }
    assert list(due) == ["telegram", "substack", "wechat", "x"]


def test_a_leg_that_waits_counts_from_the_one_it_waits_for() -> None:
    legs = parse_plan("x +1h after wechat, wechat +2h after telegram, telegram +30m", CHANNELS)

    due = due_times(legs, MONDAY_EIGHT, SHANGHAI, None)

    assert {key: one.at for key, one in due.items()} == {
        "x": after_eight(3.5),
        "wechat": after_eight(2.5),
        "telegram": after_eight(0.5),
    }


def test_a_leg_that_waits_for_a_channel_outside_of_the_plan_counts_from_the_slot() -> None:
    legs = parse_plan("x +1h after telegram", CHANNELS)

    assert due_times(legs, MONDAY_EIGHT, SHANGHAI, None)["x"].at == after_eight(1)


def test_what_falls_into_quiet_hours_is_moved_to_their_end_and_says_so() -> None:
    legs = parse_plan("telegram +0, x +14h, wechat +1h after x", CHANNELS)
    quiet = quiet_hours("22:00-08:00", SHANGHAI)

    due = due_times(legs, MONDAY_EIGHT, SHANGHAI, quiet)

    assert due == {
        "telegram": Due(after_eight(0)),
        "x": Due(
            after_eight(24), note="moved from Monday 22:00 to Tuesday 08:00, out of the quiet hours"
        ),
        "wechat": Due(after_eight(25)),
    }


@pytest.mark.parametrize(
    ("leg", "hours"),
    [
        ("x +1h not later than 22:00", 14),
        ("x +14h not later than 22:00", 14),
        ("x +15h not later than 22:00", 38),  # past it: the next day's
        ("x +0 not later than 07:59", 24 - 1 / 60),
    ],
)
def test_not_later_than_is_the_next_such_time_for_the_author(leg: str, hours: float) -> None:
    due = due_times(parse_plan(leg, CHANNELS), MONDAY_EIGHT, SHANGHAI, None)

    assert due["x"].latest == after_eight(hours)


def test_not_later_than_follows_the_clocks_when_they_change() -> None:
    slot = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)  # 22:00 in Berlin; they change in the night
    legs = parse_plan("x +0 not later than 06:00", CHANNELS)

    assert due_times(legs, slot, "Europe/Berlin", None)["x"].latest == datetime(
        2026, 10, 25, 5, 0, tzinfo=UTC
    )
