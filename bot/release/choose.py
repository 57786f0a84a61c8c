"""What to do next for a delivery: a pure choice by the states of its calls and the time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.base import Phase
from bot.release.records import Call
from bot.release.states import SETTLED, CallState, DeliveryState


@dataclass(frozen=True, slots=True)
class Perform:
    """One post, or every upload that is ready: those may go side by side."""

    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Renew:
    """Uploads that have expired since they were made, and what hangs on them."""

    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Recover:
    """The owner of this call is gone: nobody knows what came of it."""

    call: Call


@dataclass(frozen=True, slots=True)
class Search:
    call: Call


@dataclass(frozen=True, slots=True)
class Look:
    call: Call


@dataclass(frozen=True, slots=True)
class Wait:
    until: datetime


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing more happens by itself."""

    state: DeliveryState
    why: str


Step = Perform | Renew | Recover | Search | Look | Wait | Rest


def choose(
    calls: Sequence[Call],
    *,
    due_at: datetime,
    now: datetime,
    is_gone: Callable[[str], bool],
    busy_until: datetime,
    own: str = "",
    in_hand: Callable[[str], bool] = lambda _: True,
) -> Step:
    """What to do next for a delivery with these calls. Posts go in order; uploads as they can.

    A call in flight whose lease has run out is looked into even when its owner cannot be proved
    gone. One of our `own` is when no thread has it `in_hand` any more: its outcome could not be
    written down.
    """
    waits: list[datetime] = []
    turn = list(_in_turn(calls))
    for call in calls:
        behind = call.feared and call not in turn  # looked for once it is known what comes before
        given_up = _given_up(call, now, is_gone, own, in_hand)
        step = None if behind else _unsettled(call, now, busy_until, given_up=given_up)
        if isinstance(step, Wait):
            waits.append(step.until)
        elif step is not None:
            return step
    if any(call.state is CallState.IN_FLIGHT for call in calls):
        return Wait(min(waits))
    ready: list[Call] = []
    for call in (c for c in turn if not c.feared):
        moment = _ready_at(call, due_at)
        if moment is None or moment <= now:
            ready.append(call)
        else:
            waits.append(moment)
    if ready:
        return _first(ready, calls, now)
    if waits:
        return Wait(min(waits))
    return _resting(calls)


def _first(ready: Sequence[Call], calls: Sequence[Call], now: datetime) -> Step:
    """The first call that is ready; with an upload those beside it, but nothing that expired."""
    if is_upload(ready[0]):
        return Perform(tuple(c for c in ready if is_upload(c)))
    stale = expired(calls, ready[0], now)
    return Renew(stale) if stale else Perform((ready[0],))


def is_upload(call: Call) -> bool:
    """Harmless, and seen by nobody: an edit of a post may be repeated, too, but waits its turn."""
    return call.part.repeatable and call.part.phase is Phase.PREPARE


def expired(calls: Sequence[Call], post: Call, now: datetime) -> tuple[Call, ...]:
    """The uploads of a post that have expired, and the harmless calls that refer to them."""
    gone = {
        c.part.key
        for c in calls
        if c.part.key in post.part.waits_for
        and c.part.repeatable
        and c.receipt
        and c.receipt.expires_at
        and c.receipt.expires_at <= now
    }
    return with_dependents(calls, gone)


def with_dependents(calls: Sequence[Call], keys: Collection[str]) -> tuple[Call, ...]:
    """The finished calls with these keys, and the harmless ones that waited for them."""
    return tuple(
        c
        for c in calls
        if c.state is CallState.DONE
        and c.part.repeatable
        and (c.part.key in keys or not set(keys).isdisjoint(c.part.waits_for))
    )


def _given_up(
    call: Call,
    now: datetime,
    is_gone: Callable[[str], bool],
    own: str,
    in_hand: Callable[[str], bool],
) -> bool:
    """Whether a call in flight is one that nobody will answer for."""
    if call.state is not CallState.IN_FLIGHT or call.owner is None:
        return False
    if call.owner == own:
        return not in_hand(call.id)
    overdue = call.expires_at is not None and call.expires_at <= now
    return overdue or is_gone(call.owner)


def _unsettled(call: Call, now: datetime, busy_until: datetime, *, given_up: bool) -> Step | None:
    match call.state:
        case CallState.IN_FLIGHT:
            return Recover(call) if given_up else Wait(busy_until)
        case CallState.UNKNOWN:
            return Wait(call.next_at) if call.next_at and call.next_at > now else Search(call)
        case CallState.ACCEPTED:
            return Wait(call.next_at) if call.next_at and call.next_at > now else Look(call)
        case _:
            return None


def _in_turn(calls: Sequence[Call]) -> Iterator[Call]:
    """What is to be sent, or first looked for, and waits for nothing; a post only after every post
    before it."""
    settled = {call.part.key for call in calls if call.state in SETTLED}
    blocked = False
    for call in calls:
        to_send = call.feared or call.state in (CallState.PLANNED, CallState.LATER)
        harmless = call.part.repeatable
        if to_send and settled.issuperset(call.part.waits_for) and (harmless or not blocked):
            yield call
        blocked = blocked or not (harmless or call.state in SETTLED)


def _ready_at(call: Call, due_at: datetime) -> datetime | None:
    moments = [call.next_at] if call.state is CallState.LATER and call.next_at else []
    if call.part.phase is Phase.SEND:
        moments.append(due_at)
    return max(moments, default=None)


def _resting(calls: Sequence[Call]) -> Rest:
    for state, rest in (
        (CallState.ASKED, DeliveryState.ASKED),
        (CallState.REFUSED, DeliveryState.FAILED),
        (CallState.STOPPED, DeliveryState.STOPPED),
    ):
        for call in calls:
            if call.state is state:
                return Rest(rest, f"{call.part.key}: {call.error}" if call.error else call.part.key)
    left = next((call for call in calls if call.state is CallState.SKIPPED), None)
    why = f"{left.part.key}: {left.error}" if left else ""
    return _stuck(calls) or Rest(DeliveryState.DONE_PUBLISHED, why)


def _stuck(calls: Sequence[Call]) -> Rest | None:
    """A call that nothing can set going any more: never to be taken for a finished delivery."""
    settled = {call.part.key for call in calls if call.state in SETTLED}
    for call in calls:
        missing = ", ".join(key for key in call.part.waits_for if key not in settled)
        if call.state not in SETTLED:
            why = f"{call.part.key}: waits for {missing or 'its turn'}, which never comes"
            return Rest(DeliveryState.FAILED, why)
    return None
