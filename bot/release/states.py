"""Every state of a call and of a delivery, and every move between them: any other move raises."""

from __future__ import annotations

from enum import StrEnum


class CallState(StrEnum):
    PLANNED = "planned"
    IN_FLIGHT = "in_flight"
    DONE = "done"
    ACCEPTED = "accepted"  # the service works on it
    REFUSED = "refused"
    LATER = "later"  # certainly not done; repeated at next_at
    UNKNOWN = "unknown"  # may have taken effect; looked for at next_at
    ASKED = "asked"  # a person decides
    STOPPED = "stopped"
    SKIPPED = "skipped"


class DeliveryState(StrEnum):
    WAITING = "waiting"  # reason: approval, time, url, gate, account or quiet
    SENDING = "sending"
    DONE_DRAFT = "done(draft)"
    DONE_PUBLISHED = "done(published)"
    HELD = "held"
    PAUSED = "paused"
    ASKED = "asked"
    MISSED = "missed"
    FAILED = "failed"
    CANCELLED = "cancelled"  # nothing was out
    STOPPED = "stopped"  # partly out
    RETRACTED = "retracted"


class IllegalMove(RuntimeError):
    """A defect of ours: somebody asked for a move that the tables below do not have."""


_C = CallState
CALL_MOVES: frozenset[tuple[CallState, CallState]] = frozenset(
    {
        (_C.PLANNED, _C.IN_FLIGHT),
        (_C.PLANNED, _C.DONE),  # a fresh upload is known already
        (_C.PLANNED, _C.UNKNOWN),  # a restored backup: it may have been sent since
        (_C.PLANNED, _C.SKIPPED),
        (_C.PLANNED, _C.STOPPED),
        (_C.IN_FLIGHT, _C.DONE),
        (_C.IN_FLIGHT, _C.ACCEPTED),
        (_C.IN_FLIGHT, _C.REFUSED),
        (_C.IN_FLIGHT, _C.SKIPPED),  # the account may not: what it drafted is left to a person
        (_C.IN_FLIGHT, _C.LATER),
        (_C.IN_FLIGHT, _C.UNKNOWN),
        (_C.IN_FLIGHT, _C.PLANNED),  # not allowed: the account pauses, the call stays to be done
        (_C.LATER, _C.IN_FLIGHT),
        (_C.LATER, _C.STOPPED),
        (_C.ACCEPTED, _C.ACCEPTED),
        (_C.ACCEPTED, _C.DONE),
        (_C.ACCEPTED, _C.REFUSED),
        (_C.UNKNOWN, _C.UNKNOWN),
        (_C.UNKNOWN, _C.DONE),
        (_C.UNKNOWN, _C.PLANNED),
        (_C.UNKNOWN, _C.ASKED),
        (_C.ASKED, _C.DONE),
        (_C.ASKED, _C.PLANNED),
        (_C.ASKED, _C.STOPPED),
        (_C.ASKED, _C.UNKNOWN),  # a person asked for another look
        (_C.REFUSED, _C.PLANNED),  # a person asked for another try
        (_C.REFUSED, _C.STOPPED),
        (_C.DONE, _C.PLANNED),  # an upload that has expired
    }
)

_D = DeliveryState
_OPEN = (_D.WAITING, _D.SENDING, _D.HELD, _D.PAUSED, _D.ASKED, _D.MISSED, _D.FAILED)
DELIVERY_MOVES: frozenset[tuple[DeliveryState, DeliveryState]] = frozenset(
    {(a, b) for a in _OPEN for b in _OPEN if a is not b}
    | {(_D.SENDING, _D.DONE_DRAFT), (_D.SENDING, _D.DONE_PUBLISHED)}
    | {(a, b) for a in _OPEN for b in (_D.CANCELLED, _D.STOPPED)}
    | {(_D.WAITING, _D.DONE_DRAFT), (_D.WAITING, _D.DONE_PUBLISHED)}  # all was there already
    | {(_D.DONE_DRAFT, _D.DONE_PUBLISHED), (_D.STOPPED, _D.SENDING)}
    | {(a, _D.RETRACTED) for a in (_D.DONE_DRAFT, _D.DONE_PUBLISHED, _D.STOPPED)}
)

MOVING = frozenset(
    {_D.WAITING, _D.SENDING}
)  # an engine advances these; the rest waits for a person
FINISHED = frozenset({_D.DONE_DRAFT, _D.DONE_PUBLISHED, _D.CANCELLED, _D.STOPPED, _D.RETRACTED})
SETTLED = frozenset({_C.DONE, _C.SKIPPED})
UNTOUCHED = frozenset({_C.PLANNED, _C.LATER, _C.REFUSED, _C.SKIPPED})  # certainly nothing is out


def check_call_move(old: CallState, new: CallState) -> None:
    if (old, new) not in CALL_MOVES:
        raise IllegalMove(f"a call cannot go from {old} to {new}")


def check_delivery_move(old: DeliveryState, new: DeliveryState) -> None:
    if (old, new) not in DELIVERY_MOVES:
        raise IllegalMove(f"a delivery cannot go from {old} to {new}")
