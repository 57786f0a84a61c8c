"""Lengths of time are read as they are written."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.durations import duration, duration_words


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("0", timedelta()),
        ("45s", timedelta(seconds=45)),
        ("30m", timedelta(minutes=30)),
        ("2h", timedelta(hours=2)),
        ("1h30m", timedelta(minutes=90)),
        ("1d12h", timedelta(hours=36)),
    ],
)
def test_a_length_is_a_number_with_its_unit(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("30", '"30" needs a unit: s, m, h or d, as in 30m.'),
        ("", '"" is not a length of time; write it like 30m, 2h or 1h30m.'),
        ("-2h", '"-2h" is not a length of time; write it like 30m, 2h or 1h30m.'),
        ("2 hours", '"2 hours" is not a length of time; write it like 30m, 2h or 1h30m.'),
        ("367d", '"367d" is more than a year.'),
    ],
)
def test_another_text_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        duration(text)


@settings(deadline=None)
@given(st.timedeltas(timedelta(), timedelta(days=366)).map(lambda t: t - t % timedelta(seconds=1)))
def test_a_length_in_words_is_read_as_itself(length: timedelta) -> None:
    assert duration(duration_words(length)) == length


@pytest.mark.parametrize("words", ["0", "45s", "90m", "2h", "3d"])
def test_a_length_is_written_in_the_largest_unit_that_fits(words: str) -> None:
    assert duration_words(duration(words)) == words
