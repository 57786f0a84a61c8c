"""Bringing an engine and the rows together: what is due is enqueued, what is stuck is freed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.engine.port import Engine
from bot.release.jobs import Job, Jobs

HORIZON = timedelta(minutes=2)  # what is due later sleeps in its row alone
STALE = 2 * 120.0  # seconds: twice the longest lease of a call
COLLIDED = timedelta(seconds=1)  # after which a delivery that was in another's way goes on
# SQLSTATE of a transaction that PostgreSQL undid for another's sake: a deadlock, a serialization
# failure. postgresql.org/docs/current/errcodes-appendix.html
COLLISIONS = ("40P01", "40001")

log = logging.getLogger(__name__)


class Runner:
    """Advances deliveries through an engine. The rows say when; the engine only remembers it."""

    def __init__(
        self,
        engine: Engine,
        jobs: Jobs,
        clock: Clock,
        advance: Callable[[str], datetime | None],
        horizon: timedelta = HORIZON,
        is_gone: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`is_gone` tells of an executor's id whether its process has ended."""
        self._engine = engine
        self._jobs = jobs
        self._clock = clock
        self._advance = advance
        self._horizon = horizon
        self._is_gone = is_gone

    def start(self) -> None:
        self._engine.start(self._job)

    def tick(self, only: Collection[str] | None = None) -> int:
        """Hand the engine what is due soon; how many that were."""
        jobs = self._jobs.due(self._clock.now() + self._horizon, only)
        for job in jobs:
            self._engine.enqueue(job.delivery_id, job.generation, job.at)
        self._jobs.queued(jobs)
        return len(jobs)

    def run(self, only: Collection[str], until: datetime | None = None) -> None:
        """Advance these in the foreground until they rest, or wait for a moment after `until`."""
        while self.tick(only) or self._engine.pending():
            first = min(self._engine.pending().values(), default=self._clock.now())
            if until is not None and first > until:
                break
            self._engine.run_until_idle(first)
        self._jobs.take_over(self._engine.pending())

    def run_due(self) -> list[str]:
        """Advance in the foreground everything that is due within the horizon; what that was."""
        moved: dict[str, None] = {}
        until = self._clock.now() + self._horizon
        while self.tick() or any(at <= until for at in self._engine.pending().values()):
            moved.update(dict.fromkeys(self._engine.pending()))
            self._engine.run_until_idle(until)
        self._jobs.take_over(self._engine.pending())
        return list(moved)

    def sweep(self) -> list[str]:
        """Free deliveries whose job hangs: a worker died with it, or the engine lost it."""
        now = self._clock.now()
        stale = self._jobs.stale(now - (self._clock.lease(STALE) - now))
        freed = [*dict.fromkeys([*stale, *self._engine.stranded(self._is_gone)])]
        for delivery_id in freed:
            self._engine.cancel(delivery_id)
        self._jobs.wake(freed)
        return freed

    def prune(self, before: datetime) -> int:
        """Delete what the engine keeps of jobs that ended before then."""
        return self._engine.prune(before)

    def _job(self, delivery_id: str, generation: int) -> None:
        """One job of the engine. The next one has a row before the engine hears of it.

        A job that a newer one has replaced does nothing: the newer one will.
        """
        if generation != self._jobs.generation(delivery_id):
            return
        again = self._advanced(delivery_id)
        if again is None:
            self._jobs.rest(Job(delivery_id, generation, self._clock.now()))
            return
        soon = again <= self._clock.now() + self._horizon
        new = self._jobs.sleep(Job(delivery_id, generation, again), queued=soon)
        if new is not None and soon:
            self._engine.enqueue(delivery_id, new, again)

    def _advanced(self, delivery_id: str) -> datetime | None:
        try:
            return self._advance(delivery_id)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") not in COLLISIONS:
                raise
            log.info("%s was in another one's way; it goes on in a moment", delivery_id)
            return self._clock.now() + COLLIDED
