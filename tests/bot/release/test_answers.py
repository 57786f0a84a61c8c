"""An answer is taken as a whole: who is killed while giving it is asked again, or it counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from adapters.base import Receipt
from adapters.errors import OutcomeUnknown
from bot.release.actions import decide_call
from bot.release.ledger import Ledger, Note
from bot.release.questions import questions, take_up_answered
from bot.release.states import MOVING, CallState, DeliveryState
from tests.bot.bench import Bench, a_bench
from tests.bot.fakes import post


class Killed(BaseException):
    """The process ends here, with what it has not committed."""


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with a_bench(tmp_path) as bench:
        yield bench


@contextmanager
def killed_at(nth: int, ledger: Ledger) -> Iterator[None]:
    """The nth commit from now on never happens."""
    commits = iter(range(1, 100))

    def commit(_: object) -> None:
        if next(commits) == nth:
            raise Killed

    sa.event.listen(ledger.engine, "commit", commit)
    try:
        with suppress(Killed):
            yield
    finally:
        sa.event.remove(ledger.engine, "commit", commit)


def asking(bench: Bench) -> str:
    """A delivery whose first post was lost, and may be there."""
    bench.service.blind = True
    bench.service.before = [OutcomeUnknown("the answer was lost")]
    delivery_id = bench.freeze(post(1), post(2))
    assert bench.run(delivery_id).state is DeliveryState.ASKED
    return delivery_id


@pytest.mark.parametrize("answer", ["there", "not-there", "stop"])
@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_a_killed_answer_leaves_its_question_or_none(bench: Bench, answer: str, nth: int) -> None:
    delivery_id = asking(bench)
    call = bench.ledger.calls(delivery_id)[0]

    with killed_at(nth, bench.ledger):
        decide_call(bench.ledger, call, answer, "me", url="https://x.example/9", channel=None)
    take_up_answered(bench.ledger)

    answered = bench.ledger.delivery(delivery_id).state in {*MOVING, DeliveryState.STOPPED}
    assert len(questions(bench.ledger)) == (0 if answered else 1)


def test_a_lost_answer_that_comes_after_all_needs_nobody_else(bench: Bench) -> None:
    delivery_id = asking(bench)
    asked = bench.ledger.calls(delivery_id)[0]
    sent = replace(asked, state=CallState.IN_FLIGHT)
    bench.service.blind = False

    bench.ledger.settle(sent, CallState.DONE, Note("pressrun"), receipt=Receipt("1"))
    take_up_answered(bench.ledger)
    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert bench.service.posts == ["post-2"]


def test_what_still_asks_is_left_alone(bench: Bench) -> None:
    delivery_id = asking(bench)

    take_up_answered(bench.ledger)

    assert bench.ledger.delivery(delivery_id).state is DeliveryState.ASKED
