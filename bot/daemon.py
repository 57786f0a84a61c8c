"""What runs for ever: an executor, and a ticker that hands it what is due.

`serve` runs on the author's machine and makes recurring releases too; `worker` only executes, for
stores on PostgreSQL that several machines share.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta

import schedule

from bot.engine.dbos import DbosEngine
from bot.engine.executor import Executor
from bot.recurring import Recurring
from bot.release.questions import take_up_answered
from bot.release.runner import Runner
from bot.release.workers import EVERY as BEAT_EVERY
from bot.release.workers import SILENT, Workers
from bot.surroundings import this_machine
from bot.wiring import Workshop

log = logging.getLogger(__name__)

TICK = 1  # seconds between two looks for what is due
SWEEP = 60
CADENCES = 30
KEPT = timedelta(days=30)  # ended jobs and silent workers


class LostLock(Exception):
    """Others may take this process for gone: it has to end, and be started again."""

    def __str__(self) -> str:
        return "the lock that proves this process alive is lost; start it again"


@dataclass
class Daemon:
    """One process's part in a store. `recurring` is None for a mere worker.

    `daily` is done at once and each night; `nightly`, `hourly` and `minutely` are what else is to
    be done, each on its own: a failure is logged and does not stop the rest. `room` is what runs
    beside it all for as long as it executes.
    """

    shop: Workshop
    kind: str
    recurring: Recurring | None = None
    executor_id: str = ""
    threads: int = 8
    daily: Sequence[Callable[[], object]] = ()
    nightly: Sequence[Callable[[], object]] = ()
    hourly: Sequence[Callable[[], object]] = ()
    minutely: Sequence[Callable[[], object]] = ()
    room: Callable[[], AbstractContextManager[None]] = nullcontext
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Until `stopping` is set or the process is told to end."""
        with self._engine() as runner, self.room():
            workers = Workers(self.shop.engine, self.shop.clock)
            self._beat(workers)
            ticker = self._ticker(runner, workers)
            log.info("%s %s executes", self.kind, self.shop.owner.id)
            try:
                while not self.stopping.is_set():
                    if not self.shop.owner.holds():
                        raise LostLock
                    ticker.run_pending()
                    self.stopping.wait(max(0.05, min(ticker.idle_seconds or TICK, TICK)))
            finally:
                workers.gone(self.shop.owner.id)

    @contextmanager
    def _engine(self) -> Iterator[Runner]:
        shop = self.shop
        executor = Executor(shop.place.folder, self.kind)
        shared = shop.engine.dialect.name != "sqlite"
        # On a shared store an executor goes by its owner's name, so that others see it gone.
        name = self.executor_id or (shop.owner.id if shared else "")
        engine = DbosEngine(
            shop.database, shop.clock, executor, threads=self.threads, executor_id=name
        )
        advance, gone = shop.deliverer().advance, shop.owner.is_gone
        runner = Runner(engine, shop.ledger.jobs, shop.clock, advance, is_gone=gone)
        runner.start()
        try:
            while not engine.executes and not self.stopping.wait(TICK):
                runner.start()  # another process executes this file: wait until it ends
            if not shared:
                shop.ledger.jobs.take_over()  # a command that was killed had some of them
            yield runner
        finally:
            engine.stop()

    def _ticker(self, runner: Runner, workers: Workers) -> schedule.Scheduler:
        ticker, pace = schedule.Scheduler(), self.shop.clock.pace
        self._each(ticker.every(TICK).seconds, runner.tick)
        # At a faster pace a job is stale sooner, too.
        sweeping = max(TICK, round(SWEEP / pace))
        self._each(ticker.every(sweeping).seconds, runner.sweep)
        self._each(ticker.every(sweeping).seconds, lambda: take_up_answered(self.shop.ledger))
        self._each(ticker.every(int(BEAT_EVERY)).seconds, lambda: self._beat(workers))
        if self.recurring is not None:
            self._each(ticker.every(CADENCES).seconds, self.recurring.advance)
            self._guarded(self.recurring.advance)
        for job in self.daily:
            self._guarded(job)
        for job in self.minutely:
            self._each(ticker.every(sweeping).seconds, job)
        for job in self.hourly:
            self._each(ticker.every().hour, job)
        for job in (*self.daily, *self.nightly, lambda: self._forget(runner, workers)):
            self._each(ticker.every().day.at("03:30"), job)
        return ticker

    def _each(self, when: schedule.Job, job: Callable[[], object]) -> None:
        when.do(lambda: self._guarded(job))

    def _guarded(self, job: Callable[[], object]) -> None:
        try:
            job()
        except Exception:
            log.exception("a periodic job failed; it is tried again at its next time")

    def _beat(self, workers: Workers) -> None:
        lacking = self.shop.pool.lacking.items()
        lacks = "; ".join(sorted(f"{place} ({why})" for place, why in lacking))
        workers.beat(self.shop.owner.id, this_machine(), self.kind, lacks)

    def _forget(self, runner: Runner, workers: Workers) -> None:
        before = self.shop.clock.now() - KEPT
        runner.prune(before)
        workers.forget_silent(self.shop.clock.now() - timedelta(seconds=SILENT * 60))


def until_told(stopping: threading.Event) -> None:
    """SIGTERM and SIGINT end the process in good order: running calls are finished first."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
