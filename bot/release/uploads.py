"""What was uploaded to an account before, so that the same bytes are never uploaded twice."""

from __future__ import annotations

import sqlalchemy as sa

from adapters.base import Part, Phase, Receipt
from bot.clock import Clock
from bot.release.records import Call, receipt_from, receipt_text
from bot.store import schema as t
from bot.store.db import looking

SPARE = 600.0  # seconds of life that an upload must have left to be used


class Uploads:
    """Reads and moves of the uploads of one store; each method is one transaction."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def known(self, account_id: str, part: Part) -> Receipt | None:
        """The receipt of an earlier upload of the same bytes that lives long enough."""
        if not _is_upload(part):
            return None
        query = sa.select(t.uploads.c.receipt, t.uploads.c.expires_at)
        with looking(self._engine) as db:
            row = db.execute(query.where(*_key(account_id, part))).one_or_none()
        if row is None or (row.expires_at and row.expires_at <= self._clock.after(SPARE)):
            return None
        return receipt_from(row.receipt)

    def forget(self, account_id: str, part: Part) -> None:
        """The service does not know it any more."""
        if _is_upload(part):
            with self._engine.begin() as db:
                db.execute(sa.delete(t.uploads).where(*_key(account_id, part)))


def remember(db: sa.Connection, call: Call, receipt: Receipt) -> None:
    """Keep what came of an upload, inside a transaction of the caller's."""
    if not _is_upload(call.part):
        return
    d = t.deliveries.c
    account_id = db.execute(sa.select(d.account_id).where(d.id == call.delivery_id)).scalar_one()
    db.execute(sa.delete(t.uploads).where(*_key(account_id, call.part)))
    db.execute(
        sa.insert(t.uploads).values(
            account_id=account_id,
            kind=call.part.kind,
            sha256=call.part.media[0].sha256,
            receipt=receipt_text(receipt),
            expires_at=receipt.expires_at,
        )
    )


def _is_upload(part: Part) -> bool:
    """A harmless edit of a post may carry a picture too, and has to be made each time."""
    return bool(part.media) and part.repeatable and part.phase is Phase.PREPARE


def _key(account_id: str, part: Part) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        t.uploads.c.account_id == account_id,
        t.uploads.c.kind == part.kind,
        t.uploads.c.sha256 == part.media[0].sha256,
    )
