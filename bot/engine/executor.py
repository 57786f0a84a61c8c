"""Who executes: of all processes on one SQLite store, the one that holds this file lock.

The kernel frees the lock when its holder dies, however it dies; the next process to ask has it.
"""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

PATIENCE = 1.0  # seconds; a reader that probes the lock holds it for a moment


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that executes; `name` is what it calls itself, such as `serve`."""

    name: str
    pid: int
    host: str
    since: datetime


class Executor:
    """This process's claim to be the one that executes."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._name = name
        self._note = _note(folder)
        self._lock = FileLock(_lock(folder), thread_local=False)

    def acquire(self, now: datetime) -> bool:
        """True when this process executes from now on, or did already."""
        if self._lock.is_locked:
            return True
        try:
            self._lock.acquire(timeout=PATIENCE)
        except Timeout:
            return False
        self._write(Holder(self._name, os.getpid(), socket.gethostname(), now))
        return True

    def release(self) -> None:
        if self._lock.is_locked:
            self._note.unlink(missing_ok=True)
            self._lock.release()

    def _write(self, holder: Holder) -> None:
        text = json.dumps(asdict(holder) | {"since": holder.since.isoformat()})
        draft = self._note.with_suffix(".new")
        draft.write_text(text, "utf-8")
        draft.replace(self._note)


def who_executes(folder: Path) -> Holder | None:
    """The live holder of the lock, or None. It reads, and changes nothing."""
    if not _lock(folder).exists() or _is_free(_lock(folder)):
        return None
    try:
        known = json.loads(_note(folder).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return Holder(**known | {"since": datetime.fromisoformat(known["since"])})


def _is_free(path: Path) -> bool:
    try:
        with FileLock(path, timeout=0):
            return True
    except Timeout:
        return False


def _lock(folder: Path) -> Path:
    return folder / "executor.lock"


def _note(folder: Path) -> Path:
    return folder / "executor.json"
