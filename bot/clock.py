"""The one place where the application asks for the time, or waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


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

    def later(self, moment: datetime, seconds: float) -> datetime:
        """The moment `seconds` after another one, in paced seconds."""
        return moment + timedelta(seconds=seconds / self.pace)

    def wait_until(self, moment: datetime) -> None:
        seconds = (moment - self.now()).total_seconds()
        if seconds > 0:
            self.sleep(seconds)
