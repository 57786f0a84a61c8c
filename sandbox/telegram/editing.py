"""Edits, deletions and the pin."""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Answer, Exchange, Json, NotModelled
from sandbox.telegram.arguments import Arguments, whole
from sandbox.telegram.chats import Chats
from sandbox.telegram.errors import NOT_MODIFIED, Malformed, bad, done, ok
from sandbox.telegram.formatting import finished_caption, finished_text, read_caption, read_text
from sandbox.telegram.keyboards import read_markup
from sandbox.telegram.options import read_preview
from sandbox.telegram.rates import Rates
from sandbox.telegram.rich_showing import plain_words
from sandbox.telegram.rows import Bot, Chat, Message, State
from sandbox.telegram.sending import Sending, with_text
from sandbox.telegram.views import Views, same_content

DELETABLE_S = 48 * 3600
MOST_IDS = 100
WORDED = ("text", "rich")  # kinds of messages without a caption


class Editing:
    def __init__(
        self, state: State, chats: Chats, rates: Rates, views: Views, sending: Sending
    ) -> None:
        self._state, self._chats, self._rates = state, chats, rates
        self._views, self._sending = views, sending

    def text(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        if arguments.has("rich_message"):
            return self._rich(bot, arguments)
        raw, preview = read_text(arguments), read_preview(arguments)
        chat, before = self._to_edit(bot, arguments)
        after = with_text(_worded(before, "text"), finished_text(raw, self._state.switches))
        return self._done(bot, arguments, chat, before, replace(after, preview=preview))

    def _rich(self, bot: Bot, arguments: Arguments) -> Answer:
        """A text becomes rich by it, as a rich message becomes a text."""
        if arguments.has("text"):
            raise bad("text and rich_message can't be used together")
        rich = self._sending.read_rich(bot, arguments)
        chat, before = self._to_edit(bot, arguments)
        after = replace(
            _worded(before, "rich"), rich=rich, text=plain_words(rich), entities=[], preview=None
        )
        return self._done(bot, arguments, chat, before, after)

    def caption(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        raw = read_caption(arguments)
        chat, before = self._to_edit(bot, arguments)
        if before.kind in WORDED:
            raise bad("there is no caption in the message to edit")
        after = with_text(before, finished_caption(raw, self._state.switches))
        above = arguments.flag("show_caption_above_media")
        return self._done(bot, arguments, chat, before, replace(after, above=above))

    def media(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        arguments.required("media")
        value = arguments.json("media", "input media")
        try:
            media = self._sending.read_media(arguments, value, in_album=False)
        except Malformed as wrong:
            raise bad(f"can't parse InputMedia: {wrong}") from wrong
        chat, before = self._to_edit(bot, arguments)
        if before.album and media.kind != before.kind:
            raise bad("can't change media type in the album")
        after = with_text(before, finished_caption(media.caption, self._state.switches))
        file = self._sending.take(bot, media.kind, media.given)
        after = replace(
            after,
            kind=media.kind,
            file=file.unique,
            above=media.above,
            spoiler=media.spoiler,
            preview=None,
            rich=None,
        )
        return self._done(bot, arguments, chat, before, after)

    def reply_markup(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        chat, before = self._to_edit(bot, arguments)
        return self._done(bot, arguments, chat, before, before)

    def delete(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        chat = self._chats.find(bot, arguments.text("chat_id"), write=True)
        message = self._state.message(chat.id, arguments.number("message_id"))
        if message is None:
            raise bad("message to delete not found")
        if not self._may_delete(bot, chat, message):
            raise bad("message can't be deleted")
        self.remove(message)
        return done()

    def delete_some(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        chat = self._chats.find(bot, arguments.text("chat_id"), write=True)
        found = [self._state.message(chat.id, number) for number in read_ids(arguments)]
        messages = [message for message in found if message is not None]
        if not all(self._may_delete(bot, chat, message) for message in messages):
            raise bad("message can't be deleted")
        for message in messages:
            self.remove(message)
        return done()

    def pin(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        chat = self._chats.find(bot, arguments.text("chat_id"), write=True)
        message = self._state.message(chat.id, arguments.number("message_id"))
        if message is None:
            raise bad("message to pin not found")
        needed = "edit" if self._state.switches.flag("pin_needs_edit") else "post"
        if chat.type == "channel" and not self._chats.may(bot, chat, f"can_{needed}_messages"):
            raise bad("not enough rights to manage pinned messages in the chat")
        self._chats.pin(chat, message.id)
        return done()

    def remove(self, message: Message) -> None:
        self._state.messages.drop(message.key)
        self._state.deleted_messages.put(message.key, message)
        chat = self._state.chat(message.chat_id)
        if chat is not None and chat.pinned == message.id:
            self._chats.pin(chat, 0)

    def _to_edit(self, bot: Bot, arguments: Arguments) -> tuple[Chat, Message]:
        if arguments.text("inline_message_id"):
            raise NotModelled("inline messages")
        chat = self._chats.find(bot, arguments.text("chat_id"), write=True)
        message = self._state.message(chat.id, arguments.number("message_id"))
        if message is None:
            raise bad("message to edit not found")
        if message.origin is not None or not self._may_edit(bot, chat, message):
            raise bad("message can't be edited")
        return chat, message

    def _may_edit(self, bot: Bot, chat: Chat, message: Message) -> bool:
        if message.bot_id == bot.id:
            return chat.type != "channel" or self._chats.may(bot, chat, "can_post_messages")
        return chat.type == "channel" and self._chats.may(bot, chat, "can_edit_messages")

    def _may_delete(self, bot: Bot, chat: Chat, message: Message) -> bool:
        if self._state.now() - message.date >= DELETABLE_S:
            return False
        if chat.type == "private":
            return True
        own = message.bot_id == bot.id and self._chats.may(bot, chat, "can_post_messages")
        return own or self._chats.may(bot, chat, "can_delete_messages")

    def _done(
        self, bot: Bot, arguments: Arguments, chat: Chat, before: Message, after: Message
    ) -> Answer:
        """A markup that is not given is taken away."""
        after = replace(after, markup=read_markup(arguments, in_channel=chat.type == "channel"))
        if same_content(before, after):
            refused = self._state.switches.word("same_edit") == "refused"
            raise bad(
                "message can't be edited" if refused and chat.type == "channel" else NOT_MODIFIED
            )
        self._rates.spend_edit(chat)
        after = replace(after, edited=self._state.now())
        self._state.messages.put(after.key, after)
        return ok(self._views.message(bot, after))


def _worded(before: Message, kind: str) -> Message:
    if before.kind not in WORDED:
        raise bad("there is no text in the message to edit")
    return replace(before, kind=kind, rich=None)


def read_ids(arguments: Arguments) -> list[int]:
    value = arguments.json("message_ids", "message_ids")
    if value is None:
        raise bad("message identifiers are not specified")
    if not isinstance(value, list):
        raise bad("expected an Array of message identifiers")
    if len(value) > MOST_IDS:
        raise bad("too many message identifiers specified")
    ids = [_message_id(one) for one in value]
    if not ids:
        raise bad("message identifiers are not specified")
    return ids


def _message_id(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise bad("message identifier must be a Number")
    number = whole(str(value))
    if number <= 0:
        raise bad("invalid message identifier specified")
    return number
