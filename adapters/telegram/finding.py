"""Does a post stand in the channel? Nothing reads its history: posts are forwarded and looked at.

Ids in a channel are consecutive but for gaps, so the posts after our last one are tried. Whether a
bot may forward at all is proved on that last one: else every "not found" would mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from adapters.base import Absent, CannotTell, Found, Json, Partial, Receipt, Receipts
from adapters.errors import NotAllowed, Rejected
from adapters.telegram.client import Client
from adapters.telegram.rich_reading import block_words, html_of, html_words, letters

AHEAD = 5  # ids tried beyond the last post that stands
MOST = 40  # ids tried in all

Answer = Found | Partial | Absent | CannotTell
Post = dict[str, Json]


def find_post(client: Client, payload: Mapping[str, Json], sent: Receipts) -> Answer:
    """One look at the posts behind the last one that is known to be ours."""
    where = client.url("")
    last = max((number for receipt in sent.values() for number in ids(receipt)), default=0)
    if not client.operator or not last:
        return CannotTell("the answer was lost", where)
    copies: list[str] = []
    try:
        if client.forwarded(last, copies) is None:
            return CannotTell("the bot cannot look at the channel's posts", where)
        wanted = texts(payload)
        ours, others = _ours(client, last, wanted, copies)
    except (Rejected, NotAllowed) as error:
        return CannotTell(f"the channel's posts cannot be looked at ({error})", where)
    finally:
        client.discard(copies)
    if not ours and html_of(payload) is not None and any("rich_message" in p for p in others):
        return CannotTell("a rich message stands there whose words are not quite ours", where)
    return _answer(client, ours, len(wanted), where)


def _answer(client: Client, ours: Sequence[tuple[int, Post]], wanted: int, where: str) -> Answer:
    if not ours:
        return Absent()
    if not any(says(post) for _, post in ours):
        return CannotTell("pictures stand there, without words that tell whose they are", where)
    if len(ours) < wanted:
        return Partial(tuple(client.receipt([post], [number]) for number, post in ours))
    return Found(client.receipt([post for _, post in ours], [number for number, _ in ours]))


def _ours(
    client: Client, last: int, wanted: Sequence[str], copies: list[str]
) -> tuple[list[tuple[int, Post]], list[Post]]:
    """The posts that say what was sent, and others between; of an album, any may be there."""
    missing = list(wanted)
    found: list[tuple[int, Post]] = []
    others: list[Post] = []
    for number, post in _posts(client, last, copies):
        if says(post) in missing:
            missing.remove(says(post))
            found.append((number, post))
        else:
            others.append(post)
    return found, others


def _posts(client: Client, last: int, copies: list[str]) -> Iterator[tuple[int, Post]]:
    end = last + AHEAD
    number = last + 1
    while number <= min(end, last + MOST):
        post = client.forwarded(number, copies)
        if post is not None:
            end = number + AHEAD
            yield number, post
        number += 1


def says(post: Post) -> str:
    """The words of a post as a copy shows it; of a rich message, its letters stand for them."""
    if "rich_message" in post:
        return letters(block_words(post["rich_message"]))
    return str(post.get("caption" if "photo" in post else "text", ""))


def texts(payload: Mapping[str, Json]) -> list[str]:
    """What each message of a request says: one, or as many as an album has pictures."""
    html = html_of(payload)
    if html is not None:
        return [letters(html_words(html))]
    media = payload.get("media")
    if isinstance(media, list):
        return [str(item.get("caption", "")) for item in media if isinstance(item, dict)]
    return [str(payload.get("text", payload.get("caption", "")))]


def ids(receipt: Receipt) -> list[int]:
    """The numbers of a part's messages: an album has several."""
    numbers = receipt.details.get("message_ids")
    return [n for n in numbers if isinstance(n, int)] if isinstance(numbers, list) else []
