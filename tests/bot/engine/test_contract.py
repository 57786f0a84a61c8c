"""What every engine does, the durable one on either database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from bot.clock import Clock
from bot.engine.dbos import DbosEngine
from bot.engine.memory import MemoryEngine
from bot.engine.port import Engine
from tests.bot.engine.stage import later, now


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def engine(
    request: pytest.FixtureRequest, engine_of: Callable[..., DbosEngine]
) -> Iterator[Engine]:
    if request.param == "memory":
        yield MemoryEngine(Clock())
    else:
        yield engine_of(request.getfixturevalue(f"{request.param}_url"))


def test_what_is_enqueued_is_advanced_until_it_rests(engine: Engine) -> None:
    answers = {"a": [now(), None], "b": [None]}
    advanced: list[str] = []

    def advance(delivery_id: str, _generation: int) -> datetime | None:
        advanced.append(delivery_id)
        return answers[delivery_id].pop(0)

    engine.start(advance)
    engine.enqueue("a", 1, now())
    engine.enqueue("b", 1, now())
    engine.run_until_idle()

    assert sorted(advanced) == ["a", "a", "b"]
    assert engine.pending() == {}


def test_a_delivery_and_generation_is_one_job(engine: Engine) -> None:
    advanced: list[str] = []
    engine.start(lambda d, _: advanced.append(d))

    engine.enqueue("a", 1, now())
    engine.enqueue("a", 1, now())
    engine.run_until_idle()
    engine.enqueue("a", 1, now())
    engine.run_until_idle()

    assert advanced == ["a"]


def test_nothing_is_advanced_before_its_time(engine: Engine) -> None:
    moments: list[datetime] = []
    at = later(2.5)
    engine.start(lambda *_: moments.append(now()))

    engine.enqueue("a", 1, at)
    engine.run_until_idle()

    assert moments[0] >= at


def test_what_is_due_later_is_not_waited_for(engine: Engine) -> None:
    advanced: list[str] = []
    at = later(3600)
    engine.start(lambda d, _: advanced.append(d))

    engine.enqueue("a", 1, at)
    engine.enqueue("b", 1, now())
    engine.run_until_idle(later(1))

    assert advanced == ["b"]
    assert engine.pending() == {"a": at}


def test_what_is_cancelled_is_not_advanced_and_a_next_generation_is(engine: Engine) -> None:
    advanced: list[str] = []
    engine.start(lambda d, _: advanced.append(d))
    engine.enqueue("a", 1, later(2))
    engine.enqueue("ab", 1, later(2))

    engine.cancel("a")

    assert list(engine.pending()) == ["ab"]
    engine.run_until_idle()
    assert advanced == ["ab"]
    engine.enqueue("a", 2, now())
    engine.run_until_idle()
    assert advanced == ["ab", "a"]


def test_an_engine_starts_again_after_a_stop(engine: Engine) -> None:
    advanced: list[str] = []
    engine.start(lambda d, _: advanced.append(d))
    engine.stop()

    engine.start(lambda d, _: advanced.append(d))
    engine.enqueue("a", 1, now())
    engine.run_until_idle()

    assert advanced == ["a"]
