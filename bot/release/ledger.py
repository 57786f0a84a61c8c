"""The ledger: what was meant, tried and answered, written down before and after every call.

Each public method is one transaction. Nothing here talks to a service; nothing else writes calls.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from adapters.base import Anchor, Json, Part, Phase, Receipt, canonical_json
from bot.clock import Clock
from bot.release import jobs
from bot.release.accounts import Accounts, claim, give_back
from bot.release.jobs import Jobs
from bot.release.records import (
    Call,
    Delivery,
    anchor_text,
    call_from,
    delivery_from,
    part_row,
    receipt_text,
)
from bot.release.states import (
    FINISHED,
    MOVING,
    CallState,
    DeliveryState,
    check_call_move,
    check_delivery_move,
)
from bot.release.uploads import Uploads, remember
from bot.store import schema as t
from bot.store.db import check_room, looking


@dataclass(frozen=True, slots=True)
class Note:
    """What an event row says beside its move."""

    actor: str
    detail: str = ""


class _NotNow(Exception):
    """Undoes a transaction that found things changed."""


def _only_if(condition: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not condition:
        raise _NotNow


_R = t.releases.c
_DELIVERIES = sa.select(
    t.deliveries,
    _R.title, _R.zone, _R.newsletter, _R.machine, _R.source_path, _R.source_sha256, _R.slot_at,
    _R.late_limit, _R.canonical_url, _R.approved_by,
).join(t.releases)  # fmt: skip


class Ledger:
    """Reads and moves of calls and deliveries in one store, by one owner."""

    def __init__(self, engine: sa.Engine, clock: Clock, owner: str) -> None:
        self.engine = engine
        self.clock = clock
        self.owner = owner
        self.accounts = Accounts(engine)
        self.uploads = Uploads(engine, clock)
        self.jobs = Jobs(engine, clock)

    # --- reading ------------------------------------------------------------------------------

    def delivery(self, delivery_id: str) -> Delivery:
        with looking(self.engine) as db:
            row = db.execute(_DELIVERIES.where(t.deliveries.c.id == delivery_id)).one()
        return delivery_from(row)

    def deliveries(self, issue_key: str | None = None) -> list[Delivery]:
        """Every delivery, oldest first; of one issue when a key is given."""
        return self._deliveries(t.deliveries.c.issue_key == issue_key if issue_key else sa.true())

    def deliveries_of_source(self, source_sha256: str) -> list[Delivery]:
        """Every delivery of a file with these bytes, whatever its name was."""
        return self._deliveries(_R.source_sha256 == source_sha256)

    def siblings(self, release_id: str) -> list[Delivery]:
        """Every delivery of one release."""
        return self._deliveries(t.deliveries.c.release_id == release_id)

    def edits_of(self, delivery: Delivery) -> list[Delivery]:
        """The updates and retractions of a delivery."""
        return self._deliveries(t.deliveries.c.base_id == delivery.id)

    def target(self, delivery_id: str) -> str:
        """The parts, as JSON, of the edition that an update wants; "[]" where there is none."""
        with looking(self.engine) as db:
            query = sa.select(t.deliveries.c.target).where(t.deliveries.c.id == delivery_id)
            return str(db.execute(query).scalar_one() or "[]")

    def in_state(self, states: Collection[DeliveryState], newsletter: str = "") -> list[Delivery]:
        """Of every newsletter, or of one."""
        its = _R.newsletter == newsletter if newsletter else sa.true()
        return self._deliveries(sa.and_(t.deliveries.c.state.in_(states), its))

    def _deliveries(self, which: sa.ColumnElement[bool]) -> list[Delivery]:
        query = _DELIVERIES.where(which).order_by(t.deliveries.c.due_at, t.deliveries.c.id)
        with looking(self.engine) as db:
            return [delivery_from(row) for row in db.execute(query)]

    def calls(self, delivery_id: str) -> list[Call]:
        query = (
            sa.select(t.calls)
            .where(t.calls.c.delivery_id == delivery_id)
            .order_by(t.calls.c.position)
        )
        with looking(self.engine) as db:
            return [call_from(row) for row in db.execute(query)]

    def call(self, call_id: str) -> Call | None:
        with looking(self.engine) as db:
            row = db.execute(sa.select(t.calls).where(t.calls.c.id == call_id)).one_or_none()
        return call_from(row) if row is not None else None

    def blob(self, sha256: str) -> bytes:
        with looking(self.engine) as db:
            found = db.execute(
                sa.select(t.blobs.c.bytes).where(t.blobs.c.sha256 == sha256)
            ).scalar()
        if found is None:
            raise LookupError(f"the store holds no picture {sha256[:8]}")
        return bytes(found)

    def events(self, delivery_id: str) -> list[Mapping[str, object]]:
        query = (
            sa.select(t.events).where(t.events.c.delivery_id == delivery_id).order_by(t.events.c.id)
        )
        with looking(self.engine) as db:
            return [dict(row._mapping) for row in db.execute(query)]

    def release_hash(self, release_id: str) -> str:
        """What an approval of the release names."""
        with looking(self.engine) as db:
            query = sa.select(_R.hash).where(_R.id == release_id)
            return str(db.execute(query).scalar_one())

    def proposed_by(self, release_id: str) -> str:
        """Who made the release wait for approval; "" when nobody said so."""
        with looking(self.engine) as db:
            query = sa.select(_R.proposed_by).where(_R.id == release_id)
            return str(db.execute(query).scalar_one())

    def now(self) -> datetime:
        return self.clock.now()

    # --- a call's way -------------------------------------------------------------------------

    def take(self, call: Call, delivery: Delivery, *, lease: float, gap: float) -> Call | None:
        """Write *in flight* before the first byte; None when it must not be sent now.

        So it is when the delivery was cancelled, held or moved to another time since the caller
        read it, or when somebody else was faster. A call of the send phase also claims the
        account, and its next post `gap` seconds from now. Raises StoreError, too, when there might
        be no room to write down what comes of it.
        """
        check_room(self.engine)
        check_call_move(call.state, CallState.IN_FLIGHT)
        now = self.clock.now()
        values = {
            "state": CallState.IN_FLIGHT,
            "owner": self.owner,
            "started_at": now,
            "expires_at": self.clock.lease(lease),
            "attempt": call.attempt + 1,
            "looks": 0,
            "next_at": None,
        }
        until = self.clock.after(gap)
        try:
            with self.engine.begin() as db:
                _only_if(self._stands(db, delivery, now))
                _only_if(self._move(db, call, values))
                if call.part.phase is Phase.SEND:
                    _only_if(claim(db, delivery.account_id, delivery.id, now, until))
                self._event(db, call, f"{call.state} -> in_flight", Note("pressrun"))
                taken = db.execute(sa.select(t.calls).where(t.calls.c.id == call.id)).one()
        except _NotNow:
            return None
        return call_from(taken)

    def settle(
        self,
        call: Call,
        new: CallState,
        note: Note,
        *,
        receipt: Receipt | None = None,
        job: Json = None,
        next_at: datetime | None = None,
        next_step: str = "",
        looks: int | None = None,
    ) -> bool:
        """Move a call, if it is still where the caller saw it; False when it is not.

        Out of *in flight* only its owner may move it, or whoever found that owner gone.
        """
        check_call_move(call.state, new)
        values = {
            "state": new,
            "receipt": receipt_text(receipt) if receipt else None,
            "job": canonical_json(job) if job is not None else None,
            "next_at": next_at,
            "error": "" if new in (CallState.DONE, CallState.ACCEPTED) else note.detail,
            "next_step": next_step,
            "looks": call.looks if looks is None else looks,
        }
        with self.engine.begin() as db:
            if not self._move(db, call, values) and not self._late(db, call, new, values):
                return False
            if receipt and call.state is CallState.IN_FLIGHT:
                remember(db, call, receipt)
            self._event(db, call, f"{call.state} -> {new}", note)
            self._touch(db, call.delivery_id)
        return True

    def renew(self, calls: Sequence[Call], note: Note) -> None:
        """Uploads that have expired, or hang on one that has, go back to planned."""
        values = {"state": CallState.PLANNED, "receipt": None, "next_at": None}
        with self.engine.begin() as db:
            for call in calls:
                check_call_move(call.state, CallState.PLANNED)
                if self._move(db, call, {**values, "renewed": call.renewed + 1}):
                    self._event(db, call, f"{call.state} -> planned", note)

    def insert_before(self, call: Call, parts: Sequence[Part], note: Note) -> None:
        """New calls of the same delivery that go before this one, which waits for them."""
        c = t.calls.c
        with self.engine.begin() as db:
            position = db.execute(sa.select(c.position).where(c.id == call.id)).scalar_one()
            db.execute(
                sa.update(t.calls)
                .where(c.delivery_id == call.delivery_id, c.position >= position)
                .values(position=c.position + len(parts))
            )
            rows = [part_row(call.delivery_id, position + n, p) for n, p in enumerate(parts)]
            db.execute(sa.insert(t.calls), rows)
            self._event(db, call, f"{len(parts)} calls before it", note)

    # --- a delivery's way ---------------------------------------------------------------------

    def move_delivery(
        self, delivery: Delivery, new: DeliveryState, note: Note, **values: object
    ) -> bool:
        """Move a delivery that still is where the caller saw it; False when it is not.

        `values` are columns that change with it. A finished one gives its account back, and wakes
        the rest of its release, which may wait for it.
        """
        if new is not delivery.state:
            check_delivery_move(delivery.state, new)
        now = self.clock.now()
        d = t.deliveries.c
        with self.engine.begin() as db:
            moved = db.execute(
                sa.update(t.deliveries)
                .where(d.id == delivery.id, d.state == delivery.state)
                .values(state=new, reason=note.detail, updated_at=now, **values)
            )
            if moved.rowcount != 1:
                return False
            if new in FINISHED:
                give_back(db, delivery.id)
                waits = sa.and_(d.state == DeliveryState.WAITING, d.reason != "time")
                jobs.wake(db, sa.and_(d.release_id == delivery.release_id, waits), now)
            elif new in MOVING and delivery.state not in MOVING:
                jobs.wake(db, d.id == delivery.id, now)
            self._write_event(db, delivery.id, None, f"{delivery.state} -> {new}", note)
        return True

    def approve(self, release_id: str, who: str) -> None:
        """Everything of a release that waits for approval goes on."""
        d, now = t.deliveries.c, self.clock.now()
        with self.engine.begin() as db:
            db.execute(
                sa.update(t.releases)
                .where(_R.id == release_id)
                .values(approved_by=who, approved_at=now)
            )
            which = sa.and_(d.release_id == release_id, d.reason == "approval")
            ids = list(db.execute(sa.select(d.id).where(which)).scalars())
            jobs.wake(db, d.id.in_(ids), now)
            db.execute(sa.update(t.deliveries).where(d.id.in_(ids)).values(reason="time"))
            for delivery_id in ids:
                self._write_event(db, delivery_id, None, "approved", Note(who))

    def set_anchor(self, delivery: Delivery, anchor: Anchor) -> None:
        self._set(delivery, anchor=anchor_text(anchor))

    def look_again(self, delivery: Delivery, at: datetime) -> None:
        """When something that rests is to be looked at next; that is no event."""
        self._set(delivery, wake_at=at)

    def reschedule(
        self, delivery: Delivery, due_at: datetime, note: Note, **values: object
    ) -> None:
        """Another due time for a delivery; it is advanced then."""
        with self.engine.begin() as db:
            db.execute(
                sa.update(t.deliveries)
                .where(t.deliveries.c.id == delivery.id)
                .values(due_at=due_at, updated_at=self.clock.now(), **values)
            )
            jobs.wake(db, t.deliveries.c.id == delivery.id, self.clock.now())
            move = f"due {delivery.due_at.isoformat()} -> {due_at.isoformat()}"
            self._write_event(db, delivery.id, None, move, note)

    # --- inside -------------------------------------------------------------------------------

    def _stands(self, db: sa.Connection, delivery: Delivery, now: datetime) -> bool:
        """Whether the delivery is still to be sent as the caller read it; touches it."""
        d = t.deliveries.c
        touched = db.execute(
            sa.update(t.deliveries)
            .where(
                d.id == delivery.id,
                d.state == DeliveryState.SENDING,
                d.due_at == delivery.due_at,
            )
            .values(updated_at=now)
        )
        return touched.rowcount == 1

    def _move(self, db: sa.Connection, call: Call, values: Mapping[str, object]) -> bool:
        c = t.calls.c
        moved = db.execute(
            sa.update(t.calls)
            .where(
                c.id == call.id,
                c.state == call.state,
                c.attempt == call.attempt,
                c.owner == call.owner if call.owner else sa.true(),
            )
            .values(**values)
        )
        return moved.rowcount == 1

    def _late(
        self, db: sa.Connection, call: Call, new: CallState, values: Mapping[str, object]
    ) -> bool:
        """The owner's own good answer, though others had given the call up: it is the truth."""
        if call.state is not CallState.IN_FLIGHT or new is not CallState.DONE:
            return False
        c = t.calls.c
        moved = db.execute(
            sa.update(t.calls)
            .where(
                c.id == call.id,
                c.owner == self.owner,
                c.attempt == call.attempt,
                c.state.in_((CallState.UNKNOWN, CallState.ASKED)),
            )
            .values(**values)
        )
        return moved.rowcount == 1

    def _touch(self, db: sa.Connection, delivery_id: str) -> None:
        db.execute(
            sa.update(t.deliveries)
            .where(t.deliveries.c.id == delivery_id)
            .values(updated_at=self.clock.now())
        )

    def _set(self, delivery: Delivery, **values: object) -> None:
        with self.engine.begin() as db:
            db.execute(
                sa.update(t.deliveries).where(t.deliveries.c.id == delivery.id).values(**values)
            )

    def _event(self, db: sa.Connection, call: Call, move: str, note: Note) -> None:
        self._write_event(db, call.delivery_id, call.part.key, move, note)

    def _write_event(
        self, db: sa.Connection, delivery_id: str, key: str | None, move: str, note: Note
    ) -> None:
        zone = (
            sa.select(_R.zone)
            .join(t.deliveries)
            .where(t.deliveries.c.id == delivery_id)
            .scalar_subquery()
        )
        db.execute(
            sa.insert(t.events).values(
                at=self.clock.now(),
                actor=note.actor,
                delivery_id=delivery_id,
                call_key=key,
                move=move,
                detail=note.detail,
                zone=zone,
            )
        )
