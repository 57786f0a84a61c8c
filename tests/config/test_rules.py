"""A recurring time is read from a sentence or from cron's five fields."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.rules import Rule, rule

NEITHER = "begins neither with every nor with cron."
LIKE = "Write it like every monday at 08:00 Asia/Shanghai."
WHICH = "write it like every 2nd tuesday of the month at 08:00."


@pytest.mark.parametrize(
    ("text", "cron"),
    [
        ("every monday at 08:00", "0 8 * * 1"),
        ("every Monday 8:00", "0 8 * * 1"),
        ("every day at 7:30", "30 7 * * *"),
        ("every weekday at 9:00", "0 9 * * 1,2,3,4,5"),
        ("every mon and thu at 8:00", "0 8 * * 1,4"),
        ("every mon, thu, and sun at 8:00", "0 8 * * 1,4,7"),
        ("every sat-mon at 8:00", "0 8 * * 1,6,7"),
        ("every 2nd tuesday of the month at 8:00", "0 8 * * 2#2"),
        ("every last friday of the month at 17:45", "45 17 * * 5L"),
        ("cron 0 8 * * 1", "0 8 * * 1"),
        ("cron */30 8-10 1,15 * MON", "*/30 8-10 1,15 * MON"),
    ],
)
def test_a_sentence_becomes_five_fields(text: str, cron: str) -> None:
    assert rule(text) == Rule(text, cron)


@pytest.mark.parametrize("text", ["every monday at 08:00", "cron 0 8 * * 1"])
def test_a_zone_may_stand_at_the_end(text: str) -> None:
    assert rule(f"{text}  Asia/Shanghai") == Rule(text, "0 8 * * 1", "Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", f'"" {NEITHER} {LIKE}'),
        ("evry day at 8:00", f'"evry day at 8:00" {NEITHER} Did you mean every? {LIKE}'),
        ("every monday at 8", f'"every monday at 8" cannot be read. {LIKE}'),
        ("every mondy at 8:00", '"mondy" is not a day of the week. Did you mean monday?'),
        ("every monday at 25:00", '"25:00" is not a time of day; write it like 08:00.'),
        ("every day at 8:00 Mars/Base", '"Mars/Base" is not a time zone.'),
        ("every 2nd tue at 8:00", f'"every 2nd tue" is not clear about its weeks; {WHICH}'),
        ("every 9th mon of the month at 8:00", '"9th" is no place in a month. Did you mean 4th?'),
        ("cron 0 8 * *", '"cron 0 8 * *" needs five fields, as in cron 0 8 * * 1.'),
        ("cron 0 0 8 * * 1", '"cron 0 0 8 * * 1" needs five fields, as in cron 0 8 * * 1.'),
        ("cron 61 8 * * 1", '"61 8 * * 1" is not a cron expression: bad minute.'),
        ("cron 0 8 30 2 *", '"0 8 30 2 *" is not a cron expression: bad day-of-month.'),
        ("cron 0 8 * * 1 Mars/Base", '"Mars/Base" is not a time zone.'),
    ],
)
def test_another_text_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        rule(text)


@settings(deadline=None)
@given(st.sampled_from(["every ", "cron "]), st.text("everycondaymt 0123456789:*/,-#LW"))
def test_whatever_is_written_is_read_or_refused(kind: str, text: str) -> None:
    try:
        found = rule(kind + text)
    except ValueError:
        return

    assert len(found.cron.split()) == 5
