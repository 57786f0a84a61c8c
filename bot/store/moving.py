"""A whole store into another database: from SQLite to PostgreSQL, or back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.store import schema as t
from bot.store.alone import alone, shut_out
from bot.store.copying import copy_rows, is_empty, reading
from bot.store.db import open_existing, open_store, store_name, upgrade
from bot.store.errors import StoreError

MOVED = "this store was copied to "


@dataclass(frozen=True, slots=True)
class Copied:
    """How many rows of each table; `to` is the other store as people call it."""

    rows: Mapping[str, int]
    to: str


def copy_store(url: str, to: str, home: Path, now: datetime) -> Copied:
    """Copy the store at `url` to the empty one at `to`, in one transaction, counted and compared.

    Afterwards every account is paused in the old store: of two stores that hold the same release
    for unsent, each would send it. Raises StoreError, InUse while anybody may be sending.
    """
    source = open_existing(url)
    target = None
    try:
        with alone(url, home, "db copy", now):
            upgrade(source)
            target = open_store(to)
            return Copied(_copy(source, target), store_name(target))
    finally:
        source.dispose()
        if target is not None:
            target.dispose()


def _copy(source: sa.Engine, target: sa.Engine) -> dict[str, int]:
    """The old store is paused before the new one is there: at no moment both would send."""
    with target.begin() as into:
        if not is_empty(into):
            raise StoreError(f"{store_name(target)} holds releases", "Name an empty database.")
        with reading(source) as out:
            shut_out(out)
            rows = copy_rows(out, into, _as_new)
            words = (
                f"{MOVED}{store_name(target)}. Set `database` in pressrun.yaml to go on there; "
                "`pressrun resume` goes on here."
            )
            out.execute(sa.update(t.accounts).values(paused=words))
    return rows


def _as_new(table: sa.Table, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The jobs of the engine stay behind, and so does the pause of a copy that was not finished."""
    if table is t.deliveries:
        return {**row, "queued": 0}
    if table is t.accounts and (row["paused"] or "").startswith(MOVED):
        return {**row, "paused": None}
    return row
