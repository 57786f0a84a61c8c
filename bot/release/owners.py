"""Who is performing a call: an owner holds a file lock that the kernel frees when it dies.

`kill -9` frees it too, so that another process can tell an owner that is gone for certain from one
that is only slow.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout


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

    def is_gone(self, owner: str) -> bool:
        """True only when the other owner's lock was seen free."""
        if owner == self.id:
            return False
        path = self._path(owner)
        if not path.exists():
            return True
        try:
            with FileLock(path, timeout=0):
                return True
        except Timeout:
            return False

    def _path(self, owner: str) -> Path:
        return self._folder / f"{owner}.lock"
