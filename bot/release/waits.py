"""What a delivery waits for before its first public post: a pure choice.

After the first post nothing here holds it back any more: half a thread is worse than a late one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.release.records import Delivery
from bot.release.states import DeliveryState

GATE = "blog"  # the channel of the row that stands for the author's own page
LOOK_AGAIN = timedelta(minutes=1)  # for something that also wakes us when it happens


@dataclass(frozen=True, slots=True)
class Go:
    """Nothing holds it back."""


@dataclass(frozen=True, slots=True)
class HoldOn:
    """It waits; `reason` is one word of the states: url, gate, account, quiet."""

    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """Its due time is another one, now that what it waited for is known."""

    due_at: datetime
    links: Mapping[str, str]
    why: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A person decides; `question` is the word that `pressrun decide` and the states use."""

    state: DeliveryState
    question: str
    words: str


@dataclass(frozen=True, slots=True)
class Skip:
    """By its plan it is left out."""

    why: str


Verdict = Go | HoldOn | Move | Ask | Skip


@dataclass(frozen=True, slots=True)
class Around:
    """What is known at this moment beside the delivery itself.

    `late_at` is when it counts as missed; `quiet_until` a later moment when now is a quiet hour;
    `source` says in words how the file differs from what was approved, "" when it does not.
    """

    now: datetime
    siblings: tuple[Delivery, ...] = ()
    late_at: datetime | None = None
    quiet_until: datetime | None = None
    source: str = ""
    follows: timedelta = field(default_factory=timedelta)  # its delay after `after`


def before_first_post(delivery: Delivery, around: Around) -> Verdict:
    """Whether the first public post may go now; the first reason against it wins."""
    for check in (_gate, _after, _changed, _missed, _quiet):
        verdict = check(delivery, around)
        if not isinstance(verdict, Go):
            return verdict
    return Go()


def before_first_draft(delivery: Delivery, source: str) -> Verdict:
    """A draft is seen by nobody: only another text than the approved one holds it back."""
    return _changed(delivery, Around(delivery.due_at, source=source))


def _gate(_: Delivery, around: Around) -> Verdict:
    """What links to the author's page waits until the page is there."""
    gate = next((d for d in around.siblings if d.channel == GATE), None)
    closed = (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.ASKED, DeliveryState.HELD)
    if gate is None or gate.state not in closed:
        return Go()
    return HoldOn("gate", around.now + LOOK_AGAIN)


def _after(delivery: Delivery, around: Around) -> Verdict:
    if not delivery.after or delivery.after in delivery.links:
        return Go()
    leader = next((d for d in around.siblings if d.channel == delivery.after), None)
    if leader and leader.url and leader.state is DeliveryState.DONE_PUBLISHED:
        due = max((leader.out_at or around.now) + around.follows, around.now)
        return Move(due, {delivery.after: leader.url}, f"{delivery.after} is out")
    over = leader is None or leader.state in (DeliveryState.CANCELLED, DeliveryState.STOPPED)
    if not over and (delivery.after_until is None or around.now < delivery.after_until):
        again = around.now + LOOK_AGAIN
        return HoldOn("url", min(again, delivery.after_until or again))
    return _without(delivery, around)


def _without(delivery: Delivery, around: Around) -> Verdict:
    """The channel that it waited for has no URL in time."""
    words = f"{delivery.after} has no address yet"
    if delivery.otherwise == "skip":
        return Skip(words)
    if delivery.otherwise == "canonical" and delivery.canonical_url:
        return Move(around.now, {delivery.after: delivery.canonical_url}, words)
    return Ask(DeliveryState.ASKED, "after", words)


def _changed(delivery: Delivery, around: Around) -> Verdict:
    if around.source and "source" not in delivery.waive:
        return Ask(DeliveryState.HELD, "source", around.source)
    return Go()


def _missed(delivery: Delivery, around: Around) -> Verdict:
    if "missed" in delivery.waive:
        return Go()
    if delivery.latest_at and around.now > delivery.latest_at:
        return Ask(DeliveryState.MISSED, "missed", "its 'not later than' has passed")
    if around.late_at and around.now > around.late_at:
        return Ask(DeliveryState.MISSED, "missed", "its time has passed by more than the limit")
    return Go()


def _quiet(delivery: Delivery, around: Around) -> Verdict:
    """A release that is late must not wake anybody; one that was approved for this hour may."""
    if around.quiet_until and "quiet" not in delivery.waive:
        return HoldOn("quiet", around.quiet_until)
    return Go()
