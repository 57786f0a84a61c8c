"""X: an issue as a thread of posts, a digest of it by default.

A post with a link costs over ten times one without, so a digest has one link, in its last post.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
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
from adapters.errors import NotAllowed
from adapters.remote import Remote
from adapters.x.spec import SPEC, Options
from content.issue import Issue

if TYPE_CHECKING:
    from adapters.x.client import Client
    from adapters.x.posts import Thread

__all__ = ["SPEC", "Options", "X"]


class X:
    """One account. Rendering needs neither secrets nor network; the client is made on first use.

    `secrets` holds the four values of OAuth 1.0a: `api_key`, `api_secret`, `access_token` and
    `access_secret`.
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
        self._secrets = secrets
        self._blobs = blobs
        self._picture_cache = picture_cache
        self._connected: Client | None = None
        self._made: tuple[Issue, Thread] | None = None

    @property
    def verb(self) -> str:
        return "web"

    def prepare(self, issue: Issue) -> Pictures:
        from adapters.drawn.asking import drawn_for
        from adapters.pictures import prepare_pictures
        from adapters.x.render import wanted_pictures

        cache = self._picture_cache
        issue, drawn = drawn_for(issue, self.spec, self._options, cache)
        wanted = wanted_pictures(issue, self._thread(issue))
        return prepare_pictures(wanted, file=str(issue.path), cache=cache, drawn=drawn)

    def render(self, issue: Issue, pictures: Pictures) -> Edition:
        from adapters.drawn.asking import with_drawn, with_notes
        from adapters.x.render import edition

        issue, notes = with_drawn(issue, self.spec, self._options, pictures)
        made = edition(issue, self._thread(issue), pictures, self._options)
        return with_notes(made, notes)

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
        from adapters.x.revising import revise

        return revise(old, sent, new)

    def remove(self, sent: Receipts) -> Edition:
        from adapters.x.revising import remove

        return remove(sent, self._options)

    def also_on(self, edition: Edition, links: Mapping[str, str], lang: str) -> Edition:
        from adapters.x.also_on import also_on

        return also_on(edition, links, lang, self._options)

    def inspect(self, edition: Edition, sent: Receipts) -> Remote:
        from adapters.x.looking import inspect

        return inspect(self._client, edition, sent)

    def _thread(self, issue: Issue) -> Thread:
        """Made once for `prepare` and `render` of the same issue."""
        from adapters.x.thread import thread

        if self._made is None or self._made[0] is not issue:
            self._made = issue, thread(issue, self._options)
        return self._made[1]

    @property
    def _client(self) -> Client:
        if self._connected is None:
            self._connected = self._connect()
        return self._connected

    def _connect(self) -> Client:
        missing = [name for name in SPEC.secrets if not self._secrets.get(name)]
        if missing:
            raise NotAllowed(
                f"X has no {', '.join(missing)}", code="setup",
                next_step="Copy the four keys of the app from the developer portal.",
            )  # fmt: skip
        import requests
        from requests_oauthlib import OAuth1

        from adapters.x.api import Api
        from adapters.x.client import Client
        from adapters.x.spec import MAX_WEIGHT

        secrets = self._secrets
        auth = OAuth1(
            secrets["api_key"],
            client_secret=secrets["api_secret"],
            resource_owner_key=secrets["access_token"],
            resource_owner_secret=secrets["access_secret"],
        )
        long_posts = self._options.max_weight > MAX_WEIGHT
        api = Api(self._options.api, requests.Session(), auth, long_posts)
        return Client(api, self._options, self._blobs)
