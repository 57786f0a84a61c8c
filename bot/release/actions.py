"""What a person does to releases and deliveries: approve, hold, resume, cancel, decide, …

Every action is refused with a sentence when it makes no sense any more; none of them sends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from adapters.base import Channel, Json, Receipt
from bot.release.feared import clear_behind
from bot.release.ledger import Ledger, Note
from bot.release.records import Call, Delivery, receipt_of
from bot.release.release import anything_out
from bot.release.states import FINISHED, MOVING, CallState, DeliveryState
from bot.release.waits import GATE

D = DeliveryState
TRIES = 8  # looks at a delivery that moves while it is acted on


class NotNow(Exception):
    """The action does not fit the state; the text says what is the case, and what would fit."""


def act_on_each(
    ledger: Ledger, found: Sequence[Delivery], act: Callable[[Delivery], object]
) -> None:
    """Act on each as it stands at that moment.

    One that moves on meanwhile refuses: it is read again, and keeps nothing of the others from the
    act. Raises NotNow when none of them obeys.
    """
    refusals = [refusal for d in found if (refusal := _refusal(ledger, d, act))]
    if refusals and len(refusals) == len(found):
        raise refusals[-1]


def _refusal(
    ledger: Ledger, delivery: Delivery, act: Callable[[Delivery], object]
) -> NotNow | None:
    said = None
    for _ in range(TRIES):
        try:
            act(delivery)
        except NotNow as refusal:
            said, delivery = refusal, ledger.delivery(delivery.id)
        else:
            return None
    return said


def approve(ledger: Ledger, release: Sequence[Delivery], who: str, hash_prefix: str = "") -> None:
    """A release that waits for approval goes out at its times.

    What is approved is the frozen release: `hash_prefix`, when given, must be the beginning of its
    hash. Raises NotNow.
    """
    waiting = [d for d in release if d.state is D.WAITING and d.reason == "approval"]
    if not waiting:
        raise NotNow("nothing of this release waits for approval")
    known = ledger.release_hash(release[0].release_id)
    if hash_prefix and not known.startswith(hash_prefix):
        raise NotNow(f"what waits is {known[:12]}, not {hash_prefix}: look at it again")
    ledger.approve(release[0].release_id, who)


def hold(ledger: Ledger, delivery: Delivery, who: str) -> None:
    """Nothing more is sent until `resume`. Raises NotNow."""
    if delivery.state not in MOVING:
        raise NotNow(f"{delivery.channel} is {delivery.state} already")
    _move(ledger, delivery, D.HELD, Note(who, f"held by {who}"))


def resume(ledger: Ledger, delivery: Delivery, who: str) -> None:
    """Make a resting delivery go on: nothing that may have been sent is repeated."""
    if delivery.question or asked(ledger, delivery):
        return  # a person has to answer first
    if delivery.state in (D.PAUSED, D.FAILED):
        ledger.accounts.unpause(delivery.account_id)
        for call in ledger.calls(delivery.id):
            if call.state is CallState.REFUSED:
                ledger.settle(call, CallState.PLANNED, Note(who, "tried again"))
    if delivery.state in (D.PAUSED, D.FAILED, D.HELD, D.MISSED, D.ASKED):
        _move(
            ledger, delivery, D.WAITING, Note(who, "time" if delivery.approved_by else "approval")
        )


def cancel(ledger: Ledger, delivery: Delivery, who: str) -> Delivery:
    """It never goes out; what is out already stays, and then it is stopped. Raises NotNow."""
    if delivery.state in FINISHED:
        raise NotNow(f"{delivery.channel} is {delivery.state} already; `pressrun retract` removes")
    new = D.STOPPED if anything_out(ledger, delivery) else D.CANCELLED
    _move(ledger, delivery, new, Note(who, f"cancelled by {who}"), question="")
    return ledger.delivery(delivery.id)


def reschedule(ledger: Ledger, delivery: Delivery, due_at: datetime, who: str) -> None:
    """Another time for what is not out yet. Raises NotNow."""
    if delivery.state in FINISHED or anything_out(ledger, delivery):
        raise NotNow(f"{delivery.channel} is {delivery.state}: it has no time to change any more")
    if delivery.state is D.MISSED:
        _move(ledger, delivery, D.WAITING, Note(who, "time"), question="", due_at=due_at)
    ledger.reschedule(delivery, due_at, Note(who, f"another time by {who}"))


def confirm(ledger: Ledger, delivery: Delivery, url: str, who: str) -> None:
    """A draft was published by hand; `url` is where. Raises NotNow."""
    if delivery.state is not D.DONE_DRAFT:
        raise NotNow(f"{delivery.channel} is {delivery.state}; only a draft can be confirmed")
    note = Note(who, "published by hand")
    _move(ledger, delivery, D.DONE_PUBLISHED, note, url=url or delivery.url, question="")


def take_new_source(ledger: Ledger, delivery: Delivery, who: str) -> None:
    """The changed file, which it asks about, has been approved as an update of it."""
    if delivery.question == "source":
        _move(ledger, delivery, D.WAITING, Note(who, "time"), question="")


def ask_about_draft(ledger: Ledger, delivery: Delivery, words: str) -> Delivery:
    """What became of a draft, or is to, only a person knows; `words` say why they are asked."""
    if (delivery.question, delivery.reason) != ("draft", words):
        note = Note("pressrun", words)
        ledger.move_delivery(delivery, delivery.state, note, question="draft")
    return ledger.delivery(delivery.id)


# --- questions --------------------------------------------------------------------------------

ANSWERS: dict[str, tuple[str, ...]] = {  # by the kind of question
    "call": ("there", "not-there", "stop"),
    "partial": ("keep", "resend", "stop"),
    "gate": ("go", "wait", "stop"),
    "after": ("go", "wait", "stop"),
    "missed": ("send", "stop"),
    "source": ("as-approved", "stop"),
    "draft": ("published", "deleted"),
}


def asked(ledger: Ledger, delivery: Delivery) -> list[Call]:
    return [c for c in ledger.calls(delivery.id) if c.state is CallState.ASKED]


def question_of(call: Call) -> str:
    return "partial" if isinstance(call.job, dict) and "partial" in call.job else "call"


def decide_call(
    ledger: Ledger, call: Call, answer: str, who: str, *, url: str = "", channel: Channel | None
) -> None:
    """Settle a call whose outcome only a person can tell. Raises NotNow.

    There: it is taken as sent, with its `url`. Not there: it is sent again. Keep: the pieces that
    are there are all. Resend: they are removed first, by `channel`.
    """
    if call.state is not CallState.ASKED or answer not in ANSWERS[question_of(call)]:
        raise NotNow(f"{call.part.key} waits for no such answer; `pressrun status` lists them")
    note = Note(who, answer)
    delivery = ledger.delivery(call.delivery_id)
    match answer:
        case "there":
            receipt = Receipt(url.rstrip("/").rsplit("/", 1)[-1], url)
            ledger.settle(call, CallState.DONE, note, receipt=receipt)
        case "keep":
            ledger.settle(call, CallState.DONE, note, receipt=_merged(_pieces(call)))
        case "resend":
            _remove_first(ledger, call, channel, note)
        case "not-there":
            ledger.settle(call, CallState.PLANNED, note)
            clear_behind(ledger, call)
        case _:
            ledger.settle(call, CallState.STOPPED, note)
    new = D.STOPPED if answer == "stop" else D.WAITING
    if delivery.state not in FINISHED:
        _move(ledger, delivery, new, Note(who, "time" if new is D.WAITING else answer))


def decide_delivery(
    ledger: Ledger, delivery: Delivery, answer: str, who: str, *, url: str = ""
) -> None:
    """Answer what a delivery as a whole asks. Raises NotNow."""
    question = delivery.question
    if answer not in ANSWERS.get(question, ()):
        fit = " | ".join(ANSWERS.get(question, ())) or "nothing"
        raise NotNow(f"{delivery.channel} asks for {fit}; `pressrun status` lists the questions")
    note = Note(who, "time")
    waived = " ".join(sorted(delivery.waive | {question}))
    match question, answer:
        case _, "stop":
            _stop(ledger, delivery, who)
        case "gate", "go":
            live = Note(who, "taken as live")
            url = delivery.canonical_url or ""
            _move(ledger, delivery, D.DONE_PUBLISHED, live, url=url, question="")
        case "draft", "published":
            confirm(ledger, delivery, url, who)
        case "draft", "deleted":
            gone = Note(who, "the draft was deleted")
            _move(ledger, delivery, D.RETRACTED, gone, question="")
        case "after", "go":
            links = f'{{"{delivery.after}": "{delivery.canonical_url or ""}"}}'
            _move(ledger, delivery, D.WAITING, note, question="", links=links)
        case _, "wait":
            _wait_longer(ledger, delivery, note)
        case _:
            _move(ledger, delivery, D.WAITING, note, question="", waive=waived)


def _stop(ledger: Ledger, delivery: Delivery, who: str) -> None:
    """It does not go out; nor does anything else that waited for the same page."""
    meant = ledger.siblings(delivery.release_id) if delivery.channel == GATE else [delivery]
    going = [d for d in meant if d.state not in FINISHED]
    act_on_each(ledger, going, lambda d: cancel(ledger, d, who))


def _wait_longer(ledger: Ledger, delivery: Delivery, note: Note) -> None:
    """As long again as it was waited for already, from now."""
    now = ledger.now()
    values: dict[str, object] = {"question": ""}
    values["due_at" if delivery.channel == GATE else "after_until"] = now
    if delivery.channel != GATE and delivery.after_until:
        values["after_until"] = now + (delivery.after_until - delivery.due_at)
    _move(ledger, delivery, D.WAITING, note, **values)


def _pieces(call: Call) -> list[Receipt]:
    pieces = call.job["partial"] if isinstance(call.job, dict) else []
    return [receipt_of(piece) for piece in pieces if isinstance(piece, dict)]  # type: ignore[union-attr]


def _merged(pieces: Sequence[Receipt]) -> Receipt:
    ids: list[Json] = [piece.id for piece in pieces]
    return Receipt(pieces[0].id, pieces[0].url, {**pieces[0].details, "ids": ids})


def _remove_first(ledger: Ledger, call: Call, channel: Channel | None, note: Note) -> None:
    if channel is None:
        raise NotNow("what is there can only be removed where its channel can be used")
    strays = channel.remove({call.part.key: _merged(_pieces(call))})
    ledger.insert_before(call, strays.parts, note)
    ledger.settle(call, CallState.PLANNED, note)


def _move(
    ledger: Ledger, delivery: Delivery, new: DeliveryState, note: Note, **values: object
) -> None:
    if not ledger.move_delivery(delivery, new, note, **values):
        raise NotNow(f"{delivery.channel} has moved on meanwhile; look at it again")
