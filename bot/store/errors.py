"""What can be wrong with a store as a whole: one sentence, and what to do about it.

    StoreError        it cannot be used now; when the cause is gone, everything goes on
    └── Unreadable    what is there is of no use to this version: another one has to take its place

A driver's error is told by its code. Where a driver has none, its own words are passed on.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

BUSY_SECONDS = 30.0  # how long a connection waits for another one's writing


class StoreError(Exception):
    """`what` is a sentence without its full stop; `next_step` says what helps."""

    def __init__(self, what: str, next_step: str) -> None:
        super().__init__(f"{what}. {next_step}")
        self.what = what
        self.next_step = next_step


class Unreadable(StoreError):
    """Damaged, not a store at all, or written by a newer version."""


@dataclass(frozen=True, slots=True)
class _Words:
    """`{}` in `what` stands for the name of the store."""

    what: str
    next_step: str
    kind: type[StoreError] = StoreError


AGAIN = "run the same command again: it goes on where it stopped."
RESTORE = "Put a backup in its place: pressrun db restore FILE."

LOCKED = _Words(
    f"{{}} is locked: something else has been writing to it for {BUSY_SECONDS:.0f} seconds",
    f"End that (another database program, a backup, a file synchroniser), then {AGAIN}",
)
READ_ONLY = _Words(
    "{} is read-only", "Make the file and its folder writable for you, or set PRESSRUN_HOME."
)
FULL = _Words("the disk that holds {} is full", f"Free some space, then {AGAIN}")
BROKEN_DISK = _Words(
    "{} cannot be read or written", f"Look whether its disk is full or failing, then {AGAIN}"
)
CLOSED = _Words(
    "{} cannot be opened", "Look whether its folder is there and is yours, or set PRESSRUN_HOME."
)
DAMAGED = _Words("{} is damaged", RESTORE, Unreadable)
NO_DATABASE = _Words("{} is not a database", RESTORE, Unreadable)
NO_SERVER = _Words(
    "{} cannot be reached", f"Look whether the server runs and lets you in, then {AGAIN}"
)
CUT_OFF = _Words("{} has ended the connection", f"When it is back, {AGAIN}")
NOT_LET_IN = _Words(
    "{} does not let you in", "Look at the user, and at the password in ~/.pgpass or PGPASSWORD."
)
NO_RIGHT = _Words("{} lets you in, but not write", "Give its user the right to create tables.")
NOT_THERE = _Words("{} does not exist on its server", "Create it: createdb NAME.")
CROWDED = _Words("{} has no connection left", f"Raise max_connections or stop others, then {AGAIN}")

# sqlite.org/rescode.html: the primary codes, the low byte of the extended ones
SQLITE: Mapping[int, _Words] = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: BROKEN_DISK,
    sqlite3.SQLITE_CANTOPEN: CLOSED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: NO_DATABASE,
}

# postgresql.org/docs/current/errcodes-appendix.html: whole codes, then their classes
POSTGRES: Mapping[str, _Words] = {
    "25006": READ_ONLY,
    "28": NOT_LET_IN,
    "3D000": NOT_THERE,
    "42501": NO_RIGHT,
    "53100": FULL,
    "53300": CROWDED,
    "55P03": LOCKED,
    "57P01": CUT_OFF,
    "57P02": CUT_OFF,
    "57P03": NO_SERVER,
    "57P05": CUT_OFF,
    "08": CUT_OFF,
    "58": BROKEN_DISK,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
}

DISK: Mapping[int, _Words] = {errno.ENOSPC: FULL, errno.EDQUOT: FULL}
FILE: Mapping[int, _Words] = {
    **DISK,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EIO: BROKEN_DISK,
    errno.ENOENT: CLOSED,
    errno.ENOTDIR: CLOSED,
    errno.EISDIR: CLOSED,
}


@contextmanager
def store_errors(name: str = "") -> Iterator[None]:
    """Whatever a driver or the disk says against the store inside becomes a StoreError.

    With a `name`, only that store's files are used inside, and any failure with a file is about it;
    without, other files are used too, and only a full disk is.
    """
    try:
        yield
    except Exception as error:
        found = explained(error, name)
        if found is None:
            raise
        raise found from error


def explained(error: BaseException, name: str, *, no_room: bool = False) -> StoreError | None:
    """The error in words, None when it says nothing about the store as a whole.

    `no_room` says that the disk is full: not every error that comes of it does.
    """
    cause = getattr(error, "orig", None) or error
    match cause:
        case StoreError():
            return None
        case sqlite3.Error():
            words = SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
        case OSError():
            words = (FILE if name else DISK).get(cause.errno or 0)
        case _:
            return _from_server(cause, name)
    if no_room and words in (BROKEN_DISK, CLOSED):
        words = FULL
    return _made(words, name) if words else None


def _from_server(cause: object, name: str) -> StoreError | None:
    """Of psycopg, told by its module: who has no PostgreSQL need not load it."""
    if type(cause).__module__.partition(".")[0] != "psycopg":
        return None
    state = getattr(cause, "sqlstate", None)
    if state:
        words = POSTGRES.get(state) or POSTGRES.get(state[:2])
        return _made(words, name) if words else None
    if not any(kind.__name__ == "OperationalError" for kind in type(cause).__mro__):
        return None
    return _made(NO_SERVER, name, str(cause))


def _made(words: _Words, name: str, said: str = "") -> StoreError:
    what = ": ".join([words.what.format(name or "the store"), *said.splitlines()[:1]])
    return words.kind(what, words.next_step)
