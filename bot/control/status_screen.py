"""How everything stands: open releases, questions, alarms, and who executes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from bot.control.buttons import Press
from bot.control.escape import bold, fitted, label, shorten
from bot.control.phrases import channel, clauses, lasting, moment, part
from bot.control.reasons import alarm
from bot.control.release_screen import mark
from bot.control.screen import Button, Screen
from bot.control.words import count, say
from bot.release.board import Board
from bot.release.questions import Question
from bot.release.records import Delivery
from bot.release.states import FINISHED, MOVING

MOST = 8  # releases, questions and alarms named
TITLE = 50  # columns


def status_screen(lang: str, board: Board, zone: str) -> Screen:
    """Short; a button for each open release."""
    releases = _open_releases(board)
    blocks = [
        bold(say(lang, "status.title")),
        *(_release(lang, each, zone) for each in releases[:MOST]),
        *([] if releases else [say(lang, "status.none")]),
        *_questions(lang, board.questions),
        *("⚠️ " + alarm(lang, text, zone) for text in board.alarms[:MOST]),
        _next(lang, board, zone),
        *_workers(lang, board),
    ]
    text = fitted(blocks, lambda n: count(lang, "more", n))
    return Screen(text, tuple((_button(each),) for each in releases[:MOST]))


def _button(release: Sequence[Delivery]) -> Button:
    first = release[0]
    return Press("status", first.release_id).button(label(first.title or first.issue_key))


def _open_releases(board: Board) -> list[list[Delivery]]:
    """The deliveries of every release of which something is open, the earliest first."""
    by_release: dict[str, list[Delivery]] = {}
    for delivery in board.deliveries:
        by_release.setdefault(delivery.release_id, []).append(delivery)
    found = [each for each in by_release.values() if any(d.state not in FINISHED for d in each)]
    return sorted(found, key=lambda each: min(d.due_at for d in each))


def _release(lang: str, release: Sequence[Delivery], zone: str) -> Markup:
    legs = " · ".join(_leg(lang, delivery, zone) for delivery in release)
    return Markup("{}\n{}").format(bold(shorten(release[0].title)), legs)


def _leg(lang: str, delivery: Delivery, zone: str) -> str:
    name = f"{mark(delivery)} {channel(lang, delivery.channel)}"
    waits = delivery.state in MOVING and delivery.reason in ("time", "approval")
    return f"{name} {moment(lang, delivery.due_at, zone)}" if waits else name


def _questions(lang: str, questions: Sequence[Question]) -> Iterator[str]:
    if not questions:
        return
    yield say(lang, "status.questions")
    for question in questions[:MOST]:
        delivery = question.delivery
        what = channel(lang, delivery.channel)
        if question.part:
            what = clauses(lang, [what, part(lang, question.part)])
        title = shorten(delivery.title, TITLE)
        yield "⚠️ " + say(lang, "status.question", title=title, what=what)


def _next(lang: str, board: Board, zone: str) -> str:
    if board.next_due is None:
        return say(lang, "status.next-none")
    return say(lang, "status.next", when=moment(lang, board.next_due, zone))


def _workers(lang: str, board: Board) -> Iterator[str]:
    """Who executes, and when they were heard of."""
    if not board.workers:
        yield "⚠️ " + say(lang, "remind.nobody")
    for worker in board.workers:
        ago = lasting(lang, max(0.0, (board.at - worker.beat_at).total_seconds()))
        values = {"kind": worker.kind, "machine": worker.machine, "time": ago}
        yield say(lang, "status.executes", **values)
