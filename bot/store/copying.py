"""All rows of one store into another one, whichever databases they are, counted and compared.

A store on PostgreSQL is backed up as a SQLite store, so there is one format of backups and one way
back. Who executes at the moment belongs to a place, not to what is kept: workers stay behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store import schema as t
from bot.store.errors import StoreError

KEPT = tuple(table for table in t.metadata.sorted_tables if table is not t.workers)
BATCH = 500  # rows in memory
HEAVY = 8  # rows in memory where each holds a picture

Row = Mapping[str, Any]
Change = Callable[[sa.Table, Row], Row]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows a table has, and a sum of their digests in which their order does not count."""

    rows: int = 0
    digest: int = 0

    def plus(self, table: sa.Table, row: Row) -> Tally:
        said = repr([_short(row[column.name]) for column in table.columns])
        digest = int.from_bytes(hashlib.sha256(said.encode()).digest()[:16], "big")
        return Tally(self.rows + 1, (self.digest + digest) % (1 << 128))


def as_it_is(_: sa.Table, row: Row) -> Row:
    return row


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that sees one moment of the store, however long it lasts."""
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def copy_rows(
    source: sa.Connection, target: sa.Connection, change: Change = as_it_is
) -> dict[str, int]:
    """Every row of `source`, as `change` makes it, into the empty tables of `target`.

    How many there are of each table. Raises StoreError when `target` holds anything else then.
    """
    copied = {table.name: _copy(table, source, target, change) for table in KEPT}
    for table in KEPT:
        if _tally(table, target) != copied[table.name]:
            raise StoreError(
                f"{table.name}: what arrived is not what was sent; nothing was kept of it",
                "Look at both with pressrun db check.",
            )
    if target.dialect.name == "postgresql":
        _count_on(target)
    return {name: tally.rows for name, tally in copied.items()}


def empty(target: sa.Connection) -> None:
    """Delete every row, those of workers too."""
    for table in reversed(t.metadata.sorted_tables):
        target.execute(sa.delete(table))


def is_empty(target: sa.Connection) -> bool:
    return not any(target.execute(sa.select(table).limit(1)).first() for table in KEPT)


def _copy(table: sa.Table, source: sa.Connection, target: sa.Connection, change: Change) -> Tally:
    tally = Tally()
    for batch in _batches(table, source):
        rows = [change(table, row) for row in batch]
        for row in rows:
            tally = tally.plus(table, row)
        target.execute(sa.insert(table), rows)
    return tally


def _tally(table: sa.Table, connection: sa.Connection) -> Tally:
    tally = Tally()
    for batch in _batches(table, connection):
        for row in batch:
            tally = tally.plus(table, row)
    return tally


def _batches(table: sa.Table, connection: sa.Connection) -> Iterator[list[dict[str, Any]]]:
    heavy = any(isinstance(column.type, sa.LargeBinary) for column in table.columns)
    query = sa.select(table).execution_options(yield_per=HEAVY if heavy else BATCH)
    for rows in connection.execute(query).partitions():
        yield [dict(row._mapping) for row in rows]


def _short(value: object) -> object:
    return hashlib.sha256(value).digest() if isinstance(value, bytes) else value


def _count_on(target: sa.Connection) -> None:
    """PostgreSQL numbers new events itself, and has not seen the numbers that were copied."""
    events = t.events
    last = sa.func.coalesce(sa.func.max(events.c.id), 0)
    serial = sa.func.pg_get_serial_sequence(events.name, events.c.id.name)
    target.execute(sa.select(sa.func.setval(serial, last + 1, sa.false())).select_from(events))
