"""Deliveries of a receipt file as rows of a store, inside a transaction of the caller."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from adapters.base import canonical_json
from bot.receipts.form import SAME, Delivery, ReceiptFile
from bot.receipts.kept import CALL_JSON, KeptCall
from bot.release.records import new_id
from bot.release.states import FINISHED, CallState, DeliveryState
from bot.store import schema as t
from bot.surroundings import this_machine

MAY_BE_OUT = frozenset(
    {CallState.IN_FLIGHT, CallState.UNKNOWN, CallState.ASKED, CallState.ACCEPTED}
)


def keep_release(
    db: sa.Connection, release_id: str, file: ReceiptFile, newsletter: str, post: Path
) -> None:
    """The release, with its source where the post is now, unless the store has it."""
    query = sa.select(t.releases.c.id).where(t.releases.c.id == release_id)
    if db.execute(query).first() is None:
        db.execute(
            sa.insert(t.releases).values(
                **file.releases[release_id].model_dump(),
                id=release_id,
                issue_key=file.issue,
                newsletter=newsletter,
                machine=this_machine(),
                source_path=str(post.absolute()),
            )
        )


def keep_account(db: sa.Connection, told: Delivery) -> None:
    """The account, unless the store has it."""
    query = sa.select(t.accounts.c.id).where(t.accounts.c.id == told.account)
    if db.execute(query).first() is None:
        db.execute(
            sa.insert(t.accounts).values(
                id=told.account,
                channel=told.channel,
                host=told.host,
                remote_id=told.remote_id,
                name=told.account_name,
            )
        )


def insert(db: sa.Connection, told: Delivery, issue_key: str, ids: Mapping[str, str]) -> None:
    """The delivery as it rests, and its calls. It keeps the file's time: nothing is newer here."""
    target = told.kept.target
    db.execute(
        sa.insert(t.deliveries).values(
            **{name: getattr(told, name) for name in SAME} | {"id": ids[told.id]},
            release_id=told.release,
            issue_key=issue_key,
            channel=told.channel,
            account_id=told.account,
            base_id=ids.get(told.base, told.base) if told.base else None,
            state=told.state if told.state in FINISHED else DeliveryState.STOPPED,
            reason="adopted",
            target=None if target is None else canonical_json(target),
            links=canonical_json(told.kept.links),
            updated_at=told.as_of,
        )
    )
    rows = [_call_row(ids[told.id], n, call) for n, call in enumerate(told.kept.calls)]
    if rows:
        db.execute(sa.insert(t.calls), rows)


def _call_row(delivery_id: str, position: int, call: KeptCall) -> dict[str, object]:
    plain = call.model_dump(mode="json")
    texts = {name: canonical_json(plain[name]) for name in CALL_JSON}
    return {
        **plain,
        **texts,
        "receipt": texts["receipt"] if call.receipt else None,
        "id": new_id(),
        "delivery_id": delivery_id,
        "position": position,
        "state": CallState.STOPPED if call.state in MAY_BE_OUT else call.state,
        "attempt": int(call.state is CallState.DONE),
    }


def write_event(db: sa.Connection, delivery_id: str, detail: str, zone: str, now: datetime) -> None:
    db.execute(
        sa.insert(t.events).values(
            at=now,
            actor="pressrun",
            delivery_id=delivery_id,
            move="adopted",
            detail=detail,
            zone=zone,
        )
    )
