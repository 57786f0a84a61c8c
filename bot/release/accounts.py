"""Accounts: who posts there now, when the next post is allowed, and whether anything is."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.store import schema as t
from bot.store.db import looking


class Accounts:
    """Reads and moves of the accounts of one store; each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def next_allowed_at(self, account_id: str) -> datetime | None:
        return self._read(account_id, t.accounts.c.next_allowed_at)  # type: ignore[return-value]

    def space_out(self, account_id: str, until: datetime) -> None:
        """No post of this account before `until`."""
        self._set(account_id, next_allowed_at=until)

    def pause(self, account_id: str, why: str) -> None:
        self._set(account_id, paused=why)

    def unpause(self, account_id: str) -> None:
        self._set(account_id, paused=None)

    def paused(self, account_id: str) -> str | None:
        return self._read(account_id, t.accounts.c.paused)  # type: ignore[return-value]

    def busy_with(self, account_id: str) -> str | None:
        """The delivery that posts there now."""
        return self._read(account_id, t.accounts.c.busy_with)  # type: ignore[return-value]

    def _read(self, account_id: str, column: sa.Column[object]) -> object:
        with looking(self._engine) as db:
            return db.execute(sa.select(column).where(t.accounts.c.id == account_id)).scalar()

    def _set(self, account_id: str, **values: object) -> None:
        with self._engine.begin() as db:
            db.execute(sa.update(t.accounts).where(t.accounts.c.id == account_id).values(**values))


def claim(
    db: sa.Connection, account_id: str, delivery_id: str, now: datetime, until: datetime
) -> bool:
    """Take the account for a delivery, and its next post up to `until`; False when it is not free.

    A delivery keeps the account until it is finished, so two threads never interleave.
    """
    a = t.accounts.c
    free = sa.or_(a.busy_with.is_(None), a.busy_with == delivery_id)
    allowed = sa.or_(a.next_allowed_at.is_(None), a.next_allowed_at <= now)
    claimed = db.execute(
        sa.update(t.accounts)
        .where(a.id == account_id, free, allowed, a.paused.is_(None))
        .values(busy_with=delivery_id, next_allowed_at=until)
    )
    return claimed.rowcount == 1


def give_back(db: sa.Connection, delivery_id: str) -> None:
    """The account is free for another delivery."""
    db.execute(
        sa.update(t.accounts).where(t.accounts.c.busy_with == delivery_id).values(busy_with=None)
    )
