"""Commands about what was sent: status, decide, and the stand-ins in the foreground."""

from __future__ import annotations

import getpass
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.cli.output import (
    BAD_INPUT,
    DONE,
    FAILED,
    WAITING,
    complain,
    local,
    say,
    say_json,
    say_table,
)
from bot.clock import Clock

if TYPE_CHECKING:
    from bot.release.ledger import Ledger
    from bot.release.questions import Question
    from bot.release.records import Delivery


@contextmanager
def _ledger(*, sandbox: bool) -> Iterator[Ledger]:
    """The ledger alone: no channel is built and no secret is read."""
    from bot.release.ledger import Ledger
    from bot.release.owners import Owner
    from bot.store.db import open_store
    from bot.wiring import home

    place = home().sandbox() if sandbox else home()
    engine = open_store(place.database)
    with Owner(place.owners) as owner:
        yield Ledger(engine, Clock(), owner.id)
    engine.dispose()


def run_status(*, sandbox: bool, as_json: bool) -> int:
    from bot.release.questions import questions

    with _ledger(sandbox=sandbox) as ledger:
        deliveries = ledger.deliveries()
        asked = questions(ledger)
    rows = [_row(d) for d in deliveries]
    if as_json:
        say_json({"deliveries": rows, "questions": [_question(c) for c in asked]})
        return WAITING if asked else DONE
    if not rows:
        say("Nothing has been released yet. Next: pressrun publish ISSUE --dry-run")
        return DONE
    head = ["title", "channel", "state", "due", "where"]
    say_table(head, [[row[key] for key in head] for row in rows])
    for question in asked:
        say(f"\n{question.part or question.delivery.channel}: {question.why}\n  {question.next}")
    return WAITING if asked else DONE


def _row(delivery: Delivery) -> dict[str, str]:
    return {
        "issue": delivery.issue_key,
        "title": delivery.title,
        "channel": delivery.channel,
        "state": delivery.state.value,
        "verb": delivery.verb,
        "due": local(delivery.due_at, delivery.zone),
        "due_at": delivery.due_at.isoformat(),
        "where": delivery.url or delivery.reason,
    }


def _question(question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "kind": question.kind,
        "issue": question.delivery.issue_key,
        "channel": question.delivery.channel,
        "part": question.part,
        "why": question.why,
        "answers": list(question.answers),
        "next": question.next,
    }


def run_decide(call: str, answer: str, url: str, *, sandbox: bool, as_json: bool) -> int:
    from bot.release.actions import NotNow

    if answer == "there" and not url:
        complain("say where it is: --url https://…")
        return BAD_INPUT
    with _ledger(sandbox=sandbox) as ledger:
        try:
            delivery = _decided(ledger, call, answer, url)
        except NotNow as error:
            complain(str(error))
            return BAD_INPUT
    if as_json:
        say_json(_row(delivery))
    else:
        say(f"{delivery.channel}: {delivery.state}. Run `pressrun publish` again to go on.")
    return DONE


def _decided(ledger: Ledger, name: str, answer: str, url: str) -> Delivery:
    """Answer a call, or a delivery as a whole. Raises NotNow."""
    from bot.release.actions import NotNow, decide_call, decide_delivery

    who = getpass.getuser()
    if call := ledger.call(name):
        decide_call(ledger, call, answer, who, url=url, channel=None)
        return ledger.delivery(call.delivery_id)
    found = [d for d in ledger.deliveries() if d.id == name]
    if not found:
        raise NotNow(f"nothing named {name} asks; `pressrun status` lists what does")
    decide_delivery(ledger, found[0], answer, who, url=url)
    return ledger.delivery(name)


def run_sandbox(port: int, pace: float) -> int:
    from bot.stand_ins import started
    from bot.wiring import home

    place = home().sandbox()
    try:
        running = started(place.folder, place.services, pace, port)
    except OSError:
        complain(f"port {port} is taken. Name another one: pressrun sandbox --port 0")
        return FAILED
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with running:
        say(f"{running.url}  (Ctrl-C ends it)")
        say("Publish to it from another terminal: pressrun publish ISSUE --sandbox")
        ended.wait()
    return DONE
