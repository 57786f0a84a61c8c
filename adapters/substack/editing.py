"""What changes or removes a post of ours: one look, then exactly one remote effect.

What is found otherwise than expected is left alone; `find` sees the same, and a person is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from adapters.base import Json, Receipt, Receipts
from adapters.errors import Rejected
from adapters.overwriting import STANDS, newest
from adapters.substack import filing
from adapters.substack.client import Client
from adapters.substack.errors import LOCK
from adapters.substack.looking import Seen, State, astray, fields, seen
from adapters.substack.readback import normal

Job: TypeAlias = Mapping[str, Json]


def look(client: Client, job: Job) -> Seen:
    return seen(client.draft_or_none(str(job["draft_id"])), job)


def where(client: Client, job: Job) -> str:
    return client.editor_url(str(job["draft_id"]))


def edit(client: Client, job: Job, _: Receipts) -> Receipt:
    """PUT the fields that change, under the lock of what was just read."""
    draft_id = str(job["draft_id"])
    found = look(client, job)
    if found.state is State.AFTER and found.stored:
        return client.receipt(draft_id, found.stored)
    if found.state is not State.BEFORE or not found.stored:
        raise astray(found, where(client, job))
    read_at = found.stored.get("draft_updated_at")
    lock = {LOCK: read_at} if read_at else {}
    return client.change(draft_id, {**fields(job, "request"), **lock})


def republish(client: Client, job: Job, sent: Receipts) -> Receipt:
    """Readers see the edited post; nobody is mailed, by the request and by the stored flag."""
    draft_id = str(job["draft_id"])
    client.check(draft_id)
    found = look(client, {STANDS: edited(sent), **job})
    if found.state is not State.BEFORE or not found.stored:
        raise astray(found, where(client, job))
    if found.stored.get("should_send_email") is not False:
        raise Rejected("the post's setting about mail was turned on", code="email")
    return client.put_out(draft_id, {"send": False})


def unpublish(client: Client, job: Job, _: Receipts) -> Receipt:
    draft_id = str(job["draft_id"])
    if look(client, job).state in (State.GONE, State.WITHDRAWN):
        return Receipt(draft_id)
    return client.unpublish(draft_id)


def delete(client: Client, job: Job, _: Receipts) -> Receipt:
    found = look(client, job)
    if found.state is State.GONE:
        return Receipt(str(job["draft_id"]))
    if found.state is not State.BEFORE:
        raise astray(found, where(client, job))
    return client.delete(str(job["draft_id"]))


Call: TypeAlias = Callable[[Client, Job, Receipts], Receipt]
CALLS: Mapping[str, Call] = {
    "edit": edit,
    "republish": republish,
    "unpublish": unpublish,
    "delete": delete,
    filing.SECTION_PART: filing.section,
    filing.NEW_TAG: filing.new_tag,
    filing.TAG: filing.tag,
}


def edited(sent: Receipts) -> Json:
    """The draft as our edit left it; nothing to compare where a person settled that edit."""
    receipt = newest(sent, "draft")
    known = receipt.details.get("digest") if receipt else None
    return {"digest": known} if known else {}


def is_shown(stored: Job, words: Json) -> bool:
    """Whether readers see these fields of the draft as they stand now, as far as it is told."""
    names = words if isinstance(words, list) else []
    public = {name: str(name).removeprefix("draft_") for name in map(str, names)}
    return bool(public) and all(
        shown in stored and normal(name, stored[shown]) == normal(name, stored.get(name))
        for name, shown in public.items()
    )
