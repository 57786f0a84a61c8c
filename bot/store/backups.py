"""Backups: a file each, which is a SQLite store whatever the store itself is kept in."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from bot.store.copying import copy_rows, reading
from bot.store.db import open_existing, open_store, store_name
from bot.store.errors import DAMAGED, StoreError, Unreadable, store_errors

KEEP = 14  # of the backups in one folder
NAME = re.compile(r"store-\d{8}T\d{6}Z\.db")  # those that are counted, and deleted when too many
DRAFT = ".unfinished"
SIDES = ("-wal", "-shm")  # of the files that SQLite keeps beside one in use


def back_up(url: str, folder: Path, now: datetime, keep: int = KEEP) -> Path:
    """A new backup in a folder, of which the `keep` newest stay; readers and writers go on.

    Raises StoreError; what was there before is there still.
    """
    target = back_up_as(url, folder / f"store-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db")
    found = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
    for old in found[:-keep]:
        old.unlink()
    return target


def back_up_as(url: str, target: Path) -> Path:
    """A backup as this file. Raises StoreError."""
    engine = open_existing(url)
    try:
        write_backup(engine, target)
    finally:
        engine.dispose()
    return target


def write_backup(engine: sa.Engine, target: Path) -> None:
    """One consistent moment of the store as the file `target`, which appears when it is whole."""
    draft = target.with_name(target.name + DRAFT)
    with store_errors(str(target)):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        if engine.dialect.name == "sqlite":
            _copy_pages(engine, draft, str(target))
        else:
            _copy_tables(engine, draft, str(target))
        with store_errors(str(target)):
            _finish(draft)
            draft.replace(target)
    finally:
        for ending in ("", *SIDES):
            beside(draft, ending).unlink(missing_ok=True)


def copy_of(backup: Path, folder: Path) -> Path:
    """A copy of a backup in `folder`, which may be changed. Raises StoreError when it is none."""
    copied = folder / "backup.db"
    name = str(backup)
    if not backup.is_file():
        raise StoreError(f"there is no file {backup}", "pressrun db backup makes one.")
    with store_errors(name), closing(sqlite3.connect(_only_read(backup), uri=True)) as source:
        os.close(os.open(copied, os.O_CREAT | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(copied)) as target:
            source.backup(target)
    check_pages(copied, name)
    return copied


def check_pages(path: Path, name: str) -> None:
    """Raises Unreadable when a file of SQLite is not whole."""
    with store_errors(name), closing(sqlite3.connect(path)) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found[0] != "ok":
        raise Unreadable(DAMAGED.what.format(name), DAMAGED.next_step)


def _copy_pages(engine: sa.Engine, draft: Path, name: str) -> None:
    with store_errors(name), closing(sqlite3.connect(draft)) as target:
        lent = engine.raw_connection()
        try:
            lent.driver_connection.backup(target)  # type: ignore[union-attr]
        finally:
            lent.close()
    check_pages(draft, store_name(engine))


def _copy_tables(engine: sa.Engine, draft: Path, name: str) -> None:
    made = open_store(f"sqlite:///{draft}", name)
    try:
        with reading(engine) as source, made.begin() as target:
            copy_rows(source, target)
    finally:
        made.dispose()


def _finish(draft: Path) -> None:
    """A single file, and on the disk."""
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with draft.open("rb") as file:
        os.fsync(file.fileno())


def beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _only_read(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro"
