"""Quiet hours are read as spans of the week."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.quiet_hours import Span, quiet_spans

EVERY_DAY = frozenset(range(7))
NIGHT = Span(EVERY_DAY, 22 * 60, 32 * 60)
MORNINGS = Span(frozenset({5, 6}), 0, 10 * 60)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("22:00-08:00", (NIGHT,)),
        ("22:00 - 8:00", (NIGHT,)),
        ("mondays-sun 22:00-08:00", (NIGHT,)),
        ("sat,sun 00:00-10:00", (MORNINGS,)),
        ("weekend 00:00-10:00", (MORNINGS,)),
        ("Saturday, Sunday 00:00-10:00", (MORNINGS,)),
        ("22:00-08:00, sat,sun 00:00-10:00", (NIGHT, MORNINGS)),
        ("fri-mon 12:00-24:00", (Span(frozenset({4, 5, 6, 0}), 12 * 60, 24 * 60),)),
        ("sun 00:00-24:00", (Span(frozenset({6}), 0, 24 * 60),)),
    ],
)
def test_a_text_names_spans(text: str, spans: tuple[Span, ...]) -> None:
    assert quiet_spans(text) == spans


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("00:00-24:00", '"00:00-24:00" leaves no time at all; quiet hours must end.'),
        (
            "0:00-9:00,9:00-24:00",
            '"0:00-9:00,9:00-24:00" leaves no time at all; quiet hours must end.',
        ),
        ("08:00-08:00", '"08:00-08:00" begins and ends at the same time.'),
        ("22-8", '"22" is not a time of day; write it like 08:00.'),
        ("24:00-08:00", '"24:00" is not a time of day; write it like 08:00.'),
        ("mondy 22:00-08:00", '"mondy" is not a day of the week. Did you mean monday?'),
        ("sat,sun", '"sat,sun" names no hours; write it like sat,sun 00:00-10:00.'),
        ("at night", '"at night" names no hours; write it like sat,sun 00:00-10:00.'),
    ],
)
def test_another_text_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        quiet_spans(text)


@settings(deadline=None)
@given(st.text("0123456789:-, satun"))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    try:
        spans = quiet_spans(text)
    except ValueError:
        return

    assert all(0 <= span.start < span.end <= 48 * 60 and span.days for span in spans)
