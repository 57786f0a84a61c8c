"""Is it there already? One look after a call whose outcome is unknown; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from adapters.base import Absent, CannotTell, Found, Intent, Json, Receipt, Receipts
from adapters.overwriting import STANDS
from adapters.substack import filing
from adapters.substack.client import Client
from adapters.substack.editing import Job, edited, is_shown, look, where
from adapters.substack.looking import State
from adapters.substack.readback import as_sent, digest

LISTS = ("drafts", "scheduled", "published")  # where a draft may be by the time that one looks
CLOCK_SKEW = timedelta(minutes=5)  # between this machine and Substack

Answer = Found | Absent | CannotTell


def find_draft(client: Client, payload: Mapping[str, Json], intent: Intent) -> Answer:
    """The drafts of this title that are younger than the call; ours shows the very same text."""
    title, ours = payload.get("draft_title"), digest(payload)
    named = {
        str(row.get("id")): draft
        for row in _rows(client)
        if title in (row.get("draft_title"), row.get("title")) and _young(row, intent)
        if (draft := client.draft_or_none(str(row.get("id"))))
    }
    same = [draft_id for draft_id, draft in named.items() if digest(draft) == ours]
    if len(same) == 1:
        return Found(client.receipt(same[0], named[same[0]]))
    where = client.editor_url(next(iter(same or named), ""))
    if same:
        return CannotTell(f"Several drafts hold this text: {', '.join(same)}.", where)
    if named:
        return CannotTell(f"A draft of this title has another text: {', '.join(named)}.", where)
    return Absent()


def find_settings(client: Client, draft: Receipt, payload: Mapping[str, Json]) -> Answer:
    """Set as intended, or as the draft was when it was created; anything else is a person's."""
    stored = client.draft_or_none(draft.id)
    if stored is None:
        return _gone(client, draft.id)
    if all(stored.get(name) == as_sent(name, value) for name, value in payload.items()):
        return Found(client.receipt(draft.id, stored))
    if stored.get("draft_updated_at") == draft.details.get("updated_at"):
        return Absent()
    return CannotTell("Someone changed the draft meanwhile.", client.editor_url(draft.id))


def find_published(client: Client, draft: Receipt, payload: Mapping[str, Json]) -> Answer:
    stored = client.draft_or_none(draft.id)
    if stored is None:
        return _gone(client, draft.id)
    if stored.get("is_published") is True:
        return Found(client.published(draft.id, stored))
    if payload.get("send"):  # mail cannot be recalled: a person decides about a second call
        return CannotTell("The post is not public; whether mail went out is not known.",
                          client.editor_url(draft.id))  # fmt: skip
    return Absent()


def find_edit(client: Client, job: Job, _: Receipts) -> Answer:
    """Done, or as it was before; else somebody else has been there."""
    found = look(client, job)
    if found.state is State.AFTER and found.stored:
        return Found(client.receipt(str(job["draft_id"]), found.stored))
    if found.state is State.BEFORE:
        return Absent()
    return CannotTell(found.reason, where(client, job))


def find_republished(client: Client, job: Job, sent: Receipts) -> Answer:
    """Readers see the text of the draft; a change of settings alone leaves no trace to look for.

    Absent is safe to say: publishing again without mail changes nothing.
    """
    found = look(client, {STANDS: edited(sent), **job})
    if found.state is not State.BEFORE or not found.stored:
        return CannotTell(found.reason, where(client, job))
    if is_shown(found.stored, job.get("words")):
        return Found(client.published(str(job["draft_id"]), found.stored))
    return Absent()


def find_unpublished(client: Client, job: Job, _: Receipts) -> Answer:
    done = look(client, job).state in (State.GONE, State.WITHDRAWN)
    return Found(Receipt(str(job["draft_id"]))) if done else Absent()


def find_deleted(client: Client, job: Job, _: Receipts) -> Answer:
    found = look(client, job)
    if found.state is State.GONE:
        return Found(Receipt(str(job["draft_id"])))
    if found.state is State.BEFORE:
        return Absent()
    return CannotTell(found.reason, where(client, job))


Find: TypeAlias = Callable[[Client, Job, Receipts], Answer]
FINDERS: Mapping[str, Find] = {
    "edit": find_edit,
    "republish": find_republished,
    "unpublish": find_unpublished,
    "delete": find_deleted,
    filing.SECTION_PART: filing.find_section,
    filing.NEW_TAG: filing.find_new_tag,
    filing.TAG: filing.find_tag,
}


def _gone(client: Client, draft_id: str) -> CannotTell:
    return CannotTell("Someone has deleted the draft.", client.editor_url(draft_id))


def _rows(client: Client) -> Iterator[Mapping[str, Json]]:
    for name in LISTS:
        yield from client.listed(name)


def _young(row: Mapping[str, Json], intent: Intent) -> bool:
    """A row whose time cannot be read may be ours."""
    text = row.get("draft_created_at")
    try:
        created = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        created = None
    if created is None:
        return True
    created = created if created.tzinfo else created.replace(tzinfo=UTC)
    return created >= intent.started_at - CLOCK_SKEW
