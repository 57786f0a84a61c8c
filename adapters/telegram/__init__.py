"""Telegram: an issue as a row of channel posts, text and entities, with its pictures."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from adapters.base import (
    Absent,
    Accepted,
    Account,
    Anchor,
    Blobs,
    CannotTell,
    ChannelSpec,
    Edition,
    Failed,
    Found,
    Intent,
    Json,
    Live,
    Media,
    Part,
    Partial,
    Pending,
    Pictures,
    Receipt,
    Receipts,
)
from adapters.errors import CallError, NotAllowed, Rejected
from adapters.references import resolve
from adapters.remote import Remote, Untouched
from adapters.telegram import spec
from adapters.telegram.spec import Options
from content.issue import Issue

if TYPE_CHECKING:
    from adapters.telegram.client import Client

log = logging.getLogger(__name__)

METHODS = {
    "message": "sendMessage",
    "photo": "sendPhoto",
    "album": "sendMediaGroup",
    "rich": "sendRichMessage",
}


class Telegram:
    """One channel, by one bot. Rendering needs neither token nor network."""

    spec: ClassVar[ChannelSpec] = spec.SPEC
    options: ClassVar[type[Options]] = Options

    def __init__(
        self,
        options: Options,
        secrets: Mapping[str, str],
        blobs: Blobs,
        *,
        picture_cache: Path | None = None,
        private: bool = False,
    ) -> None:
        """`private` says that the chat of the options is a person's, and no channel."""
        self._options = options
        self._token = secrets.get("token", "")
        self._blobs = blobs
        self._picture_cache = picture_cache
        self._private = private
        self._connected: Client | None = None

    @property
    def verb(self) -> str:
        return "web"

    def prepare(self, issue: Issue) -> Pictures:
        from adapters.drawn.asking import drawn_for
        from adapters.pictures import prepare_pictures
        from adapters.telegram.render import wanted_pictures

        cache = self._picture_cache
        issue, drawn = drawn_for(issue, self.spec, self._options, cache)
        wanted = wanted_pictures(issue, self._options)
        return prepare_pictures(wanted, file=str(issue.path), cache=cache, drawn=drawn)

    def render(self, issue: Issue, pictures: Pictures) -> Edition:
        from adapters.drawn.asking import with_drawn, with_notes
        from adapters.telegram.render import edition

        issue, notes = with_drawn(issue, self.spec, self._options, pictures)
        return with_notes(edition(issue, pictures, self._options), notes)

    def whoami(self) -> Account:
        chat = self._client.chat()
        if self._options.layout == "rich":
            self._client.require_rich()
        host = urlsplit(self._options.api).hostname or ""
        return Account(spec.KEY, host, str(chat["id"]), str(chat.get("title", "")))

    def anchor(self) -> Anchor:
        return Anchor()  # no method of the Bot API reads a channel's history

    def send(self, part: Part, sent: Receipts) -> Receipt:
        """One post, edit or deletion. Where the service does not know a picture any more that it
        is sent by its id, nothing was done, and the bytes are sent."""
        from adapters.telegram.changing import KINDS
        from adapters.telegram.files import attached, bot_of, known_ids, refuses_ids

        if part.kind not in (*METHODS, *KINDS):
            raise Rejected(f"Telegram has no part of kind {part.kind!r}")
        payload = _body(resolve(part.payload, sent))
        pictures = dict(zip(attached(payload), part.media, strict=True))
        ids = known_ids(pictures, sent, bot_of(self._token))
        try:
            return self._perform(part.kind, payload, pictures, ids)
        except CallError as error:
            if not ids or not refuses_ids(error):
                raise
            log.info("%s is sent with its pictures: %s", part.key, error)
        return self._perform(part.kind, payload, pictures, {})

    def _perform(
        self,
        kind: str,
        payload: dict[str, Json],
        pictures: Mapping[str, Media],
        ids: Mapping[str, str],
    ) -> Receipt:
        """The request of a part, its pictures by their ids where there are any."""
        from adapters.telegram.changing import KINDS, change
        from adapters.telegram.files import by_ids

        body = by_ids(payload, ids)
        files = {
            name: (media, self._blobs(media.sha256))
            for name, media in pictures.items()
            if name not in ids
        }
        if kind in KINDS:
            return change(self._client, kind, body, files)
        return self._client.send(METHODS[kind], body, files)

    def look(self, accepted: Accepted) -> Live | Pending | Failed:
        raise NotImplementedError("Telegram takes no job that is answered later")

    def find(
        self, part: Part, sent: Receipts, intent: Intent
    ) -> Found | Partial | Absent | CannotTell:
        from adapters.telegram.changing import KINDS, find_change
        from adapters.telegram.finding import find_post

        payload = _body(resolve(part.payload, sent))
        if part.kind in KINDS:
            return find_change(self._client, part, payload)
        return find_post(self._client, payload, sent)

    def revise(self, old: Edition, sent: Receipts, new: Edition) -> Edition:
        from adapters.telegram.revising import revise

        return revise(old, sent, new)

    def remove(self, sent: Receipts) -> Edition:
        from adapters.telegram.removing import remove

        return remove(sent)

    def also_on(self, edition: Edition, links: Mapping[str, str], lang: str) -> Edition:
        from adapters.telegram.also_on import also_on

        return also_on(edition, links, lang)

    def inspect(self, edition: Edition, sent: Receipts) -> Remote:
        if not self._options.operator:
            return Untouched()  # only a copy in the operator's chat shows what stands there
        from adapters.telegram.changing import inspect

        return inspect(self._client, edition, sent)

    def to_person(self, chat: str, blobs: Blobs) -> Telegram:
        """The same bot, posting in a person's own chat with it (a number) instead."""
        options = self._options.model_copy(update={"chat": chat})
        return Telegram(options, {"token": self._token}, blobs, private=True)

    @property
    def _client(self) -> Client:
        if self._connected is None:
            self._connected = self._connect()
        return self._connected

    def _connect(self) -> Client:
        import requests

        from adapters.telegram.client import CHANNEL, Client
        from adapters.telegram.errors import NEW_TOKEN

        if not self._token:
            raise NotAllowed("no token is set for Telegram", code="setup", next_step=NEW_TOKEN)
        if not self._options.chat:
            step = CHANNEL.next_step
            raise NotAllowed("no chat is set for Telegram", code="setup", next_step=step)
        return Client(self._options, self._token, requests.Session(), private=self._private)


def _body(payload: Json) -> dict[str, Json]:
    """The request with message ids as the numbers they are on the wire."""
    if not isinstance(payload, dict):
        raise Rejected("the part holds no request")
    reply = payload.get("reply_parameters")
    if isinstance(reply, dict):
        payload = {**payload, "reply_parameters": {"message_id": int(str(reply["message_id"]))}}
    return payload
