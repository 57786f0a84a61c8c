"""Edits and deletions of posts that stand in the channel, and a look at them."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.base import Absent, Edition, Found, Json, Part, Receipt, Receipts
from adapters.errors import NotAllowed, Rejected
from adapters.remote import Gone, Touched, Untouched
from adapters.telegram.client import Client, Files
from adapters.telegram.errors import FIXED, NO_POST, STAYS
from adapters.telegram.finding import says, texts
from adapters.telegram.messages import Message, Place, messages, place
from adapters.telegram.removing import DELETABLE_HOURS, DELETE
from adapters.telegram.revising import EDIT_CAPTION, EDIT_PICTURE, EDIT_TEXT
from adapters.telegram.rich_reading import block_words, letters
from adapters.telegram.rich_revising import EDIT_RICH

EDITS = {
    EDIT_TEXT: "editMessageText",
    EDIT_CAPTION: "editMessageCaption",
    EDIT_PICTURE: "editMessageMedia",
    EDIT_RICH: "editMessageText",
}
KINDS = (*EDITS, DELETE)
WORDED = (EDIT_TEXT, EDIT_CAPTION)  # done when the words are there; others are rather repeated
EXCERPT = 60  # characters of what a person has written


def change(client: Client, kind: str, payload: Mapping[str, Json], files: Files) -> Receipt:
    """One edit or deletion. Doing it twice changes nothing."""
    if kind == DELETE:
        return _delete(client, _numbers(payload))
    try:
        return client.edit(EDITS[kind], payload, files)
    except Rejected as error:
        (number,) = _numbers(payload)
        if error.code == FIXED and kind in WORDED and _says_so(client, number, payload):
            return client.receipt([], [number])
        if error.code not in (FIXED, NO_POST):
            raise
        step = f"Look at {client.url(str(number))}, and change it there by hand."
        raise Rejected(str(error), code=error.code, next_step=step) from error


def find_change(client: Client, part: Part, payload: Mapping[str, Json]) -> Found | Absent:
    """Whether it is done, as far as that can be seen. If not it may be done again without harm."""
    numbers = _numbers(payload)
    posts = _seen(client, numbers) if client.operator else None
    if posts is None:
        return Absent()
    if part.kind == DELETE:
        return Absent() if any(posts.values()) else Found(_gone(numbers))
    (post,) = posts.values()
    done = part.kind in WORDED and post is not None and [says(post)] == texts(payload)
    return Found(client.receipt([], [*numbers])) if done else Absent()


def inspect(client: Client, edition: Edition, sent: Receipts) -> Untouched | Touched | Gone:
    """What people made of the posts, seen by forwarding each of them to the operator.

    When none of them can be forwarded, that says more about forwarding than about the posts.
    """
    standing = [(m, where) for m in messages(edition.parts) if (where := place(m, sent))]
    posts = _seen(client, [where.number for _, where in standing])
    if not posts or not any(posts.values()):
        return Untouched()
    for message, where in standing:
        found = _difference(message, where, posts[where.number])
        if found:
            return found
    return Untouched()


def _difference(
    message: Message, where: Place, post: dict[str, Json] | None
) -> Touched | Gone | None:
    if post is None:
        return Gone(where.url)
    there, ours = says(post), message.rich.text
    if there == (letters(ours) if "rich_message" in post else ours):
        return None
    if "rich_message" in post:
        there = block_words(post["rich_message"])
    return Touched(f"{where.url} says “{_excerpt(there, ours)}”, not “{_excerpt(ours, there)}”.")


def _excerpt(text: str, other: str) -> str:
    """The text from shortly before the first difference."""
    same = next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), None)
    start = max(0, (min(len(text), len(other)) if same is None else same) - EXCERPT // 3)
    piece = " ".join(text[start : start + EXCERPT].split())
    return f"{'…' if start else ''}{piece}{'…' if len(text) > start + EXCERPT else ''}"


def _delete(client: Client, numbers: list[int]) -> Receipt:
    try:
        client.delete(numbers)
    except Rejected as error:
        if error.code == STAYS:
            step = (
                f"A bot can do so for {DELETABLE_HOURS} hours. Delete it in Telegram: "
                f"{client.url(str(numbers[0]))}"
            )
            raise Rejected(str(error), code="not-possible", next_step=step) from error
        if error.code != NO_POST:
            raise
    return _gone(numbers)


def _gone(numbers: list[int]) -> Receipt:
    return Receipt(str(numbers[0]), details={"message_ids": [*numbers]})


def _says_so(client: Client, number: int, payload: Mapping[str, Json]) -> bool:
    posts = _seen(client, [number]) if client.operator else None
    post = posts[number] if posts else None
    return post is not None and [says(post)] == texts(payload)


def _seen(client: Client, numbers: list[int]) -> dict[int, dict[str, Json] | None] | None:
    """The posts as copies show them; None where bots may not forward."""
    copies: list[str] = []
    try:
        return {number: client.forwarded(number, copies) for number in numbers}
    except (Rejected, NotAllowed):
        return None
    finally:
        client.discard(copies)


def _numbers(payload: Mapping[str, Json]) -> list[int]:
    several = payload.get("message_ids")
    if isinstance(several, list):
        return [int(str(number)) for number in several]
    return [int(str(payload["message_id"]))]
