"""The engine of a foreground command and of tests: a heap in memory, one delivery at a time."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime

from bot.clock import Clock
from bot.engine.port import Advance


class MemoryEngine:
    """Advances whatever is due first; nothing of it survives the process, and nothing needs to."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[datetime, int, str, int]] = []
        self._generations: dict[str, int] = {}
        self._count = 0
        self._advance: Advance | None = None

    def start(self, advance: Advance) -> None:
        self._advance = advance

    def enqueue(self, delivery_id: str, generation: int, at: datetime) -> None:
        if generation <= self._generations.get(delivery_id, 0):
            return
        self._generations[delivery_id] = generation
        self._count += 1  # of two due at once, the one enqueued first goes first
        heapq.heappush(self._heap, (at, self._count, delivery_id, generation))

    def cancel(self, delivery_id: str) -> None:
        self._heap = [job for job in self._heap if job[2] != delivery_id]
        heapq.heapify(self._heap)

    def pending(self) -> dict[str, datetime]:
        return {d: at for at, _, d, g in sorted(self._heap) if self._generations.get(d) == g}

    def stranded(self, is_gone: Callable[[str], bool]) -> list[str]:  # noqa: ARG002 - only ours
        return []

    def run_until_idle(self, until: datetime | None = None) -> None:
        """Advance what is due, and wait for what is due later, but not after `until`."""
        while self._advance is not None and self._heap:
            at, _, delivery_id, generation = self._heap[0]
            if until is not None and at > until:
                return
            heapq.heappop(self._heap)
            if self._generations.get(delivery_id) != generation:
                continue
            self._clock.wait_until(at)
            again = self._advance(delivery_id, generation)
            if again is not None:
                self.enqueue(delivery_id, generation + 1, again)

    def prune(self, before: datetime) -> int:  # noqa: ARG002 - nothing outlives a job here
        return 0

    def stop(self) -> None:
        self._advance = None
