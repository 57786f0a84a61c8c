"""Opening the store: the database file (0600), its settings, and its schema brought up to date."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.store.errors import BUSY_SECONDS, FULL, StoreError, Unreadable, explained, store_errors
from bot.store.schema import metadata

# Every migration, oldest first; the alembic package is imported only when a store is behind.
REVISIONS = ("0001", "0002", "0003", "0004", "0005")
SCHEMA = REVISIONS[-1]

ROOM = 4 << 20  # bytes free before a call: what it brings has to be written down afterwards
SCANT = 1 << 16  # with less, whatever SQLite complains of comes from there being no room
MIGRATING = 0x70726D67  # the advisory lock of those who migrate; any constant will do
# A server that says nothing is given up: libpq would wait for as long as the network does.
PATIENCE = {"connect_timeout": 10}


def open_store(url: str, name: str = "") -> sa.Engine:
    """The engine of a store that exists and is up to date; creates and migrates it when needed.

    `name` is what errors call it, instead of its address. Raises StoreError; so does, then and
    later, whatever is done with the engine while the store cannot be used.
    """
    return _opened(url, name, existing=False)


def open_existing(url: str, name: str = "") -> sa.Engine:
    """The same for a store that is there already. Nothing is created or migrated."""
    return _opened(url, name, existing=True)


def _opened(url: str, name: str, *, existing: bool) -> sa.Engine:
    engine = _engine(store_url(url), name, existing=existing)
    try:
        if not existing:
            upgrade(engine)
        elif schema_of(engine) is None:
            raise StoreError(f"{store_name(engine)} holds no store", "Name another one.")
    except BaseException:
        engine.dispose()
        raise
    return engine


def store_url(url: str) -> sa.URL:
    """The address with the driver that we have. Raises StoreError."""
    try:
        found = sa.make_url(url)
    except sa.exc.ArgumentError:
        found = None
    kind = found.get_backend_name() if found else ""
    if found is None or kind not in ("sqlite", "postgresql", "postgres"):
        raise StoreError(
            f"{url.partition('://')[0]!r} is not the kind of a database",
            "An address begins with sqlite:/// or postgresql://.",
        )
    return found if kind == "sqlite" else found.set(drivername="postgresql+psycopg")


def store_name(engine: sa.Engine) -> str:
    """What errors call it."""
    return str(engine.get_execution_options()["pressrun_name"])


def address(url: sa.URL) -> str:
    """An address for people: without a password, a driver's name or options."""
    if url.get_backend_name() == "sqlite":
        return url.database or "the store"
    bare = sa.URL.create("postgresql", url.username, None, url.host, url.port, url.database)
    return bare.render_as_string()


def file_at(url: str | sa.URL) -> Path | None:
    """The file of a SQLite store, None for any other one."""
    found = sa.make_url(url)
    on_disk = found.get_backend_name() == "sqlite" and found.database not in (None, "", ":memory:")
    return Path(str(found.database)) if on_disk else None


def looking(engine: sa.Engine) -> sa.Connection:
    """A connection that writes nothing, and so neither waits for a writer nor holds one up."""
    return engine.connect().execution_options(pressrun_looks=True)


def schema_of(engine: sa.Engine) -> str | None:
    """The newest migration that the store has, None for an empty one. Raises StoreError."""
    name = store_name(engine)
    with looking(engine) as connection:
        tables = set(sa.inspect(connection).get_table_names())
        if "alembic_version" in tables:
            found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        else:
            found = None
    if found is None and tables & set(metadata.tables):
        step = "Name another database, or another home with PRESSRUN_HOME."
        raise Unreadable(f"{name} holds tables of another application", step)
    if found not in (None, *REVISIONS):
        step = "Install that version, or put an older backup in its place: pressrun db restore FILE"
        raise Unreadable(f"{name} is of a newer pressrun (schema {found}, not {SCHEMA})", step)
    return None if found is None else str(found)


def upgrade(engine: sa.Engine) -> str | None:
    """Bring the schema up to date, in one transaction; which one it was. Raises StoreError."""
    found = schema_of(engine)
    if found != SCHEMA:
        _migrate(engine)
    return found


def bring_up_to_date(url: str) -> str | None:
    """The same for the store at `url`, which is made when there is none. Raises StoreError."""
    engine = _engine(store_url(url), "", existing=False)
    try:
        return upgrade(engine)
    finally:
        engine.dispose()


def check_room(engine: sa.Engine) -> None:
    """Raises StoreError when the disk is so full that what a call brings might not be kept."""
    free = _free(file_at(engine.url))
    if free is not None and free < ROOM:
        raise StoreError(FULL.what.format(store_name(engine)), FULL.next_step)


def _engine(url: sa.URL, name: str, *, existing: bool) -> sa.Engine:
    name = name or address(url)
    if url.get_backend_name() == "sqlite":
        _prepare_file(file_at(url), name, existing=existing)
        engine = sa.create_engine(url)
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin)
    else:
        engine = sa.create_engine(url, pool_pre_ping=True, connect_args=PATIENCE)
    sa.event.listen(engine, "handle_error", _explain)
    engine.update_execution_options(pressrun_name=name)
    return engine


def _explain(context: sa.engine.ExceptionContext) -> StoreError | None:
    if context.engine is None or context.is_pre_ping:
        return None  # a connection from the pool was dead; the next one is tried
    free = _free(file_at(context.engine.url))
    no_room = free is not None and free < SCANT
    return explained(context.original_exception, store_name(context.engine), no_room=no_room)


def _free(file: Path | None) -> int | None:
    """Bytes on the disk of a SQLite store."""
    return shutil.disk_usage(file.parent).free if file and file.parent.exists() else None


def _prepare_file(path: Path | None, name: str, *, existing: bool) -> None:
    """The database holds unpublished text and its backups do too: readable by its owner alone.

    A file that exists is not opened: to close it here would free the locks that SQLite holds on it
    for another engine of this process, whose writing would be lost: sqlite.org/howtocorrupt.html
    """
    if path is None:
        return
    if existing and not path.exists():
        raise StoreError(f"there is no store at {name}", "pressrun publish makes one.")
    with store_errors(name):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        elif not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # an outcome survives a power cut, too
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    looks = connection.get_execution_options().get("pressrun_looks")
    connection.exec_driver_sql("BEGIN" if looks else "BEGIN IMMEDIATE")


def _migrate(engine: sa.Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with _one_at_a_time(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _one_at_a_time(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction in which nobody else migrates; in SQLite every one is like that."""
    with engine.begin() as connection:
        if engine.dialect.name != "sqlite":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATING)))
        yield connection
