"""Who is performing a call: an owner holds a lock that is freed when it dies, and not before.

Beside a SQLite store that is a file lock, freed by the kernel; on PostgreSQL a lock of a session,
freed by the server when the connection ends. `kill -9` frees either, so that another process can
tell an owner that is gone for certain from one that is only slow.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, LiteralString, Self

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    import psycopg

# Either end gives up a silent connection. By default a server keeps the lock of a machine that lost
# its power for two hours: postgresql.org/docs/current/runtime-config-connection.html
PATIENCE_HERE = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}
PATIENCE_THERE = {
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "60000",
    "idle_session_timeout": "0",  # an owner has nothing to say between two deliveries
}
SET_IF_KNOWN = "SELECT set_config(name, %s, false) FROM pg_settings WHERE name = %s"
TRY = "SELECT pg_try_advisory_xact_lock(%s)"  # in autocommit it is given back at once


class Owner:
    """This process's claim to the calls it performs, held while the `with` block runs."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self.id = secrets.token_hex(8)
        self._lock = FileLock(self._path(self.id), thread_local=False)

    def __enter__(self) -> Self:
        self._lock.acquire(timeout=0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.release()
        self._path(self.id).unlink(missing_ok=True)

    def holds(self) -> bool:
        """False when others may take this owner for gone: its file was removed."""
        return self._lock.is_locked and self._path(self.id).exists()

    def is_gone(self, owner: str) -> bool:
        """True only when the other owner's lock was seen free."""
        if owner == self.id:
            return False
        path = self._path(owner)
        if not path.exists():
            return True
        try:
            with FileLock(path, timeout=0):
                path.unlink(missing_ok=True)  # no id is used twice
                return True
        except Timeout:
            return False

    def _path(self, owner: str) -> Path:
        return self._folder / f"{owner}.lock"


class PostgresOwner:
    """The same claim, as an advisory lock of a session of its own.

    The lock goes with the connection, also with one that is lost while this process lives on: then
    others rightly take it for gone. So `holds` is to be asked right before the first byte of each
    call; once false it stays false, and a new owner has to be made. The connection has to be
    direct: a pooler in transaction mode gives the session, and the lock, to somebody else.
    """

    def __init__(self, url: str) -> None:
        self.id = secrets.token_hex(8)
        self._url = "postgresql" + url[url.index("://") :]  # without the name of a driver
        self._session: psycopg.Connection[tuple[Any, ...]] | None = None

    def __enter__(self) -> Self:
        import psycopg
        from psycopg.conninfo import make_conninfo

        where = make_conninfo(self._url, application_name="pressrun-owner", **PATIENCE_HERE)
        self._session = psycopg.connect(where, autocommit=True)
        for name, value in PATIENCE_THERE.items():
            self._session.execute(SET_IF_KNOWN, (value, name))
        self._session.execute("SELECT pg_advisory_lock(%s)", (_key(self.id),))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ask("SELECT pg_advisory_unlock(%s)", _key(self.id))  # a server is slow to see an end
        if self._session is not None:
            self._session.close()

    def holds(self) -> bool:
        """Whether the session lives, asked of the server; one out of reach is given up in 15 s."""
        return self._ask("SELECT true")

    def is_gone(self, owner: str) -> bool:
        """True only when the other owner's lock was seen free."""
        return owner != self.id and self._ask(TRY, _key(owner))

    def _ask(self, query: LiteralString, *values: int) -> bool:
        import psycopg

        if self._session is None:
            return False
        try:
            row = self._session.execute(query, values).fetchone()
        except psycopg.Error:
            return False
        return row is not None and row[0] is True


def make_owner(url: str, folder: Path) -> Owner | PostgresOwner:
    """The owner for a store of this URL; `folder` is where those of a SQLite store keep locks."""
    return Owner(folder) if url.startswith("sqlite") else PostgresOwner(url)


def _key(owner: str) -> int:
    """Advisory locks have 64 bits, and other applications of the database have locks too."""
    digest = hashlib.sha256(f"pressrun.owner.{owner}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
