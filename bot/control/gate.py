"""Who may use the control room: the listed operators, each in their own private chat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass

from telegram import Chat, Update, User
from telegram.ext import ApplicationHandlerStop

from bot.control.desk import Operator
from bot.control.notes_screen import not_allowed
from bot.control.notices import People
from bot.control.words import language

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Gate:
    """Stops every update that is not an operator's own, before any handler sees it."""

    operators: Collection[int]
    people: People

    async def check(self, update: Update, _context: object) -> None:
        """Raises ApplicationHandlerStop for everybody else, who is told so once a day.

        Nothing else is raised for them: the library would go on to the handlers after any other
        exception.
        """
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None:
            raise ApplicationHandlerStop
        # In a private chat the two numbers are the same; a button that was passed on fails here.
        if user.id in self.operators and chat.id == user.id:
            await self._met(user)
            return
        doing = "pressed a button of" if update.callback_query else "wrote to"
        log.warning("%s %s the control room in a %s chat: not let in", user.id, doing, chat.type)
        try:
            await self._turn_away(update, user, chat)
        except Exception:
            log.exception("%s could not be told so", user.id)
        raise ApplicationHandlerStop

    async def _turn_away(self, update: Update, user: User, chat: Chat) -> None:
        await self._met(user)
        told = await asyncio.to_thread(self.people.may_be_told, user.id)
        words = not_allowed(language(user.language_code), user.id).text if told else ""
        if update.callback_query:
            await update.callback_query.answer(words or None)
        elif words:
            await chat.send_message(words)

    async def _met(self, user: User) -> None:
        lang = language(user.language_code)
        await asyncio.to_thread(self.people.met, user.id, user.full_name, lang)


def operator(user: User) -> Operator:
    return Operator(user.id, user.full_name, language(user.language_code))
