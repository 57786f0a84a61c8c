"""Sending and editing messages in operators' chats, as Telegram's limits want it."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.control.screen import Button, Screen

log = logging.getLogger(__name__)

EDIT_EVERY = 3.0  # seconds between two edits of one message
TRIES = 5
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UNCHANGED = "message is not modified"


@dataclass(slots=True)
class Window:
    """The chats of one bot. A 429 holds back what it was about for as long as it says."""

    bot: Bot
    _edited: dict[tuple[int, int], float] = field(default_factory=dict)
    _quiet_until: float = 0.0
    _served: Counter[int] = field(default_factory=Counter)

    @contextmanager
    def serving(self, chat: int) -> Iterator[None]:
        """A handler is at work for this operator."""
        self._served[chat] += 1
        try:
            yield
        finally:
            self._served[chat] -= 1

    def serves(self, chat: int) -> bool:
        return self._served[chat] > 0

    async def send(self, chat: int, screen: Screen, *, silent: bool = False) -> int:
        """A new message; its number. Raises TelegramError."""
        message = await self._patiently(
            lambda: self.bot.send_message(
                chat, screen.text, parse_mode=ParseMode.HTML, reply_markup=markup(screen),
                link_preview_options=NO_PREVIEW, disable_notification=silent,
            )
        )  # fmt: skip
        return message.message_id

    async def ask(self, chat: int, text: str) -> int:
        """A message that the app offers to reply to; its number."""
        message = await self._patiently(
            lambda: self.bot.send_message(
                chat, text, parse_mode=ParseMode.HTML, reply_markup=ForceReply()
            )
        )
        return message.message_id

    async def document(self, chat: int, name: str, content: bytes, caption: str) -> None:
        await self._patiently(
            lambda: self.bot.send_document(
                chat, content, filename=name, caption=caption, disable_notification=True
            )
        )

    async def remove(self, chat: int, message_id: int) -> None:
        """A message of our own; one that Telegram does not remove any more is left."""
        try:
            await self.bot.delete_message(chat, message_id)
        except TelegramError as error:
            log.info("message %s of %s stays: %s", message_id, chat, error)

    def may_edit(self, chat: int, message_id: int) -> bool:
        """Whether enough time has passed since this message was last edited."""
        return self._rest(chat, message_id) <= 0

    async def edit(self, chat: int, message_id: int, screen: Screen) -> bool:
        """Show this in place of what stands there; False when the message is not there any more.

        Raises RetryAfter, and is not tried again before then: progress comes again by itself.
        """
        self._edited[chat, message_id] = monotonic()
        try:
            await self.bot.edit_message_text(
                screen.text, chat, message_id, parse_mode=ParseMode.HTML,
                reply_markup=markup(screen), link_preview_options=NO_PREVIEW,
            )  # fmt: skip
        except RetryAfter as error:
            self._quiet_until = monotonic() + _seconds(error)
            raise
        except BadRequest as error:
            if UNCHANGED not in str(error).lower():
                log.info("message %s of %s cannot be edited: %s", message_id, chat, error)
                return False
        finally:  # counted from the answer: a slow request may have arrived only now
            self._edited[chat, message_id] = monotonic()
        return True

    async def edit_in_turn(self, chat: int, message_id: int, screen: Screen) -> bool:
        """The same for a person who has pressed something: it waits until the message may be
        edited, and after a 429 it is tried again."""
        for _ in range(TRIES - 1):
            await self._turn(chat, message_id)
            try:
                return await self.edit(chat, message_id, screen)
            except RetryAfter as error:
                log.info("Telegram asks for %s s of rest", _seconds(error))
        await self._turn(chat, message_id)
        return await self.edit(chat, message_id, screen)

    async def _turn(self, chat: int, message_id: int) -> None:
        while (rest := self._rest(chat, message_id)) > 0:
            await asyncio.sleep(rest)

    def _rest(self, chat: int, message_id: int) -> float:
        """Seconds until this message may be edited."""
        last = self._edited.get((chat, message_id))
        paced = 0.0 if last is None else last + EDIT_EVERY
        return max(paced, self._quiet_until) - monotonic()

    async def _patiently(self, send: Callable[[], Awaitable[Message]]) -> Message:
        for _ in range(TRIES - 1):
            try:
                return await send()
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error))
        return await send()


def markup(screen: Screen) -> InlineKeyboardMarkup | None:
    if not screen.rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in screen.rows])


def _button(button: Button) -> InlineKeyboardButton:
    extra = {"style": button.style} if button.style else {}
    return InlineKeyboardButton(
        button.text, url=button.url or None, callback_data=button.data or None, api_kwargs=extra
    )


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after if isinstance(after, int | float) else after.total_seconds())
