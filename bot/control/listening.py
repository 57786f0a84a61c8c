"""Whether the bot alone is asked for its updates, or another program takes them."""

from __future__ import annotations

from dataclasses import dataclass

QUIET = 3600.0  # seconds without a conflict after which the next one is told again
CALM = 90.0  # seconds: while another program asks, we are refused at least every 45


@dataclass(slots=True)
class Conflicts:
    """When another program was met last, and whether the operators know that it is there."""

    _last: float | None = None
    _told: bool = False

    def met(self, now: float) -> bool:
        """Another program has taken our turn; whether that is to be told. `now` is in seconds."""
        new = self._last is None or now - self._last >= QUIET
        self._last = now
        self._told = self._told or new
        return new

    def over(self, now: float) -> bool:
        """Whether it is to be told, once, that the other program has ended."""
        if self._told and self._last is not None and now - self._last >= CALM:
            self._told = False
            return True
        return False
