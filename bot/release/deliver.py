"""Advancing a delivery by one step: perform what was chosen, and write down what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from adapters.base import (
    Absent,
    Accepted,
    Anchor,
    CannotTell,
    Channel,
    Failed,
    Found,
    Intent,
    Live,
    Partial,
    Pending,
    Phase,
    Receipt,
)
from adapters.errors import AlreadyThere, CallError, NotAllowed, OutcomeUnknown, Rejected, TryLater
from bot.clock import Clock
from bot.release.choose import Look, Perform, Recover, Rest, Search, Step, Wait, choose
from bot.release.ledger import Ledger, Note
from bot.release.records import Call, Delivery
from bot.release.states import CallState, DeliveryState

log = logging.getLogger(__name__)

TRIES = 5  # of a call that is certainly not done, before a person is told
LONGEST_DELAY = 3600.0
BUSY_DELAY = 5.0  # when another process performs this delivery
LOOK_DELAY = 30.0  # after a reading that proved nothing

MOVING = frozenset({DeliveryState.WAITING, DeliveryState.SENDING})


class Deliverer:
    """Performs deliveries of one store over its channels."""

    def __init__(
        self,
        ledger: Ledger,
        channels: Mapping[str, Channel],
        clock: Clock,
        is_gone: Callable[[str], bool],
        on_change: Callable[[Delivery], None] = lambda _: None,
    ) -> None:
        self._ledger = ledger
        self._channels = channels
        self._clock = clock
        self._is_gone = is_gone
        self._on_change = on_change

    def advance(self, delivery_id: str) -> datetime | None:
        """Take one step; the moment for the next one, or None when the delivery rests."""
        delivery = self._ledger.delivery(delivery_id)
        if delivery.state not in MOVING:
            return None
        calls = self._ledger.calls(delivery_id)
        step = choose(
            calls,
            due_at=delivery.due_at,
            now=self._clock.now(),
            is_gone=self._is_gone,
            busy_until=self._clock.after(BUSY_DELAY),
        )
        again = self._take(step, delivery, calls)
        self._on_change(self._ledger.delivery(delivery_id))
        return again

    def _take(self, step: Step, delivery: Delivery, calls: Sequence[Call]) -> datetime | None:
        match step:
            case Rest(state, why):
                self._rest(delivery, calls, state, why)
                return None
            case Wait(until):
                if delivery.state is DeliveryState.SENDING and until == delivery.due_at:
                    self._ledger.move_delivery(
                        delivery, DeliveryState.WAITING, Note("pressrun", "time")
                    )
                return until
            case Recover(call):
                self._lost(call, "the process that sent it has gone", delivery)
            case Perform(call):
                return self._perform(call, delivery, calls)
            case Search(call):
                self._search(call, delivery, calls)
            case Look(call):
                self._look(call, delivery)
        return self._clock.now()

    def _rest(
        self, delivery: Delivery, calls: Sequence[Call], state: DeliveryState, why: str
    ) -> None:
        if state is DeliveryState.DONE_PUBLISHED and delivery.verb == "draft":
            state = DeliveryState.DONE_DRAFT
        if delivery.state is DeliveryState.WAITING and state in (
            DeliveryState.DONE_DRAFT,
            DeliveryState.DONE_PUBLISHED,
        ):
            self._ledger.move_delivery(delivery, DeliveryState.SENDING, Note("pressrun"))
            delivery = self._ledger.delivery(delivery.id)
        url = _public_url(calls)
        self._ledger.move_delivery(delivery, state, Note("pressrun", why), url=url)

    def _perform(self, call: Call, delivery: Delivery, calls: Sequence[Call]) -> datetime:
        channel = self._channels[delivery.channel]
        if delivery.state is not DeliveryState.SENDING:
            self._ledger.move_delivery(delivery, DeliveryState.SENDING, Note("pressrun"))
            delivery = self._ledger.delivery(delivery.id)
        known = self._ledger.known_upload(delivery.account_id, call.part)
        if call.part.repeatable and known and call.state is CallState.PLANNED:
            note = Note("pressrun", "uploaded before")
            self._ledger.settle(call, CallState.DONE, note, receipt=known)
            return self._clock.now()
        held = self._ledger.next_allowed_at(delivery.account_id)
        if not call.part.repeatable and held and held > self._clock.now():
            return held
        try:
            self._anchor(delivery, call, channel)
        except CallError as error:
            return self._not_begun(call, error, delivery)
        if not self._ledger.take(call, delivery.account_id):
            return self._clock.after(BUSY_DELAY)
        taken = self._ledger.call(call.id)
        assert taken is not None  # noqa: S101 - rows of calls are never deleted while open
        self._send(taken, delivery, channel, _receipts(calls))
        if not call.part.repeatable:
            self._ledger.space_out(delivery.account_id, self._clock.after(_gap(channel, call)))
        return self._clock.now()

    def _anchor(self, delivery: Delivery, call: Call, channel: Channel) -> None:
        if delivery.anchor is None and not call.part.repeatable:
            self._ledger.set_anchor(delivery, channel.anchor())

    def _send(
        self, call: Call, delivery: Delivery, channel: Channel, sent: Mapping[str, Receipt]
    ) -> None:
        try:
            answer = channel.send(call.part, sent)
        except NotAllowed as error:
            self._ledger.settle(call, CallState.PLANNED, _why(error), next_step=error.next_step)
            self._pause(delivery, error)
        except TryLater as error:
            self._later(call, error, error.after)
        except AlreadyThere as error:
            self._lost(call, str(error), delivery, already_there=True)
        except Rejected as error:
            self._ledger.settle(call, CallState.REFUSED, _why(error), next_step=error.next_step)
        except OutcomeUnknown as error:
            self._lost(call, str(error), delivery)
        except Exception as error:
            # A defect after the first byte is like a lost answer: looked for, not repeated.
            log.exception("sending %s of %s", call.part.key, delivery.channel)
            self._lost(call, f"unexpected {type(error).__name__}", delivery)
        else:
            self._answered(call, delivery, answer)

    def _answered(self, call: Call, delivery: Delivery, answer: Receipt | Accepted) -> None:
        note = Note("pressrun")
        if isinstance(answer, Accepted):
            self._ledger.settle(
                call, CallState.ACCEPTED, note, job=answer.job, next_at=self._clock.now()
            )
            return
        self._ledger.settle(call, CallState.DONE, note, receipt=answer)
        if call.part.repeatable:
            self._ledger.remember_upload(delivery.account_id, call, answer)

    def _not_begun(self, call: Call, error: CallError, delivery: Delivery) -> datetime:
        """A reading before the call failed: nothing was sent, so nothing is in doubt."""
        if isinstance(error, NotAllowed):
            self._pause(delivery, error)
            return self._clock.now()
        log.warning("reading %s before %s: %s", delivery.channel, call.part.key, error)
        return self._clock.after(error.after if isinstance(error, TryLater) else LOOK_DELAY)

    def _later(self, call: Call, error: CallError, after: float) -> None:
        if call.attempt >= TRIES:
            note = Note("pressrun", f"{error} (tried {call.attempt} times)")
            self._ledger.settle(call, CallState.REFUSED, note, next_step=error.next_step)
            return
        delay = max(after, min(after * 2 ** (call.attempt - 1), LONGEST_DELAY))
        self._ledger.settle(call, CallState.LATER, _why(error), next_at=self._clock.after(delay))

    def _lost(
        self, call: Call, why: str, delivery: Delivery, *, already_there: bool = False
    ) -> None:
        """Nobody knows whether it took effect: repeat what is harmless, look for the rest."""
        if call.part.repeatable:
            self._later(call, TryLater(why), self._settle_waits(delivery)[0])
            return
        self._ledger.settle(
            call,
            CallState.UNKNOWN,
            Note("pressrun", why),
            job={"already_there": True} if already_there else None,
            next_at=self._clock.after(self._settle_waits(delivery)[0]),
            looks=0,
        )

    def _search(self, call: Call, delivery: Delivery, calls: Sequence[Call]) -> None:
        channel = self._channels[delivery.channel]
        started = call.started_at or self._clock.now()
        intent = Intent(started, call.attempt, delivery.anchor or Anchor())
        try:
            found = channel.find(call.part, _receipts(calls), intent)
        except NotAllowed as error:
            self._pause(delivery, error)
            return
        except CallError as error:
            self._unknown_still(call, f"looking for it failed: {error}", LOOK_DELAY, call.looks)
            return
        match found:
            case Found(receipt):
                self._ledger.settle(
                    call, CallState.DONE, Note("pressrun", "found there: adopted"), receipt=receipt
                )
            case Absent():
                self._absent(call, delivery)
            case Partial(receipts):
                self._ask(call, f"{len(receipts)} of its pieces are there", "")
            case CannotTell(reason, where):
                self._ask(call, reason, where)

    def _absent(self, call: Call, delivery: Delivery) -> None:
        waits = self._settle_waits(delivery)
        seen = call.looks + 1
        if seen < len(waits):
            self._unknown_still(call, call.error, waits[seen], seen)
        elif call.attempt > 1 or call.job:
            self._ask(call, "it was sent more than once and cannot be found", "")
        else:
            note = Note("pressrun", f"not there after {seen} looks: sent again")
            self._ledger.settle(call, CallState.PLANNED, note)

    def _unknown_still(self, call: Call, why: str, wait: float, looks: int) -> None:
        self._ledger.settle(
            call,
            CallState.UNKNOWN,
            Note("pressrun", why),
            job=call.job,
            next_at=self._clock.after(wait),
            looks=looks,
        )

    def _ask(self, call: Call, why: str, where: str) -> None:
        step = f"Look at {where}, then: " if where else "Look at the channel, then: "
        step += f"pressrun decide {call.id} there --url URL | not-there | stop"
        self._ledger.settle(call, CallState.ASKED, Note("pressrun", why), next_step=step)

    def _look(self, call: Call, delivery: Delivery) -> None:
        channel = self._channels[delivery.channel]
        try:
            seen = channel.look(Accepted(call.job))
        except NotAllowed as error:
            self._pause(delivery, error)
            return
        except CallError as error:
            log.warning("looking at %s: %s", call.part.key, error)
            seen = Pending(LOOK_DELAY)
        match seen:
            case Live(receipt):
                self._answered(call, delivery, receipt)
            case Pending(after):
                at = self._clock.after(after)
                note = Note("pressrun")
                self._ledger.settle(call, CallState.ACCEPTED, note, job=call.job, next_at=at)
            case Failed(reason, step):
                note = Note("pressrun", reason)
                self._ledger.settle(call, CallState.REFUSED, note, next_step=step)

    def _pause(self, delivery: Delivery, error: NotAllowed) -> None:
        why = f"{error} {error.next_step}".strip()
        self._ledger.pause(delivery.account_id, why)
        now = self._ledger.delivery(delivery.id)
        self._ledger.move_delivery(now, DeliveryState.PAUSED, Note("pressrun", why))

    def _settle_waits(self, delivery: Delivery) -> tuple[float, ...]:
        return self._channels[delivery.channel].spec.settle


def _receipts(calls: Sequence[Call]) -> dict[str, Receipt]:
    return {c.part.key: c.receipt for c in calls if c.state is CallState.DONE and c.receipt}


def _public_url(calls: Sequence[Call]) -> str | None:
    """Where a reader finds it: the first post's address, else the draft's."""
    urls = [
        (c.part.phase is not Phase.SEND, c.receipt.url)
        for c in calls
        if not c.part.repeatable and c.receipt and c.receipt.url
    ]
    return min(urls, key=lambda pair: pair[0])[1] if urls else None


def _gap(channel: Channel, call: Call) -> float:
    extra = max(0, len(call.part.media) - 1)
    return channel.spec.spacing + extra * channel.spec.item_spacing


def _why(error: CallError) -> Note:
    return Note("pressrun", str(error))
