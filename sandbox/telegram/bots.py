"""What a bot says about itself: who it is, its commands, and its answers to pressed buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sandbox.exchange import Answer, Exchange, Json
from sandbox.telegram.arguments import Arguments, Fields
from sandbox.telegram.chats import Chats
from sandbox.telegram.errors import TOO_OLD, Malformed, bad, done, ok
from sandbox.telegram.rows import Bot, Callback, Commands, State
from sandbox.telegram.views import Views

MOST_COMMANDS = 100
MOST_NAME = 32
MOST_DESCRIPTION = 256
MOST_ANSWER = 200
WIDE_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")


class Bots:
    def __init__(self, state: State, chats: Chats, views: Views) -> None:
        self._state, self._chats, self._views = state, chats, views

    def get_me(self, bot: Bot, _arguments: Arguments, _exchange: Exchange) -> Answer:
        able = {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
        return ok({**self._views.bot(bot), **able})

    def get_name(self, bot: Bot, _arguments: Arguments, _exchange: Exchange) -> Answer:
        return ok({"name": bot.first_name})

    def set_commands(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        commands = _read_commands(arguments)
        key = self._key(bot, arguments)
        checked = [_checked(name, description) for name, description in commands]
        if len(checked) > MOST_COMMANDS:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        self._state.commands.put(key, Commands(checked))
        return done()

    def get_commands(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        found = self._state.commands.get(self._key(bot, arguments))
        return ok(list(found.commands) if found else [])

    def delete_commands(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        self._state.commands.drop(self._key(bot, arguments))
        return done()

    def answer_callback(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        number = arguments.text("callback_query_id")
        pressed = self._state.callbacks.get(number)
        limit = self._state.switches.seconds("callback_s")
        late = pressed is not None and self._state.clock.now() - pressed.at > limit
        if pressed is None or pressed.bot_id != bot.id or pressed.answer is not None or late:
            raise bad(TOO_OLD)
        if len(arguments.text("text")) > MOST_ANSWER:
            raise bad("MESSAGE_TOO_LONG")
        answer: dict[str, Json] = {
            "text": arguments.text("text"),
            "show_alert": arguments.flag("show_alert"),
        }
        self._state.callbacks.put(number, Callback(bot.id, pressed.at, answer))
        return done()

    def _key(self, bot: Bot, arguments: Arguments) -> str:
        language = arguments.text("language_code")
        if not re.fullmatch(r"([a-z]{2})?", language):
            raise bad("invalid language code specified")
        return f"{bot.id}/{self._scope(bot, arguments)}/{language}"

    def _scope(self, bot: Bot, arguments: Arguments) -> str:
        value = arguments.json("scope", "BotCommandScope")
        if value is None:
            return "default"
        try:
            fields = Fields(value, "BotCommandScope must be an Object")
            kind = fields.required_text("type")
            if kind in WIDE_SCOPES:
                return kind
            if kind not in CHAT_SCOPES:
                raise Malformed("Unsupported type specified")
            chat_id = fields.required_text("chat_id")
        except Malformed as wrong:
            raise bad(f"can't parse BotCommandScope: {wrong}") from wrong
        chat = self._chats.find(bot, chat_id, write=False)
        if chat.type == "channel" or kind != "chat":
            where = "channel chats" if chat.type == "channel" else "private chats"
            raise bad(f"can't use specified scope in {where}")
        return f"chat {chat.id}"


def _read_commands(arguments: Arguments) -> Sequence[tuple[str, str]]:
    value = arguments.json("commands", "commands")
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad("expected an Array of BotCommand")
    try:
        return [_command(one) for one in value]
    except Malformed as wrong:
        raise bad(f"can't parse BotCommand: {wrong}") from wrong


def _command(value: Any) -> tuple[str, str]:
    fields = Fields(value, "expected an Object")
    return fields.required_text("command"), fields.required_text("description")


def _checked(name: str, description: str) -> dict[str, str]:
    name, description = name.strip().removeprefix("/"), description.strip()
    if not name:
        raise bad("command must be non-empty")
    if len(name) > MOST_NAME:
        raise bad(f"command length must not exceed {MOST_NAME}")
    if not description:
        raise bad("command description must be non-empty")
    if len(description) > MOST_DESCRIPTION:
        raise bad(f"command description length must not exceed {MOST_DESCRIPTION}")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise bad("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}
