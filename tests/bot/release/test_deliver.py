"""What the ledger makes of every outcome, with a remote side that counts what arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.base import Part, Phase
from adapters.errors import (
    AlreadyThere,
    LeftAsDraft,
    NotAllowed,
    OutcomeUnknown,
    Rejected,
    TryLater,
)
from bot.release.actions import decide_call
from bot.release.ledger import Ledger
from bot.release.owners import Owner
from bot.release.release import Leg, Terms, freeze
from bot.release.states import CallState, DeliveryState
from tests.bot.bench import Bench, a_bench
from tests.bot.fakes import edition, issue, post, upload


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with a_bench(tmp_path) as bench:
        yield bench


def test_a_thread_goes_out_in_order_and_once(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), post(2), post(3))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert delivery.url == "https://fake.example/post-1"
    assert bench.service.posts == ["post-1", "post-2", "post-3"]


def test_running_again_sends_nothing(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), post(2))
    bench.run(delivery_id)

    bench.run(delivery_id)

    assert bench.service.posts == ["post-1", "post-2"]


def test_posts_keep_their_distance(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), post(2), post(3))

    bench.run(delivery_id)

    assert [round(seconds) for seconds in bench.clock.waited] == [2, 2]


def test_a_draft_is_never_called_published(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), verb="draft")

    assert bench.run(delivery_id).state is DeliveryState.DONE_DRAFT


def test_uploads_go_at_once_and_posts_at_their_time(bench: Bench) -> None:
    delivery_id = bench.freeze(upload("a"), post(1, after=("image/a",)), due_in=3600)
    start = bench.clock.moment

    delivery = bench.run(delivery_id)

    calls = bench.ledger.calls(delivery_id)
    assert calls[0].started_at and calls[0].started_at - start < timedelta(seconds=1)
    assert calls[1].started_at and calls[1].started_at >= delivery.due_at


def test_the_same_bytes_are_uploaded_once(bench: Bench) -> None:
    first = bench.freeze(upload("a"), post(1, after=("image/a",)))
    bench.run(first)
    leg = Leg(edition(upload("a"), post(2, after=("image/a",))), bench.channel.whoami(), "web",
              bench.clock.now(), run=2)  # fmt: skip
    second = freeze(
        bench.ledger.engine, bench.clock, issue(bench.folder), [leg], {"aaaaaaaa": b"png"},
        terms=Terms("author"),
    )[0]  # fmt: skip

    bench.run(second)

    assert bench.service.posts == ["upload-a", "post-1", "post-2"]


def test_a_lost_answer_is_found_and_adopted(bench: Bench) -> None:
    bench.service.after = [OutcomeUnknown("reset")]
    delivery_id = bench.freeze(post(1), post(2))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert bench.service.posts == ["post-1", "post-2"]


def test_a_lagging_timeline_is_read_until_the_last_look(bench: Bench) -> None:
    bench.service.after = [OutcomeUnknown("reset")]
    bench.service.hidden_for = 2
    delivery_id = bench.freeze(post(1))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert bench.service.posts == ["post-1"]
    assert [round(s) for s in bench.clock.waited] == [5, 15, 45]


def test_what_is_absent_after_the_last_look_is_sent_again(bench: Bench) -> None:
    bench.service.before = [OutcomeUnknown("reset before the effect")]
    delivery_id = bench.freeze(post(1))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert bench.service.posts == ["post-1"]
    assert bench.ledger.calls(delivery_id)[0].attempt == 2


def test_a_second_loss_asks_instead_of_sending_a_third_time(bench: Bench) -> None:
    bench.service.before = [OutcomeUnknown("lost"), OutcomeUnknown("lost")]
    delivery_id = bench.freeze(post(1), post(2))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.ASKED
    assert bench.states(delivery_id) == [CallState.ASKED, CallState.PLANNED]
    assert bench.service.posts == []


def test_what_cannot_be_seen_is_asked(bench: Bench) -> None:
    bench.service.after = [OutcomeUnknown("reset")]
    bench.service.blind = True
    delivery_id = bench.freeze(post(1), post(2))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.ASKED
    assert bench.service.posts == ["post-1"]
    assert "pressrun decide" in bench.ledger.calls(delivery_id)[0].next_step


@pytest.mark.parametrize(
    ("answer", "state", "posts"),
    [
        ("there", DeliveryState.DONE_PUBLISHED, ["post-1", "post-2"]),
        ("not-there", DeliveryState.DONE_PUBLISHED, ["post-1", "post-1", "post-2"]),
        ("stop", DeliveryState.STOPPED, ["post-1"]),
    ],
)
def test_a_persons_answer_is_obeyed(
    bench: Bench, answer: str, state: DeliveryState, posts: list[str]
) -> None:
    bench.service.after = [OutcomeUnknown("reset")]
    bench.service.blind = True
    delivery_id = bench.freeze(post(1), post(2))
    bench.run(delivery_id)

    asked = bench.ledger.calls(delivery_id)[0]
    decide_call(bench.ledger, asked, answer, "me", url="https://x.example/9", channel=None)

    assert bench.run(delivery_id).state is state
    assert bench.service.posts == posts


def test_a_refusal_that_it_is_there_is_never_resent(bench: Bench) -> None:
    bench.service.before = [AlreadyThere("duplicate")]
    delivery_id = bench.freeze(post(1))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.ASKED
    assert bench.service.posts == []


def test_a_refusal_that_it_is_there_adopts_what_is_found(bench: Bench) -> None:
    bench.service.posts = ["post-1"]
    bench.service.before = [AlreadyThere("duplicate")]
    delivery_id = bench.freeze(post(1))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert bench.service.posts == ["post-1"]


def test_what_was_certainly_not_done_is_tried_five_times_with_growing_delays(bench: Bench) -> None:
    bench.service.before = [TryLater("busy", after=60) for _ in range(5)]
    delivery_id = bench.freeze(post(1))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.FAILED
    assert [round(s) for s in bench.clock.waited] == [60, 120, 240, 480]
    assert bench.service.posts == []


def test_a_refused_part_fails_the_delivery_and_leaves_what_is_out(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), post(2), post(3))
    bench.channel.send = _failing_at(bench, "post-2", Rejected("too long"))  # type: ignore[method-assign]

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.FAILED
    assert delivery.reason == "message/2: too long"
    assert bench.service.posts == ["post-1"]


def test_what_the_account_may_not_publish_is_left_as_a_draft(bench: Bench) -> None:
    refused = LeftAsDraft("48001 api unauthorized", next_step="Publish it in the backstage.")
    delivery_id = bench.freeze(post(1), post(2))
    bench.channel.send = _failing_at(bench, "post-2", refused)  # type: ignore[method-assign]

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_DRAFT
    assert delivery.reason == "message/2: 48001 api unauthorized"
    assert bench.states(delivery_id) == [CallState.DONE, CallState.SKIPPED]
    assert bench.ledger.calls(delivery_id)[1].next_step == "Publish it in the backstage."
    assert not bench.ledger.accounts.paused(delivery.account_id)


def test_missing_permission_pauses_the_account(bench: Bench) -> None:
    bench.service.before = [NotAllowed("cookie expired", next_step="Copy a new one.")]
    delivery_id = bench.freeze(post(1))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.PAUSED
    assert delivery.reason == "cookie expired. Copy a new one."
    assert bench.ledger.accounts.paused(delivery.account_id) == "cookie expired. Copy a new one."
    assert bench.states(delivery_id) == [CallState.PLANNED]


def test_a_call_whose_process_is_gone_is_looked_for_before_anything_else(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), post(2))
    dead = Ledger(bench.ledger.engine, bench.clock, "0123456789abcdef")
    bench.take(delivery_id, by=dead)
    bench.service.posts.append("post-1")

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert bench.service.posts == ["post-1", "post-2"]


def test_a_call_whose_process_lives_is_left_alone(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1))
    with Owner(bench.folder / "owners") as other:
        theirs = Ledger(bench.ledger.engine, bench.clock, other.id)
        bench.take(delivery_id, by=theirs)
        again = bench.deliverer().advance(delivery_id)

    assert again is not None
    assert bench.service.posts == []
    assert bench.states(delivery_id) == [CallState.IN_FLIGHT]


def test_two_deliveries_of_one_account_never_interleave(bench: Bench) -> None:
    first = bench.freeze(post(1), post(2))
    bench.take(first)
    leg = Leg(edition(post(7)), bench.channel.whoami(), "web", bench.clock.now(), run=2)
    second = freeze(
        bench.ledger.engine, bench.clock, issue(bench.folder), [leg], {}, terms=Terms("a")
    )[0]

    bench.clock.moment += timedelta(minutes=1)
    taken = bench.take(second)

    assert taken is None
    assert bench.states(second) == [CallState.PLANNED]


def test_a_job_of_the_service_is_watched_until_it_is_live(bench: Bench) -> None:
    bench.channel.jobs = True
    delivery_id = bench.freeze(post(1))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert bench.service.looks == 3
    assert bench.service.posts == ["post-1"]


def test_a_defect_of_ours_after_the_call_is_looked_for_not_repeated(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.service.after = [KeyError("message_id")]
    delivery_id = bench.freeze(post(1))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert bench.service.posts == ["post-1"]
    assert "sending message/1" in caplog.text


def test_every_move_of_a_call_is_an_event(bench: Bench) -> None:
    bench.service.after = [OutcomeUnknown("reset")]
    delivery_id = bench.freeze(post(1))
    bench.run(delivery_id)

    moves = [e["move"] for e in bench.ledger.events(delivery_id) if e["call_key"]]

    assert moves == ["planned -> in_flight", "in_flight -> unknown", "unknown -> done"]


def _failing_at(bench: Bench, text: str, error: Exception):  # type: ignore[no-untyped-def]
    send = bench.channel.send

    def failing(part: Part, sent):  # type: ignore[no-untyped-def]
        if part.payload == {"text": text}:
            raise error
        return send(part, sent)

    return failing


def test_a_post_that_waits_for_what_never_comes_is_no_finished_delivery(bench: Bench) -> None:
    delivery_id = bench.freeze(post(1), post(2, after=("image/nobody",)))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.FAILED
    assert delivery.reason == "message/2: waits for image/nobody, which never comes"
    assert bench.service.posts == ["post-1"]


def test_a_post_never_overtakes_one_before_it_that_is_to_be_tried_later(bench: Bench) -> None:
    bench.service.before = [TryLater("busy", after=60)]
    unchained = Part("message/2", "message", {"text": "post-2"})
    delivery_id = bench.freeze(post(1), unchained)

    bench.run(delivery_id)

    assert bench.service.posts == ["post-1", "post-2"]


def test_an_edit_that_carries_a_picture_is_made_each_time(bench: Bench) -> None:
    """It is harmless to repeat and has media, as an upload has, and yet it is none."""
    there = upload("a")
    edits = [replace(there, key=f"edit/photo/{n}", phase=Phase.SEND) for n in (1, 2)]
    delivery_id = bench.freeze(*edits)

    bench.run(delivery_id)

    assert bench.service.posts == ["upload-a", "upload-a"]
