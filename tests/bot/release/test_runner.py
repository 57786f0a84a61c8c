"""What the runner makes of a step that did not come to its end."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from bot.clock import Clock
from bot.engine.memory import MemoryEngine
from bot.release.jobs import Job
from bot.release.runner import COLLIDED, Runner

NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)


class Now(Clock):
    """It is always eight o'clock, and nothing is waited for."""

    def now(self) -> datetime:
        return NOW

    def wait_until(self, moment: datetime) -> None:
        pass


class Rows:
    """One delivery's waking times, in place of the store."""

    def __init__(self) -> None:
        self.slept: list[timedelta] = []
        self.rested = 0
        self.woken: list[str] = []

    def generation(self, _: str) -> int:
        return len(self.slept) + 1

    def sleep(self, job: Job, *, queued: bool) -> int:
        self.slept.append(job.at - NOW)
        return job.generation + 1

    def rest(self, _: Job) -> None:
        self.rested += 1

    def stale(self, _: datetime) -> list[str]:
        return ["stale"]

    def wake(self, delivery_ids: Collection[str]) -> None:
        self.woken = [*delivery_ids]


class Holding(MemoryEngine):
    """One other process holds two jobs."""

    def stranded(self, is_gone: Callable[[str], bool]) -> list[str]:
        return ["stale", "stranded"] if is_gone("another") else []


def advanced(fault: psycopg.Error) -> Rows:
    """The waking times of a delivery whose first step fails like that, and whose second ends it."""
    clock, rows, faults = Now(), Rows(), [OperationalError("UPDATE", {}, fault)]
    engine = MemoryEngine(clock)

    def advance(_: str) -> None:
        if faults:
            raise faults.pop()

    Runner(engine, rows, clock, advance).start()  # type: ignore[arg-type]
    engine.enqueue("d", 1, NOW)
    engine.run_until_idle()
    return rows


def test_a_delivery_that_was_in_another_ones_way_goes_on_in_a_moment() -> None:
    rows = advanced(psycopg.errors.DeadlockDetected("deadlock detected"))

    assert rows.slept == [COLLIDED]
    assert rows.rested == 1


def test_any_other_fault_of_the_database_is_told() -> None:
    with pytest.raises(OperationalError, match="the disk is full"):
        advanced(psycopg.errors.DiskFull("the disk is full"))


@pytest.mark.parametrize(
    ("gone", "freed"), [("another", ["stale", "stranded"]), ("nobody", ["stale"])]
)
def test_what_hangs_and_what_died_with_its_process_is_woken(gone: str, freed: list[str]) -> None:
    clock, rows = Now(), Rows()
    runner = Runner(
        Holding(clock), rows, clock, lambda _: None, is_gone=lambda executor: executor == gone
    )  # type: ignore[arg-type]

    assert runner.sweep() == freed
    assert rows.woken == freed
