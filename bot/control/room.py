"""The control room at work: what commands and buttons have in common, and the bot's life."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from telegram.error import TelegramError

from adapters.errors import CallError
from bot.app import BadInput
from bot.control.buttons import Press
from bot.control.desk import Desk, DoneBy, Edited, Operator, Stale, Young
from bot.control.notices import ASKS, NO_MESSAGE, QUESTION, RELEASE, REPLY, Notice, Notices
from bot.control.overview import Shown, where_to_look
from bot.control.previewing import Sheets, sheets, telegram_edition
from bot.control.screen import Screen
from bot.control.screens import (
    ask_url,
    done_by,
    edited,
    error_screen,
    problems_screen,
    question_screen,
    retract_screen,
    stale,
    times_screen,
    young_screen,
)
from bot.control.window import Window
from bot.control.words import say
from bot.release.actions import NotNow
from bot.release.plan import PlanError
from bot.release.questions import Question
from bot.release.release import BeingPublished
from bot.release.times import TimeError
from bot.store.errors import StoreError

log = logging.getLogger(__name__)

T = TypeVar("T")
REFUSALS = (NotNow, PlanError, TimeError, BeingPublished, CallError, StoreError)


@dataclass(slots=True)
class Room:
    """One bot's screens. Whatever reads or writes the store runs in a thread."""

    desk: Desk
    notices: Notices
    window: Window
    bot_name: str

    async def ask(self, work: Callable[..., T], *given: object) -> T:
        return await asyncio.to_thread(work, *given)

    async def say(self, operator: Operator, screen: Screen) -> int:
        return await self.window.send(operator.id, screen)

    async def guarded(self, operator: Operator, work: Awaitable[None]) -> None:
        """Do it, and say what keeps it from being done."""
        try:
            with self.window.serving(operator.id):
                await work
        except BadInput as error:
            await self.say(operator, problems_screen(operator.lang, error.problems))
        except REFUSALS as error:
            step = getattr(error, "next_step", "")
            await self.say(operator, error_screen(operator.lang, str(error), step))

    # --- releases -----------------------------------------------------------------------------

    async def publish(self, operator: Operator, path: Path, *, first: bool = False) -> None:
        """Show the plan of an issue, to be approved."""
        try:
            shown = await asyncio.to_thread(self.desk.propose, operator, path, first=first)
        except Young as young:
            ref = (await self.ask(self.desk.post, path.name)).ref
            go_on = Press("first", ref)
            await self.say(operator, young_screen(operator.lang, str(young), go_on.data()))
            return
        await self.show(operator, shown)

    async def show(self, operator: Operator, shown: Shown) -> None:
        """A new message, which from now on is the one of that release: the earlier one goes, as
        nothing would keep it in step any more."""
        before = await self._message_of(operator, shown.release_id)
        number = await self.say(operator, shown.screen)
        await self._keep(operator, shown, number)
        if before is not None:
            await self.window.remove(operator.id, before.message_id)

    async def _message_of(self, operator: Operator, release_id: str) -> Notice | None:
        return await self.ask(self.notices.about, operator.id, RELEASE, release_id)

    async def show_in(self, operator: Operator, shown: Shown, message_id: int) -> None:
        """The same in place of what a message shows; a new one where it is gone."""
        if await self.window.edit_in_turn(operator.id, message_id, shown.screen):
            await self._keep(operator, shown, message_id)
        else:
            await self.show(operator, shown)

    async def _keep(self, operator: Operator, shown: Shown, number: int) -> None:
        if shown.release_id:
            said = f"{ASKS if shown.asks else ''}{shown.screen.hash}"
            kept = (operator.id, RELEASE, shown.release_id, number, said)
            await self.ask(self.notices.keep, *kept)

    async def show_release(self, operator: Operator, release_id: str) -> None:
        await self.show(operator, await self.ask(self.desk.release, operator.lang, release_id))

    async def approve(self, operator: Operator, press: Press, message_id: int) -> None:
        try:
            await self.ask(self.desk.approve, operator, press.ref, press.rev)
        except DoneBy as done:
            await self.say(operator, done_by(operator.lang, str(done)))
            await self.show_in_place(operator, press.ref, message_id)
        except Stale:
            await self.show_stale(operator, press.ref, message_id)
        except Edited:
            await self.say(operator, edited(operator.lang))
            await self.publish(operator, await self.ask(self.desk.source_of, press.ref))
        else:
            await self.show_in_place(operator, press.ref, message_id)

    async def show_in_place(self, operator: Operator, release_id: str, message_id: int) -> None:
        shown = await self.ask(self.desk.release, operator.lang, release_id)
        await self.show_in(operator, shown, message_id)

    async def show_at(self, operator: Operator, release_id: str, message_id: int) -> None:
        """In place of what a message shows; as a new one without a number."""
        if message_id:
            await self.show_in_place(operator, release_id, message_id)
        else:
            await self.show_release(operator, release_id)

    async def is_stale(self, press: Press) -> bool:
        return press.rev != await self.ask(self.desk.revision, press.ref)

    async def show_stale(self, operator: Operator, release_id: str, message_id: int) -> None:
        """Say that the button is of an earlier state, and show the present one."""
        await self.say(operator, stale(operator.lang))
        if await self.ask(self.desk.revision, release_id):
            await self.show_in_place(operator, release_id, message_id)

    async def steer(
        self, operator: Operator, action: str, release_id: str, message_id: int = 0
    ) -> None:
        try:
            await self.ask(self.desk.steer, action, operator, release_id)
        except Stale:
            if message_id:
                await self.show_stale(operator, release_id, message_id)
            else:
                await self.say(operator, stale(operator.lang))
            return
        await self.show_at(operator, release_id, message_id)

    # --- times --------------------------------------------------------------------------------

    async def show_times(self, operator: Operator, release_id: str, message_id: int = 0) -> None:
        rev = await self.ask(self.desk.revision, release_id)
        screen = times_screen(operator.lang, release_id, rev)
        if not (message_id and await self.window.edit_in_turn(operator.id, message_id, screen)):
            message_id = await self.say(operator, screen)
        await self._keep(operator, Shown(screen, release_id, asks=True), message_id)

    async def reschedule(
        self, operator: Operator, release_id: str, when: str, message_id: int = 0
    ) -> None:
        note = await self.ask(self.desk.reschedule, operator, release_id, when)
        if note:
            await self.say(operator, error_screen(operator.lang, note))
        await self.show_at(operator, release_id, message_id)

    # --- answers in free text -----------------------------------------------------------------

    async def want(self, operator: Operator, ref: str, prompt: str) -> None:
        """Ask for a line of text; `ref` says what it is for, also after a restart.

        It is kept before it is asked: killed in between, the answer would be for nothing.
        """
        kept = (operator.id, REPLY, ref)
        await self.ask(self.notices.keep, *kept, NO_MESSAGE)
        try:
            number = await self.window.ask(operator.id, prompt)
        except TelegramError:
            await self.ask(partial(self.notices.keep, *kept, NO_MESSAGE, final=True))
            raise
        known = await self.ask(self.notices.about, *kept)
        if known is None or not known.final:  # it may be answered already, after a restart
            await self.ask(self.notices.keep, *kept, number)

    async def want_address(self, operator: Operator, answer: str, question_id: str) -> None:
        asked = await self.ask(self.desk.questions)
        found = next((q for q in asked if q.id == question_id), None)
        if found is None:
            await self.say(operator, stale(operator.lang))
        else:
            ref = f"{answer}:{question_id}"
            await self.want(operator, ref, ask_url(operator.lang, found))

    async def show_question(self, operator: Operator, question: Question) -> None:
        """Once more; from now on this message is the one of the question."""
        screen = question_screen(operator.lang, question, where_to_look(question))
        number = await self.say(operator, screen)
        turn = await self.ask(self.desk.turn, question)
        await self.ask(self.notices.keep, operator.id, QUESTION, turn, number, screen.hash)

    async def asks_still(self, operator: Operator, question_id: str, message_id: int) -> None:
        """Raises NotNow when a message asked before something was tried again: its buttons would
        answer for what nobody has looked at."""
        notice = await self.ask(self.notices.at, operator.id, message_id)
        if notice is None or notice.kind != QUESTION:
            return
        if notice.final or notice.ref != await self.ask(self.desk.turn_of, question_id):
            raise NotNow(f"nothing named {question_id} asks; `pressrun status` lists what does")

    async def decide(
        self, operator: Operator, answer: str, question_id: str, url: str = ""
    ) -> None:
        delivery = await self.ask(self.desk.decide, operator, answer, question_id, url)
        message = await self._message_of(operator, delivery.release_id)
        if message is None or message.final:  # one that is not, is kept in step as it stands
            await self.show_release(operator, delivery.release_id)

    # --- taking back --------------------------------------------------------------------------

    async def show_removals(self, operator: Operator, release_id: str) -> None:
        removals = await self.ask(self.desk.removals, release_id)
        rev = await self.ask(self.desk.revision, release_id)
        await self.say(operator, retract_screen(operator.lang, removals, release_id, rev))

    async def retract(self, operator: Operator, release_id: str) -> None:
        await self.ask(self.desk.retract, operator, release_id)
        await self.show_release(operator, release_id)

    # --- previews -----------------------------------------------------------------------------

    async def preview(self, operator: Operator, path: Path, channels: Sequence[str] = ()) -> None:
        """Every edition as its readers will see it, or those of some channels."""
        rendered = await self.ask(self.desk.render, path)
        wanted = channels or tuple(rendered.editions)
        if "telegram" in wanted and "telegram" in rendered.editions:
            await self.ask(telegram_edition, self.desk.shop, rendered, operator.id)
        made: Sheets = await self.ask(sheets, operator.lang, self.desk, rendered, wanted)
        for screen in made.screens:
            await self.say(operator, screen)
        if made.page:
            caption = say(operator.lang, "preview.page")
            await self.window.document(operator.id, "preview.html", made.page, caption)
        for screen in made.closing:
            await self.say(operator, screen)
