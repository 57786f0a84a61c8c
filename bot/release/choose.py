"""What to do next for a delivery: a pure choice by the states of its calls and the time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.base import Phase
from bot.release.records import Call
from bot.release.states import SETTLED, CallState, DeliveryState


@dataclass(frozen=True, slots=True)
class Perform:
    call: Call


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


Step = Perform | Recover | Search | Look | Wait | Rest


def choose(
    calls: Sequence[Call],
    *,
    due_at: datetime,
    now: datetime,
    is_gone: Callable[[str], bool],
    busy_until: datetime,
) -> Step:
    """What to do next for a delivery with these calls. Posts go in order; uploads as they can."""
    waits: list[datetime] = []
    for call in calls:
        step = _unsettled(call, now, is_gone, busy_until)
        if isinstance(step, Wait):
            waits.append(step.until)
        elif step is not None:
            return step
    if any(call.state is CallState.IN_FLIGHT for call in calls):
        return Wait(min(waits))
    settled = {call.part.key for call in calls if call.state in SETTLED}
    for call in calls:
        if call.state not in (CallState.PLANNED, CallState.LATER):
            continue
        if not settled.issuperset(call.part.waits_for) or not _in_turn(call, calls):
            continue
        ready = _ready_at(call, due_at)
        if ready is None or ready <= now:
            return Perform(call)
        waits.append(ready)
    if waits:
        return Wait(min(waits))
    return _resting(calls)


def _unsettled(
    call: Call, now: datetime, is_gone: Callable[[str], bool], busy_until: datetime
) -> Step | None:
    match call.state:
        case CallState.IN_FLIGHT:
            return Recover(call) if call.owner and is_gone(call.owner) else Wait(busy_until)
        case CallState.UNKNOWN:
            return Wait(call.next_at) if call.next_at and call.next_at > now else Search(call)
        case CallState.ACCEPTED:
            return Wait(call.next_at) if call.next_at and call.next_at > now else Look(call)
        case _:
            return None


def _in_turn(call: Call, calls: Sequence[Call]) -> bool:
    """A post goes only when every post before it is settled."""
    if call.part.repeatable:
        return True
    before = (c for c in calls if not c.part.repeatable)
    for other in before:
        if other.id == call.id:
            return True
        if other.state not in SETTLED:
            return False
    return True


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
    return _stuck(calls) or Rest(DeliveryState.DONE_PUBLISHED, "")


def _stuck(calls: Sequence[Call]) -> Rest | None:
    """A call that nothing can set going any more: never to be taken for a finished delivery."""
    settled = {call.part.key for call in calls if call.state in SETTLED}
    for call in calls:
        missing = ", ".join(key for key in call.part.waits_for if key not in settled)
        if call.state not in SETTLED:
            why = f"{call.part.key}: waits for {missing or 'its turn'}, which never comes"
            return Rest(DeliveryState.FAILED, why)
    return None
