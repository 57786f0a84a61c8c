"""The canonical gate: a release's row for the author's own page, which others link to.

It waits until the page answers with the issue's title. A page that is not there half an hour after
its time is a question: a build may have failed, or the post is dated in the future.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.clock import Clock
from bot.release.ledger import Ledger, Note
from bot.release.records import Delivery
from bot.release.states import DeliveryState

EVERY = 60.0  # seconds between two looks
PATIENCE = 1800.0  # seconds after the slot until a person is asked

Missing = Callable[[str, str], str]  # URL and title -> what is missing in words, "" when it is live


class Gate:
    """Advances rows of the blog; nothing is ever sent."""

    def __init__(
        self, ledger: Ledger, clock: Clock, missing: Missing, patience: float = PATIENCE
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._missing = missing
        self._patience = patience

    def advance(self, delivery: Delivery) -> datetime | None:
        """One look when its time has come; the moment for the next one."""
        now = self._clock.now()
        if delivery.due_at > now:
            return delivery.due_at
        url = delivery.canonical_url or ""
        missing = self._missing(url, delivery.title)
        if not missing:
            note = Note("pressrun", "the page is live")
            state = DeliveryState.DONE_PUBLISHED
            self._ledger.move_delivery(delivery, state, note, url=url, out_at=now, question="")
            return None
        if now >= self._clock.later(delivery.due_at, self._patience):
            self._ask(delivery, f"{url}: {missing}")
            return None
        if delivery.reason != "gate":
            self._ledger.move_delivery(delivery, DeliveryState.WAITING, Note("pressrun", "gate"))
        return self._clock.after(EVERY)

    def _ask(self, delivery: Delivery, words: str) -> None:
        note = Note("pressrun", words)
        self._ledger.move_delivery(delivery, DeliveryState.ASKED, note, question="gate")
