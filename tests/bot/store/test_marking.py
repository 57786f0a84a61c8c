"""What a restored backup holds for unsent is looked for first; all else in it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from adapters.errors import Rejected, TryLater
from bot.newsletters import Newsletters
from bot.release import actions
from bot.release.release import Terms
from bot.release.slots import OPEN, RELEASED, Slots
from bot.release.states import CALL_MOVES, CallState, DeliveryState
from bot.store import schema as t
from bot.store.restoring import UNSENT, mark
from config.settings import Settings
from tests.bot.bench import Bench
from tests.bot.fakes import post, upload
from tests.bot.store.stage import on_store

C = CallState


@pytest.fixture
def bench(url: str, tmp_path: Path) -> Iterator[Bench]:
    with on_store(url, tmp_path) as bench:
        yield bench


def go_back(bench: Bench) -> tuple[int, int]:
    bench.clock.moment += timedelta(hours=1)
    return mark(bench.ledger.engine, bench.clock.now())


def test_posts_are_looked_for_and_uploads_repeated(bench: Bench) -> None:
    delivery_id = bench.freeze(upload("a"), post(1, after=("image/a",)), post(2), due_in=7200)

    counts = go_back(bench)

    assert bench.states(delivery_id) == [C.PLANNED, C.UNKNOWN, C.UNKNOWN]
    assert counts == (2, 1)


def test_what_was_sent_since_is_younger_than_the_look(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), due_in=7200)
    touched = bench.ledger.delivery(delivery_id).updated_at

    go_back(bench)

    call = bench.ledger.calls(delivery_id)[0]
    assert (call.started_at, call.attempt, call.owner) == (touched, 0, None)


def test_what_is_done_stays_done(bench: Bench) -> None:
    delivery_id = bench.freeze(upload("a"), post(1, after=("image/a",)))
    bench.run(delivery_id)
    before = bench.ledger.calls(delivery_id), bench.ledger.events(delivery_id)

    counts = go_back(bench)

    assert counts == (0, 0)
    assert (bench.ledger.calls(delivery_id), bench.ledger.events(delivery_id)) == before


def test_what_was_cancelled_stays_unsent(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), due_in=7200)
    actions.cancel(bench.ledger, bench.ledger.delivery(delivery_id), "me")

    go_back(bench)

    assert bench.states(delivery_id) == [C.PLANNED]


def test_a_thread_is_looked_for_behind_what_is_done_of_it(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), post(2), post(3))
    bench.run(delivery_id, until=bench.clock.after(1))

    go_back(bench)

    assert bench.states(delivery_id) == [C.DONE, C.UNKNOWN, C.UNKNOWN]


def test_what_was_refused_is_looked_for_when_a_person_goes_on(bench: Bench) -> None:
    bench.service.before = [Rejected("too long")]
    delivery_id = bench.freeze(post(1))
    bench.run(delivery_id)
    go_back(bench)
    bench.service.posts.append("post-1")  # mended and sent, after the backup

    actions.resume(bench.ledger, bench.ledger.delivery(delivery_id), "me")
    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert bench.service.posts == ["post-1"]


def test_what_was_to_be_tried_later_is_looked_for(bench: Bench) -> None:
    bench.service.before = [TryLater("a flood", after=600.0)]
    delivery_id = bench.freeze(post(1))
    bench.run(delivery_id, until=bench.clock.after(60))
    assert bench.states(delivery_id) == [C.LATER]

    go_back(bench)
    bench.service.posts.append("post-1")
    bench.run(delivery_id)

    assert bench.service.posts == ["post-1"]


def test_what_was_being_looked_for_is_looked_for_anew(bench: Bench) -> None:
    bench.service.before = [OSError("a defect before the effect")]
    delivery_id = bench.freeze(post(1))
    bench.run(delivery_id, until=bench.clock.after(30))
    looked = bench.ledger.calls(delivery_id)[0].looks

    go_back(bench)

    call = bench.ledger.calls(delivery_id)[0]
    assert (looked > 0, call.state, call.looks) == (True, C.UNKNOWN, 0)


def test_looking_begins_at_once_and_not_when_it_is_due(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), due_in=7200)
    bench.run(delivery_id, until=bench.clock.after(1))

    go_back(bench)

    jobs = bench.ledger.jobs.due(bench.clock.now())
    assert [job.delivery_id for job in jobs] == [delivery_id]


def test_what_waits_for_approval_goes_on_waiting(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), terms=Terms(""))

    go_back(bench)

    delivery = bench.ledger.delivery(delivery_id)
    assert (delivery.reason, delivery.wake_at) == ("approval", None)
    assert bench.states(delivery_id) == [C.UNKNOWN]


def test_what_a_person_holds_stays_held(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), due_in=7200)
    actions.hold(bench.ledger, bench.ledger.delivery(delivery_id), "me")

    go_back(bench)

    delivery = bench.ledger.delivery(delivery_id)
    assert (delivery.state, bench.states(delivery_id)) == (DeliveryState.HELD, [C.UNKNOWN])


def test_each_look_has_its_event(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), post(2), due_in=7200)

    go_back(bench)

    events = bench.ledger.events(delivery_id)
    assert [(e["call_key"], e["actor"], e["move"]) for e in events] == [
        ("message/1", "db restore", "planned -> unknown"),
        ("message/2", "db restore", "planned -> unknown"),
    ]


def test_the_ledgers_own_moves_lead_to_unknown() -> None:
    reached = {old for old, new in CALL_MOVES if new is C.UNKNOWN}

    for state in UNSENT:
        ways = {new for old, new in CALL_MOVES if old is state} | {state}
        assert ways & reached


# --- what a backup cannot know ----------------------------------------------------------------


def test_an_issue_of_today_is_taken_for_one_that_may_be_out(bench: Bench) -> None:
    newsletters = Newsletters(bench.ledger.engine)
    newsletters.remember("letters.example", Settings(), bench.clock.now())

    go_back(bench)

    since = newsletters.known_since("letters.example")
    assert since and since.date() > bench.clock.now().date()


def test_no_slot_that_has_passed_is_caught_up(bench: Bench) -> None:
    slots = Slots(bench.ledger.engine, bench.clock)
    now = bench.clock.now()
    slots.open("letters.example/weekly", now - timedelta(days=7), state=RELEASED)
    slots.open("letters.example/weekly", now)

    go_back(bench)

    assert slots.of("letters.example/weekly", OPEN) == []
    assert slots.last("letters.example/weekly") == bench.clock.moment


def test_a_slot_to_come_stays_open(bench: Bench) -> None:
    slots = Slots(bench.ledger.engine, bench.clock)
    slots.open("letters.example/weekly", bench.clock.after(86_400))

    go_back(bench)

    assert [slot.state for slot in slots.of("letters.example/weekly")] == ["missed", OPEN]


def test_nobody_executes_a_restored_store(bench: Bench) -> None:
    with bench.ledger.engine.begin() as db:
        at = bench.clock.now()
        db.execute(
            sa.insert(t.workers).values(
                id="w", machine="m", pid=1, kind="serve", started_at=at, beat_at=at
            )
        )

    go_back(bench)

    with bench.ledger.engine.connect() as db:
        assert db.execute(sa.select(t.workers)).all() == []
