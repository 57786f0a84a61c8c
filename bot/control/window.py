"""Sending and editing messages in operators' chats, as Telegram's limits want it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
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
from telegram.error import BadRequest, RetryAfter

from bot.control.screen import Button, Screen

log = logging.getLogger(__name__)

EDIT_EVERY = 3.0  # seconds between two edits of one message
TRIES = 5
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UNCHANGED = "message is not modified"


@dataclass(slots=True)
class Window:
    """The chats of one bot. A 429 holds everything back for as long as it says."""

    bot: Bot
    _edited: dict[tuple[int, int], float] = field(default_factory=dict)
    _quiet_until: float = 0.0

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

    def may_edit(self, chat: int, message_id: int) -> bool:
        """Whether enough time has passed since this message was last edited."""
        now = monotonic()
        last = self._edited.get((chat, message_id), 0.0)
        return now >= self._quiet_until and now - last >= EDIT_EVERY

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
        return True

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
