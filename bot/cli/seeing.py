"""Commands about what was sent: status, decide, and the stand-ins in the foreground."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot import app
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
    from bot.release.records import Call, Delivery

ANSWERS = ("there", "not-there", "stop")


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
    with _ledger(sandbox=sandbox) as ledger:
        deliveries = ledger.deliveries()
        asked = app.questions(ledger)
    rows = [_row(d) for d in deliveries]
    if as_json:
        say_json({"deliveries": rows, "questions": [_question(c) for c in asked]})
        return WAITING if asked else DONE
    if not rows:
        say("Nothing has been released yet. Next: pressrun publish ISSUE --dry-run")
        return DONE
    head = ["title", "channel", "state", "due", "where"]
    say_table(head, [[row[key] for key in head] for row in rows])
    for _, call in asked:
        say(f"\n{call.part.key}: {call.error}\n  {call.next_step}")
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


def _question(pair: tuple[Delivery, Call]) -> dict[str, str]:
    delivery, call = pair
    return {
        "call": call.id,
        "issue": delivery.issue_key,
        "channel": delivery.channel,
        "part": call.part.key,
        "why": call.error,
        "next": call.next_step,
    }


def run_decide(call: str, answer: str, url: str, *, sandbox: bool, as_json: bool) -> int:
    if answer not in ANSWERS:
        complain(f"the answer is one of {', '.join(ANSWERS)}")
        return BAD_INPUT
    if answer == "there" and not url:
        complain("say where it is: --url https://…")
        return BAD_INPUT
    with _ledger(sandbox=sandbox) as ledger:
        try:
            delivery = app.decide(ledger, call, answer, url)
        except LookupError as error:
            complain(str(error.args[0]))
            return BAD_INPUT
    if as_json:
        say_json(_row(delivery))
    else:
        say(f"{delivery.channel}: {delivery.state}. Run `pressrun publish` again to go on.")
    return DONE


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
