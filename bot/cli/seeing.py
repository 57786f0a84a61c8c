"""Commands that show: status, and the stand-ins in the foreground."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.output import (
    DONE,
    FAILED,
    WAITING,
    complain,
    local,
    say,
    say_json,
    say_table,
)
from bot.cli.publishing import failures
from bot.clock import Clock

if TYPE_CHECKING:
    from bot.release.board import Board
    from bot.release.ledger import Ledger
    from bot.release.questions import Question
    from bot.release.records import Delivery

WATCH_EVERY = 2.0  # seconds


@contextmanager
def open_ledger(*, sandbox: bool) -> Iterator[Ledger]:
    """The ledger alone: no channel is built and no secret is read."""
    from bot.release.ledger import Ledger
    from bot.store.db import open_store
    from bot.wiring import database_of, home
    from config.files import find_file
    from config.settings import load

    place = home().sandbox() if sandbox else home()
    settings = load(find_file(Path.cwd()))
    engine = open_store(database_of(settings, place, sandbox=sandbox))
    try:
        yield Ledger(engine, Clock(), "person")
    finally:
        engine.dispose()


def run_status(*, sandbox: bool, as_json: bool, watch: bool = False) -> int:
    """Every delivery, what asks, who executes and what is overdue; `watch` until Ctrl-C."""
    from bot.release.board import board

    with failures(as_json=as_json) as outcome, open_ledger(sandbox=sandbox) as ledger:
        while True:
            found = board(ledger, ledger.engine, ledger.clock)
            if watch and not as_json:
                say("\033[2J\033[H")
            show(found, as_json=as_json)
            if not watch:
                return WAITING if found.questions or found.alarms else DONE
            time.sleep(WATCH_EVERY)
    return outcome.code


def show(found: Board, *, as_json: bool) -> None:
    rows = [delivery_row(d) for d in found.deliveries]
    if as_json:
        say_json(board_json(found, rows))
        return
    if not rows:
        say("Nothing has been released yet. Next: pressrun publish ISSUE --dry-run")
        say_endings(found)
        return
    head = ["title", "channel", "state", "due", "where"]
    say_table(head, [[_cell(row, key) for key in head] for row in rows])
    for question in found.questions:
        say(f"\n{question.part or question.delivery.channel}: {question.why}\n  {question.next}")
    for alarm in found.alarms:
        say(f"\n! {alarm}")
    say_endings(found)
    zone = found.deliveries[0].zone
    due = local(found.next_due, zone) if found.next_due else "nothing"
    who = ", ".join(f"{w.kind} on {w.machine}, {_ago(found, w.beat_at)}" for w in found.workers)
    say(f"\nnext: {due}; executes: {who or 'nobody now'}")


def say_endings(found: Board) -> None:
    """A secret that has to be renewed soon; nothing waits for it yet."""
    from bot.release.secret_ages import RENEW

    for ending in found.endings:
        say(f"\n! {ending.said} {RENEW}")


def _cell(row: dict[str, str], key: str) -> str:
    """A change of what is out says so beside its channel."""
    change = key == "channel" and row["purpose"] != "send"
    return f"{row[key]} ({row['purpose']})" if change else row[key]


def _ago(found: Board, moment: datetime) -> str:
    return f"last beat {(found.at - moment).total_seconds():.0f} s ago"


def board_json(found: Board, rows: list[dict[str, str]]) -> dict[str, Any]:
    from bot.health import health_json

    return {
        "deliveries": rows,
        "questions": [_question(question) for question in found.questions],
        "health": health_json(found),
    }


def delivery_row(delivery: Delivery) -> dict[str, str]:
    return {
        "id": delivery.id,
        "release": delivery.release_id,
        "issue": delivery.issue_key,
        "title": delivery.title,
        "channel": delivery.channel,
        "purpose": delivery.purpose,
        "state": delivery.state.value,
        "reason": delivery.reason,
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
