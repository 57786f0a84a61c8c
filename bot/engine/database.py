"""Where the durable engine keeps its jobs: a file beside a SQLite store, a schema in PostgreSQL.

A file of its own, because both write all day: on one file each waits for the other's lock, and an
engine's queue would make every backup of the store larger. Nothing in it is needed; a lost one is
made anew from the rows of the store.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

SCHEMA = "pressrun_engine"  # of the tables in PostgreSQL; SQLite has no schemas
FILE = "engine.db"

MAKING = 0x70726573  # the advisory lock of those who make the tables; any constant will do
PATIENCE = 0.1  # seconds between two tries
# Those of dbos's tables without which no job runs; with any of them missing, all are made anew.
TABLES = frozenset(
    {"workflow_status", "workflow_input", "workflow_output", "queues", "application_versions"}
)


def open_database(store: str, connections: int) -> sa.Engine:
    """The engine's database for the store of this URL; no connection is made yet."""
    url = sa.make_url(store)
    if url.get_backend_name() == "sqlite":
        return _open_file(Path(url.database or ".").parent / FILE, connections)
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=connections,
        pool_pre_ping=True,
        # A worker that was stopped in the middle of a transaction holds its locks no longer.
        connect_args={"options": "-c idle_in_transaction_session_timeout=60000"},
    )


def has_tables(database: sa.Engine) -> bool:
    return set(sa.inspect(database).get_table_names(schema=_schema(database))) >= TABLES


@contextmanager
def making_tables(database: sa.Engine) -> Iterator[None]:
    """While tables are made; what an accident left of them is dropped first.

    In PostgreSQL one process does so at a time; on a file only the one that executes makes any.
    """
    with _one_at_a_time(database):
        if not has_tables(database):
            drop_tables(database)
        yield


def drop_tables(database: sa.Engine) -> None:
    """Every job is forgotten; the rows of the store know what is due."""
    with database.begin() as connection:
        if _schema(database):
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
            return
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in sa.inspect(connection).get_table_names():
            connection.exec_driver_sql(f'DROP TABLE "{table}"')


@contextmanager
def _one_at_a_time(database: sa.Engine) -> Iterator[None]:
    if not _schema(database):
        yield
        return
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Asked again and again: dbos makes indexes CONCURRENTLY, which wait for every statement
        # that runs, and so for whoever would wait inside one for this lock.
        while not connection.execute(sa.select(sa.func.pg_try_advisory_lock(MAKING))).scalar():
            time.sleep(PATIENCE)
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(MAKING)))


def _schema(database: sa.Engine) -> str | None:
    return None if database.dialect.name == "sqlite" else SCHEMA


def _open_file(path: Path, connections: int) -> sa.Engine:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():  # else its closing would free the locks that SQLite has on it
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    database = sa.create_engine(f"sqlite:///{path}", pool_size=connections)
    sa.event.listen(database, "connect", _set_up_file)
    return database


def _set_up_file(connection: Any, _record: object) -> None:
    connection.isolation_level = "IMMEDIATE"  # as dbos sets it on files that it opens itself
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")  # a power cut may lose jobs, never the file
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA busy_timeout = 30000")
    cursor.close()
