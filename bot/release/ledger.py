"""The ledger: what was meant, tried and answered, written down before and after every call.

Each public method is one transaction. Nothing here talks to a service; nothing else writes calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from adapters.base import Anchor, Json, Part, Phase, Receipt, canonical_json
from bot.clock import Clock
from bot.release.records import (
    Call,
    Delivery,
    anchor_text,
    call_from,
    delivery_from,
    receipt_from,
    receipt_text,
)
from bot.release.states import (
    FINISHED,
    CallState,
    DeliveryState,
    check_call_move,
    check_delivery_move,
)
from bot.store import schema as t


@dataclass(frozen=True, slots=True)
class Note:
    """What an event row says beside its move."""

    actor: str
    detail: str = ""


_DELIVERIES = sa.select(t.deliveries, t.releases.c.title, t.releases.c.zone).join(t.releases)


class Ledger:
    """Reads and moves of calls and deliveries in one store, by one owner."""

    def __init__(self, engine: sa.Engine, clock: Clock, owner: str) -> None:
        self._engine = engine
        self._clock = clock
        self._owner = owner

    # --- reading ------------------------------------------------------------------------------

    def delivery(self, delivery_id: str) -> Delivery:
        with self._engine.connect() as db:
            row = db.execute(_DELIVERIES.where(t.deliveries.c.id == delivery_id)).one()
        return delivery_from(row)

    def deliveries(self, issue_key: str | None = None) -> list[Delivery]:
        """Every delivery, oldest first; of one issue when a key is given."""
        query = _DELIVERIES.order_by(t.deliveries.c.due_at, t.deliveries.c.id)
        if issue_key is not None:
            query = query.where(t.deliveries.c.issue_key == issue_key)
        with self._engine.connect() as db:
            return [delivery_from(row) for row in db.execute(query)]

    def deliveries_of_source(self, source_sha256: str) -> list[Delivery]:
        """Every delivery of a file with these bytes, whatever its name was."""
        query = _DELIVERIES.where(t.releases.c.source_sha256 == source_sha256)
        with self._engine.connect() as db:
            return [delivery_from(row) for row in db.execute(query)]

    def calls(self, delivery_id: str) -> list[Call]:
        query = (
            sa.select(t.calls)
            .where(t.calls.c.delivery_id == delivery_id)
            .order_by(t.calls.c.position)
        )
        with self._engine.connect() as db:
            return [call_from(row) for row in db.execute(query)]

    def call(self, call_id: str) -> Call | None:
        with self._engine.connect() as db:
            row = db.execute(sa.select(t.calls).where(t.calls.c.id == call_id)).one_or_none()
        return call_from(row) if row is not None else None

    def blob(self, sha256: str) -> bytes:
        with self._engine.connect() as db:
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
        with self._engine.connect() as db:
            return [dict(row._mapping) for row in db.execute(query)]

    # --- a call's way -------------------------------------------------------------------------

    def take(self, call: Call, account_id: str) -> bool:
        """Write *in flight* before the first byte; False when somebody else was faster.

        A call of the send phase also claims the account, so that two threads never interleave.
        """
        check_call_move(call.state, CallState.IN_FLIGHT)
        with self._engine.begin() as db:
            if call.part.phase is Phase.SEND and not self._claim(db, call, account_id):
                return False
            taken = db.execute(
                sa.update(t.calls)
                .where(t.calls.c.id == call.id, t.calls.c.state == call.state)
                .values(
                    state=CallState.IN_FLIGHT,
                    owner=self._owner,
                    started_at=self._clock.now(),
                    attempt=call.attempt + 1,
                    looks=0,
                )
            )
            if taken.rowcount != 1:
                return False
            self._event(db, call, f"{call.state} -> in_flight", Note("pressrun"))
        return True

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
        with self._engine.begin() as db:
            moved = db.execute(
                sa.update(t.calls)
                .where(
                    t.calls.c.id == call.id,
                    t.calls.c.state == call.state,
                    t.calls.c.attempt == call.attempt,
                    t.calls.c.owner == call.owner if call.owner else sa.true(),
                )
                .values(**values)
            )
            if moved.rowcount != 1:
                return False
            self._event(db, call, f"{call.state} -> {new}", note)
        return True

    def remember_upload(self, account_id: str, call: Call, receipt: Receipt) -> None:
        """Keep what an upload brought, so that the same bytes are never uploaded twice."""
        if not call.part.media:
            return
        row = {
            "account_id": account_id,
            "kind": call.part.kind,
            "sha256": call.part.media[0].sha256,
            "receipt": receipt_text(receipt),
            "expires_at": receipt.expires_at,
        }
        key = (t.uploads.c.account_id, t.uploads.c.kind, t.uploads.c.sha256)
        with self._engine.begin() as db:
            db.execute(sa.delete(t.uploads).where(*(column == row[column.name] for column in key)))
            db.execute(sa.insert(t.uploads).values(**row))

    def known_upload(self, account_id: str, part: Part) -> Receipt | None:
        """The receipt of an earlier upload of the same bytes that has not expired."""
        if not part.media:
            return None
        query = sa.select(t.uploads.c.receipt, t.uploads.c.expires_at).where(
            t.uploads.c.account_id == account_id,
            t.uploads.c.kind == part.kind,
            t.uploads.c.sha256 == part.media[0].sha256,
        )
        with self._engine.connect() as db:
            row = db.execute(query).one_or_none()
        if row is None or (row.expires_at and row.expires_at <= self._clock.now()):
            return None
        return receipt_from(row.receipt)

    # --- a delivery's way ---------------------------------------------------------------------

    def move_delivery(
        self, delivery: Delivery, new: DeliveryState, note: Note, *, url: str | None = None
    ) -> None:
        """Move a delivery; the account is free again unless it goes on sending."""
        if new is not delivery.state:
            check_delivery_move(delivery.state, new)
        values: dict[str, object] = {
            "state": new,
            "reason": note.detail,
            "updated_at": self._clock.now(),
        }
        if url:
            values["url"] = url
        with self._engine.begin() as db:
            db.execute(
                sa.update(t.deliveries).where(t.deliveries.c.id == delivery.id).values(**values)
            )
            if new in FINISHED:
                self._release_claim(db, delivery)
            self._write_event(db, delivery.id, None, f"{delivery.state} -> {new}", note)

    def set_anchor(self, delivery: Delivery, anchor: Anchor) -> None:
        with self._engine.begin() as db:
            db.execute(
                sa.update(t.deliveries)
                .where(t.deliveries.c.id == delivery.id)
                .values(anchor=anchor_text(anchor))
            )

    def next_allowed_at(self, account_id: str) -> datetime | None:
        query = sa.select(t.accounts.c.next_allowed_at).where(t.accounts.c.id == account_id)
        with self._engine.connect() as db:
            return db.execute(query).scalar()

    def space_out(self, account_id: str, until: datetime) -> None:
        """No post of this account before `until`."""
        self._set_account(account_id, next_allowed_at=until)

    def pause(self, account_id: str, why: str) -> None:
        self._set_account(account_id, paused=why)

    def unpause(self, account_id: str) -> None:
        self._set_account(account_id, paused=None)

    def paused(self, account_id: str) -> str | None:
        query = sa.select(t.accounts.c.paused).where(t.accounts.c.id == account_id)
        with self._engine.connect() as db:
            return db.execute(query).scalar()

    # --- inside -------------------------------------------------------------------------------

    def _claim(self, db: sa.Connection, call: Call, account_id: str) -> bool:
        free = sa.or_(t.accounts.c.busy_with.is_(None), t.accounts.c.busy_with == call.delivery_id)
        claimed = db.execute(
            sa.update(t.accounts)
            .where(t.accounts.c.id == account_id, free)
            .values(busy_with=call.delivery_id)
        )
        return claimed.rowcount == 1

    def _release_claim(self, db: sa.Connection, delivery: Delivery) -> None:
        db.execute(
            sa.update(t.accounts)
            .where(t.accounts.c.id == delivery.account_id, t.accounts.c.busy_with == delivery.id)
            .values(busy_with=None)
        )

    def _set_account(self, account_id: str, **values: object) -> None:
        with self._engine.begin() as db:
            db.execute(sa.update(t.accounts).where(t.accounts.c.id == account_id).values(**values))

    def _event(self, db: sa.Connection, call: Call, move: str, note: Note) -> None:
        self._write_event(db, call.delivery_id, call.part.key, move, note)

    def _write_event(
        self, db: sa.Connection, delivery_id: str, key: str | None, move: str, note: Note
    ) -> None:
        db.execute(
            sa.insert(t.events).values(
                at=self._clock.now(),
                actor=note.actor,
                delivery_id=delivery_id,
                call_key=key,
                move=move,
                detail=note.detail,
            )
        )
