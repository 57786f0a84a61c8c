"""Sending one call and writing down what came of it; and finding out what came of a lost one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from adapters.base import (
    Absent,
    Accepted,
    Anchor,
    CannotTell,
    Channel,
    Failed,
    Found,
    Intent,
    Json,
    Live,
    Part,
    Partial,
    Pending,
    Receipt,
)
from adapters.errors import (
    AlreadyThere,
    CallError,
    Expired,
    LeftAsDraft,
    NotAllowed,
    OutcomeUnknown,
    Rejected,
    TryLater,
)
from adapters.http import guarded
from adapters.references import resolve_links
from bot.clock import Clock
from bot.release.choose import with_dependents
from bot.release.feared import clear_behind
from bot.release.ledger import Ledger, Note
from bot.release.records import Call, Delivery, receipt_json
from bot.release.states import CallState, DeliveryState
from bot.store.errors import StoreError

log = logging.getLogger(__name__)

TRIES = 5  # of a call that is certainly not done, before a person is told
LONGEST_DELAY = 3600.0
HOLD = (1.0, 2.0, 4.0, 8.0, 15.0)  # seconds between attempts to write down an answer
LOOK_DELAY = 30.0  # after a reading that proved nothing


@dataclass(frozen=True, slots=True)
class Turn:
    """A delivery with all that one step of it needs.

    `sent` are the receipts that its parts may refer to: its own, those of the delivery that it
    updates or retracts, and as `file/<sha256>` the pictures that the service has already.
    """

    delivery: Delivery
    channel: Channel
    calls: Sequence[Call]
    sent: Mapping[str, Receipt]


class Sender:
    """Performs calls of one store. `holds` is false when this process has lost its own lock."""

    def __init__(
        self,
        ledger: Ledger,
        clock: Clock,
        is_gone: Callable[[str], bool],
        holds: Callable[[], bool] = lambda: True,
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._is_gone = is_gone
        self._holds = holds
        self._in_hand: set[str] = set()

    @contextmanager
    def taking(self, call: Call) -> Iterator[None]:
        """While this process answers for what comes of a call."""
        self._in_hand.add(call.id)
        try:
            yield
        finally:
            self._in_hand.discard(call.id)

    def has_in_hand(self, call_id: str) -> bool:
        return call_id in self._in_hand

    # --- sending ------------------------------------------------------------------------------

    def anchor(self, call: Call, turn: Turn) -> datetime | None:
        """Read where the channel stands before the first effect; when to try again if it fails."""
        delivery = turn.delivery
        if delivery.anchor is not None:
            return None
        try:
            self._ledger.set_anchor(delivery, turn.channel.anchor())
        except NotAllowed as error:
            self.pause(delivery, error)
            return self._clock.now()
        except CallError as error:
            log.warning("reading %s before %s: %s", delivery.channel, call.part.key, error)
            return self._clock.after(error.after if isinstance(error, TryLater) else LOOK_DELAY)
        return None

    def send(self, call: Call, turn: Turn) -> None:
        """One remote effect of a call that was taken, and its outcome."""
        try:
            with guarded(lambda: self._still_ours(call)):
                answer = turn.channel.send(_part(call, turn.delivery), turn.sent)
        except NotAllowed as error:
            self._settle(call, CallState.PLANNED, error)
            self.pause(turn.delivery, error)
        except TryLater as error:
            self._later(call, error, error.after)
        except AlreadyThere as error:
            self.lost(call, str(error), turn, already_there=True)
        except Expired as error:
            self._renew(call, error, turn)
        except LeftAsDraft as error:
            self._settle(call, CallState.SKIPPED, error)
        except Rejected as error:
            self._settle(call, CallState.REFUSED, error)
        except OutcomeUnknown as error:
            self.lost(call, str(error), turn)
        except Exception as error:
            # A defect after the first byte is like a lost answer: looked for, not repeated.
            log.exception("sending %s of %s", call.part.key, turn.delivery.channel)
            self.lost(call, f"unexpected {type(error).__name__}", turn)
        else:
            self._answered(call, answer)

    def _still_ours(self, call: Call) -> None:
        """The last look before a byte leaves. A lid may have been closed since the call was taken:
        by the wall clock, which goes on meanwhile, the lease may have run out."""
        if call.expires_at and self._clock.now() >= call.expires_at:
            raise TryLater("the machine slept before it was sent", after=0.0, code="lease")
        if not self._holds():
            raise TryLater("this process has lost its lock", after=5.0, code="lock")

    def _settle(self, call: Call, state: CallState, error: CallError) -> None:
        note = Note("pressrun", str(error))
        self._ledger.settle(call, state, note, next_step=error.next_step)

    def _answered(self, call: Call, answer: Receipt | Accepted) -> None:
        note = Note("pressrun")
        if isinstance(answer, Accepted):
            now = self._clock.now()
            self._keep(call, CallState.ACCEPTED, note, job=answer.job, next_at=now)
            return
        self._keep(call, CallState.DONE, note, receipt=answer)

    def _keep(self, call: Call, state: CallState, note: Note, **values: Any) -> None:
        """An answer is nowhere else: it is held on to for a while when the store does not take it.

        When it still does not, the call is looked for by whoever comes next.
        """
        for wait in HOLD:
            try:
                self._ledger.settle(call, state, note, **values)
            except StoreError as error:
                log.error("%s was sent, which cannot be written down: %s", call.part.key, error)
                self._clock.wait_until(self._clock.after(wait))
            else:
                return
        self._ledger.settle(call, state, note, **values)

    def _renew(self, call: Call, error: Expired, turn: Turn) -> None:
        """The service does not know our uploads any more: once they are made anew."""
        stale = with_dependents(turn.calls, error.parts)
        if not stale or any(c.renewed for c in stale if c.part.key in error.parts):
            self._settle(call, CallState.REFUSED, error)
            return
        for upload in stale:
            self._ledger.uploads.forget(turn.delivery.account_id, upload.part)
        self._ledger.renew(stale, Note("pressrun", str(error)))
        self._settle(call, CallState.PLANNED, error)

    def _later(self, call: Call, error: CallError, after: float) -> None:
        if call.attempt >= TRIES:
            note = Note("pressrun", f"{error} (tried {call.attempt} times)")
            self._ledger.settle(call, CallState.REFUSED, note, next_step=error.next_step)
            return
        delay = max(after, min(after * 2 ** (call.attempt - 1), LONGEST_DELAY))
        note = Note("pressrun", str(error))
        self._ledger.settle(call, CallState.LATER, note, next_at=self._clock.after(delay))

    def pause(self, delivery: Delivery, error: NotAllowed) -> None:
        why = error.advice
        self._ledger.accounts.pause(delivery.account_id, why)
        now = self._ledger.delivery(delivery.id)
        if now.state in (DeliveryState.WAITING, DeliveryState.SENDING):
            self._ledger.move_delivery(now, DeliveryState.PAUSED, Note("pressrun", why))

    # --- a lost call --------------------------------------------------------------------------

    def lost(self, call: Call, why: str, turn: Turn, *, already_there: bool = False) -> None:
        """Nobody knows whether it took effect: repeat what is harmless, look for the rest."""
        wait = turn.channel.spec.settle[0]
        if call.part.repeatable:
            self._later(call, TryLater(why), wait)
            return
        self._ledger.settle(
            call,
            CallState.UNKNOWN,
            Note("pressrun", why),
            job={"already_there": True} if already_there else None,
            next_at=self._clock.after(wait),
            looks=0,
        )

    def search(self, call: Call, turn: Turn) -> None:
        """One look for a lost call: adopt it, look again later, send it once more, or ask."""
        started = call.started_at or self._clock.now()
        intent = Intent(started, call.attempt, turn.delivery.anchor or Anchor())
        try:
            found = turn.channel.find(_part(call, turn.delivery), turn.sent, intent)
        except NotAllowed as error:
            self.pause(turn.delivery, error)
            return
        except CallError as error:
            why = f"looking for it failed: {error}"
            self._unknown_still(call, why, LOOK_DELAY, call.looks)
            return
        match found:
            case Found(receipt):
                note = Note("pressrun", "found there: adopted")
                self._ledger.settle(call, CallState.DONE, note, receipt=receipt)
            case Absent():
                self._absent(call, turn)
            case Partial(pieces):
                self._ask_for_partial(call, pieces)
            case CannotTell(reason, where):
                self._ask(call, reason, where)

    def _absent(self, call: Call, turn: Turn) -> None:
        waits = turn.channel.spec.settle
        seen = call.looks + 1
        if seen < len(waits):
            self._unknown_still(call, call.error, waits[seen], seen)
        elif call.attempt > 1 or call.job:
            self._ask(call, "it was sent more than once and cannot be found", "")
        elif call.owner not in (None, self._ledger.owner) and not self._is_gone(call.owner or ""):
            # Its process sleeps, and may yet wake between its last check and its first byte.
            self._ask(call, "the process that was sending it sleeps, and cannot be found gone", "")
        else:
            note = Note("pressrun", f"not there after {seen} looks: sent again")
            self._ledger.settle(call, CallState.PLANNED, note)
            clear_behind(self._ledger, call)

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
        note = Note("pressrun", why)
        self._ledger.settle(call, CallState.ASKED, note, next_step=step)

    def _ask_for_partial(self, call: Call, pieces: Sequence[Receipt]) -> None:
        step = f"pressrun decide {call.id} keep | resend | stop (resend removes them first)"
        job: Json = {"partial": [receipt_json(piece) for piece in pieces]}
        note = Note("pressrun", f"{len(pieces)} of its pieces are there")
        self._ledger.settle(call, CallState.ASKED, note, job=job, next_step=step)

    # --- a job of the service -----------------------------------------------------------------

    def look(self, call: Call, turn: Turn) -> None:
        """How an accepted job stands; read only."""
        try:
            seen = turn.channel.look(Accepted(call.job))
        except NotAllowed as error:
            self.pause(turn.delivery, error)
            return
        except CallError as error:
            log.warning("looking at %s: %s", call.part.key, error)
            seen = Pending(LOOK_DELAY)
        note = Note("pressrun")
        match seen:
            case Live(receipt):
                self._answered(call, receipt)
            case Pending(after):
                at = self._clock.after(after)
                self._ledger.settle(call, CallState.ACCEPTED, note, job=call.job, next_at=at)
            case Failed(reason, step):
                refused = Note("pressrun", reason)
                self._ledger.settle(call, CallState.REFUSED, refused, next_step=step)


def receipts(calls: Sequence[Call]) -> dict[str, Receipt]:
    return {c.part.key: c.receipt for c in calls if c.state is CallState.DONE and c.receipt}


def _part(call: Call, delivery: Delivery) -> Part:
    """The part with the addresses of other channels filled in, as they were settled on."""
    if not delivery.links:
        return call.part
    links: Mapping[str, str] = delivery.links
    return replace(call.part, payload=resolve_links(call.part.payload, links))
