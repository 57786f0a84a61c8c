"""The slots of cadences: one row each, so that a slot makes one release, whoever wakes up first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.clock import Clock
from bot.store import schema as t
from bot.store.db import looking

OPEN, RELEASED, MISSED = "open", "released", "missed"
STUCK = "cannot be released yet:"  # how the note of an open slot begins that a person should mend


@dataclass(frozen=True, slots=True)
class Slot:
    """`note` says in words what became of it, or what it waits for."""

    cadence: str
    slot_at: datetime
    state: str
    release_id: str | None
    issue_key: str
    note: str


class Slots:
    """Reads and moves of the slots of one store; each method is one transaction."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def last(self, cadence: str) -> datetime | None:
        s = t.slots.c
        query = sa.select(sa.func.max(s.slot_at, type_=t.UtcTime())).where(s.cadence == cadence)
        with looking(self._engine) as db:
            return db.execute(query).scalar()

    def open(self, cadence: str, slot_at: datetime, *, state: str = OPEN, note: str = "") -> bool:
        """Write a slot down; False when somebody has done so already."""
        try:
            with self._engine.begin() as db:
                db.execute(
                    sa.insert(t.slots).values(
                        cadence=cadence, slot_at=slot_at, state=state, note=note,
                        updated_at=self._clock.now(),
                    )
                )  # fmt: skip
        except sa.exc.IntegrityError:
            return False
        return True

    def of(self, cadence: str, state: str = "") -> list[Slot]:
        s = t.slots.c
        query = sa.select(t.slots).where(s.cadence == cadence).order_by(s.slot_at)
        if state:
            query = query.where(s.state == state)
        with looking(self._engine) as db:
            return [
                Slot(r.cadence, r.slot_at, r.state, r.release_id, r.issue_key, r.note)
                for r in db.execute(query)
            ]

    def settle(
        self, slot: Slot, state: str, note: str, *, key: str = "", release: str = ""
    ) -> None:
        s = t.slots.c
        with self._engine.begin() as db:
            db.execute(
                sa.update(t.slots)
                .where(s.cadence == slot.cadence, s.slot_at == slot.slot_at)
                .values(
                    state=state, note=note, issue_key=key, release_id=release or None,
                    updated_at=self._clock.now(),
                )
            )  # fmt: skip
