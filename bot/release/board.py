"""The board: what every delivery does or waits for, who executes, what is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.clock import Clock
from bot.release.ledger import Ledger
from bot.release.questions import Question, questions
from bot.release.records import Delivery
from bot.release.secret_ages import Ending, SecretAges
from bot.release.slots import MISSED, OPEN, RELEASED, STUCK
from bot.release.states import FINISHED, MOVING, DeliveryState
from bot.release.workers import Worker, Workers
from bot.store import schema as t
from bot.store.db import looking

OVERDUE = timedelta(minutes=2)  # after a time that nobody has kept, or approved


@dataclass(frozen=True, slots=True)
class Board:
    """One look at a store. `alarms` are sentences; an overdue release is always among them.
    `endings` are the secrets that have to be renewed soon."""

    at: datetime
    deliveries: tuple[Delivery, ...]
    questions: tuple[Question, ...]
    workers: tuple[Worker, ...]
    alarms: tuple[str, ...]
    endings: tuple[Ending, ...] = ()

    @property
    def next_due(self) -> datetime | None:
        """The earliest moment at which something moves by itself."""
        moments = [d.wake_at for d in self.deliveries if d.state in MOVING and d.wake_at]
        return min(moments, default=None)

    @property
    def unapproved(self) -> tuple[Delivery, ...]:
        return tuple(d for d in self.deliveries if waits_for_approval(d))

    @property
    def overdue(self) -> tuple[Delivery, ...]:
        return tuple(d for d in self.deliveries if is_overdue(d, self.at))


def is_overdue(delivery: Delivery, now: datetime) -> bool:
    """It should have moved by now, and nobody has moved it."""
    wake = delivery.wake_at
    return delivery.state in MOVING and wake is not None and wake + OVERDUE < now


def waits_for_approval(delivery: Delivery) -> bool:
    return delivery.state is DeliveryState.WAITING and delivery.reason == "approval"


def board(
    ledger: Ledger,
    engine: sa.Engine,
    clock: Clock,
    *,
    open_only: bool = False,
    newsletter: str = "",
) -> Board:
    """Reads a store, or what is of one newsletter; changes nothing.

    `open_only` leaves out what has ended.
    """
    now = clock.now()
    states = [s for s in DeliveryState if not (open_only and s in FINISHED)]
    found = ledger.in_state(states, newsletter)
    workers = tuple(Workers(engine, clock).alive())
    alarms = [*_overdue(found, workers, now), *_unapproved(found, now), *_lacking(workers)]
    return Board(
        now,
        tuple(found),
        tuple(questions(ledger, newsletter)),
        workers,
        (*alarms, *_slots(engine, now, newsletter)),
        tuple(SecretAges(engine, clock).ending(newsletter)),
    )


def overdue_words(delivery: Delivery, workers: Sequence[Worker]) -> str:
    """The alarm of a delivery that is overdue."""
    nobody = "" if workers else "; nothing executes: `pressrun serve`, or `pressrun release --next`"
    since = f"{delivery.wake_at:%Y-%m-%d %H:%M} UTC{nobody}"
    return f"{delivery.title}: {delivery.channel} is overdue since {since}"


def _overdue(found: Sequence[Delivery], workers: Sequence[Worker], now: datetime) -> list[str]:
    return [overdue_words(d, workers) for d in found if is_overdue(d, now)]


def _unapproved(found: Sequence[Delivery], now: datetime) -> list[str]:
    return [
        f"{d.title}: {d.channel} was due {d.due_at:%Y-%m-%d %H:%M} UTC and is not approved: "
        f"pressrun approve {d.release_id}"
        for d in found
        if waits_for_approval(d) and d.due_at + OVERDUE < now
    ]


def _lacking(workers: Sequence[Worker]) -> list[str]:
    return [f"{w.kind} on {w.machine} lacks secrets: {w.lacks}" for w in workers if w.lacks]


def _slots(engine: sa.Engine, now: datetime, newsletter: str) -> list[str]:
    """Slots of the last week that something keeps, or has kept, from being released whole."""
    s = t.slots.c
    kept = sa.and_(s.state == OPEN, sa.or_(s.slot_at < now, s.note.startswith(STUCK)))
    partly = sa.and_(s.state == RELEASED, s.note.contains("; without "))
    came = sa.or_(s.state == MISSED, kept, partly)
    its = s.cadence.startswith(f"{newsletter}/", autoescape=True) if newsletter else sa.true()
    lately = s.slot_at > now - timedelta(days=7)
    query = sa.select(s.cadence, s.slot_at, s.note).where(came, lately, its)
    with looking(engine) as db:
        rows = db.execute(query.order_by(s.slot_at))
        return [f"{r.cadence} {r.slot_at:%Y-%m-%d %H:%M} UTC: {r.note}" for r in rows]
