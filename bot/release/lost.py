"""Finding out what came of calls whose answer nobody has, without sending anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from adapters.base import Channel
from bot.clock import Clock
from bot.release.choose import Look, Recover, Search, Wait, choose
from bot.release.ledger import Ledger
from bot.release.records import Call, Delivery
from bot.release.send import Sender, Turn
from bot.release.stands import receipts_there
from bot.release.states import CallState

OPEN_ENDS = frozenset({CallState.IN_FLIGHT, CallState.UNKNOWN, CallState.ACCEPTED})
BUSY_DELAY = timedelta(seconds=2)  # while the process that sends it lives


def find_lost(
    ledger: Ledger,
    sender: Sender,
    clock: Clock,
    is_gone: Callable[[str], bool],
    delivery: Delivery,
    channel: Channel,
) -> list[Call]:
    """Look until every call that was made is known, and wait for those under way.

    The calls that are left: a person has to say, or the account has shut us out.
    """
    while lost := _in(ledger, delivery, OPEN_ENDS):
        if ledger.accounts.paused(delivery.account_id):
            break
        turn = Turn(delivery, channel, lost, receipts_there(ledger, delivery))
        step = choose(
            lost,
            due_at=delivery.due_at,
            now=clock.now(),
            is_gone=is_gone,
            busy_until=clock.now() + BUSY_DELAY,
            own=ledger.owner,
        )
        match step:
            case Recover(call):
                sender.lost(call, "the process that sent it has gone", turn)
            case Search(call):
                sender.search(call, turn)
            case Look(call):
                sender.look(call, turn)
            case Wait(until):
                clock.wait_until(until)
            case _:
                break  # what is left can only be looked for behind what has to be sent first
    return _in(ledger, delivery, OPEN_ENDS | {CallState.ASKED})


def _in(ledger: Ledger, delivery: Delivery, states: frozenset[CallState]) -> list[Call]:
    return [call for call in ledger.calls(delivery.id) if call.state in states]
