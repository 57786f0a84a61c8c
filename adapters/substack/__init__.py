"""Substack: an issue as one post in the editor's own document format."""

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
    Part,
    Partial,
    Pending,
    Pictures,
    Receipt,
    Receipts,
)
from adapters.errors import CallError, NotAllowed, Rejected
from adapters.overwriting import newest
from adapters.references import json_escape, resolve
from adapters.remote import Remote
from adapters.substack import spec
from adapters.substack.spec import Options
from content.issue import Issue

if TYPE_CHECKING:
    from adapters.substack.client import Client

log = logging.getLogger(__name__)


class Substack:
    """One publication. Rendering needs neither cookie nor network."""

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
        self._cookie = secrets.get("cookie", "")
        self._blobs = blobs
        self._picture_cache = picture_cache
        self._connected: Client | None = None

    @property
    def verb(self) -> str:
        return self._options.mode

    def prepare(self, issue: Issue) -> Pictures:
        from adapters.drawn.asking import drawn_for
        from adapters.pictures import prepare_pictures
        from adapters.substack.render import wanted_pictures

        cache = self._picture_cache
        issue, drawn = drawn_for(issue, self.spec, self._options, cache)
        wanted = wanted_pictures(issue)
        return prepare_pictures(wanted, file=str(issue.path), cache=cache, drawn=drawn)

    def render(self, issue: Issue, pictures: Pictures) -> Edition:
        from adapters.drawn.asking import with_drawn, with_notes
        from adapters.substack.render import edition

        issue, notes = with_drawn(issue, self.spec, self._options, pictures)
        return with_notes(edition(issue, pictures, self._options), notes)

    def whoami(self) -> Account:
        found = self._client.publication()
        host = urlsplit(self._options.api).hostname or ""
        return Account(spec.KEY, host, str(found.get("id")), self._options.publication)

    def subscribers(self) -> int | None:
        """How many the mail goes to; None when that cannot be read at once."""
        try:
            return self._client.subscribers()
        except CallError as error:
            log.info("the number of subscribers cannot be read: %s", error)
            return None

    def anchor(self) -> Anchor:
        return Anchor()

    def send(self, part: Part, sent: Receipts) -> Receipt:
        if part.media:
            media = part.media[0]
            return self._client.upload(media, self._blobs(media.sha256))
        payload = _request(part, sent)
        match part.kind:
            case "draft":
                return self._client.create(payload)
            case "settings":
                return self._client.change(sent["draft"].id, payload)
            case "publish":
                draft = _draft(sent)
                approved = str(draft.details.get("digest", ""))
                return self._client.publish(draft.id, payload, approved=approved)
            case kind:
                return self._change(kind, payload, sent)

    def _change(self, kind: str, payload: Mapping[str, Json], sent: Receipts) -> Receipt:
        from adapters.substack.editing import CALLS

        if kind not in CALLS:
            raise Rejected(f"Substack has no part of kind {kind!r}")
        return CALLS[kind](self._client, payload, sent)

    def look(self, accepted: Accepted) -> Live | Pending | Failed:
        raise NotImplementedError("Substack takes no job that is answered later")

    def find(
        self, part: Part, sent: Receipts, intent: Intent
    ) -> Found | Partial | Absent | CannotTell:
        from adapters.substack import finding

        if part.media:
            return Absent()  # an upload may be repeated
        payload = _request(part, sent)
        match part.kind:
            case "draft":
                return finding.find_draft(self._client, payload, intent)
            case "settings":
                return finding.find_settings(self._client, sent["draft"], payload)
            case "publish":
                return finding.find_published(self._client, _draft(sent), payload)
            case kind:
                return finding.FINDERS[kind](self._client, payload, sent)

    def revise(self, old: Edition, sent: Receipts, new: Edition) -> Edition:
        from adapters.substack.revising import revise

        return revise(old, sent, new)

    def remove(self, sent: Receipts) -> Edition:
        from adapters.substack.revising import remove

        return remove(sent)

    def also_on(self, edition: Edition, links: Mapping[str, str], lang: str) -> Edition:
        from adapters.substack.naming import also_on

        return also_on(edition, links, lang)

    def inspect(self, edition: Edition, sent: Receipts) -> Remote:
        from adapters.substack.inspecting import inspect

        return inspect(self._client, edition, sent)

    @property
    def _client(self) -> Client:
        if self._connected is None:
            self._connected = self._connect()
        return self._connected

    def _connect(self) -> Client:
        import requests

        from adapters.substack.client import Client
        from adapters.substack.errors import NEW_COOKIE

        if not self._cookie or not self._options.publication:
            raise NotAllowed(
                "no cookie or publication is set for Substack", code="setup", next_step=NEW_COOKIE
            )
        return Client(self._options, self._cookie, requests.Session())


def _draft(sent: Receipts) -> Receipt:
    """The draft as it was last made or edited by us."""
    found = newest(sent, "draft")
    if found is None:
        raise Rejected("the draft is not there yet", code="order")
    return found


def _request(part: Part, sent: Receipts) -> Mapping[str, Json]:
    payload = resolve(part.payload, sent, escapes={"draft_body": json_escape})
    if not isinstance(payload, dict):
        raise Rejected("the part holds no request")
    return payload
