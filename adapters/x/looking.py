"""A look at posts that stand, by their ids, and whether one is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from adapters.base import Absent, Edition, Found, Intent, Json, Receipt, Receipts
from adapters.changes import standing
from adapters.remote import Gone, Touched, Untouched
from adapters.x.finding import Row, normal, shown

if TYPE_CHECKING:
    from adapters.x.client import Client

EPOCH_MS = 1_288_834_974_657  # ids hold their time: milliseconds since then, above 22 bits
TIME_BITS = 22
EDITABLE = timedelta(hours=1)  # an edit within it makes a new id, docs.x.com changelog
LAG = timedelta(minutes=1)  # a younger post may not be on its timeline yet


def find_deletion(client: Client, post_id: str, intent: Intent) -> Found | Absent:
    """Found when the post is gone. Absent too where that cannot be seen: a repeat is harmless."""
    if intent.started_at - _moment(post_id) < LAG:
        return Absent()
    seen, _ = client.posts(str(int(post_id) - 1), str(int(post_id) + 1))
    return Absent() if any(row.id == post_id for row in seen) else Found(Receipt(post_id))


def inspect(client: Client, edition: Edition, sent: Receipts) -> Untouched | Touched | Gone:
    """What people made of the posts. Nobody but the author can, in the app.

    Reading costs; only the stretch of the timeline is read in which the posts and their edits are.
    """
    texts = {part.key: part.payload for part in edition.parts}
    ours = {key: receipt for key, receipt in standing(sent).items() if _is_post(texts.get(key))}
    if not ours:
        return Untouched()
    ids = sorted(int(receipt.id) for receipt in ours.values())
    seen, whole = client.posts(str(ids[0] - 1), str(_after(ids[-1])))
    if not whole:
        return Untouched()  # more posts than one look reads
    for key, receipt in ours.items():
        found = _difference(receipt, str(_text(texts[key])), seen)
        if found:
            return found
    return Untouched()


def _difference(receipt: Receipt, text: str, seen: Sequence[Row]) -> Touched | Gone | None:
    url = receipt.url or receipt.id
    row = next((row for row in seen if receipt.id in (row.id, *row.versions)), None)
    if row is None:
        return Gone(url)
    if shown(row) != normal(text):
        return Touched(f"{url} says “{shown(row)}”.")
    return None


def _is_post(payload: Json) -> bool:
    """Uploads and their descriptions are nowhere to be seen."""
    return isinstance(payload, dict) and ("text" in payload or "media" in payload)


def _text(payload: Json) -> Json:
    return payload.get("text", "") if isinstance(payload, Mapping) else ""


def _moment(post_id: str) -> datetime:
    return datetime.fromtimestamp(((int(post_id) >> TIME_BITS) + EPOCH_MS) / 1000, UTC)


def _after(post_id: int) -> int:
    """An id that no edit of this post can have."""
    return post_id + ((int(EDITABLE.total_seconds() * 1000) + 1) << TIME_BITS)
