"""Another program on the bot: told once an hour at most, and told when it has ended."""

from __future__ import annotations

from bot.control.listening import CALM, QUIET, Conflicts


def test_a_conflict_is_told_once_and_again_after_an_hour_of_quiet() -> None:
    conflicts = Conflicts()

    told = [conflicts.met(at) for at in (0.0, 40.0, 80.0, 80.0 + QUIET - 1)]

    assert told == [True, False, False, False]
    assert conflicts.met(80.0 + 2 * QUIET)


def test_its_end_is_told_once_and_only_after_a_calm() -> None:
    conflicts = Conflicts()
    conflicts.met(0.0)
    conflicts.met(40.0)

    told = [conflicts.over(at) for at in (41.0, 39.0 + CALM, 40.0 + CALM, 41.0 + CALM)]

    assert told == [False, False, True, False]


def test_without_a_conflict_nothing_has_ended() -> None:
    assert not Conflicts().over(1e6)


def test_the_end_of_a_conflict_that_was_not_told_is_not_told() -> None:
    conflicts = Conflicts()
    conflicts.met(0.0)
    conflicts.over(CALM)

    again = conflicts.met(2 * CALM)

    assert not again
    assert not conflicts.over(4 * CALM)
