"""What the stand-ins remember: tables of small rows, kept in memory and journalled to SQLite.

Reads come from memory. Writes are collected and committed once per request, before its answer
leaves. SQLite runs without fsync: a SIGKILL loses nothing, only a power cut could.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")

SCHEMA = """
CREATE TABLE IF NOT EXISTS rows (
    name TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (name, id)
) WITHOUT ROWID
"""
UPSERT = """
INSERT INTO rows (name, id, seq, body) VALUES (?, ?, ?, ?)
ON CONFLICT (name, id) DO UPDATE SET body = excluded.body
"""


@dataclass(frozen=True, slots=True)
class Count:
    value: int


class Table(Generic[Row]):
    """Rows by id, in the order they were first put. Row fields are plain JSON types."""

    def __init__(self, rows: dict[str, Row], journal: Callable[[str, Row | None], None]) -> None:
        self._rows = rows
        self._journal = journal

    def get(self, row_id: str) -> Row | None:
        return self._rows.get(row_id)

    def put(self, row_id: str, row: Row) -> None:
        self._rows[row_id] = row
        self._journal(row_id, row)

    def drop(self, row_id: str) -> None:
        if self._rows.pop(row_id, None) is not None:
            self._journal(row_id, None)

    def clear(self) -> None:
        for row_id in tuple(self._rows):
            self.drop(row_id)

    def first(self) -> Row:
        """The oldest row. StopIteration when there is none."""
        return next(iter(self._rows.values()))

    def values(self) -> list[Row]:
        return list(self._rows.values())

    def items(self) -> list[tuple[str, Row]]:
        return list(self._rows.items())

    def __len__(self) -> int:
        return len(self._rows)


class Store:
    """Tables by name, and uploaded bytes by their sha256. Without a folder: memory only."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._tables: dict[str, Table[Any]] = {}
        self._pending: list[tuple[str, str, str | None]] = []
        self._memory_blobs: dict[str, bytes] = {}
        self._db = _open(folder) if folder else None
        self._seq = self._last_seq()
        self.changes = 0  # rows put or dropped since the start

    def table(self, name: str, row: type[Row]) -> Table[Row]:
        if name not in self._tables:
            self._tables[name] = Table(self._load(name, row), self._journal_of(name))
        return self._tables[name]

    def next(self, name: str) -> int:
        """The next number of a sequence, from 1, never given twice."""
        counters = self.table("counters", Count)
        value = (counters.get(name) or Count(0)).value + 1
        counters.put(name, Count(value))
        return value

    def commit(self) -> None:
        pending, self._pending = self._pending, []
        if self._db is None or not pending:
            return
        with self._db:
            for name, row_id, body in pending:
                self._write(name, row_id, body)

    def forget(self, prefix: str) -> None:
        """Drop the rows of every table whose name starts with the prefix."""
        for name, table in self._tables.items():
            if name.startswith(prefix):
                table.clear()
        self.commit()
        if self._db is not None:
            with self._db:
                self._db.execute(
                    "DELETE FROM rows WHERE substr(name, 1, ?) = ?", (len(prefix), prefix)
                )

    def keep(self, content: bytes) -> str:
        """Store uploaded bytes; the answer is their sha256 in hex."""
        digest = hashlib.sha256(content).hexdigest()
        if self._folder is None:
            self._memory_blobs[digest] = content
            return digest
        path = self._folder / "blobs" / digest
        if not path.exists():
            part = path.with_suffix(".part")
            part.write_bytes(content)
            part.replace(path)
        return digest

    def blob(self, digest: str) -> bytes:
        """The bytes kept under a digest; KeyError or FileNotFoundError when there are none."""
        if self._folder is None:
            return self._memory_blobs[digest]
        return (self._folder / "blobs" / digest).read_bytes()

    def close(self) -> None:
        self.commit()
        if self._db is not None:
            self._db.close()

    def _journal_of(self, name: str) -> Callable[[str, DataclassInstance | None], None]:
        def journal(row_id: str, row: DataclassInstance | None) -> None:
            self.changes += 1
            if self._db is not None:
                body = None if row is None else json.dumps(asdict(row), ensure_ascii=False)
                self._pending.append((name, row_id, body))

        return journal

    def _write(self, name: str, row_id: str, body: str | None) -> None:
        if self._db is None:
            return
        if body is None:
            self._db.execute("DELETE FROM rows WHERE name = ? AND id = ?", (name, row_id))
            return
        self._seq += 1
        self._db.execute(UPSERT, (name, row_id, self._seq, body))

    def _load(self, name: str, row: type[Row]) -> dict[str, Row]:
        if self._db is None:
            return {}
        found = self._db.execute("SELECT id, body FROM rows WHERE name = ? ORDER BY seq", (name,))
        return {row_id: row(**json.loads(body)) for row_id, body in found}

    def _last_seq(self) -> int:
        if self._db is None:
            return 0
        (last,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM rows").fetchone()
        return int(last)


def _open(folder: Path) -> sqlite3.Connection:
    (folder / "blobs").mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(folder / "sandbox.sqlite3", check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = OFF")
    db.execute(SCHEMA)
    db.commit()
    return db
