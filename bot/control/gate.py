"""Who may use the control room: the listed operators, each in their own private chat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass

from telegram import Update, User
from telegram.ext import ApplicationHandlerStop

from bot.control.desk import Operator
from bot.control.notes_screen import not_allowed
from bot.control.notices import People, language_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Gate:
    """Stops every update that is not an operator's own, before any handler sees it."""

    operators: Collection[int]
    people: People

    async def check(self, update: Update, _context: object) -> None:
        """Raises ApplicationHandlerStop for everybody else, who is told so once a day."""
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None:
            raise ApplicationHandlerStop
        lang = language_of(user.language_code)
        await asyncio.to_thread(self.people.met, user.id, user.full_name, lang)
        # In a private chat the two numbers are the same; a button that was passed on fails here.
        if user.id in self.operators and chat.id == user.id:
            return
        log.warning(
            "%s wrote to the control room in a %s chat and is not let in", user.id, chat.type
        )
        told = await asyncio.to_thread(self.people.may_be_told, user.id)
        words = not_allowed(lang, user.id).text if told else ""
        if update.callback_query:
            await update.callback_query.answer(words or None)
        elif words:
            await chat.send_message(words)
        raise ApplicationHandlerStop


def operator(user: User) -> Operator:
    return Operator(user.id, user.full_name, language_of(user.language_code))
