"""The circumstances a test sets up at Telegram: other bots, chats and people, what the web holds.

Each function is an action of `/_control/do/telegram/<name>`.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sandbox.exchange import Json
from sandbox.service import Action
from sandbox.telegram.rows import (
    BOT_ID,
    CHANNEL_ID,
    OPERATOR_ID,
    POSTER,
    Bot,
    Chat,
    Member,
    WebFile,
)

if TYPE_CHECKING:
    from sandbox.telegram.account import Telegram


def skip_ids(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"count"?: 1}: the channel's next message ids are never seen."""
    for _ in range(int(raw.get("count", 1))):
        telegram.state.next_message_id(the_bot(telegram, raw).id, the_channel(telegram, raw))
    return {}


def migrate(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"to": -100777, "chat_id"?}: the chat has become another."""
    channel = the_channel(telegram, raw)
    telegram.state.chats.put(str(channel.id), replace(channel, moved_to=int(raw["to"])))
    return {}


def protect(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"on"?: true}: nothing of the channel can be forwarded."""
    channel = replace(the_channel(telegram, raw), protected=bool(raw.get("on", True)))
    telegram.state.chats.put(str(channel.id), channel)
    return {}


def add_bot(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"token", "username"}: another bot, in no chat yet."""
    number = int(str(raw["token"]).partition(":")[0])
    telegram.state.bots.put(str(number), Bot(number, str(raw["token"]), str(raw["username"])))
    return {"bot_id": number}


def add_channel(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"chat_id", "title", "username"?, "rights"?}: another channel with the bot in it."""
    number = int(raw["chat_id"])
    made = Chat(number, "channel", title=str(raw["title"]), username=str(raw.get("username", "")))
    telegram.state.chats.put(str(number), made)
    rights = [str(right) for right in raw.get("rights", POSTER)]
    member = Member("administrator", rights)
    telegram.state.set_member(the_bot(telegram, raw).id, number, member)
    return {"rights": list(rights)}


def add_group(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"chat_id", "title"}: a group with the bot in it."""
    number = int(raw["chat_id"])
    telegram.state.chats.put(str(number), Chat(number, "group", title=str(raw["title"])))
    telegram.state.set_member(the_bot(telegram, raw).id, number, Member("member"))
    return {}


def add_person(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"user_id", "first_name", "username"?, "language"?}: who has started the bot."""
    number = int(raw["user_id"])
    person = Chat(
        number,
        "private",
        username=str(raw.get("username", "")),
        first_name=str(raw["first_name"]),
        language=str(raw.get("language", "")),
    )
    telegram.state.chats.put(str(number), person)
    telegram.state.set_member(the_bot(telegram, raw).id, number, Member("started"))
    return {}


def web_file(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"url", "type", "base64"}: what Telegram finds when it is sent an address."""
    digest = telegram.state.store.keep(b64decode(raw["base64"]))
    url = str(raw["url"])
    telegram.state.web.put(url, WebFile(url, digest, str(raw["type"])))
    return {}


def redeliver(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"count"?: 1}: the last confirmed updates come once more."""
    telegram.updates.redeliver(the_bot(telegram, raw), int(raw.get("count", 1)))
    return {}


def the_bot(telegram: Telegram, raw: Mapping[str, Any]) -> Bot:
    bot = telegram.state.bots.get(str(raw.get("bot_id", BOT_ID)))
    if bot is None:
        raise ValueError("no such bot")
    return bot


def the_person(telegram: Telegram, raw: Mapping[str, Any]) -> Chat:
    found = telegram.state.chat(int(raw.get("user_id", OPERATOR_ID)))
    if found is None or found.type != "private":
        raise ValueError("no such person")
    return found


def the_channel(telegram: Telegram, raw: Mapping[str, Any]) -> Chat:
    found = telegram.state.chat(int(raw.get("chat_id", CHANNEL_ID)))
    if found is None or found.type != "channel":
        raise ValueError("no such channel")
    return found


ACTIONS: Mapping[str, Action] = {
    "skip_ids": skip_ids,
    "migrate": migrate,
    "protect": protect,
    "add_bot": add_bot,
    "add_channel": add_channel,
    "add_group": add_group,
    "add_person": add_person,
    "web_file": web_file,
    "redeliver": redeliver,
}
