"""Work that nobody may execute beside: a store that is replaced or moved must not send then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from bot.engine.executor import Executor, who_executes
from bot.store.db import open_store, store_url
from bot.store.errors import StoreError

# As bot.release.owners names the sessions of those who may send.
SESSIONS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'pressrun-owner'
"""
LOCK = "LOCK TABLE deliveries, calls, accounts IN ACCESS EXCLUSIVE MODE"


class InUse(StoreError):
    """Somebody may be sending from this store."""


@contextmanager
def alone(url: str, home: Path, name: str, now: datetime) -> Iterator[None]:
    """Nobody executes while the block runs; `home` is where executors of a SQLite store lock.

    On PostgreSQL the block's own transaction has to `shut_out` those who begin meanwhile. Raises
    InUse.
    """
    if store_url(url).get_backend_name() != "sqlite":
        _nobody_there(url)
        yield
        return
    executor = Executor(home, name)
    if not executor.acquire(now):
        raise _in_use(home)
    try:
        yield
    finally:
        executor.release()


def shut_out(connection: sa.Connection) -> None:
    """Until this transaction ends nobody else sends; to be its first statement. Raises InUse."""
    if connection.dialect.name != "sqlite":
        connection.execute(sa.text(LOCK))
        _no_sessions(connection)


def _nobody_there(url: str) -> None:
    engine = open_store(url)
    try:
        with engine.connect() as connection:
            _no_sessions(connection)
    finally:
        engine.dispose()


def _no_sessions(connection: sa.Connection) -> None:
    count = connection.execute(sa.text(SESSIONS)).scalar_one()
    if count:
        others = "1 process" if count == 1 else f"{count} processes"
        raise InUse(
            f"{others} of pressrun may be sending from this store",
            "End all of them (serve, worker, publish), then run the command again.",
        )


def _in_use(home: Path) -> InUse:
    holder = who_executes(home)
    who = f"{holder.name} (process {holder.pid} on {holder.host})" if holder else "another process"
    return InUse(f"{who} executes this store", "End it, then run the command again.")
