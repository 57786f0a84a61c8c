"""WeChat Official Accounts: one issue becomes one article in the draft box.

Draft mode leaves it there for a person to publish; publish mode submits it at its time, which needs
a verified account and gives the article its permanent link without pushing it to followers.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, ClassVar

from pydantic import BaseModel

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
    Live,
    Part,
    Pending,
    Pictures,
    Receipt,
    Receipts,
)
from adapters.errors import CallError
from adapters.remote import Remote
from adapters.wechat.spec import SPEC, VERBS, Options
from content.issue import Issue

if TYPE_CHECKING:
    from adapters.wechat.client import Client

__all__ = ["SPEC", "Options", "WeChat"]

log = logging.getLogger(__name__)


class WeChat:
    """One account. Rendering needs neither secrets nor network; the client is made on first use.

    `secrets` holds `secret`, the AppSecret.
    """

    spec: ClassVar[ChannelSpec] = SPEC
    options: ClassVar[type[BaseModel]] = Options

    def __init__(
        self,
        options: Options,
        secrets: Mapping[str, str],
        blobs: Blobs,
        *,
        picture_cache: Path | None = None,
    ) -> None:
        self._options = options
        self._secret = secrets.get("secret", "")
        self._blobs = blobs
        self._picture_cache = picture_cache
        self._connected: Client | None = None
        self._connecting = Lock()

    @property
    def verb(self) -> str:
        return VERBS[self._options.mode]

    def prepare(self, issue: Issue) -> Pictures:
        from adapters.drawn.asking import drawn_for
        from adapters.wechat.prepare import prepare

        cache = self._picture_cache
        issue, drawn = drawn_for(issue, self.spec, self._options, cache)
        return prepare(issue, cache, split=self._options.split, drawn=drawn)

    def render(self, issue: Issue, pictures: Pictures) -> Edition:
        from adapters.drawn.asking import with_drawn, with_notes
        from adapters.wechat.render import render

        issue, notes = with_drawn(issue, self.spec, self._options, pictures)
        return with_notes(render(issue, pictures, self._options), notes)

    def whoami(self) -> Account:
        return self._client.whoami()

    def anchor(self) -> Anchor:
        return self._client.anchor()

    def send(self, part: Part, sent: Receipts) -> Receipt | Accepted:
        return self._client.send(part, sent)

    def look(self, accepted: Accepted) -> Live | Pending | Failed:
        return self._client.look(accepted)

    def find(self, part: Part, sent: Receipts, intent: Intent) -> Found | Absent | CannotTell:
        return self._client.find(part, sent, intent)

    def revise(self, old: Edition, sent: Receipts, new: Edition) -> Edition:
        from adapters.wechat.revising import revise

        return revise(old, sent, new)

    def remove(self, sent: Receipts) -> Edition:
        from adapters.wechat.revising import remove

        return remove(sent)

    def also_on(self, edition: Edition, links: Mapping[str, str], lang: str) -> Edition:
        return edition  # readers cannot follow links to other hosts, and their text only costs room

    def inspect(self, edition: Edition, sent: Receipts) -> Remote:
        from adapters.wechat.inspecting import inspect

        return inspect(self._client.api, self._options, edition, sent)

    def draft_preview(self, sent: Receipts) -> str | None:
        """Its address, good for a while; None when there is none, or it cannot be read."""
        from adapters.wechat.inspecting import preview

        try:
            return preview(self._client.api, sent)
        except CallError as error:
            log.info("the address of a draft's preview cannot be read: %s", error)
            return None

    @property
    def _client(self) -> Client:
        with self._connecting:  # uploads go side by side, and want one token among them
            self._connected = self._connected or self._connect()
            return self._connected

    def _connect(self) -> Client:
        import requests

        from adapters.wechat.api import Api
        from adapters.wechat.client import Client

        api = Api(self._options.api, self._options.app_id, self._secret, requests.Session())
        return Client(api, self._options, self._blobs)
