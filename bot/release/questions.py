"""What waits for a person, in words, with the answers that are taken."""

from __future__ import annotations

from dataclasses import dataclass

from bot.release.actions import ANSWERS, asked, question_of
from bot.release.ledger import Ledger, Note
from bot.release.records import Delivery
from bot.release.states import DeliveryState

STATES = (
    DeliveryState.ASKED,
    DeliveryState.HELD,
    DeliveryState.MISSED,
    DeliveryState.DONE_DRAFT,
)
WITH_URL = {"published": "published --url URL"}


@dataclass(frozen=True, slots=True)
class Question:
    """`id` is what `pressrun decide` takes: a call's or a delivery's."""

    id: str
    kind: str
    delivery: Delivery
    part: str
    why: str
    next: str

    @property
    def answers(self) -> tuple[str, ...]:
        return ANSWERS[self.kind]


def questions(ledger: Ledger, newsletter: str = "") -> list[Question]:
    """Every question of a store, or of one newsletter, oldest delivery first."""
    found = ledger.in_state(STATES, newsletter)
    return [q for delivery in found for q in questions_of(ledger, delivery)]


def questions_of(ledger: Ledger, delivery: Delivery) -> list[Question]:
    if delivery.question:
        return [_of_delivery(delivery)]
    if delivery.state is not DeliveryState.ASKED:
        return []
    return [
        Question(call.id, question_of(call), delivery, call.part.key, call.error, call.next_step)
        for call in asked(ledger, delivery)
    ]


def take_up_answered(ledger: Ledger) -> None:
    """Let deliveries go on that ask for nothing any more: whoever answered was killed before they
    were woken, or the answer of the service that was held for lost has come after all."""
    for delivery in ledger.in_state((DeliveryState.ASKED,)):
        if not questions_of(ledger, delivery):
            ledger.move_delivery(delivery, DeliveryState.WAITING, Note("pressrun", "time"))


def _of_delivery(delivery: Delivery) -> Question:
    kind = delivery.question
    answers = (WITH_URL.get(answer, answer) for answer in ANSWERS[kind])
    step = f"pressrun decide {delivery.id} {' | '.join(answers)}"
    if kind == "source":
        step += "; or approve the file as it is now: pressrun publish FILE"
    return Question(delivery.id, kind, delivery, "", delivery.reason, step)
