"""The channel as its readers see it: its page, each post's page, the pictures, and the feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from sandbox.exchange import Answer, Exchange, Json, html_answer
from sandbox.service import Post
from sandbox.telegram.editing import WORDED
from sandbox.telegram.files import Files
from sandbox.telegram.rich_messages import photos_of
from sandbox.telegram.rich_showing import rich_html
from sandbox.telegram.rows import Chat, Message, State
from sandbox.telegram.showing import as_html

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
MISSING = "<!doctype html><title>Telegram</title><p>There is no such post.</p>"
LATEST = 50
MEDIA = "/telegram/media/"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One post, an album being one; `words` is safe HTML, `asked` the one that was opened."""

    id: int
    address: str
    when: str
    words: Markup
    pictures: tuple[str, ...]
    documents: tuple[str, ...]
    above: bool
    preview: str
    reply: str
    origin: str
    asked: bool


class Pages:
    def __init__(self, state: State, files: Files) -> None:
        self._state, self._files = state, files

    def channel(self, exchange: Exchange) -> Answer:
        """GET /telegram/<name> or /telegram/s/<name>: the latest posts."""
        chat = self._by_name(exchange.params["channel"])
        return self._page(chat, 0) if chat else html_answer(MISSING, 404, HEADERS)

    def post(self, exchange: Exchange) -> Answer:
        """GET /telegram/<name>/<id>: the channel around a post."""
        chat = self._by_name(exchange.params["channel"])
        return self._of(chat, int(exchange.params["id"]))

    def private_post(self, exchange: Exchange) -> Answer:
        """GET /telegram/c/<number>/<id>: the same for a channel without a name."""
        chat = self._state.chat(int(f"-100{exchange.params['number']}"))
        return self._of(chat, int(exchange.params["id"]))

    def picture(self, exchange: Exchange) -> Answer:
        file = self._state.files.get(exchange.params["unique"])
        if file is None or file.kind != "photo":
            return html_answer(MISSING, 404, HEADERS)
        return self._files.shown(file)

    def feed(self) -> list[Post]:
        """Every standing post of every channel; an album is one row."""
        return [
            self._row(chat, post)
            for chat in self._channels()
            for post in _albums(self._state.messages_of(chat.id))
        ]

    def deleted(self) -> list[Post]:
        return [
            self._row(chat, post)
            for chat in self._channels()
            for post in _albums(self._state.deleted_of(chat.id))
        ]

    def _channels(self) -> list[Chat]:
        return [chat for chat in self._state.chats.values() if chat.type == "channel"]

    def _of(self, chat: Chat | None, number: int) -> Answer:
        if chat is None or self._state.message(chat.id, number) is None:
            return html_answer(MISSING, 404, HEADERS)
        return self._page(chat, number)

    def _page(self, chat: Chat, asked: int) -> Answer:
        posts = _albums(self._state.messages_of(chat.id))
        near = next((n for n, p in enumerate(posts) if asked in [m.id for m in p]), len(posts))
        shown = posts[max(0, near + 1 - LATEST) : near + LATEST // 2]
        bubbles = [self._bubble(chat, post, asked) for post in shown]
        page = _templates().get_template("telegram_channel.html.j2")
        return html_answer(page.render(chat=chat, bubbles=bubbles), headers=HEADERS)

    def _bubble(self, chat: Chat, post: Sequence[Message], asked: int) -> Bubble:
        first = post[0]
        words = _all_words(post)
        return Bubble(
            id=first.id,
            address=address(chat, first.id),
            when=datetime.fromtimestamp(first.date, UTC).strftime("%Y-%m-%d %H:%M"),
            words=Markup(words),  # noqa: S704  # both escape every text
            pictures=() if first.rich else _pictures(post),
            documents=self._documents(post),
            above=first.above,
            preview=_preview(first),
            reply=address(chat, first.reply_to) if first.reply_to else "",
            origin=_origin(first),
            asked=asked in [message.id for message in post],
        )

    def _row(self, chat: Chat, post: Sequence[Message]) -> Post:
        first = post[0]
        return Post(
            id=str(first.id),
            kind=_kind(post),
            title="",
            text="\n".join(message.text for message in post if message.text),
            created_at=float(first.date),
            pictures=_pictures(post),
            url=address(chat, first.id),
            html=_all_words(post),
            details=self._details(chat, post),
        )

    def _details(self, chat: Chat, post: Sequence[Message]) -> dict[str, Json]:
        first = post[0]
        entities: list[Json] = [entity for message in post for entity in message.entities]
        return {
            "chat_id": chat.id,
            "message_ids": [message.id for message in post],
            "reply_to": first.reply_to or None,
            "silent": first.silent,
            "protected": first.protected,
            "entities": entities,
            "captions": [m.text for m in post] if first.kind not in WORDED else [],
            "above": first.above,
            "rich": first.rich,
            "preview": first.preview,
            "keyboard": first.markup,
            "edited": first.edited or None,
            "bot_id": first.bot_id or None,
            "forwarded": first.origin,
            "documents": list(self._documents(post)),
        }

    def _documents(self, post: Sequence[Message]) -> tuple[str, ...]:
        files = [self._state.files.get(m.file) for m in post if m.kind == "document"]
        return tuple(file.name or file.unique for file in files if file)

    def _by_name(self, name: str) -> Chat | None:
        for chat in self._state.chats.values():
            if chat.type == "channel" and chat.username.lower() == name.lower():
                return chat
        return None


def address(chat: Chat, message_id: int) -> str:
    """The page of a post here."""
    number = str(chat.id).removeprefix("-100")
    return f"/telegram/{chat.username or f'c/{number}'}/{message_id}"


def _albums(messages: Sequence[Message]) -> list[list[Message]]:
    """The messages in order, those of one album together."""
    ordered = sorted(messages, key=lambda message: message.id)
    grouped = groupby(ordered, key=lambda message: message.album or f"#{message.id}")
    return [list(group) for _, group in grouped]


def _kind(post: Sequence[Message]) -> str:
    if post[0].album:
        return "album"
    return "message" if post[0].kind == "text" else post[0].kind


def _pictures(post: Sequence[Message]) -> tuple[str, ...]:
    files = [m.file for m in post if m.kind == "photo"]
    files += [file for m in post if m.rich for file in photos_of(m.rich["blocks"])]
    return tuple(f"{MEDIA}{file}" for file in files)


def _all_words(post: Sequence[Message]) -> str:
    return "\n".join(_words(message) for message in post if message.text or message.rich)


def _words(message: Message) -> str:
    if message.rich:
        return rich_html(message.rich, MEDIA)
    return as_html(message.text, message.entities)


def _preview(message: Message) -> str:
    options = message.preview or {}
    if options.get("is_disabled"):
        return ""
    linked = [entity.get("url") for entity in message.entities if entity["type"] == "text_link"]
    first = next((str(url) for url in linked if str(url).startswith("http")), "")
    return str(options.get("url", first))


def _origin(message: Message) -> str:
    chat = (message.origin or {}).get("chat")
    return str(chat.get("title", "")) if isinstance(chat, dict) else ""


def _templates() -> Environment:
    loader = FileSystemLoader(Path(__file__).parent.parent / "templates")
    return Environment(loader=loader, autoescape=True)
