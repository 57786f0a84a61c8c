"""The Bot API that is stood in for, put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sandbox.exchange import Answer, Exchange, NotModelled
from sandbox.service import Operation, Post, Setting
from sandbox.telegram.arguments import Arguments, read_arguments
from sandbox.telegram.bots import Bots
from sandbox.telegram.chats import Chats
from sandbox.telegram.editing import Editing
from sandbox.telegram.errors import Malformed, bad, failure, plain
from sandbox.telegram.files import Files
from sandbox.telegram.forwarding import Forwarding
from sandbox.telegram.methods import exists
from sandbox.telegram.pages import Pages
from sandbox.telegram.rates import Rates
from sandbox.telegram.rows import Bot, State
from sandbox.telegram.sending import Sending
from sandbox.telegram.updates import Updates
from sandbox.telegram.views import Views

LONGEST_TOKEN = 80

Method = Callable[[Bot, Arguments, Exchange], Answer | Awaitable[Answer]]


class Telegram:
    def __init__(self, setting: Setting) -> None:
        self.state = State(setting)
        self.files = Files(self.state)
        self.views = Views(self.state, self.files)
        self.chats = Chats(self.state, self.views)
        self.rates = Rates(self.state)
        self.updates = Updates(self.state)
        self.sending = Sending(self.state, self.chats, self.files, self.rates, self.views)
        self.editing = Editing(self.state, self.chats, self.rates, self.views, self.sending)
        self._pages = Pages(self.state, self.files)
        self._methods = {name.lower(): method for name, method in self._modelled().items()}

    def operations(self) -> list[Operation]:
        pages, get, bot = self._pages, ("GET",), "/telegram/bot{token}/{method}"
        return [
            Operation("{method}", bot, self._call, known=tuple(self._modelled())),
            Operation("file", "/telegram/file/bot{token}/{path:path}", self._download, get),
            _page("media", "/telegram/media/{unique}", pages.picture),
            _page("post", "/telegram/c/{number:int}/{id:int}", pages.private_post),
            _page("channel", "/telegram/s/{channel}", pages.channel),
            _page("post", "/telegram/{channel}/{id:int}", pages.post),
            Operation("unknown", "/telegram/bot{rest:path}", _not_found),
            _page("channel", "/telegram/{channel}", pages.channel),
            Operation("unknown", "/telegram/{rest:path}", _not_found),
        ]

    def feed(self) -> list[Post]:
        return self._pages.feed()

    def deleted(self) -> list[Post]:
        return self._pages.deleted()

    def _modelled(self) -> dict[str, Method]:
        bots = Bots(self.state, self.chats, self.views)
        forwarding = Forwarding(self.state, self.chats, self.rates, self.views, self.sending)
        chats, files = self.chats, self.files
        return {
            "getMe": bots.get_me,
            "getMyName": bots.get_name,
            "setMyCommands": bots.set_commands,
            "getMyCommands": bots.get_commands,
            "deleteMyCommands": bots.delete_commands,
            "answerCallbackQuery": bots.answer_callback,
            "getChat": lambda bot, arguments, _exchange: chats.get_chat(bot, arguments),
            "getChatMember": lambda bot, given, _exchange: chats.get_chat_member(bot, given),
            "sendChatAction": lambda bot, given, _exchange: chats.send_action(bot, given),
            "getFile": lambda bot, given, _exchange: files.get_file(bot, given),
            "sendMessage": self.sending.message,
            "sendPhoto": self.sending.photo,
            "sendDocument": self.sending.document,
            "sendMediaGroup": self.sending.media_group,
            "sendRichMessage": self.sending.rich,
            "editMessageText": self.editing.text,
            "editMessageCaption": self.editing.caption,
            "editMessageMedia": self.editing.media,
            "editMessageReplyMarkup": self.editing.reply_markup,
            "deleteMessage": self.editing.delete,
            "deleteMessages": self.editing.delete_some,
            "pinChatMessage": self.editing.pin,
            "forwardMessage": forwarding.forward,
            "copyMessage": forwarding.copy,
            "copyMessages": forwarding.copy_some,
            "getUpdates": self.updates.get,
            "setWebhook": self.updates.set_webhook,
            "deleteWebhook": self.updates.delete_webhook,
            "getWebhookInfo": self.updates.webhook_info,
        }

    async def _call(self, exchange: Exchange) -> Answer:
        bot = self._authorized(exchange.params["token"])
        name = exchange.params["method"]
        if not exists(name, self.state.switches.word("server_version")):
            return failure(404, "Not Found: method not found")
        method = self._methods.get(name.lower())
        if method is None:
            raise NotModelled(f"the method {name}")
        try:
            answer = method(bot, read_arguments(exchange), exchange)
            return answer if isinstance(answer, Answer) else await answer
        except Malformed as wrong:
            raise bad(str(wrong)) from wrong

    def _authorized(self, token: str) -> Bot:
        if token.startswith("0") or len(token) > LONGEST_TOKEN or ":" not in token:
            raise plain(401, "Unauthorized: invalid token specified")
        bot = self._bot(token)
        if bot is None:
            raise plain(401, "Unauthorized")
        return bot

    def _bot(self, token: str) -> Bot | None:
        bot = self.state.bots.get(token.partition(":")[0])
        return bot if bot is not None and bot.token == token else None

    def _download(self, exchange: Exchange) -> Answer:
        return self.files.download(self._bot(exchange.params["token"]), exchange)


def _page(name: str, path: str, handler: Callable[[Exchange], Answer]) -> Operation:
    return Operation(name, path, handler, ("GET",), reader=True)


def _not_found(_exchange: Exchange) -> Answer:
    return failure(404, "Not Found")
