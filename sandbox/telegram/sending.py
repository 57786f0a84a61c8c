"""sendMessage, sendPhoto, sendDocument, sendMediaGroup and sendRichMessage."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sandbox.exchange import Answer, Exchange, Json, NotModelled, Refused, Upload
from sandbox.telegram.arguments import Arguments, Fields
from sandbox.telegram.chats import Chats
from sandbox.telegram.entities import Formatted
from sandbox.telegram.errors import Malformed, bad, of_item, ok, too_many
from sandbox.telegram.files import Files, Unfit
from sandbox.telegram.formatting import (
    finished_caption,
    finished_text,
    read_caption,
    read_formatted,
    read_text,
)
from sandbox.telegram.keyboards import read_markup
from sandbox.telegram.options import read_preview, read_reply
from sandbox.telegram.rates import Rates
from sandbox.telegram.rich_messages import read_rich
from sandbox.telegram.rich_showing import plain_words
from sandbox.telegram.rows import Bot, Chat, File, Message, State
from sandbox.telegram.views import Views

ALBUM = range(2, 11)


@dataclass(frozen=True, slots=True)
class Media:
    """One InputMedia as it was given."""

    kind: str
    given: str | Upload
    caption: Formatted
    above: bool
    spoiler: bool


class Sending:
    def __init__(
        self, state: State, chats: Chats, files: Files, rates: Rates, views: Views
    ) -> None:
        self._state, self._chats, self._files = state, chats, files
        self._rates, self._views = rates, views

    def message(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        raw, preview = read_text(arguments), read_preview(arguments)
        chat, draft = self.begin(bot, arguments, "text")
        draft = with_text(draft, finished_text(raw, self._state.switches))
        self._rates.spend(bot, chat)
        return ok(self._views.message(bot, self.put(bot, chat, replace(draft, preview=preview))))

    def photo(self, bot: Bot, arguments: Arguments, exchange: Exchange) -> Answer:
        return self._single(bot, arguments, exchange, "photo")

    def document(self, bot: Bot, arguments: Arguments, exchange: Exchange) -> Answer:
        return self._single(bot, arguments, exchange, "document")

    def media_group(self, bot: Bot, arguments: Arguments, exchange: Exchange) -> Answer:
        """reply_markup is not read here: albums have none, and the server says nothing."""
        medias = self._medias(arguments)
        plain = replace(arguments, values={**arguments.values, "reply_markup": ""})
        chat, draft = self.begin(bot, plain, "photo")
        _check_album(medias)
        items = [self._item(bot, media, n, draft) for n, media in enumerate(medias, 1)]
        sent = self._album(bot, chat, items, exchange)
        return ok([self._views.message(bot, message) for message in sent])

    def rich(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        rich = self.read_rich(bot, arguments)
        chat, draft = self.begin(bot, arguments, "rich")
        self._rates.spend(bot, chat)
        draft = replace(draft, rich=rich, text=plain_words(rich))
        return ok(self._views.message(bot, self.put(bot, chat, draft)))

    def read_rich(self, bot: Bot, arguments: Arguments) -> dict[str, Json]:
        return read_rich(self._state, self._files, bot, arguments)

    def put(self, bot: Bot, chat: Chat, draft: Message) -> Message:
        """The draft as the next message of the chat."""
        now, number = self._state.now(), self._state.next_message_id(bot.id, chat)
        message = replace(draft, chat_id=chat.id, id=number, date=now, bot_id=bot.id)
        self._state.messages.put(message.key, message)
        return message

    def read_media(self, arguments: Arguments, value: object, *, in_album: bool) -> Media:
        """Malformed when it is no InputMedia."""
        fields = Fields(value, "expected an Object")
        entities = fields.raw("caption_entities")
        caption = read_formatted(fields.text("caption"), fields.text("parse_mode"), entities)
        given = self._files.given(arguments, "", fields.text("media"))
        if not given:
            raise Malformed("media not found")
        kind = fields.required_text("type")
        if kind == "animation" and in_album:
            raise Malformed('type "animation" can\'t be used in sendMediaGroup')
        if kind in ("video", "audio", "animation", "live_photo"):
            raise NotModelled(f"media of type {kind}")
        if kind not in ("photo", "document"):
            raise Malformed(f'type "{kind}" is unsupported')
        above = fields.flag("show_caption_above_media")
        return Media(kind, given, caption, above, fields.flag("has_spoiler"))

    def take(self, bot: Bot, kind: str, given: str | Upload) -> File:
        try:
            return self._files.take(bot, kind, given)
        except Unfit as unfit:
            raise bad(str(unfit)) from unfit

    def _single(self, bot: Bot, arguments: Arguments, exchange: Exchange, kind: str) -> Answer:
        given = self._files.given(arguments, kind)
        if not given:
            raise bad(f"there is no {kind} in the request")
        raw = read_caption(arguments)
        chat, draft = self.begin(bot, arguments, kind)
        draft = with_text(draft, finished_caption(raw, self._state.switches))
        file = self.take(bot, kind, given)
        self._rates.spend(bot, chat)
        draft = replace(
            draft,
            file=file.unique,
            above=arguments.flag("show_caption_above_media"),
            spoiler=kind == "photo" and arguments.flag("has_spoiler"),
        )
        self._fail_processing(bot, chat, draft, exchange)
        return ok(self._views.message(bot, self.put(bot, chat, draft)))

    def _fail_processing(self, bot: Bot, chat: Chat, draft: Message, exchange: Exchange) -> None:
        """The fault image_process_failed: refused, and by details or switch live all the same."""
        ordered = exchange.injected("image_process_failed")
        if ordered is None:
            return
        if ordered.get("live", self._state.switches.flag("image_failed_live")):
            self.put(bot, chat, draft)
        raise bad("IMAGE_PROCESS_FAILED")

    def begin(self, bot: Bot, arguments: Arguments, kind: str) -> tuple[Chat, Message]:
        """Where to, and a message with all that a text, a photo and an album share."""
        reply_to, may_miss = read_reply(arguments)
        chat = self._chats.find(bot, arguments.text("chat_id"), write=True)
        markup = read_markup(arguments, in_channel=chat.type == "channel")
        if reply_to and self._state.message(chat.id, reply_to) is None:
            if not may_miss:
                raise bad("message to be replied not found")
            reply_to = 0
        self._chats.require_post(bot, chat)
        draft = Message(
            chat_id=chat.id,
            id=0,
            date=0,
            kind=kind,
            markup=markup,
            reply_to=reply_to,
            silent=arguments.flag("disable_notification"),
            protected=arguments.flag("protect_content") or chat.protected,
        )
        return chat, draft

    def _medias(self, arguments: Arguments) -> list[Media]:
        arguments.required("media")
        value = arguments.json("media", "media")
        if not isinstance(value, list):
            raise bad("expected an Array of InputMedia")
        try:
            return [self.read_media(arguments, one, in_album=True) for one in value]
        except Malformed as wrong:
            raise bad(f"can't parse InputMedia: {wrong}") from wrong

    def _item(self, bot: Bot, media: Media, number: int, draft: Message) -> Message:
        caption = finished_caption(media.caption, self._state.switches)
        try:
            file = self._files.take(bot, media.kind, media.given, in_album=True)
        except Unfit as unfit:
            raise of_item(number, str(unfit)) from unfit
        return replace(
            with_text(draft, caption),
            kind=media.kind,
            file=file.unique,
            above=media.above,
            spoiler=media.spoiler and media.kind == "photo",
        )

    def _album(
        self, bot: Bot, chat: Chat, items: list[Message], exchange: Exchange
    ) -> list[Message]:
        count = len(items) if self._state.switches.word("album_counts") == "items" else 1
        room = self._rates.room(chat)
        album = str(13_000_000_000_000_000 + self._state.next("album"))
        items = [replace(item, album=album) for item in items]
        if count > room and self._state.switches.word("album_429") == "some":
            self._put_some(bot, chat, items, room)
            raise Refused(too_many(self._rates.wait(chat)))
        self._rates.spend(bot, chat, count)
        self._break_off(bot, chat, items, exchange)
        return [self.put(bot, chat, item) for item in items]

    def _put_some(self, bot: Bot, chat: Chat, items: list[Message], count: int) -> None:
        if count:
            self._rates.spend(bot, chat, count)
        for item in items[:count]:
            self.put(bot, chat, item)

    def _break_off(self, bot: Bot, chat: Chat, items: list[Message], exchange: Exchange) -> None:
        """The fault album_partial: {"live": 1, "seconds"?: n, "text"?: "…"}."""
        ordered = exchange.injected("album_partial")
        if ordered is None:
            return
        live = int(ordered.get("live", 1))
        for item in items[:live]:
            self.put(bot, chat, item)
        if "seconds" in ordered:
            raise Refused(too_many(int(ordered["seconds"])))
        text = str(ordered.get("text", "Too Many Requests: retry after 8"))
        raise of_item(live + 1, text)


def with_text(draft: Message, formatted: Formatted) -> Message:
    return replace(draft, text=formatted.text, entities=formatted.entities())


def _check_album(medias: list[Media]) -> None:
    if not medias:
        raise bad("there are no messages to send")
    if len(medias) > ALBUM[-1]:
        raise bad("too many messages to send as an album")
    kinds = {media.kind for media in medias}
    if len(kinds) > 1:
        raise bad("document can't be mixed with other media types")
    if kinds == {"photo"} and len({media.above for media in medias}) > 1:
        raise bad("parameter show_caption_above_media must be the same for all messages")
    if len(medias) < ALBUM[0]:
        raise NotModelled("an album of one; the documentation asks for 2 to 10")
