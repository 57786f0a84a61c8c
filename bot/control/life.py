"""The bot's life: polling in a thread of its own, for as long as the daemon runs."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from telegram import Bot, BotCommand, BotCommandScopeChat, Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.control.alarms import Alarms
from bot.control.commands import COMMANDS, Command, help_
from bot.control.desk import Desk, Operator
from bot.control.gate import Gate, operator
from bot.control.keeping import Keeper
from bot.control.listening import Conflicts
from bot.control.notices import LANGUAGES, Notices, People
from bot.control.presses import pressed
from bot.control.receiving import received, written
from bot.control.room import Room
from bot.control.screen import Screen
from bot.control.screens import command_menu, conflict, conflict_over, error_screen
from bot.control.window import Window
from bot.control.words import say
from bot.wiring import Workshop

log = logging.getLogger(__name__)

AGAIN = 10.0  # seconds until a bot that cannot be reached is tried again; paced in rehearsals
KNOWN = 60.0  # seconds between two looks whether Telegram still knows the token; paced, too
CLOSED = "control room"  # among what a worker lacks
VOID = (
    "Telegram does not know the bot's token; take the present one from @BotFather, set "
    "PRESSRUN_CONTROL_TOKEN or PRESSRUN_TELEGRAM_TOKEN, and start pressrun serve again"
)
SOON = 1.0  # seconds: no rehearsal tries again, or looks, earlier
AT_ONCE = 32  # updates: /status is answered while a preview is being made
PATIENCE = 15.0  # seconds in which the thread has to end
UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY]

Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


@dataclass
class Life:
    """One bot for one store. `api` is the Bot API server; `place` lies in the newsletter's site.
    `token` is asked each time the room is opened: it may have been renewed."""

    shop: Workshop
    place: Path
    token: Callable[[], str] = field(repr=False)
    api: str
    _stopping: asyncio.Event | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _conflicts: Conflicts = field(default_factory=Conflicts)
    _telling: asyncio.Task[None] | None = None  # kept, or it might be collected while it runs

    @contextmanager
    def running(self) -> Iterator[None]:
        """The bot answers while the block runs."""
        thread = threading.Thread(target=self._run, name="control room", daemon=True)
        thread.start()
        try:
            yield
        finally:
            if self._loop is not None and self._stopping is not None:
                with suppress(RuntimeError):  # the loop has ended by itself
                    self._loop.call_soon_threadsafe(self._stopping.set)
            thread.join(PATIENCE)

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except Exception:
            log.exception("the control room has ended; releases go on without it")

    async def _live(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        while not self._stopping.is_set():
            try:
                await self._serve(self._stopping)
            except InvalidToken:
                self._closed()
            except TelegramError as error:
                log.warning("the bot cannot be reached: %s", error)
            except Exception:
                log.exception("the control room has failed, and is opened again")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self._paced(AGAIN))

    def _closed(self) -> None:
        """Said once, and shown by `pressrun status` until the room is open again."""
        if CLOSED not in self.shop.pool.lacking:
            log.error("the control room is closed: %s", VOID)
        self.shop.pool.lacking[CLOSED] = VOID

    def _paced(self, seconds: float) -> float:
        return max(SOON, seconds / self.shop.clock.pace)

    async def _serve(self, stopping: asyncio.Event) -> None:
        application = (
            ApplicationBuilder()
            .token(self.token())
            .base_url(f"{self.api}/bot")
            .base_file_url(f"{self.api}/file/bot")
            .concurrent_updates(AT_ONCE)
            .build()
        )
        async with application:
            room, keeper = self._furnish(application)
            bot = application.bot
            await asyncio.to_thread(room.notices.opened, room.desk.newsletter, bot.id, bot.username)
            await self._offer_commands(application)
            await application.start()
            try:
                await self._poll(application, room)
                self.shop.pool.lacking.pop(CLOSED, None)
                await first_of(keeper.keep(stopping), self._listen(room))
            finally:
                await self._close(application)

    async def _poll(
        self, application: Application[Any, Any, Any, Any, Any, Any], room: Room
    ) -> None:
        assert application.updater is not None  # noqa: S101 - built with one
        await application.updater.start_polling(
            poll_interval=0.2 if self.shop.clock.pace > 1 else 0.0,
            allowed_updates=UPDATES,
            drop_pending_updates=False,  # a /cancel that was sent meanwhile still counts
            error_callback=lambda error: self._polling_failed(error, room),
        )
        log.info("the control room is open: @%s", application.bot.username)

    async def _close(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Also after polling could not begin; an application that runs cannot be shut down."""
        updater = application.updater
        if updater is not None and updater.running:
            with suppress(InvalidToken):  # what polling ended with; it is said where it is found
                await updater.stop()
        await application.stop()

    # --- furniture ----------------------------------------------------------------------------

    def _furnish(
        self, application: Application[Any, Any, Any, Any, Any, Any]
    ) -> tuple[Room, Keeper]:
        engine, clock = self.shop.engine, self.shop.clock
        notices, people = Notices(engine, clock), People(engine, clock)
        operators = self.shop.settings.control.operators
        window = Window(application.bot)
        room = Room(Desk(self.shop, self.place), notices, window, application.bot.username)
        application.add_handler(TypeHandler(Update, Gate(operators, people).check), group=-1)
        for name, command in COMMANDS.items():
            application.add_handler(CommandHandler(name, _on_command(room, command)))
        application.add_handler(CommandHandler("start", _on_start), group=1)
        application.add_handler(CallbackQueryHandler(_on_press(room)))
        application.add_handler(MessageHandler(filters.Document.ALL, _on_document(room)))
        application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, _on_text(room)))
        application.add_handler(MessageHandler(filters.COMMAND, _on_command(room, help_)))
        application.add_error_handler(_on_error)
        alarms = Alarms(room.desk, notices)
        return room, Keeper(room.desk, notices, people, operators, window, alarms)

    async def _offer_commands(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """The menu, for the operators alone, in the language of each one's app."""
        await application.bot.delete_my_commands()
        for number in self.shop.settings.control.operators:
            await _offer_menu(application.bot, number)

    def _polling_failed(self, error: TelegramError, room: Room) -> None:
        if not isinstance(error, Conflict):
            log.warning("asking for updates: %s", error)
            return
        log.error("another program asks this bot for updates: end one of them, or use another bot")
        if self._conflicts.met(monotonic()) and self._loop is not None:
            self._telling = self._loop.create_task(self._tell_all(room, conflict))

    async def _listen(self, room: Room) -> None:
        """Notice what polling does not tell: that it goes on undisturbed, and that it has ended
        with the token. Raises InvalidToken."""
        while True:
            await asyncio.sleep(self._paced(KNOWN))
            await _known(room.window.bot)
            if self._conflicts.over(monotonic()):
                log.info("no other program asks this bot for updates any more")
                await self._tell_all(room, conflict_over)

    async def _tell_all(self, room: Room, screen: Callable[[str], Screen]) -> None:
        people = People(self.shop.engine, self.shop.clock)
        for number in self.shop.settings.control.operators:
            lang = await asyncio.to_thread(people.language, number)
            try:
                await room.window.send(number, screen(lang))
            except TelegramError as error:
                log.warning("operator %s: %s", number, error)


async def _known(bot: Bot) -> None:
    """Raises InvalidToken when the token is void; polling would end with that and say nothing."""
    try:
        await bot.get_me()
    except InvalidToken:
        raise
    except TelegramError as error:
        log.info("whether Telegram knows the bot cannot be told now: %s", error)


async def first_of(*works: Coroutine[Any, Any, None]) -> None:
    """Until one of them ends, with what it raises; the others end with it."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def _offer_menu(bot: Bot, operator: int) -> None:
    """Telegram refuses it for somebody who has not written to the bot yet."""
    try:
        for lang in LANGUAGES:
            commands = [BotCommand(name, words) for name, words in command_menu(lang)]
            code = None if lang == LANGUAGES[0] else lang
            await bot.set_my_commands(commands, BotCommandScopeChat(operator), code)
    except TelegramError as error:
        log.info("no menu for %s: %s", operator, error)


# --- handlers ---------------------------------------------------------------------------------


def _who(update: Update) -> Operator:
    assert update.effective_user is not None  # noqa: S101 - the gate has seen it
    return operator(update.effective_user)


def _on_command(room: Room, command: Command) -> Handler:
    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        who = _who(update)
        await room.guarded(who, command(room, who, context.args or ()))

    return handle


async def _on_start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Who begins now gets the menu now."""
    await _offer_menu(context.bot, _who(update).id)


def _on_press(room: Room) -> Handler:
    async def handle(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query, who = update.callback_query, _who(update)
        assert query is not None  # noqa: S101 - the handler's own kind
        with suppress(TelegramError):  # a press of before a restart may be too old to be answered
            await query.answer()
        if query.message is not None:
            work = pressed(room, who, query.data or "", query.message.message_id)
            await room.guarded(who, work)

    return handle


def _on_document(room: Room) -> Handler:
    async def handle(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        who, message = _who(update), update.message
        if message is not None and message.document is not None:
            await room.guarded(who, received(room, who, message.document))

    return handle


def _on_text(room: Room) -> Handler:
    async def handle(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        who, message = _who(update), update.message
        if message is not None:
            to = message.reply_to_message
            number = to.message_id if to else 0
            await room.guarded(who, written(room, who, message.text or "", number))

    return handle


async def _on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    log.error("an update of the control room failed", exc_info=context.error)
    if isinstance(update, Update) and update.effective_chat is not None:
        words = error_screen(_who(update).lang, say(_who(update).lang, "error.ours")).text
        with suppress(TelegramError):
            await update.effective_chat.send_message(words)
