"""What the tests of the engines share: other processes, and waiting without a clock."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

SCRIPT = Path(__file__).with_name("worker.py")


class Worker:
    """`worker.py` in a process of its own."""

    def __init__(
        self, store: str, folder: Path, seconds: float, options: Mapping[str, str]
    ) -> None:
        words = [f"{name}={value}" for name, value in options.items()]
        self._notes = folder / "advanced"
        self.process = subprocess.Popen(
            [sys.executable, str(SCRIPT), store, str(folder), str(seconds), *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd(),
            env={"PYTHONPATH": str(Path.cwd()), "PATH": ""},
        )  # fmt: skip
        assert self.process.stdout
        self.says = self.process.stdout.readline().strip()

    def advanced(self) -> list[str]:
        """The deliveries that workers of this folder have advanced, in order."""
        if not self._notes.exists():
            return []
        return [line.split()[0] for line in self._notes.read_text("utf-8").splitlines()]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def soon(holds: Callable[[], object]) -> None:
    """Wait until it holds; a minute is for a machine that is busy with other things."""
    waiting = iter(range(1200))
    while not holds():
        next(waiting)
        signal.sigtimedwait((), 0.05)


def two_polls() -> None:
    """As long as an engine needs to do what it should not do."""
    time.sleep(3)


def now() -> datetime:
    return datetime.now(UTC)


def later(seconds: float) -> datetime:
    return now() + timedelta(seconds=seconds)
