"""Telegram: an issue as a row of channel posts, text and entities, with its pictures."""

from __future__ import annotations

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
    Part,
    Partial,
    Pending,
    Pictures,
    Receipt,
    Receipts,
)
from adapters.errors import NotAllowed, Rejected
from adapters.references import resolve
from adapters.remote import Remote, Untouched
from adapters.telegram import spec
from adapters.telegram.spec import Options
from content.issue import Issue

if TYPE_CHECKING:
    from adapters.telegram.client import Client

METHODS = {"message": "sendMessage", "photo": "sendPhoto", "album": "sendMediaGroup"}


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
    ) -> None:
        self._options = options
        self._token = secrets.get("token", "")
        self._blobs = blobs
        self._picture_cache = picture_cache
        self._connected: Client | None = None

    @property
    def verb(self) -> str:
        return "web"

    def prepare(self, issue: Issue) -> Pictures:
        from adapters.pictures import prepare_pictures
        from adapters.telegram.render import wanted_pictures

        return prepare_pictures(
            wanted_pictures(issue), file=str(issue.path), cache=self._picture_cache
        )

    def render(self, issue: Issue, pictures: Pictures) -> Edition:
        from adapters.telegram.render import edition

        return edition(issue, pictures, self._options)

    def whoami(self) -> Account:
        chat = self._client.chat()
        host = urlsplit(self._options.api).hostname or ""
        return Account(spec.KEY, host, str(chat["id"]), str(chat.get("title", "")))

    def anchor(self) -> Anchor:
        return Anchor()  # no method of the Bot API reads a channel's history

    def send(self, part: Part, sent: Receipts) -> Receipt:
        from adapters.telegram.changing import KINDS, change

        if part.kind not in (*METHODS, *KINDS):
            raise Rejected(f"Telegram has no part of kind {part.kind!r}")
        payload = _body(resolve(part.payload, sent))
        files = {
            name: (media, self._blobs(media.sha256))
            for name, media in zip(_attached(payload), part.media, strict=True)
        }
        if part.kind in KINDS:
            return change(self._client, part.kind, payload, files)
        return self._client.send(METHODS[part.kind], payload, files)

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

    @property
    def _client(self) -> Client:
        if self._connected is None:
            self._connected = self._connect()
        return self._connected

    def _connect(self) -> Client:
        import requests

        from adapters.telegram.client import Client
        from adapters.telegram.errors import NEW_TOKEN

        if not self._token or not self._options.chat:
            raise NotAllowed(
                "no token or chat is set for Telegram", code="setup", next_step=NEW_TOKEN
            )
        return Client(self._options, self._token, requests.Session())


def _body(payload: Json) -> dict[str, Json]:
    """The request with message ids as the numbers they are on the wire."""
    if not isinstance(payload, dict):
        raise Rejected("the part holds no request")
    reply = payload.get("reply_parameters")
    if isinstance(reply, dict):
        payload = {**payload, "reply_parameters": {"message_id": int(str(reply["message_id"]))}}
    return payload


def _attached(payload: Mapping[str, Json]) -> list[str]:
    """The names of the files that a request attaches, in its order."""
    media, photo = payload.get("media"), payload.get("photo")
    items = media if isinstance(media, list) else [media]
    places = [photo] if photo else [m.get("media") for m in items if isinstance(m, dict)]
    return [str(place).removeprefix("attach://") for place in places]
