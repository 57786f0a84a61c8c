"""Where a post is filed: its section, looked up by name, and its tags, one call for each.

A section is a field of the draft, by an id that only the publication knows; so a part of its own
looks it up. A tag belongs to the publication: it is made once, then attached to the post.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from adapters.base import ABSENT, Absent, Found, Json, Part, Phase, Receipt, Receipts
from adapters.errors import Rejected
from content.hashtags import is_channel

if TYPE_CHECKING:
    from adapters.substack.client import Client

SECTION_PART = "section"
NEW_TAG = "new-tag"
TAG = "tag"
ON_DRAFT = "draft"  # the part whose receipt names the post

Job = Mapping[str, Json]
Tags = Literal["none", "existing", "all"]


# --- parts ------------------------------------------------------------------------------------


def section_part(name: str) -> tuple[Part, ...]:
    """The look-up of a section's id; nothing without a name."""
    if not name:
        return ()
    key = f"{SECTION_PART}/{_spelled(name)}"
    job: Json = {"name": name}
    return (Part(key, SECTION_PART, job, repeatable=True, phase=Phase.PREPARE),)


def tag_parts(tags: Iterable[str], which: Tags) -> tuple[Part, ...]:
    """One part for each tag on the post; with "all" one before it, for a tag that may be new."""
    parts: list[Part] = []
    for name in tag_names(tags) if which != "none" else ():
        job: Json = {"name": name}
        waits: tuple[str, ...] = (ON_DRAFT,)
        if which == "all":
            made = f"{NEW_TAG}/{_spelled(name)}"
            parts.append(Part(made, NEW_TAG, job, phase=Phase.PREPARE))
            waits = (ON_DRAFT, made)
        key = f"{TAG}/{_spelled(name)}"
        parts.append(Part(key, TAG, job, waits_for=waits, phase=Phase.PREPARE))
    return tuple(parts)


def tag_names(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags that say what the issue is about, each once however it is spelled."""
    found: dict[str, str] = {}
    for tag in tags:
        name = tag.strip().lstrip("#").strip()
        if name and not is_channel(name):
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def _spelled(name: str) -> str:
    """A name within the key of a part: itself where it can be, else a mark of it."""
    spelled = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if spelled == name.lower().replace(" ", "-"):
        return spelled
    return hashlib.sha256(name.casefold().encode()).hexdigest()[:12]


# --- calls ------------------------------------------------------------------------------------


def section(client: Client, job: Job, _: Receipts) -> Receipt:
    """The id of a section by its name or the end of its address. Raises Rejected for another."""
    wanted = str(job["name"]).casefold()
    known = client.sections()
    for row in known:
        if wanted in (str(row.get("name")).casefold(), str(row.get("slug")).casefold()):
            return Receipt(str(row.get("id")))
    names = ", ".join(str(row.get("name")) for row in known)
    step = f"Write one of these in channels.substack.section: {names}." if names else (
        "Make it in Substack's settings, or delete channels.substack.section."
    )  # fmt: skip
    raise Rejected(f"no section is named {job['name']!r}", code="section", next_step=step)


def new_tag(client: Client, job: Job, _: Receipts) -> Receipt:
    """The tag of the publication, made where it is not there yet."""
    name = str(job["name"])
    found = client.tag_id(name)
    return Receipt(found) if found else client.make_tag(name)


def tag(client: Client, job: Job, sent: Receipts) -> Receipt:
    """The tag on the post. One that the publication does not have stays off: `absent` says so."""
    name, post = str(job["name"]), sent[ON_DRAFT].id
    found = client.tag_id(name)
    if not found:
        return Receipt(name, None, {ABSENT: True})
    if found in client.tags_of(post):
        return Receipt(found)
    return client.attach(post, found)


# --- after an unknown outcome -----------------------------------------------------------------


def find_section(_client: Client, _job: Job, _sent: Receipts) -> Absent:
    """It was only read, and may be read again."""
    return Absent()


def find_new_tag(client: Client, job: Job, _: Receipts) -> Found | Absent:
    found = client.tag_id(str(job["name"]))
    return Found(Receipt(found)) if found else Absent()


def find_tag(client: Client, job: Job, sent: Receipts) -> Found | Absent:
    found = client.tag_id(str(job["name"]))
    there = found and found in client.tags_of(sent[ON_DRAFT].id)
    return Found(Receipt(found)) if there else Absent()
