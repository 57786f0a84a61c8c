"""Who executes a store, and since when nobody has heard of them.

A worker beats while its loop turns. Health is read off these rows: a database that answers says
nothing about a worker that hangs.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.clock import Clock
from bot.store import schema as t
from bot.store.db import looking

EVERY = 10.0  # seconds between two beats
SILENT = 60.0  # seconds without a beat after which a worker is not counted any more


@dataclass(frozen=True, slots=True)
class Worker:
    """`lacks` names the channels whose secrets it cannot open."""

    id: str
    machine: str
    pid: int
    kind: str
    started_at: datetime
    beat_at: datetime
    lacks: str


class Workers:
    """Reads and moves of the workers of one store; each method is one transaction."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def beat(self, worker_id: str, machine: str, kind: str, lacks: str = "") -> None:
        w, now = t.workers.c, self._clock.now()
        with self._engine.begin() as db:
            known = db.execute(
                sa.update(t.workers).where(w.id == worker_id).values(beat_at=now, lacks=lacks)
            )
            if known.rowcount == 0:
                db.execute(
                    sa.insert(t.workers).values(
                        id=worker_id, machine=machine, pid=os.getpid(), kind=kind,
                        started_at=now, beat_at=now, lacks=lacks,
                    )
                )  # fmt: skip

    def gone(self, worker_id: str) -> None:
        """It has ended in good order."""
        with self._engine.begin() as db:
            db.execute(sa.delete(t.workers).where(t.workers.c.id == worker_id))

    def all(self) -> list[Worker]:
        with looking(self._engine) as db:
            rows = db.execute(sa.select(t.workers).order_by(t.workers.c.started_at))
            return [Worker(**row._mapping) for row in rows]

    def alive(self) -> list[Worker]:
        """Those that have beaten lately, by the real clock: beats are not paced."""
        now = self._clock.now()
        return [w for w in self.all() if (now - w.beat_at).total_seconds() < SILENT]

    def forget_silent(self, before: datetime) -> None:
        with self._engine.begin() as db:
            db.execute(sa.delete(t.workers).where(t.workers.c.beat_at < before))
