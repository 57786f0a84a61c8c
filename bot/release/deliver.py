"""Advancing a delivery: choose the next step by its rows, take it, say when to come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from adapters.base import Channel, Phase, Receipt, canonical_json
from bot.clock import Clock
from bot.release.choose import (
    Look,
    Perform,
    Recover,
    Renew,
    Rest,
    Search,
    Step,
    Wait,
    choose,
    is_upload,
)
from bot.release.gate import Gate
from bot.release.ledger import Ledger, Note
from bot.release.quiet import Quiet
from bot.release.records import Call, Delivery, left_as_draft
from bot.release.send import Sender, Turn, receipts
from bot.release.stands import RETRACT, UPDATE, edits_of, open_edit, receipts_there
from bot.release.states import MOVING, SETTLED, UNTOUCHED, CallState, DeliveryState
from bot.release.waits import (
    GATE,
    LOOK_AGAIN,
    Around,
    Ask,
    Go,
    HoldOn,
    Move,
    Skip,
    Verdict,
    before_first_draft,
    before_first_post,
)

BUSY_DELAY = timedelta(seconds=2)  # when another process performs this delivery
LEFT_ALONE = timedelta(seconds=5)  # when this process lacks a secret for it; another may have it
PATIENCE = timedelta(seconds=1)  # a shorter wait is spent inside the step
BURST = timedelta(seconds=20)  # after so long other deliveries have their turn

NOTHING = Note("pressrun")


class NoSecrets(Exception):
    """This process cannot open what the channel of a delivery needs; another one may."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a newsletter wants of every delivery. `parallel` uploads go side by side."""

    parallel: int = 1
    quiet: Quiet | None = None


class Surroundings(Protocol):
    """What a deliverer asks about a delivery beyond the store."""

    def channel(self, delivery: Delivery) -> Channel:
        """The channel with its secrets. Raises NoSecrets."""
        ...

    def rules(self, delivery: Delivery) -> Rules: ...

    def source_change(self, delivery: Delivery) -> str:
        """How the source differs from what was approved, in words; "" when it does not."""
        ...


class Deliverer:
    """Performs deliveries of one store."""

    def __init__(
        self,
        ledger: Ledger,
        around: Surroundings,
        clock: Clock,
        sender: Sender,
        gate: Gate,
        is_gone: Callable[[str], bool],
        on_change: Callable[[Delivery], None] = lambda _: None,
    ) -> None:
        self._ledger = ledger
        self._around = around
        self._clock = clock
        self._sender = sender
        self._gate = gate
        self._is_gone = is_gone
        self._on_change = on_change

    def advance(self, delivery_id: str) -> datetime | None:
        """Take steps until it has to wait; the moment for the next one, or None when it rests.

        The rows are read again before every step, so a cancel, a hold or another time that was
        given meanwhile is honoured before the next call.
        """
        until = self._clock.now() + BURST
        while True:
            delivery = self._ledger.delivery(delivery_id)
            if delivery.state not in MOVING or delivery.reason == "approval":
                return None
            again = self._step(delivery)
            self._on_change(self._ledger.delivery(delivery_id))
            now = self._clock.now()
            if again is None or again - now > PATIENCE or now > until:
                return again
            self._clock.wait_until(again)

    def _step(self, delivery: Delivery) -> datetime | None:
        if delivery.channel == GATE:
            return self._gate.advance(delivery)
        try:
            turn = self._turn(delivery)
        except NoSecrets:
            return self._clock.now() + LEFT_ALONE
        step = choose(
            turn.calls,
            due_at=delivery.due_at,
            now=self._clock.now(),
            is_gone=self._is_gone,
            busy_until=self._clock.now() + BUSY_DELAY,
            own=self._ledger.owner,
            in_hand=self._sender.has_in_hand,
        )
        return self._take(step, turn)

    def _turn(self, delivery: Delivery) -> Turn:
        calls = self._ledger.calls(delivery.id)
        to_come = (c.part for c in calls if c.state not in SETTLED)
        files = self._ledger.uploads.files(delivery.account_id, to_come)
        sent = {**files, **self._sent_before(delivery, calls), **receipts(calls)}
        return Turn(delivery, self._around.channel(delivery), calls, sent)

    def _sent_before(self, delivery: Delivery, calls: Sequence[Call]) -> dict[str, Receipt]:
        """What a change refers to; and for the post that publishes a draft, the draft's edits."""
        if delivery.base_id:
            return receipts_there(self._ledger, self._ledger.delivery(delivery.base_id))
        return receipts_there(self._ledger, delivery) if _drafted(calls) else {}

    def _take(self, step: Step, turn: Turn) -> datetime | None:
        match step:
            case Rest(state, why):
                self._rest(turn, state, why)
                return None
            case Wait(until):
                self._wait(turn.delivery, until)
                return until
            case Perform(calls):
                return self._perform(calls, turn)
            case Renew(calls):
                self._ledger.renew(calls, Note("pressrun", "the upload has expired"))
            case Recover(call):
                self._sender.lost(call, "the process that sent it has gone", turn)
            case Search(call):
                self._sender.search(call, turn)
            case Look(call):
                self._sender.look(call, turn)
        return self._clock.now()

    def _wait(self, delivery: Delivery, until: datetime) -> None:
        if until == delivery.due_at and delivery.state is DeliveryState.SENDING:
            self._ledger.move_delivery(delivery, DeliveryState.WAITING, Note("pressrun", "time"))

    def _rest(self, turn: Turn, state: DeliveryState, why: str) -> None:
        delivery = turn.delivery
        finished = state is DeliveryState.DONE_PUBLISHED
        if finished and left_as_draft(delivery, turn.calls):
            state = DeliveryState.DONE_DRAFT
        values: dict[str, object] = {"out_at": self._clock.now()} if finished else {}
        if url := _public_url(turn.calls):
            values["url"] = url
        base = self._ledger.delivery(delivery.base_id) if delivery.base_id else None
        if finished and base and delivery.purpose == RETRACT:
            # First of the two: what is killed in between comes here again.
            removed = Note("pressrun", "removed")
            self._ledger.move_delivery(base, DeliveryState.RETRACTED, removed, question="")
        self._ledger.move_delivery(delivery, state, Note("pressrun", why), **values)
        if base:
            self._ledger.jobs.wake([base.id])  # it may wait for its draft to be edited

    # --- performing ---------------------------------------------------------------------------

    def _perform(self, calls: Sequence[Call], turn: Turn) -> datetime | None:
        delivery = turn.delivery
        verdict = self._verdict(calls[0], turn)
        if not isinstance(verdict, Go):
            return self._held(verdict, delivery)
        if delivery.state is not DeliveryState.SENDING:
            self._ledger.move_delivery(delivery, DeliveryState.SENDING, NOTHING)
            return self._clock.now()  # the row is read again as it stands now
        if is_upload(calls[0]):
            return self._upload_all(calls, turn)
        if not calls[0].part.repeatable and (failed := self._sender.anchor(calls[0], turn)):
            return failed
        return self._post(calls[0], turn)

    def _upload_all(self, calls: Sequence[Call], turn: Turn) -> datetime:
        """Uploads side by side; where the channel stands is read meanwhile if a draft comes next.

        When one is not taken, or others have their turn, no further one begins.
        """
        until = self._clock.now() + BURST
        again: list[datetime] = []

        def upload(call: Call) -> None:
            if not again and self._clock.now() <= until:
                again.extend(filter(None, [self._upload(call, turn)]))

        parallel = self._around.rules(turn.delivery).parallel
        with ThreadPoolExecutor(1) as beside, ThreadPoolExecutor(parallel) as pool:
            draft = next((c for c in turn.calls if _is_planned_draft(c)), None)
            anchor = beside.submit(self._sender.anchor, draft, turn) if draft else None
            list(pool.map(upload, calls))
        if anchor:
            anchor.result()  # what failed there is tried again before the draft is made
        return max(again, default=self._clock.now())

    def _upload(self, call: Call, turn: Turn) -> datetime | None:
        """One harmless call; when to try again if it may not be made now."""
        known = self._ledger.uploads.known(turn.delivery.account_id, call.part)
        if known and call.state is CallState.PLANNED:
            note = Note("pressrun", "uploaded before")
            self._ledger.settle(call, CallState.DONE, note, receipt=known)
            return None
        return self._send(call, turn, gap=0.0)

    def _post(self, call: Call, turn: Turn) -> datetime:
        """One post, edit or draft; when to go on."""
        account = turn.delivery.account_id
        if call.part.phase is not Phase.SEND:
            return self._send(call, turn, gap=0.0) or self._clock.now()
        allowed = self._ledger.accounts.next_allowed_at(account)
        if allowed and allowed > self._clock.now():
            return allowed
        gap = _gap(turn.channel, call)
        if failed := self._send(call, turn, gap=gap):
            return failed
        self._ledger.accounts.space_out(account, self._clock.after(gap))
        return self._clock.now()

    def _send(self, call: Call, turn: Turn, *, gap: float) -> datetime | None:
        """Take it and send it; when to try again if it cannot be taken now."""
        delivery = turn.delivery
        with self._sender.taking(call):
            taken = self._ledger.take(call, delivery, lease=turn.channel.spec.lease, gap=gap)
            if taken is None:
                return self._not_now(delivery)
            self._sender.send(taken, turn)
        return None

    def _not_now(self, delivery: Delivery) -> datetime:
        """Somebody was faster, or another thread of posts has the account."""
        again = self._clock.now() + BUSY_DELAY
        if self._ledger.accounts.busy_with(delivery.account_id) not in (None, delivery.id):
            self._held(HoldOn("account", again), self._ledger.delivery(delivery.id))
        return again

    def _verdict(self, call: Call, turn: Turn) -> Verdict:
        """Whether this call may go now, by what holds back a first draft and a first post."""
        delivery = turn.delivery
        if paused := self._ledger.accounts.paused(delivery.account_id):
            return Ask(DeliveryState.PAUSED, "", paused)
        if call.part.repeatable or delivery.purpose != "send" or _begun(turn.calls, call):
            return Go()
        now = self._clock.now()
        if call.part.phase is not Phase.SEND:
            return before_first_draft(delivery, self._around.source_change(delivery))
        edits = edits_of(self._ledger, delivery) if _drafted(turn.calls) else []
        if open_edit(edits):
            return HoldOn("update", now + LOOK_AGAIN)
        approved = next((d for d in reversed(edits) if d.purpose == UPDATE), delivery)
        source = self._around.source_change(approved)
        return before_first_post(delivery, self._moment(delivery, source, now))

    def _moment(self, delivery: Delivery, source: str, now: datetime) -> Around:
        quiet = self._around.rules(delivery).quiet
        allowed = quiet.moved(now) if quiet else now
        planned = quiet is None or quiet.moved(delivery.due_at) == delivery.due_at
        limit = delivery.late_limit
        return Around(
            now,
            siblings=tuple(
                d for d in self._ledger.deliveries(delivery.issue_key) if d.purpose == "send"
            ),
            late_at=delivery.due_at + timedelta(seconds=limit) if limit is not None else None,
            quiet_until=allowed if allowed > now and planned else None,
            source=source,
            follows=self._clock.later(now, delivery.delay) - now,
        )

    def _held(self, verdict: Verdict, delivery: Delivery) -> datetime | None:
        match verdict:
            case HoldOn(reason, until):
                note = Note("pressrun", reason)
                if (delivery.state, delivery.reason) != (DeliveryState.WAITING, reason):
                    self._ledger.move_delivery(delivery, DeliveryState.WAITING, note)
                return until
            case Move(due_at, links, why):
                note = Note("pressrun", why)
                self._ledger.reschedule(delivery, due_at, note, links=canonical_json(dict(links)))
                return due_at
            case Ask(state, question, words):
                note = Note("pressrun", words)
                self._ledger.move_delivery(delivery, state, note, question=question)
            case Skip(why):
                state = DeliveryState.CANCELLED
                self._ledger.move_delivery(delivery, state, Note("pressrun", why))
        return None


def _is_planned_draft(call: Call) -> bool:
    is_draft = call.part.phase is Phase.PREPARE and not call.part.repeatable
    return is_draft and call.state is CallState.PLANNED


def _drafted(calls: Sequence[Call]) -> bool:
    """Whether a draft is made that is still to be published."""
    drafts = [c for c in calls if c.part.phase is Phase.PREPARE and not c.part.repeatable]
    to_come = any(c.part.phase is Phase.SEND and c.state not in SETTLED for c in calls)
    return to_come and any(c.state is CallState.DONE for c in drafts)


def _begun(calls: Sequence[Call], call: Call) -> bool:
    """Whether anything of this call's phase may be out already."""
    return any(
        c.state not in UNTOUCHED and not c.feared
        for c in calls
        if not c.part.repeatable and (c.part.phase is call.part.phase or c.part.phase is Phase.SEND)
    )


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
