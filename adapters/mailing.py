"""What a channel may tell of its mail, beside the port that all channels have."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Mailing(Protocol):
    """A channel that can mail what it publishes to its subscribers."""

    def subscribers(self) -> int | None:
        """How many the mail goes to; None when that cannot be read at once."""
        ...
