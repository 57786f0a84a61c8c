"""A release that moves while it is steered: whatever still moves obeys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from bot.control.desk import steered
from bot.release import steering
from bot.release.ledger import Ledger
from bot.release.records import Delivery
from bot.release.states import DeliveryState
from tests.bot.control.speaking import delivery

D = DeliveryState


class Moving:
    """A store whose second delivery has become a draft by the time that anybody moves it."""

    def __init__(self) -> None:
        self.rows = {
            key: delivery(key, id=key, state=D.SENDING, reason="")
            for key in ("telegram", "wechat", "x")
        }

    def siblings(self, _: str) -> list[Delivery]:
        return [*self.rows.values()]

    def move_delivery(self, seen: Delivery, new: DeliveryState, note: Any, **_: object) -> bool:
        if seen.id == "wechat" and self.rows["wechat"].state is D.SENDING:
            self.rows["wechat"] = replace(seen, state=D.DONE_DRAFT)
        if self.rows[seen.id].state is not seen.state:
            return False
        self.rows[seen.id] = replace(seen, state=new, reason=note.detail)
        return True


def states(store: Moving) -> Sequence[DeliveryState]:
    return [row.state for row in store.rows.values()]


def test_a_channel_that_ends_at_that_moment_does_not_keep_the_others_from_being_held() -> None:
    store = Moving()

    assert steered(cast("Ledger", store), steering.hold, "r", "Ada (1)")
    assert states(store) == [D.HELD, D.DONE_DRAFT, D.HELD]


def test_what_has_nothing_left_to_hold_is_not_changed() -> None:
    store = Moving()
    store.rows = {key: replace(row, state=D.DONE_DRAFT) for key, row in store.rows.items()}

    assert not steered(cast("Ledger", store), steering.hold, "r", "Ada (1)")
