"""What the stand-in remembers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sandbox.service import Setting
from sandbox.store import Table
from sandbox.substack.errors import not_found, refuse

USER_ID = 2002
PUBLICATION_ID = 3003
FIRST_DRAFT = 175_000_000
STEP_S = 0.001  # times are shown in milliseconds

Standing = Literal["none", "draft", "scheduled", "published"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, and the post it became. Times are epoch seconds.

    `fields` holds what a client may write, under the API's names, `post` the published copy of
    title, subtitle and body, `schedules` the rows of postSchedules, `ignored` the keys that were
    sent in vain, `stale_writes` how often last_updated_at was not the latest.
    """

    id: int
    uuid: str
    created_at: float
    updated_at: float
    fields: dict[str, Any]
    post: dict[str, str] = field(default_factory=dict)
    published_at: float | None = None
    unpublished_at: float | None = None
    deleted_at: float | None = None
    email_sent_at: float | None = None
    schedules: list[dict[str, Any]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    stale_writes: int = 0


@dataclass(frozen=True, slots=True)
class Mail:
    """One sending to all subscribers. `by` is publish, schedule or person."""

    draft_id: int
    title: str
    at: float
    by: str


@dataclass(frozen=True, slots=True)
class Picture:
    id: int
    url: str
    sha256: str
    mime: str
    size: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Tag:
    id: str
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class TagOfPost:
    id: int
    post_id: int
    post_tag_id: str


@dataclass(frozen=True, slots=True)
class Session:
    expired: bool


@dataclass(frozen=True, slots=True)
class Minute:
    number: int
    used: int


class State:
    def __init__(self, setting: Setting) -> None:
        self.store, self.clock = setting.store, setting.clock
        self.switches, self.next = setting.switches, setting.next
        self.drafts: Table[Draft] = setting.table("drafts", Draft)
        self.mails: Table[Mail] = setting.table("mails", Mail)
        self.pictures: Table[Picture] = setting.table("pictures", Picture)  # by url
        self.tags: Table[Tag] = setting.table("tags", Tag)
        self.tagged: Table[TagOfPost] = setting.table("tagged", TagOfPost)
        self.session: Table[Session] = setting.table("session", Session)
        self.minutes: Table[Minute] = setting.table("minutes", Minute)

    def draft(self, raw_id: str) -> Draft:
        """Raises the 404 of the publication's host."""
        draft = self.drafts.get(raw_id)
        if draft is None or draft.deleted_at is not None:
            raise refuse(not_found())
        return draft

    def new(self, fields: Mapping[str, Any], ignored: list[str]) -> Draft:
        now = self.clock.now()
        number = FIRST_DRAFT + self.next("draft")
        draft = Draft(number, str(uuid.uuid4()), now, now, dict(fields), ignored=ignored)
        self.drafts.put(str(number), draft)
        return draft

    def save(self, draft: Draft) -> Draft:
        """The draft with a draft_updated_at later than any before."""
        saved = replace(draft, updated_at=max(self.clock.now(), draft.updated_at + STEP_S))
        self.drafts.put(str(draft.id), saved)
        return saved

    def standing_now(self, draft: Draft) -> Standing:
        return standing(draft, self.clock.now())

    def mail(self, draft: Draft, by: str) -> None:
        title = str(draft.fields["draft_title"] or "")
        number = str(self.next("mail"))
        self.mails.put(number, Mail(draft.id, title, self.clock.now(), by))

    def mailed(self, draft: Draft) -> int:
        return sum(mail.draft_id == draft.id for mail in self.mails.values())


def standing(draft: Draft, at: float) -> Standing:
    """What the draft was at a time: lists that lag behind look at an earlier one."""
    if draft.created_at > at or (draft.deleted_at is not None and draft.deleted_at <= at):
        return "none"
    withdrawn = draft.unpublished_at is not None and draft.unpublished_at <= at
    if draft.published_at is not None and draft.published_at <= at and not withdrawn:
        return "published"
    return "scheduled" if draft.schedules else "draft"


def iso(at: float) -> str:
    shown = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
    return shown.replace("+00:00", "Z")


def instant(text: object) -> float | None:
    """Epoch seconds of an ISO time with its zone; None for anything else."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo else None
