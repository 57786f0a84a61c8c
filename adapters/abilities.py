"""What some channels can tell, beside the port that all of them have. Read only, best effort."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from adapters.base import Receipts


@runtime_checkable
class Mailing(Protocol):
    """A channel that can mail what it publishes to its subscribers."""

    def subscribers(self) -> int | None:
        """How many the mail goes to; None when that cannot be read at once."""
        ...


@runtime_checkable
class Previewing(Protocol):
    """A channel whose service shows a draft as its readers will see it."""

    def draft_preview(self, sent: Receipts) -> str | None:
        """Its address, good for a while; None when there is none, or it cannot be read."""
        ...
