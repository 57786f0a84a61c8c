"""An issue that a person has posted on a channel: a delivery without calls, known to be out."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from adapters.base import Account, Edition
from bot.release.actions import NotNow
from bot.release.ledger import Ledger, Note
from bot.release.records import BY_HAND, Delivery
from bot.release.release import Leg, Terms, freeze
from bot.release.states import DeliveryState
from content.issue import Issue
from content.problems import Level, Problem

D = DeliveryState
NOT_THERE = (D.CANCELLED, D.RETRACTED)


def known_there(ledger: Ledger, issue_key: str, channel: str) -> list[Delivery]:
    """Every delivery of an issue to a channel that was not cancelled, oldest run first."""
    found = [d for d in ledger.deliveries(issue_key) if d.channel == channel]
    sent = [d for d in found if d.purpose == "send" and d.state is not D.CANCELLED]
    return sorted(sent, key=lambda d: d.run)


def posted(ledger: Ledger, issue_key: str, channel: str) -> Delivery | None:
    """The newest delivery there, if it is one that a person has made."""
    newest = known_there(ledger, issue_key, channel)[-1:]
    return newest[0] if newest and newest[0].by_hand else None


def record(
    ledger: Ledger, issue: Issue, channel: str, url: str, who: str, newsletter: str, machine: str
) -> Delivery:
    """Write down that somebody has posted it there, or another address of the same.

    It waits for an approval until it is marked as out, so that nobody executes it in between.
    Raises NotNow and BeingPublished.
    """
    before = known_there(ledger, issue.key, channel)
    going = [d for d in before if not d.by_hand and d.state not in NOT_THERE]
    if going:
        raise NotNow(_in_the_way(going[-1]))
    there = posted(ledger, issue.key, channel)
    if there is None or there.state in NOT_THERE:
        run = 1 + max((d.run for d in before), default=0)
        account = Account(channel, "by-hand", newsletter)
        leg = Leg(
            Edition(channel, ()), account, BY_HAND, ledger.now(), run=run, hash=issue.source_sha256
        )
        terms = Terms("", newsletter, machine, proposed_by=who)
        (made,) = freeze(ledger.engine, ledger.clock, issue, [leg], {}, terms)
        there = ledger.delivery(made)
    values: dict[str, object] = {"url": url, "hash": issue.source_sha256, "out_at": ledger.now()}
    note = Note(who, "published by hand")
    if not ledger.move_delivery(there, D.DONE_PUBLISHED, note, **values):
        raise NotNow(f"{channel} has moved on meanwhile; look at it again")
    return ledger.delivery(there.id)


def _in_the_way(known: Delivery) -> str:
    words = f"{known.channel} is {known.state}"
    if known.state in (D.DONE_PUBLISHED, D.STOPPED):
        return f"{words}: pressrun has sent it there itself, see `pressrun status`"
    return f"{words}: end that first, with `pressrun cancel {known.id}`"


def changed_since(delivery: Delivery, issue: Issue) -> bool:
    """Whether the file is another one than when it was posted by hand."""
    return delivery.hash != issue.source_sha256


def yours_to_change(delivery: Delivery, issue: Path) -> Problem:
    """What an update says of it, when the issue has changed."""
    confirm = f"{quote(str(issue))} --channel {delivery.channel} --url {delivery.url}"
    step = f"Change it at {delivery.url}, then: pressrun confirm {confirm}"
    return _yours(delivery, "You posted it by hand, and the issue has changed since.", step)


def yours_to_remove(delivery: Delivery) -> Problem:
    """What a retraction says of it."""
    return _yours(delivery, "You posted it by hand.", f"Delete it there: {delivery.url}")


def _yours(delivery: Delivery, words: str, step: str) -> Problem:
    return Problem(Level.WARNING, "by-hand", delivery.channel, 0, words, step)
