"""What people do at Telegram behind the bot's back, called by `/_control/do/telegram/<name>`."""

from __future__ import annotations

import secrets
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sandbox.exchange import Json, Upload
from sandbox.service import Action
from sandbox.telegram.arrangements import the_bot, the_channel, the_person
from sandbox.telegram.detection import detected
from sandbox.telegram.entities import Formatted, with_detected
from sandbox.telegram.rows import (
    CHANNEL_ID,
    OPERATOR_ID,
    POSTER,
    RIGHTS,
    Bot,
    Callback,
    Chat,
    Member,
    Message,
)

if TYPE_CHECKING:
    from sandbox.telegram.account import Telegram


def say(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"text", "user_id"?, "bot_id"?, "chat_id"?, "reply_to"?}: a person writes to the bot in
    private, or in a group; perhaps in answer to a message there."""
    found = with_detected(Formatted(str(raw["text"])), detected(str(raw["text"])))
    draft = Message(0, 0, 0, "text", found.text, found.entities())
    return _from_person(telegram, raw, replace(draft, reply_to=int(raw.get("reply_to", 0))))


def upload(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"name", "text" or "base64", "caption"?, "user_id"?}: a person sends a document."""
    name = str(raw["name"])
    content = b64decode(raw["base64"]) if "base64" in raw else str(raw["text"]).encode()
    bot = the_bot(telegram, raw)
    file = telegram.files.take(bot, "document", Upload("document", name, "", content))
    caption = str(raw.get("caption", ""))
    return _from_person(telegram, raw, Message(0, 0, 0, "document", caption, file=file.unique))


def press(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"message_id"?, "data" or "button", "chat_id"?, "user_id"?}: a button of that message, or of
    the last one that has it -> {"callback_query_id"}."""
    bot, user = the_bot(telegram, raw), the_person(telegram, raw)
    message, data = _button(telegram, raw, int(raw.get("chat_id", user.id)))
    number = str(secrets.randbits(63))
    telegram.state.callbacks.put(number, Callback(bot.id, telegram.state.clock.now()))
    query: dict[str, Json] = {
        "id": number,
        "from": telegram.views.person(user),
        "message": telegram.views.message(bot, message),
        "chat_instance": str(abs(message.chat_id) * 7919),
        "data": data,
    }
    telegram.updates.add(bot, "callback_query", query)
    return {"callback_query_id": number}


def callback(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"callback_query_id"} -> what the bot answered, null when it has not."""
    found = telegram.state.callbacks.get(str(raw["callback_query_id"]))
    if found is None:
        raise ValueError("no such press")
    return {"answer": found.answer}


def chat(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"chat_id"?} -> its messages as the bot sees them: the operator's, when none is named."""
    found = telegram.state.messages_of(int(raw.get("chat_id", OPERATOR_ID)))
    return [telegram.views.message(the_bot(telegram, raw), message) for message in found]


def kick(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"how"?: "kicked" | "left"}: the bot is out of the channel."""
    _set_member(telegram, raw, Member(str(raw.get("how", "kicked"))))
    return {}


def revoke_rights(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"rights"?: ["can_post_messages"]}: those, or all, are taken from the bot."""
    taken = raw.get("rights", list(RIGHTS))
    has = telegram.state.member(the_bot(telegram, raw).id, the_channel(telegram, raw).id).rights
    kept = [right for right in has if right not in taken]
    _set_member(telegram, raw, Member("administrator", kept))
    return {"rights": list(kept)}


def grant_rights(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"rights"?}: the bot is an administrator with those, or with the usual ones."""
    rights = [str(right) for right in raw.get("rights", POSTER)]
    _set_member(telegram, raw, Member("administrator", rights))
    return {"rights": list(rights)}


def block(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"user_id"?, "how"?}: what a person's chat is: blocked, deactivated, left or started."""
    user = the_person(telegram, raw)
    telegram.state.set_member(
        the_bot(telegram, raw).id, user.id, Member(str(raw.get("how", "blocked")))
    )
    return {}


def delete_post(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"message_id"?, "chat_id"?}: that post, or the last one."""
    message = _message(telegram, raw)
    telegram.editing.remove(message)
    return {"message_id": message.id}


def edit_post(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"text", "message_id"?, "chat_id"?}: another administrator edits that post, or the last."""
    message = _message(telegram, raw)
    edited = replace(message, text=str(raw["text"]), entities=[], edited=telegram.state.now())
    telegram.state.messages.put(edited.key, edited)
    return {"message_id": edited.id}


def foreign_post(telegram: Telegram, raw: Mapping[str, Any]) -> Json:
    """{"text"?, "chat_id"?}: another administrator posts."""
    channel, bot = the_channel(telegram, raw), the_bot(telegram, raw)
    text = str(raw.get("text", "A post by someone else"))
    draft = Message(channel.id, 0, 0, "text", text)
    message = _put(telegram, bot, channel, draft)
    if telegram.state.member(bot.id, channel.id).status == "administrator":
        telegram.updates.add(bot, "channel_post", telegram.views.message(bot, message))
    return {"message_id": message.id}


def _from_person(telegram: Telegram, raw: Mapping[str, Any], draft: Message) -> Json:
    bot, user = the_bot(telegram, raw), the_person(telegram, raw)
    telegram.state.set_member(bot.id, user.id, Member("started"))
    chat = telegram.state.chat(int(raw["chat_id"])) if "chat_id" in raw else user
    if chat is None:
        raise ValueError("no such chat")
    message = _put(telegram, bot, chat, replace(draft, user_id=user.id))
    telegram.updates.add(bot, "message", telegram.views.message(bot, message))
    return {"message_id": message.id}


def _put(telegram: Telegram, bot: Bot, chat: Chat, draft: Message) -> Message:
    number = telegram.state.next_message_id(bot.id, chat)
    message = replace(draft, chat_id=chat.id, id=number, date=telegram.state.now())
    telegram.state.messages.put(message.key, message)
    return message


def _button(telegram: Telegram, raw: Mapping[str, Any], chat_id: int) -> tuple[Message, str]:
    """The message with the button, and the button's data; ValueError when there is none."""
    messages = telegram.state.messages_of(chat_id)
    if "message_id" in raw:
        messages = [message for message in messages if message.id == int(raw["message_id"])]
    for message in reversed(messages):
        for button in _buttons(message):
            data = str(button.get("callback_data", ""))
            if data and (data == raw.get("data") or button["text"] == raw.get("button")):
                return message, data
    raise ValueError("no message has that button")


def _buttons(message: Message) -> list[dict[str, Any]]:
    rows: Any = (message.markup or {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _message(telegram: Telegram, raw: Mapping[str, Any]) -> Message:
    chat_id = int(raw.get("chat_id", CHANNEL_ID))
    found = telegram.state.messages_of(chat_id)
    if "message_id" in raw:
        found = [message for message in found if message.id == int(raw["message_id"])]
    if not found:
        raise ValueError("no such message")
    return found[-1]


def _set_member(telegram: Telegram, raw: Mapping[str, Any], member: Member) -> None:
    telegram.state.set_member(the_bot(telegram, raw).id, the_channel(telegram, raw).id, member)


ACTIONS: Mapping[str, Action] = {
    "say": say,
    "upload": upload,
    "press": press,
    "callback": callback,
    "chat": chat,
    "kick": kick,
    "revoke_rights": revoke_rights,
    "grant_rights": grant_rights,
    "block": block,
    "delete_post": delete_post,
    "edit_post": edit_post,
    "foreign_post": foreign_post,
}
