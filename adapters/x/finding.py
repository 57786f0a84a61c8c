"""Is a post there already? What was sent, compared with what a timeline gives back."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.base import Json
from content.urls import url_spans

SCHEME = re.compile(r"^https?://", re.IGNORECASE)
SHORT = re.compile(r"https?://t\.co/\w+")
OF_A_POST = re.compile(r"/status/\d+(?:/(?:photo|video)/\d+)?$")  # what X adds by itself


@dataclass(frozen=True, slots=True)
class Row:
    """A post of a timeline. `addresses` maps each t.co address to what was written; `versions` are
    its ids, of which an edit makes a new one, and empty where the service names none."""

    id: str
    text: str
    parent: str
    created_at: datetime | None
    addresses: tuple[tuple[str, str], ...]
    versions: tuple[str, ...] = ()


def rows(page: Mapping[str, Json]) -> list[Row]:
    """The posts of a page, in whichever names the service uses."""
    data = page.get("data")
    return [_row(post) for post in data if isinstance(post, dict)] if isinstance(data, list) else []


def matching(seen: Sequence[Row], text: str, parent: str, since: datetime) -> list[Row]:
    """Those with the same text under the same parent; a root must not be older than `since`."""
    wanted = normal(text)
    return [
        row
        for row in seen
        if row.parent == parent and (parent or _young(row, since)) and shown(row) == wanted
    ]


def normal(text: str) -> str:
    """One spelling for what X may spell in several: addresses without scheme, single spaces."""
    text = unicodedata.normalize("NFC", text)
    for span in reversed(url_spans(text)):
        bare = SCHEME.sub("", span.text).rstrip("/")
        text = f"{text[: span.start]}{bare}{text[span.end :]}"
    return " ".join(text.split())


def shown(row: Row) -> str:
    """A post's text with its addresses as written, without those X added for pictures."""
    text = html.unescape(row.text)
    for short, written in row.addresses:
        text = text.replace(short, written)
    return normal(SHORT.sub("", text) if not row.addresses else text)


def _young(row: Row, since: datetime) -> bool:
    return row.created_at is None or row.created_at >= since.replace(microsecond=0)


def _row(post: Mapping[str, Json]) -> Row:
    long = post.get("note_tweet") or post.get("note_post")
    body = long if isinstance(long, dict) and "text" in long else post
    return Row(
        id=str(post.get("id", "0")),
        text=str(body.get("text", "")),
        parent=_parent(post),
        created_at=_moment(post.get("created_at")),
        addresses=tuple(_addresses(body)),
        versions=_versions(post),
    )


def _versions(post: Mapping[str, Json]) -> tuple[str, ...]:
    found = post.get("edit_history_tweet_ids") or post.get("edit_history_post_ids")
    return tuple(str(one) for one in found) if isinstance(found, list) else ()


def _parent(post: Mapping[str, Json]) -> str:
    references = post.get("referenced_tweets") or post.get("referenced_posts")
    for reference in references if isinstance(references, list) else []:
        if isinstance(reference, dict) and reference.get("type") == "replied_to":
            return str(reference.get("id", ""))
    return ""


def _addresses(body: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    entities = body.get("entities")
    urls = entities.get("urls") if isinstance(entities, dict) else None
    for url in urls if isinstance(urls, list) else []:
        if isinstance(url, dict) and url.get("url"):
            written = str(url.get("expanded_url", ""))
            own = "media_key" in url or (OF_A_POST.search(written) and "/photo/" in written)
            yield str(url["url"]), "" if own else written


def _moment(value: Json) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
