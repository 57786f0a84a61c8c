"""Keeping the operators' messages in step with the store: releases, questions, reminders.

What stands in a chat is compared with what the rows say, so a restart begins where the last process
was killed, and it does not matter who executes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.control.alarms import Alarms
from bot.control.desk import Desk
from bot.control.notices import ALARM, ASKS, QUESTION, RELEASE, Notice, Notices, People
from bot.control.overview import where_to_look
from bot.control.screen import Screen
from bot.control.screens import question_screen, settled_screen
from bot.control.window import Window
from bot.release.board import waits_for_approval
from bot.release.questions import Question
from bot.release.quiet import Quiet
from bot.release.records import Delivery
from config.zones import zone as zone_named

log = logging.getLogger(__name__)

CHOOSING = timedelta(minutes=1)  # for so long a choice stands in place of the release
EVERY = 1.0  # seconds between two comparisons
UNHEARD = 60.0  # seconds until an operator whom nothing reaches is written to again


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one operator's chat should show about one thing; a new message without a `notice`."""

    operator: int
    kind: str
    ref: str
    screen: Screen
    notice: Notice | None
    final: bool = False
    silent: bool = True


@dataclass(slots=True)
class Keeper:
    """Compares and mends, one round after the other."""

    desk: Desk
    notices: Notices
    people: People
    operators: tuple[int, ...]
    window: Window
    alarms: Alarms
    _unheard: dict[int, float] = field(default_factory=dict)

    async def keep(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                await self.round()
            except InvalidToken:  # whoever opened the room closes it
                raise
            except Exception:
                log.exception("the operators' messages are not in step; the next round mends them")
            try:
                await asyncio.wait_for(stopping.wait(), EVERY)
            except TimeoutError:
                continue

    async def round(self) -> None:
        """Send and edit what differs. What Telegram does not take now is left to a later round."""
        for wanted in await asyncio.to_thread(lambda: [*self.wanted()]):
            if self._unheard.get(wanted.operator, 0.0) > monotonic():
                continue
            try:
                await self._show(wanted)
            except RetryAfter as error:
                log.info("Telegram asks for %s s of rest", error.retry_after)
                return
            except (
                Forbidden,
                BadRequest,
            ) as error:  # who has not written to the bot, or blocked it
                log.warning("operator %s is left alone for a while: %s", wanted.operator, error)
                self._unheard[wanted.operator] = monotonic() + UNHEARD
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("operator %s: %s", wanted.operator, error)

    async def _show(self, wanted: Wanted) -> None:
        notice, screen = wanted.notice, wanted.screen
        if wanted.kind == RELEASE and await self._taken(wanted):
            return
        if notice is None:
            number = await self.window.send(wanted.operator, screen, silent=wanted.silent)
        elif notice.shown == screen.hash:
            number = notice.message_id
        elif not self.window.may_edit(wanted.operator, notice.message_id):
            return
        elif await self.window.edit(wanted.operator, notice.message_id, screen):
            number = notice.message_id
        else:  # the operator has deleted it
            number = await self.window.send(wanted.operator, screen, silent=True)
        if notice is not None and wanted.kind == RELEASE and await self._taken(wanted):
            return
        await asyncio.to_thread(
            self.notices.keep, wanted.operator, wanted.kind, wanted.ref, number, screen.hash,
            final=wanted.final,
        )  # fmt: skip

    async def _taken(self, wanted: Wanted) -> bool:
        """Whether a handler shows this operator the release in a message of its own just now, or
        has meanwhile."""
        asked = (wanted.operator, wanted.kind, wanted.ref)
        now = await asyncio.to_thread(self.notices.about, *asked)
        if now is None:
            return self.window.serves(wanted.operator)
        return wanted.notice is None or now.message_id != wanted.notice.message_id

    # --- what should stand there --------------------------------------------------------------

    def wanted(self) -> Iterator[Wanted]:
        """Everything that differs from what is known to stand in the chats."""
        for wanted in (*self._releases(), *self._questions(), *self._alarms()):
            notice = wanted.notice
            if notice is None or notice.shown != wanted.screen.hash or wanted.final:
                yield wanted

    def _releases(self) -> Iterator[Wanted]:
        kept = self.notices.of(RELEASE, open_only=True)
        known = {(n.operator, n.ref): n for n in self.notices.of(RELEASE)}
        open_ones = [d.release_id for d in self.desk.board().deliveries if d.purpose == "send"]
        for release_id in dict.fromkeys([*open_ones, *(n.ref for n in kept)]):
            yield from self._release(release_id, known)

    def _release(self, release_id: str, known: dict[tuple[int, str], Notice]) -> Iterator[Wanted]:
        waiting = any(map(waits_for_approval, self.desk.shop.ledger.siblings(release_id)))
        ended = self.desk.ended(release_id)
        for operator in self.operators:
            notice = known.get((operator, release_id))
            if notice is not None and (waiting or (self._asks(notice) and not ended)):
                continue  # it shows the plan, or a choice, until somebody presses
            screen = self.desk.release(self.people.language(operator), release_id).screen
            yield Wanted(
                operator, RELEASE, release_id, screen, notice, final=ended, silent=not waiting
            )

    def _asks(self, notice: Notice) -> bool:
        """Whether it shows a choice that its operator was offered a moment ago."""
        fresh = self.desk.shop.clock.now() - notice.at < CHOOSING
        return fresh and notice.shown.startswith(ASKS)

    def _questions(self) -> Iterator[Wanted]:
        asked = {self.desk.turn(q): q for q in self.desk.questions()}
        known = {(n.operator, n.ref): n for n in self.notices.of(QUESTION)}
        stands = {key for key, notice in known.items() if not notice.final}
        for ref, question in asked.items():
            for operator in self.operators:
                if (operator, ref) not in stands and not self._rests(question.delivery, question):
                    lang = self.people.language(operator)
                    screen = question_screen(lang, question, where_to_look(question))
                    yield Wanted(operator, QUESTION, ref, screen, None, silent=False)
        for notice in known.values():
            if notice.ref not in asked and not notice.final:
                screen = settled_screen(self.people.language(notice.operator))
                yield Wanted(notice.operator, QUESTION, notice.ref, screen, notice, final=True)

    def _rests(self, delivery: Delivery, question: Question) -> bool:
        """A draft that waits for its click can wait for the end of the quiet hours, too."""
        return question.kind == "draft" and self._quiet(delivery.zone or "UTC")

    def _quiet(self, zone: str) -> bool:
        quiet = self.desk.shop.settings.quiet
        now = self.desk.shop.clock.now()
        return bool(quiet) and Quiet(quiet, zone_named(zone)).moved(now) > now

    def _alarms(self) -> Iterator[Wanted]:
        for alarm, knowing in self.alarms.untold():
            if alarm.rests and self._quiet(self.desk.zone):
                continue
            for operator in self.operators:
                if operator not in knowing:
                    screen = alarm.screen(self.people.language(operator))
                    yield Wanted(operator, ALARM, alarm.ref, screen, None, silent=False)
