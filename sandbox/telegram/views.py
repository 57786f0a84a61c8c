"""Users, chats, files and messages as the Bot API shows them to one bot."""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Json
from sandbox.telegram.files import Files
from sandbox.telegram.rows import Bot, Chat, File, Message, State

Shown = dict[str, Json]


class Views:
    def __init__(self, state: State, files: Files) -> None:
        self._state, self._files = state, files

    def bot(self, bot: Bot) -> Shown:
        return {
            "id": bot.id,
            "is_bot": True,
            "first_name": bot.first_name,
            "username": bot.username,
        }

    def person(self, chat: Chat) -> Shown:
        shown: Shown = {"id": chat.id, "is_bot": False, "first_name": chat.first_name}
        if chat.username:
            shown["username"] = chat.username
        if chat.language:
            shown["language_code"] = chat.language
        return shown

    def chat(self, chat: Chat) -> Shown:
        names = ("title", "username", "first_name")
        known: Shown = {name: getattr(chat, name) for name in names if getattr(chat, name)}
        return {"id": chat.id, "type": chat.type, **known}

    def message(self, bot: Bot, message: Message, *, nested: bool = False) -> Shown:
        """`nested` is a message inside another, which shows no reply of its own."""
        chat = self._state.chat(message.chat_id) or Chat(message.chat_id, "private")
        shown: Shown = {
            "message_id": message.id,
            "date": message.date,
            **self.author(message, chat),
        }
        shown["chat"] = self.chat(chat)
        if message.edited:
            shown["edit_date"] = message.edited
        if message.origin is not None:
            shown["forward_origin"] = message.origin
        replied = self._state.message(message.chat_id, message.reply_to)
        if replied is not None and not nested:
            shown["reply_to_message"] = self.message(bot, replied, nested=True)
        if message.protected:
            shown["has_protected_content"] = True
        if message.album:
            shown["media_group_id"] = message.album
        shown |= self._content(bot, message)
        if message.markup is not None:
            shown["reply_markup"] = message.markup
        return shown

    def author(self, message: Message, chat: Chat) -> Shown:
        if chat.type == "channel":
            return {"sender_chat": self.chat(chat)}
        writer = self._state.bots.get(str(message.bot_id))
        if writer is not None:
            return {"from": self.bot(writer)}
        return {"from": self.person(self._state.chat(message.user_id) or chat)}

    def origin(self, message: Message) -> Shown:
        """Where a forwarded message comes from; a forward keeps the origin it has."""
        if message.origin is not None:
            return message.origin
        chat = self._state.chat(message.chat_id) or Chat(message.chat_id, "private")
        if chat.type == "channel":
            return {
                "type": "channel",
                "date": message.date,
                "chat": self.chat(chat),
                "message_id": message.id,
            }
        sender = self.author(message, chat)["from"]
        return {"type": "user", "date": message.date, "sender_user": sender}

    def _content(self, bot: Bot, message: Message) -> Shown:
        entities: Json = [self._entity(entity) for entity in message.entities]
        if message.kind == "text":
            shown: Shown = {"text": message.text}
            shown |= {"entities": entities} if message.entities else {}
            return shown | ({"link_preview_options": message.preview} if message.preview else {})
        if message.rich is not None:
            blocks = self._rich(bot, message.rich["blocks"])
            return {"rich_message": {**message.rich, "blocks": blocks}}
        shown = self._media(bot, message)
        if message.text:
            shown["caption"] = message.text
            shown |= {"caption_entities": entities} if message.entities else {}
        if message.above and message.text:
            shown["show_caption_above_media"] = True
        if message.spoiler:
            shown["has_media_spoiler"] = True
        return shown

    def _rich(self, bot: Bot, blocks: Json) -> list[Json]:
        """The blocks, photos with their sizes instead of the name of the file."""
        rows = blocks if isinstance(blocks, list) else []
        return [self._rich_block(bot, row) for row in rows if isinstance(row, dict)]

    def _rich_block(self, bot: Bot, block: Shown) -> Shown:
        inner: Shown = {n: self._rich(bot, block[n]) for n in ("items", "blocks") if n in block}
        if block.get("type") != "photo":
            return {**block, **inner}
        file = self._state.files.get(str(block["file"]))
        shown = {name: value for name, value in block.items() if name != "file"}
        return {**shown, "photo": self._photo(bot, file) if file else []}

    def _entity(self, entity: Shown) -> Shown:
        user = entity.get("user")
        if not isinstance(user, dict):
            return entity
        unknown = Chat(int(user["id"]), "private")
        return {**entity, "user": self.person(self._state.chat(unknown.id) or unknown)}

    def _media(self, bot: Bot, message: Message) -> Shown:
        file = self._state.files.get(message.file)
        if file is None:
            return {}
        if message.kind == "photo":
            return {"photo": self._photo(bot, file)}
        return {"document": self._document(bot, file)}

    def _photo(self, bot: Bot, file: File) -> list[Json]:
        return [
            {
                "file_id": self._files.id_for(bot, file, size),
                "file_unique_id": self._files.unique(file, size),
                "width": width,
                "height": height,
                **({} if size else {"file_size": file.size}),
            }
            for size, width, height in self._files.sizes(file)
        ]

    def _document(self, bot: Bot, file: File) -> Shown:
        named: Shown = {"file_name": file.name} if file.name else {}
        return {
            **named,
            "mime_type": file.mime,
            "file_id": self._files.id_for(bot, file, ""),
            "file_unique_id": file.unique,
            "file_size": file.size,
        }


def same_content(one: Message, other: Message) -> bool:
    """Whether an edit would change nothing: the dates of editing aside."""
    return replace(one, edited=0) == replace(other, edited=0)
