"""The one place where the application asks for the time, or waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LEAST = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Clock:
    """Wall-clock time in UTC. `pace` divides every wait; it is 1 except with `--sandbox`."""

    pace: float = 1.0
    sleep: Callable[[float], None] = time.sleep

    def now(self) -> datetime:
        return datetime.now(UTC)

    def after(self, seconds: float) -> datetime:
        """The moment `seconds` from now, in paced seconds."""
        return self.now() + timedelta(seconds=seconds / self.pace)

    def lease(self, seconds: float) -> datetime:
        """When something that real machines do has taken too long: paced, but never by so much
        that a busy machine could not keep it."""
        return max(self.after(seconds), self.now() + LEAST)

    def later(self, moment: datetime, seconds: float) -> datetime:
        """The moment `seconds` after another one, in paced seconds."""
        return moment + timedelta(seconds=seconds / self.pace)

    def wait_until(self, moment: datetime) -> None:
        seconds = (moment - self.now()).total_seconds()
        if seconds > 0:
            self.sleep(seconds)
