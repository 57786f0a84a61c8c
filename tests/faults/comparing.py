"""What the feeds show after a run, beside what they should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.faults.letters import Shown, number_of, row_of
from tests.faults.people import ledger_of
from tests.faults.stage import Stage

Posts = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One issue on one channel. `disordered` tells that its posts are in another order or answer
    other posts than they should, `torn` that posts of another issue stand between them."""

    channel: str
    number: int
    duplicates: int
    lost: int
    disordered: bool
    torn: bool

    @property
    def good(self) -> bool:
        return not (self.duplicates or self.lost or self.disordered or self.torn)


def verdicts(stage: Stage, shown: Mapping[str, Shown], issues: int) -> list[Verdict]:
    """Every issue on every channel; number 0 has the posts that are of no issue."""
    return [
        _verdict(channel, number, stage.feed(channel), wanted.of(number) if number else [])
        for channel, wanted in shown.items()
        for number in range(issues + 1)
    ]


def _verdict(channel: str, number: int, feed: Posts, wanted: list[Any]) -> Verdict:
    posts = [post for post in feed if number_of(post) == number]
    rows = [row_of(post) for post in posts]
    there, due = Counter(rows), Counter(wanted)
    return Verdict(
        channel,
        number,
        duplicates=(there - due).total(),
        lost=(due - there).total(),
        disordered=rows != wanted or not _answering(posts),
        torn=not _together(feed, posts),
    )


def _together(feed: Posts, posts: Posts) -> bool:
    """Nothing of another issue stands between."""
    places = [place for place, post in enumerate(feed) if post in posts]
    return not places or places[-1] - places[0] + 1 == len(posts)


def _answering(posts: Posts) -> bool:
    """Each reply is one to an earlier post of the same issue."""
    return all(
        str(post["details"]["reply_to"]) in {str(before["id"]) for before in posts[:place]}
        for place, post in enumerate(posts)
        if post["details"].get("reply_to") is not None
    )


def history(stage: Stage, verdict: Verdict) -> Iterator[str]:
    """The event rows of what went wrong, for whoever has to find out why."""
    yield f"{verdict}"
    with ledger_of(stage) as ledger:
        for delivery in ledger.deliveries(f"_posts/2026-11-16-mill-{verdict.number:02}.md"):
            if delivery.channel == verdict.channel:
                yield f"  {delivery.id} {delivery.state} {delivery.reason}"
                for row in ledger.events(delivery.id):
                    words = (row["at"], row["actor"], row["call_key"], row["move"], row["detail"])
                    yield "    " + " | ".join(str(word) for word in words)
