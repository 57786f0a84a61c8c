"""A person's actions on what they name: a release, a delivery or an issue, all of it at once.

A delivery that moves on at that very moment keeps nothing of the others from the action.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from adapters.base import Channel
from bot.release import actions
from bot.release.actions import NotNow
from bot.release.ledger import Ledger
from bot.release.records import Delivery
from bot.release.release import anything_out
from bot.release.states import FINISHED, MOVING, DeliveryState
from bot.release.times import moment


def targets(ledger: Ledger, name: str, channel: str = "") -> list[Delivery]:
    """The deliveries that a person means: by the id of a release or a delivery, by the issue's
    key, or by its file. Ended ones of older runs are left out, and updates and retractions are
    meant by their own id alone. Raises NotNow."""
    known = [d for d in ledger.deliveries() if d.purpose == "send" or d.id == name]
    key = Path(name).name
    found = [
        d
        for d in known
        if name in (d.id, d.release_id, d.issue_key)
        or (d.state is not DeliveryState.CANCELLED and Path(d.source_path).name == key)
    ]
    chosen = [d for d in found if channel in ("", d.channel)]
    if not chosen:
        where = f" on {channel}" if channel else ""
        raise NotNow(f"nothing named {name}{where} is known; `pressrun status` lists everything")
    newest = max(d.run for d in chosen)
    return [d for d in chosen if d.run == newest]


def approve(ledger: Ledger, found: Sequence[Delivery], who: str, hash_prefix: str = "") -> None:
    releases = dict.fromkeys(d.release_id for d in found if d.reason == "approval")
    if not releases:
        raise NotNow("nothing of this release waits for approval")
    for release_id in releases:
        actions.approve(ledger, ledger.siblings(release_id), who, hash_prefix)


def hold(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
    moving = [d for d in found if d.state in MOVING]
    if not moving:
        raise NotNow("nothing of it is on its way, so there is nothing to hold")
    actions.act_on_each(ledger, moving, lambda d: actions.hold(ledger, d, who))


def resume(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
    actions.act_on_each(ledger, found, lambda d: actions.resume(ledger, d, who))


def cancel(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
    going = [d for d in found if d.state not in FINISHED]
    if not going:
        raise NotNow("it is out or ended already; `pressrun retract` removes what is out")
    actions.act_on_each(ledger, going, lambda d: actions.cancel(ledger, d, who))


def reschedule(ledger: Ledger, found: Sequence[Delivery], who: str, when: str) -> str:
    """All of a release move by as much as its earliest delivery does; what to tell of the time."""
    open_ones = [d for d in found if d.state not in FINISHED]
    movable = [d for d in open_ones if not anything_out(ledger, d)]
    if not movable:
        raise NotNow("everything of it is out already, or has ended")
    first = min(d.due_at for d in movable)
    new = moment(when, movable[0].zone or "UTC", ledger.now())
    dues = {d.id: new.at + (d.due_at - first) for d in movable}
    actions.act_on_each(ledger, movable, lambda d: actions.reschedule(ledger, d, dues[d.id], who))
    return new.note


def confirm(ledger: Ledger, found: Sequence[Delivery], who: str, url: str) -> None:
    drafts = [d for d in found if d.state is DeliveryState.DONE_DRAFT]
    if len(drafts) != 1:
        raise NotNow("name the channel whose draft was published: --channel KEY")
    actions.confirm(ledger, drafts[0], url, who)


def answer(
    ledger: Ledger, name: str, said: str, who: str, *, url: str = "", channel: Channel | None
) -> Delivery:
    """Answer the question of a call or of a delivery; the delivery as it stands then.

    `channel` is needed for "resend" alone, which removes something first. Raises NotNow.
    """
    if call := ledger.call(name):
        actions.decide_call(ledger, call, said, who, url=url, channel=channel)
        return ledger.delivery(call.delivery_id)
    actions.decide_delivery(ledger, asking(ledger, name), said, who, url=url)
    return ledger.delivery(name)


def asking(ledger: Ledger, name: str) -> Delivery:
    """The delivery of a question. Raises NotNow."""
    if call := ledger.call(name):
        return ledger.delivery(call.delivery_id)
    found = [d for d in ledger.deliveries() if d.id == name]
    if not found:
        raise NotNow(f"nothing named {name} asks; `pressrun status` lists what does")
    return found[0]
