"""The messages of an edition taken back, as parts."""

from __future__ import annotations

from adapters.base import Edition, Json, Part, Receipts
from adapters.changes import delete_key, standing
from adapters.telegram.messages import numbers
from adapters.telegram.spec import KEY
from content.problems import Level, Problem

DELETE = "delete"
DELETABLE_HOURS = 48  # core.telegram.org/bots/api#deletemessage


def remove(sent: Receipts) -> Edition:
    """A deletion per part, the last first; pure.

    Repeating one is harmless: a number is never given twice, and what is gone counts as done.
    """
    kept = {key: found for key, receipt in standing(sent).items() if (found := numbers(receipt))}
    order = sorted(kept, key=lambda key: kept[key], reverse=True)
    parts = tuple(_deletion(key, kept[key]) for key in order)
    links = [url for key in order if (url := sent[key].url)]
    problems = (_limit(links[-1]),) if links else ()
    return Edition(KEY, parts, problems, facts={"deletions": str(len(parts))})


def _deletion(key: str, ids: list[int]) -> Part:
    body: dict[str, Json] = {"message_ids": [*ids]}
    return Part(delete_key(key), DELETE, body, repeatable=True)


def _limit(first: str) -> Problem:
    return Problem(
        Level.NOTE, "not-possible", KEY, 0,
        f"Telegram lets a bot delete a post only for {DELETABLE_HOURS} hours after it was sent.",
        f"Delete older ones in Telegram, beginning with {first}",
    )  # fmt: skip
