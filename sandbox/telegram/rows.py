"""What the stand-in remembers, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.exchange import Json
from sandbox.service import Setting

Entity = Mapping[str, Json]

BOT_ID = 1000000001
TOKEN = f"{BOT_ID}:sandbox-token"
CHANNEL_ID = -1001000000001
CHANNEL_NAME = "pressrun_sandbox"
OPERATOR_ID = 4242
RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_post_messages",
    "can_edit_messages",
)
POSTER = ("can_manage_chat", "can_post_messages")


@dataclass(frozen=True, slots=True)
class Bot:
    """`allowed` are the update types it asked for, None for the usual ones."""

    id: int
    token: str
    username: str
    first_name: str = "Pressrun Sandbox"
    allowed: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """`type` is channel or private; `moved_to` is the id of what a group became."""

    id: int
    type: str
    title: str = ""
    username: str = ""
    first_name: str = ""
    language: str = ""
    pinned: int = 0
    protected: bool = False
    moved_to: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """A bot in a channel: administrator, left or kicked; in a private chat: started or blocked."""

    status: str
    rights: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class File:
    """Uploaded bytes. `kind` is photo or document; width and height are a photo's."""

    unique: str
    kind: str
    sha256: str
    size: int
    name: str = ""
    mime: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class FileId:
    """What one bot calls one size of a file; `size` is "" for the file itself."""

    bot_id: int
    unique: str
    size: str = ""


@dataclass(frozen=True, slots=True)
class WebFile:
    """What an address on the emulated web serves."""

    url: str
    sha256: str
    type: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `text` is a media message's caption, and of
    a rich message the plain words. `bot_id` is 0 for what others wrote;
    `user_id` is the person who wrote it in a private chat or a group."""

    chat_id: int
    id: int
    date: int
    kind: str
    text: str = ""
    entities: list[dict[str, Json]] = field(default_factory=list)
    bot_id: int = 0
    user_id: int = 0
    file: str = ""
    album: str = ""
    markup: dict[str, Json] | None = None
    reply_to: int = 0
    preview: dict[str, Json] | None = None
    origin: dict[str, Json] | None = None
    silent: bool = False
    protected: bool = False
    above: bool = False
    spoiler: bool = False
    edited: int = 0
    rich: dict[str, Json] | None = None

    @property
    def key(self) -> str:
        return f"{self.chat_id}/{self.id}"


@dataclass(frozen=True, slots=True)
class Update:
    bot_id: int
    id: int
    at: float
    body: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Offset:
    """Updates of a bot below this id are confirmed."""

    value: int


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    secret: str
    connections: int


@dataclass(frozen=True, slots=True)
class Callback:
    bot_id: int
    at: float
    answer: dict[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class Commands:
    commands: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """When messages, or edits, went to a chat lately: epoch seconds."""

    times: list[float]


class State:
    """All tables, with the bot, the channel and the operator's chat that are always there."""

    def __init__(self, setting: Setting) -> None:
        self.clock, self.switches, self.store = setting.clock, setting.switches, setting.store
        self.next = setting.next
        self.bots = setting.table("bots", Bot)
        self.chats = setting.table("chats", Chat)
        self.members = setting.table("members", Member)
        self.files = setting.table("files", File)
        self.file_ids = setting.table("file_ids", FileId)
        self.web = setting.table("web", WebFile)
        self.messages = setting.table("messages", Message)
        self.deleted_messages = setting.table("deleted_messages", Message)
        self.updates = setting.table("updates", Update)
        self.offsets = setting.table("offsets", Offset)
        self.webhooks = setting.table("webhooks", Webhook)
        self.callbacks = setting.table("callbacks", Callback)
        self.commands = setting.table("commands", Commands)
        self.sent = setting.table("sent", Sent)
        if not len(self.bots):
            self._seed()

    def now(self) -> int:
        return int(self.clock.now())

    def member(self, bot_id: int, chat_id: int) -> Member:
        return self.members.get(f"{bot_id}/{chat_id}") or Member("left")

    def set_member(self, bot_id: int, chat_id: int, member: Member) -> None:
        self.members.put(f"{bot_id}/{chat_id}", member)

    def chat(self, chat_id: int) -> Chat | None:
        return self.chats.get(str(chat_id))

    def message(self, chat_id: int, message_id: int) -> Message | None:
        return self.messages.get(f"{chat_id}/{message_id}")

    def messages_of(self, chat_id: int) -> list[Message]:
        return [message for message in self.messages.values() if message.chat_id == chat_id]

    def deleted_of(self, chat_id: int) -> list[Message]:
        return [m for m in self.deleted_messages.values() if m.chat_id == chat_id]

    def next_message_id(self, bot_id: int, chat: Chat) -> int:
        """One row of numbers per channel; a bot's private chats share one."""
        name = f"message/{chat.id}" if chat.type == "channel" else f"message/bot{bot_id}"
        if self.switches.word("message_ids") == "gaps":
            self.next(name)
        return self.next(name)

    def _seed(self) -> None:
        self.bots.put(str(BOT_ID), Bot(BOT_ID, TOKEN, "pressrun_sandbox_bot"))
        channel = Chat(CHANNEL_ID, "channel", title="pressrun sandbox", username=CHANNEL_NAME)
        self.chats.put(str(CHANNEL_ID), channel)
        operator = Chat(OPERATOR_ID, "private", first_name="Operator", username="operator")
        self.chats.put(str(OPERATOR_ID), operator)
        self.set_member(BOT_ID, CHANNEL_ID, Member("administrator", list(POSTER)))
        self.set_member(BOT_ID, OPERATOR_ID, Member("started"))
