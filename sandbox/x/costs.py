"""What the calls cost, and the balance that pays for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sandbox.exchange import Json
from sandbox.x.rows import Balance, Charge, State

MILLS_PER_USD = 1000
START = Balance(100 * MILLS_PER_USD)
KEY = "app"

# docs.x.com pricing.mdx, in force since 2026-04-20; thousandths of a US dollar
PRICES = {
    "post": 15,
    "post_with_url": 200,
    "delete": 10,
    "metadata": 5,
    "own_post_read": 1,
    "post_read": 5,
    "user_read": 10,
}
# What a refused call costs where refusals are billed: the plain price of what was asked.
REFUSED = {"tweets/create": "post", "tweets/delete": "delete", "media/metadata": "metadata"}


class Costs:
    def __init__(self, state: State) -> None:
        self._state = state

    def covered(self) -> bool:
        """A balance may dip below zero; then every call is blocked."""
        return self._balance().mills > 0

    def charge(self, item: str, resource: str = "") -> None:
        mills = PRICES[item]
        self._state.balance.put(KEY, Balance(self._balance().mills - mills))
        row = Charge(item, mills, resource, self._today())
        self._state.charges.put(self._state.number("charge"), row)

    def charge_reads(self, item: str, resources: Iterable[str]) -> None:
        """Each resource is charged once per UTC day."""
        today = self._today()
        paid = {row.resource for row in self._state.charges.values() if row.day == today}
        for resource in resources:
            if resource not in paid:
                self.charge(item, resource)

    def charge_refused(self, operation: str) -> None:
        if operation in REFUSED and self._state.switches.flag("refused_billed"):
            self.charge(REFUSED[operation], "refused")

    def show(self) -> Json:
        charges = self._state.charges.values()
        return {
            "balance_usd": self._balance().mills / MILLS_PER_USD,
            "spent_usd": sum(charge.mills for charge in charges) / MILLS_PER_USD,
            "charges": [
                {
                    "item": charge.item,
                    "usd": charge.mills / MILLS_PER_USD,
                    "resource": charge.resource,
                    "day": charge.day,
                }
                for charge in charges
            ],
        }

    def set_balance(self, raw: Mapping[str, Any]) -> Json:
        self._state.balance.put(KEY, Balance(round(float(raw["usd"]) * MILLS_PER_USD)))
        return self.show()

    def _balance(self) -> Balance:
        return self._state.balance.get(KEY) or START

    def _today(self) -> str:
        return datetime.fromtimestamp(self._state.clock.now(), UTC).date().isoformat()
