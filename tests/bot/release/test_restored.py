"""After a restore every unsent post is looked for, each in its turn, before any is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.base import Absent, CannotTell, Found, Intent, Part, Receipt
from adapters.references import MissingReference
from bot.release.actions import decide_call
from bot.release.release import Terms
from bot.release.states import CallState, DeliveryState
from bot.store.restoring import mark
from tests.bot.bench import Bench, a_bench
from tests.bot.fakes import SETTLE, FakeChannel, post, upload


class Strict(FakeChannel):
    """Looks for a part only by what it refers to, as the channels do."""

    def find(
        self, part: Part, sent: Mapping[str, Receipt], intent: Intent
    ) -> Found | Absent | CannotTell:
        if not set(part.waits_for) <= set(sent):
            raise MissingReference(part.key)
        return super().find(part, sent, intent)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with a_bench(tmp_path) as bench:
        bench.around.channels["telegram"] = bench.channel = Strict(bench.service)
        yield bench


@pytest.mark.parametrize("out", [0, 1, 2, 3])
def test_the_rest_of_a_thread_follows_whatever_is_out(bench: Bench, out: int) -> None:
    delivery_id = bench.freeze(upload("a"), post(1, after=("image/a",)), post(2), post(3))
    mark(bench.ledger.engine, bench.clock.now())
    bench.service.posts += [f"post-{n}" for n in range(1, out + 1)]

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert sorted(bench.service.posts) == ["post-1", "post-2", "post-3", "upload-a"]


def test_behind_a_post_that_is_not_there_nothing_is_looked_for(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), post(2), post(3))
    mark(bench.ledger.engine, bench.clock.now())

    bench.run(delivery_id)

    assert bench.service.looks == len(SETTLE)
    assert [round(s) for s in bench.clock.waited] == [15, 45, 2, 2]


def test_a_person_is_asked_once_for_a_thread_that_cannot_be_read(bench: Bench) -> None:
    bench.service.blind = True
    delivery_id = bench.freeze(post(1), post(2))
    mark(bench.ledger.engine, bench.clock.now())
    bench.run(delivery_id)
    states = bench.states(delivery_id)

    decide_call(bench.ledger, bench.ledger.calls(delivery_id)[0], "not-there", "me", channel=None)
    bench.run(delivery_id)

    assert states == [CallState.ASKED, CallState.UNKNOWN]
    assert bench.service.posts == ["post-1", "post-2"]


def test_a_release_whose_time_has_passed_asks_as_any_other(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), post(2), terms=Terms("me", late_limit=600.0))
    mark(bench.ledger.engine, bench.clock.now())
    bench.clock.moment += timedelta(hours=5)

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.MISSED
    assert bench.service.posts == []


def test_what_is_due_later_is_looked_for_now_and_sent_then(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), post(2), due_in=3600)
    mark(bench.ledger.engine, bench.clock.now())

    bench.run(delivery_id, until=bench.clock.after(600))

    assert bench.states(delivery_id) == [CallState.PLANNED, CallState.PLANNED]
    assert bench.run(delivery_id).state is DeliveryState.DONE_PUBLISHED
    assert (
        bench.ledger.calls(delivery_id)[0].started_at >= bench.ledger.delivery(delivery_id).due_at
    )  # type: ignore[operator]
