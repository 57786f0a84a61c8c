"""When each delivery is to be advanced next. The row is the truth; an engine's jobs follow it.

A job is (delivery, generation). Every return of a delivery makes the next generation, so a job
that an engine runs twice, or much too late, is told from the one that counts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.clock import Clock
from bot.release.states import MOVING
from bot.store import schema as t
from bot.store.db import looking

_D = t.deliveries.c


@dataclass(frozen=True, slots=True)
class Job:
    delivery_id: str
    generation: int
    at: datetime


class Jobs:
    """Reads and moves of the waking times of one store; each method is one transaction."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def generation(self, delivery_id: str) -> int:
        with looking(self._engine) as db:
            query = sa.select(_D.generation).where(_D.id == delivery_id)
            return int(db.execute(query).scalar_one())

    def sleep(self, job: Job, *, queued: bool) -> int | None:
        """The delivery comes back at `job.at`; the number of the job that will do it.

        None when somebody has woken the delivery since `job` began: that newer job stands.
        `queued` says that the caller enqueues it.
        """
        new = job.generation + 1
        with self._engine.begin() as db:
            moved = db.execute(
                sa.update(t.deliveries)
                .where(_D.id == job.delivery_id, _D.generation == job.generation)
                .values(wake_at=job.at, generation=new, queued=new if queued else job.generation)
            )
        return new if moved.rowcount == 1 else None

    def rest(self, job: Job) -> None:
        """Nothing is to be done for this delivery any more, unless somebody has woken it."""
        with self._engine.begin() as db:
            db.execute(
                sa.update(t.deliveries)
                .where(_D.id == job.delivery_id, _D.generation == job.generation)
                .values(wake_at=None)
            )

    def due(self, until: datetime, only: Collection[str] | None = None) -> list[Job]:
        """The jobs to enqueue: deliveries that move, wake by then, and are not queued yet."""
        query = (
            sa.select(_D.id, _D.generation, _D.wake_at)
            .where(_D.state.in_(MOVING), _D.wake_at <= until, _D.queued < _D.generation)
            .order_by(_D.wake_at, _D.id)
            .limit(1000)
        )
        if only is not None:
            query = query.where(_D.id.in_(only))
        with looking(self._engine) as db:
            return [Job(row.id, row.generation, row.wake_at) for row in db.execute(query)]

    def queued(self, jobs: Collection[Job]) -> None:
        """These have been handed to the engine."""
        if not jobs:
            return
        wanted = [(job.delivery_id, job.generation) for job in jobs]
        which = sa.tuple_(_D.id, _D.generation).in_(wanted)
        # Rows that somebody else moves at this moment are left: they are offered again, and a job
        # that is enqueued twice is one. Waiting for them, with others held, ends in a deadlock.
        free = sa.select(_D.id).where(which).with_for_update(skip_locked=True)
        with self._engine.begin() as db:
            ids = list(db.execute(free).scalars())
            db.execute(
                sa.update(t.deliveries).where(which, _D.id.in_(ids)).values(queued=_D.generation)
            )

    def take_over(self, only: Collection[str] | None = None) -> None:
        """What was handed to an engine becomes new jobs at the same time: the engine is gone.

        Only for who executes alone, or for its own.
        """
        which = _D.id.in_(only) if only is not None else sa.true()
        with self._engine.begin() as db:
            db.execute(
                sa.update(t.deliveries)
                .where(which, _D.state.in_(MOVING), _D.wake_at.is_not(None))
                .where(_D.queued >= _D.generation)
                .values(generation=_D.generation + 1)
            )

    def wake(self, delivery_ids: Collection[str]) -> None:
        """Advance these now: something that they wait for has changed."""
        with self._engine.begin() as db:
            wake(db, _D.id.in_(delivery_ids), self._clock.now())

    def stale(self, before: datetime) -> list[str]:
        """Deliveries that should have been advanced by `before` and were not touched since."""
        query = sa.select(_D.id).where(
            _D.state.in_(MOVING), _D.wake_at < before, _D.updated_at < before
        )
        with looking(self._engine) as db:
            return [row.id for row in db.execute(query)]

    def next_wake(self) -> datetime | None:
        """The earliest moment at which any delivery has to be advanced."""
        query = sa.select(sa.func.min(_D.wake_at, type_=t.UtcTime())).where(_D.state.in_(MOVING))
        with looking(self._engine) as db:
            return db.execute(query).scalar()


def wake(db: sa.Connection, which: sa.ColumnElement[bool], at: datetime) -> None:
    """A new generation, due at `at`, inside a transaction of the caller's."""
    db.execute(
        sa.update(t.deliveries)
        .where(which, _D.state.in_(MOVING))
        .values(wake_at=at, generation=_D.generation + 1)
    )
