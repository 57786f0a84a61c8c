"""What holds a delivery back before its first post, and what does not after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.base import Account, Edition
from adapters.errors import OutcomeUnknown
from bot.release.actions import NotNow, cancel, decide_delivery, hold, reschedule, resume
from bot.release.deliver import Rules
from bot.release.ledger import Note
from bot.release.quiet import quiet_hours
from bot.release.release import Leg, Terms
from bot.release.states import CallState, DeliveryState
from tests.bot.bench import Bench, a_bench
from tests.bot.fakes import FakeChannel, FakeService, edition, post, upload


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with a_bench(tmp_path) as bench:
        yield bench


def second_channel(bench: Bench) -> FakeService:
    service = FakeService()
    bench.around.channels["x"] = FakeChannel(service, "x")
    return service


def pair(bench: Bench, **leg: object) -> tuple[str, str]:
    """Telegram in an hour, and X after it as `leg` says."""
    now = bench.clock.now()
    first = Leg(edition(post(1)), bench.channel.whoami(), "web", now + timedelta(hours=1))
    account = Account("x", "loopback", "2")
    second = Leg(edition(post(1), channel="x"), account, "web", now, **leg)  # type: ignore[arg-type]
    return tuple(bench.freeze_all(first, second))  # type: ignore[return-value]


def alone(number: int) -> Edition:
    return edition(post(number))


def test_a_release_that_nobody_approved_sends_nothing(bench: Bench) -> None:
    delivery_id = bench.freeze(upload("a"), post(1, after=("image/a",)), terms=Terms(""))

    delivery = bench.run(delivery_id)

    assert (delivery.state, delivery.reason) == (DeliveryState.WAITING, "approval")
    assert bench.service.posts == []


def test_what_waits_for_a_channel_goes_out_its_delay_after_it(bench: Bench) -> None:
    service = second_channel(bench)
    first, second = pair(bench, after="telegram", delay=600.0)

    bench.run(first, second)

    leader, follower = bench.ledger.delivery(first), bench.ledger.delivery(second)
    assert follower.state is DeliveryState.DONE_PUBLISHED
    assert follower.links == {"telegram": "https://fake.example/post-1"}
    assert leader.out_at is not None
    assert follower.due_at - leader.out_at == timedelta(seconds=600)
    assert service.posts == ["post-1"]


@pytest.mark.parametrize(
    ("otherwise", "state"),
    [
        ("skip", DeliveryState.CANCELLED),
        ("ask", DeliveryState.ASKED),
        ("canonical", DeliveryState.ASKED),  # there is no page of the author's to link to
    ],
)
def test_what_waited_in_vain_does_as_its_plan_says(
    bench: Bench, otherwise: str, state: DeliveryState
) -> None:
    service = second_channel(bench)
    until = bench.clock.now() + timedelta(minutes=10)
    first, second = pair(bench, after="telegram", after_until=until, otherwise=otherwise)
    bench.ledger.move_delivery(bench.ledger.delivery(first), DeliveryState.HELD, Note("me"))

    bench.run(second)

    assert bench.ledger.delivery(second).state is state
    assert service.posts == []


def test_a_person_may_let_it_go_without_the_address(bench: Bench) -> None:
    service = second_channel(bench)
    until = bench.clock.now() + timedelta(minutes=10)
    first, second = pair(bench, after="telegram", after_until=until, otherwise="ask")
    bench.ledger.move_delivery(bench.ledger.delivery(first), DeliveryState.HELD, Note("me"))
    bench.run(second)

    decide_delivery(bench.ledger, bench.ledger.delivery(second), "go", "me")
    bench.run(second)

    assert service.posts == ["post-1"]


def test_a_post_waits_for_the_authors_page_and_not_longer(bench: Bench) -> None:
    bench.missing = "it answers 404"
    gate = Leg(
        Edition("blog", ()), Account("blog", "letters.example", ""), "web", bench.clock.now()
    )
    leg = Leg(alone(1), bench.channel.whoami(), "web", bench.clock.now())
    page, delivery_id = bench.freeze_all(gate, leg)

    bench.run(page, delivery_id, until=bench.clock.now() + timedelta(minutes=5))
    before = bench.ledger.delivery(delivery_id), list(bench.service.posts)
    bench.missing = ""
    bench.run(page, delivery_id)

    assert (before[0].state, before[0].reason) == (DeliveryState.WAITING, "gate")
    assert before[1] == []
    assert bench.service.posts == ["post-1"]


def test_a_page_that_is_not_live_in_time_is_asked_about(bench: Bench) -> None:
    bench.missing = "it answers 404"
    gate = Leg(
        Edition("blog", ()), Account("blog", "letters.example", ""), "web", bench.clock.now()
    )
    (page,) = bench.freeze_all(gate)
    begun = bench.clock.now()

    delivery = bench.run(page)

    assert (delivery.state, delivery.question) == (DeliveryState.ASKED, "gate")
    assert timedelta(minutes=30) <= bench.clock.now() - begun < timedelta(minutes=32)


def test_a_time_that_was_missed_by_more_than_the_limit_is_asked_about(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), terms=Terms("me", late_limit=3600.0))
    bench.clock.moment += timedelta(hours=2)

    missed = bench.run(delivery_id)
    decide_delivery(bench.ledger, missed, "send", "me")
    sent = bench.run(delivery_id)

    assert (missed.state, missed.question) == (DeliveryState.MISSED, "missed")
    assert sent.state is DeliveryState.DONE_PUBLISHED


def test_a_time_that_was_missed_by_less_is_kept_late(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), terms=Terms("me", late_limit=3600.0))
    bench.clock.moment += timedelta(minutes=59)

    assert bench.run(delivery_id).state is DeliveryState.DONE_PUBLISHED


def test_not_later_than_is_a_limit_of_its_own(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), latest_at=bench.clock.after(60.0))
    bench.clock.moment += timedelta(minutes=2)

    assert bench.run(delivery_id).state is DeliveryState.MISSED


def test_a_late_release_wakes_nobody_in_the_quiet_hours(bench: Bench) -> None:
    """It was due at 00:00 UTC, which is not quiet; at 00:30 it is, until 06:00."""
    bench.around.wanted = Rules(quiet=quiet_hours("00:20-06:00", "UTC"))
    delivery_id = bench.freeze(post(1))
    bench.clock.moment += timedelta(minutes=30)

    bench.run(delivery_id)

    assert bench.service.posts == ["post-1"]
    assert bench.clock.moment.hour == 6


def test_an_edited_source_is_asked_about_before_the_first_call(bench: Bench) -> None:
    bench.around.changed = "it has changed"
    delivery_id = bench.freeze(post(1))

    held = bench.run(delivery_id)
    decide_delivery(bench.ledger, held, "as-approved", "me")
    sent = bench.run(delivery_id)

    assert (held.state, held.question) == (DeliveryState.HELD, "source")
    assert bench.service.posts == ["post-1"]
    assert sent.state is DeliveryState.DONE_PUBLISHED


def test_an_edited_source_does_not_stop_a_thread_in_the_middle(bench: Bench) -> None:
    bench.service.after = [OutcomeUnknown("reset")]
    delivery_id = bench.freeze(post(1), post(2))
    bench.run(delivery_id, until=bench.clock.after(1.0))
    bench.around.changed = "it has changed"

    assert bench.run(delivery_id).state is DeliveryState.DONE_PUBLISHED


def test_a_hold_between_two_posts_is_honoured_before_the_next(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), post(2))
    send = bench.channel.send

    def held_meanwhile(part, sent):  # type: ignore[no-untyped-def]
        receipt = send(part, sent)
        hold(bench.ledger, bench.ledger.delivery(delivery_id), "me")
        return receipt

    bench.channel.send = held_meanwhile  # type: ignore[method-assign]
    held = bench.run(delivery_id)
    bench.channel.send = send  # type: ignore[method-assign]
    resume(bench.ledger, held, "me")
    after = bench.run(delivery_id)

    assert held.state is DeliveryState.HELD
    assert bench.service.posts == ["post-1", "post-2"]
    assert after.state is DeliveryState.DONE_PUBLISHED


def test_a_cancel_while_the_rows_are_being_read_is_honoured(bench: Bench) -> None:
    """The delivery is cancelled after it was read and before the call is written down."""
    delivery_id = bench.freeze(post(1))
    bench.ledger.move_delivery(
        bench.ledger.delivery(delivery_id), DeliveryState.SENDING, Note("test")
    )
    stale = bench.ledger.delivery(delivery_id)
    cancel(bench.ledger, stale, "me")

    taken = bench.ledger.take(bench.ledger.calls(delivery_id)[0], stale, lease=60.0, gap=0.0)

    assert taken is None
    assert bench.states(delivery_id) == [CallState.PLANNED]


def test_another_time_is_honoured_by_who_had_read_the_old_one(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1))
    bench.ledger.move_delivery(
        bench.ledger.delivery(delivery_id), DeliveryState.SENDING, Note("test")
    )
    stale = bench.ledger.delivery(delivery_id)
    reschedule(bench.ledger, stale, bench.clock.after(3600.0), "me")

    assert bench.ledger.take(bench.ledger.calls(delivery_id)[0], stale, lease=60.0, gap=0.0) is None


def test_a_cancelled_release_never_publishes(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), due_in=3600)
    cancel(bench.ledger, bench.ledger.delivery(delivery_id), "me")
    bench.clock.moment += timedelta(hours=2)

    assert bench.run(delivery_id).state is DeliveryState.CANCELLED
    assert bench.service.posts == []
    with pytest.raises(NotNow):
        resume_anyway(bench, delivery_id)


def resume_anyway(bench: Bench, delivery_id: str) -> None:
    hold(bench.ledger, bench.ledger.delivery(delivery_id), "me")


def test_what_is_partly_out_is_stopped_not_cancelled(bench: Bench) -> None:
    bench.service.before = []
    delivery_id = bench.freeze(post(1), post(2))
    bench.take(delivery_id)

    stopped = cancel(bench.ledger, bench.ledger.delivery(delivery_id), "me")

    assert stopped.state is DeliveryState.STOPPED


def test_who_stops_at_the_gate_stops_all_that_waited_for_it(bench: Bench) -> None:
    bench.missing = "it answers 404"
    gate = Leg(
        Edition("blog", ()), Account("blog", "letters.example", ""), "web", bench.clock.now()
    )
    leg = Leg(alone(1), bench.channel.whoami(), "web", bench.clock.now())
    page, delivery_id = bench.freeze_all(gate, leg)
    bench.run(page, delivery_id, until=bench.clock.now() + timedelta(hours=1))

    decide_delivery(bench.ledger, bench.ledger.delivery(page), "stop", "me")
    bench.run(page, delivery_id)

    assert bench.ledger.delivery(delivery_id).state is DeliveryState.CANCELLED
    assert bench.service.posts == []
