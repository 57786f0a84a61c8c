"""What the operators are told without having asked: alarms, what is stuck, late, or ends soon.

Each is told once for as long as it stands. What has been over for a while is told again when it
comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

from bot.control.buttons import revision
from bot.control.desk import Desk
from bot.control.notices import ALARM, Notices
from bot.control.screen import Screen
from bot.control.screens import (
    expiring_reminder,
    failed_reminder,
    overdue_reminder,
    paused_reminder,
    reminder_screen,
    send_now,
)
from bot.release.board import Board, overdue_words
from bot.release.records import Delivery
from bot.release.secret_ages import Ending
from bot.release.states import DeliveryState

STUCK = (DeliveryState.PAUSED, DeliveryState.FAILED)
OVER = timedelta(minutes=10)  # what is gone for less has not been away: a restart, a short wake


@dataclass(frozen=True, slots=True)
class Alarm:
    """`ref` is the same for as long as the same thing lasts; `screen` takes a language; one that
    `rests` can wait for the end of the quiet hours."""

    ref: str
    screen: Callable[[str], Screen]
    rests: bool = False


@dataclass(slots=True)
class Alarms:
    """What stands now, beside what has been told."""

    desk: Desk
    notices: Notices
    _gone: dict[str, datetime] = field(default_factory=dict)

    def untold(self) -> Iterator[tuple[Alarm, frozenset[int]]]:
        """What stands, each with the operators who know it; closes what has been over."""
        told: dict[str, set[int]] = {}
        for notice in self.notices.of(ALARM, open_only=True):
            told.setdefault(notice.ref, set()).add(notice.operator)
        found = {alarm.ref: alarm for alarm in standing(self.desk)}
        self._close(told.keys() - found.keys())
        for ref, alarm in found.items():
            yield alarm, frozenset(told.get(ref, ()))

    def _close(self, gone: set[str]) -> None:
        now = self.desk.shop.clock.now()
        self._gone = {ref: self._gone.get(ref, now) for ref in gone}
        for ref, since in self._gone.items():
            if now - since >= OVER:
                self.notices.finish(ALARM, ref)


def standing(desk: Desk) -> Iterator[Alarm]:
    found = desk.board()
    yield from _late(desk, found)
    told_so = {overdue_words(delivery, found.workers) for delivery in found.overdue}
    for words in found.alarms:
        if words not in told_so:
            yield Alarm(revision("alarm", words), partial(_words, desk, words))
    for delivery in found.deliveries:
        if delivery.state in STUCK:
            turn = _turn(desk, delivery)
            ref = revision(delivery.id, delivery.state, delivery.reason, turn)
            yield Alarm(ref, partial(_stuck, desk, delivery))
    for ending in found.endings:
        if step := ending.step(found.at):
            ref = revision("ends", ending.channel, ending.secret, ending.fingerprint, step)
            yield Alarm(ref, partial(_ending, desk, ending), rests=True)


def _late(desk: Desk, found: Board) -> Iterator[Alarm]:
    """One of each release, however many of its channels are late."""
    by_release = sorted(found.overdue, key=lambda d: (d.release_id, d.due_at))
    for release_id, late in groupby(by_release, key=lambda d: d.release_id):
        screen = partial(_overdue, desk, tuple(late), executed=bool(found.workers))
        yield Alarm(revision("overdue", release_id), screen)


def _turn(desk: Desk, delivery: Delivery) -> int:
    """How often it has come into its state: another one after it was tried again."""
    into = f"-> {delivery.state}"
    return sum(str(e["move"]).endswith(into) for e in desk.shop.ledger.events(delivery.id))


# --- in a language ----------------------------------------------------------------------------


def _words(desk: Desk, words: str, lang: str) -> Screen:
    return reminder_screen(lang, words, desk.zone)


def _stuck(desk: Desk, delivery: Delivery, lang: str) -> Screen:
    """What keeps a channel out can be mended and tried again from here."""
    if delivery.state is DeliveryState.PAUSED:
        return paused_reminder(lang, delivery, desk.revision(delivery.release_id))
    return failed_reminder(lang, delivery)


def _overdue(desk: Desk, late: Sequence[Delivery], lang: str, *, executed: bool) -> Screen:
    """With the buttons of its release."""
    release_id = late[0].release_id
    rows = desk.release(lang, release_id).screen.rows
    if not any(row.out for row in desk.rows(release_id)):
        rows = ((send_now(lang, release_id, desk.revision(release_id)),), *rows)
    return overdue_reminder(lang, late, desk.zone, rows, executed=executed)


def _ending(desk: Desk, ending: Ending, lang: str) -> Screen:
    return expiring_reminder(lang, ending, desk.zone)
