"""The time that all stand-ins share: real time, moved by tests, with delays divided by a pace."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

POLL_S = 0.02


class Clock:
    """`pace` 60 turns a delay of one minute into one second; `offset` is in seconds."""

    def __init__(self, pace: float = 1.0, offset: float = 0.0) -> None:
        self.pace = pace
        self.offset = offset

    def now(self) -> float:
        """Epoch seconds, UTC."""
        return time.time() + self.offset

    def paced(self, seconds: float) -> float:
        return seconds / self.pace

    def advance(self, seconds: float) -> None:
        self.offset += seconds

    async def until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Wait for `ready`, at most `seconds` of real time; tells whether it came."""
        deadline = time.monotonic() + seconds
        while not ready():
            if time.monotonic() >= deadline:
                return False
            await asyncio.sleep(POLL_S)
        return True
