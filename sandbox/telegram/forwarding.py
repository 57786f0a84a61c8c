"""Forwards and copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sandbox.exchange import Answer, Exchange, Json, NotModelled
from sandbox.telegram.arguments import Arguments
from sandbox.telegram.chats import Chats
from sandbox.telegram.editing import WORDED, read_ids
from sandbox.telegram.errors import bad, ok
from sandbox.telegram.formatting import finished_caption, read_caption
from sandbox.telegram.keyboards import Keyboard
from sandbox.telegram.rates import Rates
from sandbox.telegram.rows import Bot, Chat, Message, State
from sandbox.telegram.sending import Sending, with_text
from sandbox.telegram.views import Views


class Forwarding:
    def __init__(
        self, state: State, chats: Chats, rates: Rates, views: Views, sending: Sending
    ) -> None:
        self._state, self._chats, self._rates = state, chats, rates
        self._views, self._sending = views, sending

    def forward(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        source, message = self._source(bot, arguments, "forward")
        chat, draft = self._sending.begin(bot, arguments, message.kind)
        if message.protected or (
            source.type == "channel" and self._state.switches.word("forwards") == "protected"
        ):
            raise bad("the message can't be forwarded")
        self._rates.spend(bot, chat)
        sent = self._sending.put(bot, chat, self._forwarded(message, draft))
        return ok(self._views.message(bot, sent))

    def copy(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        _, message = self._source(bot, arguments, "copy")
        chat, draft = self._sending.begin(bot, arguments, message.kind)
        content = _content(message, draft)
        if arguments.has("caption") and message.kind not in WORDED:
            caption = finished_caption(read_caption(arguments), self._state.switches)
            above = arguments.flag("show_caption_above_media")
            content = replace(with_text(content, caption), above=above)
        self._rates.spend(bot, chat)
        return ok({"message_id": self._sending.put(bot, chat, content).id})

    def copy_some(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        """Missing messages are skipped; pieces of one album stay one."""
        chat, draft = self._sending.begin(bot, arguments, "text")
        source = self._from_chat(bot, arguments)
        ids = read_ids(arguments)
        if any(one >= other for one, other in pairwise(ids)):
            raise bad("message identifiers must be in a strictly increasing order")
        found = [self._state.message(source.id, number) for number in ids]
        messages = [message for message in found if message is not None]
        if not messages:
            raise bad("there are no messages to forward")
        self._rates.spend(bot, chat, len(messages))
        albums = self._albums(messages)
        sent: list[Json] = []
        for message in messages:
            copied = replace(_content(message, draft), album=albums.get(message.album, ""))
            if arguments.flag("remove_caption") and message.kind not in WORDED:
                copied = replace(copied, text="", entities=[])
            sent.append({"message_id": self._sending.put(bot, chat, copied).id})
        return ok(sent)

    def _source(self, bot: Bot, arguments: Arguments, what: str) -> tuple[Chat, Message]:
        chat = self._from_chat(bot, arguments)
        member = self._state.member(bot.id, chat.id).status
        message = self._state.message(chat.id, arguments.number("message_id"))
        hidden = chat.type == "channel" and self._state.switches.word("forwards") == "not_found"
        if message is None or member == "left" or (hidden and what == "forward"):
            raise bad(f"message to {what} not found")
        return chat, message

    def _from_chat(self, bot: Bot, arguments: Arguments) -> Chat:
        if arguments.has("video_start_timestamp"):
            raise NotModelled("video_start_timestamp")
        return self._chats.find(bot, arguments.required("from_chat_id"), write=False)

    def _forwarded(self, message: Message, draft: Message) -> Message:
        content = _content(message, draft)
        origin = self._views.origin(message)
        return replace(content, origin=origin, markup=_portable(message.markup), reply_to=0)

    def _albums(self, messages: Sequence[Message]) -> dict[str, str]:
        """New names for the albums of which more than one message comes along."""
        names = [message.album for message in messages if message.album]
        shared = {name for name in names if names.count(name) > 1}
        return {
            name: str(13_000_000_000_000_000 + self._state.next("album")) for name in sorted(shared)
        }


def _content(message: Message, draft: Message) -> Message:
    """The draft with what the message says and shows."""
    return replace(
        draft,
        kind=message.kind,
        text=message.text,
        entities=message.entities,
        file=message.file,
        preview=message.preview,
        above=message.above,
        spoiler=message.spoiler,
        rich=message.rich,
    )


def _portable(markup: Keyboard | None) -> Keyboard | None:
    """A keyboard whose every button works away from its message, else none."""
    rows = markup.get("inline_keyboard") if markup else None
    if not isinstance(rows, list) or "callback_data" in str(rows):
        return None
    return markup
