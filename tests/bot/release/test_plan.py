"""A plan reads like a sentence, and says what is wrong with it like one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.release.plan import DEFAULT_PLAN, Leg, PlanError, delay_words, parse_plan

CHANNELS = ("telegram", "substack", "wechat", "x")


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x at noon", "cannot read 'x at noon'"),
        ("mastodon +0", "no channel 'mastodon'"),
        ("x +30", "needs a unit"),
        ("x +0, x +1h", "names x twice"),
    ],
)
def test_a_plan_that_cannot_be_read_says_why(text: str, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        parse_plan(text, CHANNELS)


@pytest.mark.parametrize("text", ["+0", "+45s", "+30m", "+2h", "+1d"])
def test_delays_are_written_as_they_are_read(text: str) -> None:
    assert delay_words(parse_plan(f"x {text}", CHANNELS)[0].delay) == text
