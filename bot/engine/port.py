"""What the application asks of an engine. Safety is the ledger's; an engine may repeat or lose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

Advance = Callable[[str, int], datetime | None]  # delivery id, generation -> when to come back


class Engine(Protocol):
    """Runs `advance` for each enqueued delivery until it rests."""

    def start(self, advance: Advance) -> None:
        """Begin to execute; `advance` may be called from any thread of the engine."""
        ...

    def enqueue(self, delivery_id: str, generation: int, at: datetime) -> None:
        """Advance this delivery at `at`; a higher generation replaces a lower one."""
        ...

    def cancel(self, delivery_id: str) -> None:
        """Forget what is enqueued for this delivery."""
        ...

    def pending(self) -> dict[str, datetime]:
        """The deliveries enqueued, and when each is due."""
        ...

    def stranded(self, is_gone: Callable[[str], bool]) -> list[str]:
        """The deliveries whose job was taken by a process that `is_gone` by now."""
        ...

    def run_until_idle(self, until: datetime | None = None) -> None:
        """Return when nothing is enqueued any more that is due by `until`."""
        ...

    def prune(self, before: datetime) -> int:
        """Delete what is left of jobs that ended before then; how many those were."""
        ...

    def stop(self) -> None:
        """Execute nothing new."""
        ...
