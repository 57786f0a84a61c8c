"""A release is steered as a whole: what moves at that very moment keeps nothing else from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.base import Account, Edition
from bot.release import steering
from bot.release.actions import NotNow, decide_delivery, hold
from bot.release.ledger import Note
from bot.release.records import Delivery
from bot.release.release import Leg
from bot.release.states import DeliveryState
from bot.release.waits import GATE
from tests.bot.bench import Bench, a_bench
from tests.bot.fakes import edition, post

D = DeliveryState
CHANNELS = ("telegram", "wechat", "x")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with a_bench(tmp_path) as bench:
        yield bench


def three(bench: Bench) -> list[Delivery]:
    """A release on three channels, as somebody read it."""
    due = bench.clock.now() + timedelta(hours=1)
    legs = [
        Leg(edition(post(1), channel=key), Account(key, "loopback", key), "web", due)
        for key in CHANNELS
    ]
    return [bench.ledger.delivery(delivery_id) for delivery_id in bench.freeze_all(*legs)]


def meanwhile(bench: Bench, read: Delivery, *states: DeliveryState) -> None:
    """It moves on after it was read."""
    for state in states:
        bench.ledger.move_delivery(bench.ledger.delivery(read.id), state, Note("pressrun"))


def states(bench: Bench, found: list[Delivery]) -> list[DeliveryState]:
    return [bench.ledger.delivery(d.id).state for d in found]


def test_a_channel_that_begins_at_that_moment_is_held_with_the_others(bench: Bench) -> None:
    found = three(bench)
    meanwhile(bench, found[1], D.SENDING)

    steering.hold(bench.ledger, found, "ada")

    assert states(bench, found) == [D.HELD, D.HELD, D.HELD]


def test_a_channel_that_ends_at_that_moment_keeps_no_other_from_being_held(bench: Bench) -> None:
    found = three(bench)
    meanwhile(bench, found[1], D.SENDING, D.DONE_DRAFT)

    steering.hold(bench.ledger, found, "ada")

    assert states(bench, found) == [D.HELD, D.DONE_DRAFT, D.HELD]


def test_a_channel_that_begins_at_that_moment_is_cancelled_with_the_others(bench: Bench) -> None:
    found = three(bench)
    meanwhile(bench, found[0], D.SENDING)

    steering.cancel(bench.ledger, found, "ada")

    assert states(bench, found) == [D.CANCELLED, D.CANCELLED, D.CANCELLED]


def test_a_channel_that_ends_at_that_moment_keeps_no_other_from_being_cancelled(
    bench: Bench,
) -> None:
    found = three(bench)
    meanwhile(bench, found[0], D.SENDING, D.DONE_PUBLISHED)

    steering.cancel(bench.ledger, found, "ada")

    assert states(bench, found) == [D.DONE_PUBLISHED, D.CANCELLED, D.CANCELLED]


def test_what_has_all_ended_at_that_moment_refuses(bench: Bench) -> None:
    found = three(bench)[:1]
    meanwhile(bench, found[0], D.SENDING, D.DONE_PUBLISHED)

    with pytest.raises(NotNow, match="telegram is done"):
        steering.hold(bench.ledger, found, "ada")


def test_a_channel_that_is_called_off_at_that_moment_keeps_no_other_from_going_on(
    bench: Bench,
) -> None:
    for delivery in three(bench):
        hold(bench.ledger, delivery, "ada")
    found = bench.ledger.siblings(bench.ledger.deliveries()[0].release_id)
    meanwhile(bench, found[0], D.CANCELLED)

    steering.resume(bench.ledger, found, "ben")

    assert states(bench, found) == [D.CANCELLED, D.WAITING, D.WAITING]


def test_a_channel_that_ends_at_that_moment_keeps_no_other_from_another_time(
    bench: Bench,
) -> None:
    found = three(bench)
    for delivery in found:
        meanwhile(bench, delivery, D.MISSED)
    missed = [bench.ledger.delivery(d.id) for d in found]
    meanwhile(bench, found[0], D.CANCELLED)

    steering.reschedule(bench.ledger, missed, "ada", "+3h")

    assert states(bench, found) == [D.CANCELLED, D.WAITING, D.WAITING]
    moved = [bench.ledger.delivery(d.id).due_at - d.due_at for d in found[1:]]
    assert moved[0] == moved[1] > timedelta(hours=1)


def test_a_page_that_never_comes_stops_all_that_waits_for_it(bench: Bench) -> None:
    page = Leg(Edition(GATE, ()), Account(GATE, "blog.example", ""), "web", bench.clock.now())
    leg = Leg(edition(post(1)), bench.channel.whoami(), "web", bench.clock.now())
    page_id, delivery_id = bench.freeze_all(page, leg)
    asking = Note("pressrun", "it is not live")
    bench.ledger.move_delivery(bench.ledger.delivery(page_id), D.ASKED, asking, question="gate")
    asked = bench.ledger.delivery(page_id)
    found = bench.ledger.siblings(asked.release_id)
    ledger = _Late(bench, found)

    decide_delivery(ledger, asked, "stop", "ada")  # type: ignore[arg-type]

    assert states(bench, found) == [D.CANCELLED, D.CANCELLED]
    assert bench.ledger.delivery(delivery_id).reason == "cancelled by ada"


class _Late:
    """A ledger whose list of a release is as old as what waits for the page."""

    def __init__(self, bench: Bench, found: list[Delivery]) -> None:
        self._ledger, self._found = bench.ledger, found
        waits = next(d for d in found if d.channel != GATE)
        meanwhile(bench, waits, D.SENDING)

    def siblings(self, _: str) -> list[Delivery]:
        return self._found

    def __getattr__(self, name: str) -> object:
        return getattr(self._ledger, name)
