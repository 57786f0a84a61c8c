"""A look at a draft on its service: what a person did with it is written down, or asked about."""

from __future__ import annotations

from adapters.base import Channel
from adapters.remote import Gone, Released, Remote
from bot.release.actions import ask_about_draft, confirm
from bot.release.ledger import Ledger
from bot.release.records import Delivery
from bot.release.stands import edition_there, receipts_there
from bot.release.states import DeliveryState

ACTOR = "pressrun"


def look_at(ledger: Ledger, channel: Channel, base: Delivery) -> tuple[Delivery, Remote]:
    """How a draft stands there, and its delivery afterwards. Raises CallError.

    One that a person has published counts as published from now on; what has vanished, or was
    published nobody knows where, is asked about.
    """
    remote = channel.inspect(edition_there(ledger, base), receipts_there(ledger, base))
    if base.state is not DeliveryState.DONE_DRAFT:
        return base, remote
    match remote:
        case Released(url) if url:
            confirm(ledger, base, url, ACTOR)
            base = ledger.delivery(base.id)
        case Released():
            base = ask_about_draft(ledger, base, "somebody has published the draft; where?")
        case Gone(where):
            place = f" at {where}" if where else ""
            base = ask_about_draft(ledger, base, f"the draft is not there any more{place}")
    return base, remote
