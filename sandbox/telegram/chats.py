"""Chats and what a bot may do in them."""

from __future__ import annotations

import re
from dataclasses import replace

from sandbox.exchange import Answer, Json, Refused
from sandbox.telegram.arguments import Arguments, whole
from sandbox.telegram.errors import bad, described, done, failure, forbidden, ok
from sandbox.telegram.rows import OPERATOR_ID, RIGHTS, Bot, Chat, State
from sandbox.telegram.views import Views

ACTIONS = frozenset(
    {
        "cancel", "typing", "record_video", "upload_video", "record_audio", "record_voice",
        "upload_audio", "upload_voice", "upload_photo", "upload_document", "choose_sticker",
        "pick_up_location", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip


class Chats:
    def __init__(self, state: State, views: Views) -> None:
        self._state, self._views = state, views

    def find(self, bot: Bot, asked: str, *, write: bool) -> Chat:
        """The chat of an id or @name, if the bot may look into it, or `write` to it."""
        if not asked:
            raise bad("chat_id is empty")
        chat = self._named(asked[1:]) if asked.startswith("@") else self._numbered(asked)
        if chat is None:
            raise bad("chat not found")
        if chat.moved_to:
            moved = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(failure(400, moved, {"migrate_to_chat_id": chat.moved_to}))
        self._check_member(bot, chat, write=write)
        return chat

    def require_post(self, bot: Bot, chat: Chat) -> None:
        if chat.type == "channel" and not self.may(bot, chat, "can_post_messages"):
            status = self._state.switches.number("rights_status")
            text = self._state.switches.word("rights_text")
            raise Refused(failure(status, described(status, text)))

    def may(self, bot: Bot, chat: Chat, right: str) -> bool:
        member = self._state.member(bot.id, chat.id)
        return member.status == "administrator" and right in member.rights

    def get_chat(self, bot: Bot, arguments: Arguments) -> Answer:
        chat = self.find(bot, arguments.text("chat_id"), write=False)
        pinned = self._state.message(chat.id, chat.pinned)
        shown: dict[str, Json] = {
            **self._views.chat(chat),
            "accent_color_id": 5,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(
                (
                    "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
                    "gifts_from_channels",
                ),
                False,
            ),
        }  # fmt: skip
        if chat.username:
            shown["active_usernames"] = [chat.username]
        if chat.protected:
            shown["has_protected_content"] = True
        if pinned is not None:
            shown["pinned_message"] = self._views.message(bot, pinned)
        return ok(shown)

    def get_chat_member(self, bot: Bot, arguments: Arguments) -> Answer:
        user_id = whole(arguments.text("user_id"))
        if user_id <= 0:
            raise bad("invalid user_id specified")
        chat = self.find(bot, arguments.text("chat_id"), write=False)
        other = self._state.bots.get(str(user_id))
        if chat.type == "channel" and other is not None:
            return ok(self._as_member(other, chat))
        person = self._state.chat(user_id)
        if person is None or person.type != "private":
            raise bad("user not found" if chat.type == "private" else "PARTICIPANT_ID_INVALID")
        status = "creator" if user_id == OPERATOR_ID and chat.type == "channel" else "member"
        more: dict[str, Json] = {"is_anonymous": False} if status == "creator" else {}
        return ok({"status": status, "user": self._views.person(person), **more})

    def send_action(self, bot: Bot, arguments: Arguments) -> Answer:
        if arguments.text("action").lower() not in ACTIONS:
            raise bad("wrong parameter action in request")
        chat = self.find(bot, arguments.text("chat_id"), write=True)
        self.require_post(bot, chat)
        return done()

    def pin(self, chat: Chat, message_id: int) -> None:
        self._state.chats.put(str(chat.id), replace(chat, pinned=message_id))

    def _named(self, name: str) -> Chat | None:
        for chat in self._state.chats.values():
            if chat.type == "channel" and chat.username.lower() == name.lower() and name:
                return chat
        return None

    def _numbered(self, asked: str) -> Chat | None:
        return self._state.chats.get(asked) if re.fullmatch(r"-?\d+", asked) else None

    def _check_member(self, bot: Bot, chat: Chat, *, write: bool) -> None:
        status = self._state.member(bot.id, chat.id).status
        if chat.type == "private":
            if status == "left":
                raise bad("chat not found")
            if status == "blocked" and write:
                raise forbidden("bot was blocked by the user")
            if status == "deactivated" and write:
                raise forbidden("user is deactivated")
        elif status == "kicked":
            raise forbidden("bot was kicked from the channel chat")
        elif status == "left" and (write or not chat.username):
            raise forbidden("bot is not a member of the channel chat")

    def _as_member(self, bot: Bot, chat: Chat) -> Json:
        member = self._state.member(bot.id, chat.id)
        shown: dict[str, Json] = {"status": member.status, "user": self._views.bot(bot)}
        if member.status == "kicked":
            return {**shown, "until_date": 0}
        if member.status != "administrator":
            return shown
        rights: dict[str, Json] = {right: right in member.rights for right in RIGHTS}
        return {**shown, "can_be_edited": False, "is_anonymous": False, **rights}
