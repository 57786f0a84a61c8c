"""What a changed issue means for each of its deliveries.

What stands somewhere is compared with the issue as it is now. A channel says which of the
differences it can edit live, which a person has to change by hand, and which nobody can. The first
become a delivery of their own, approved and performed like any other; the others are shown, each
time anew, until what stands there says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from adapters import CHANNELS
from adapters.base import Account, Channel, Edition, Phase, Receipts
from adapters.errors import CallError
from adapters.references import linked_to
from adapters.remote import Gone, Released, Remote, Touched, Untouched
from bot import app, receipts
from bot.following import looked_at, with_links
from bot.publishing import newsletter_name
from bot.release.by_hand import changed_since, yours_to_change
from bot.release.records import Delivery
from bot.release.release import account_id, anything_out
from bot.release.stands import (
    RETRACT,
    UPDATE,
    changes_only,
    edition_there,
    edits_of,
    linked,
    open_edit,
    overwrites,
    receipts_there,
)
from bot.release.states import FINISHED, UNTOUCHED, DeliveryState
from bot.release.waits import GATE
from bot.wiring import Workshop
from content.issue import Issue
from content.problems import Problem

OVER = (DeliveryState.CANCELLED, DeliveryState.RETRACTED)
BY_HAND = "by-hand"


@dataclass(frozen=True, slots=True)
class Change:
    """What an update means for one delivery.

    `word` is "edit" (`edits` are sent), "by-hand" (only a person can), "same", "found" (somebody
    has made every change by hand), "goes-on" (an update of it, `begun`, is on its way), "unsent"
    (nothing of it is out) or "held-up" (`why` says by what). `touched` says what a person has
    changed there: it is edited only where that may be written over. `hash` is that of the new
    edition, as `publish` would name it.
    """

    base: Delivery
    word: str
    edits: Edition
    wanted: Edition | None = None
    hash: str = ""
    account: Account | None = None
    begun: Delivery | None = None
    touched: str = ""
    why: str = ""

    @property
    def told(self) -> tuple[Problem, ...]:
        """What cannot be edited live: with the exact words to change by hand, or not at all."""
        return self.edits.problems

    def may_go(self, *, overwrite: bool) -> bool:
        return overwrite or not (self.touched and overwrites(self.edits))


@dataclass(frozen=True, slots=True)
class Update:
    """What an update would do, before anybody has agreed. `unsent` are channels without a word."""

    rendered: app.Rendered
    changes: tuple[Change, ...]
    unsent: tuple[str, ...]

    def to_send(self, *, overwrite: bool) -> tuple[Change, ...]:
        edits = (c for c in self.changes if c.word == "edit")
        return tuple(c for c in edits if c.may_go(overwrite=overwrite))

    def begun(self) -> tuple[Delivery, ...]:
        return tuple(c.begun for c in self.changes if c.begun)

    def waiting(self, *, overwrite: bool) -> tuple[Change, ...]:
        """The changes that wait for a person before anything is sent."""
        return tuple(
            c for c in self.changes if c.word == "held-up" or not c.may_go(overwrite=overwrite)
        )


def propose(shop: Workshop, path: Path, *, waive: Sequence[str] = ()) -> Update:
    """Render, look at what stands there, and compare. Sends nothing. Raises BadInput."""
    now = shop.clock.now()
    rendered = app.render(path, shop.settings.adjust, shop.channels, now, waive=waive)
    if rendered.errors:
        raise app.BadInput(rendered.problems)
    take_over(shop, rendered.issue)
    bases = deliveries_of(shop, rendered.issue.key)
    known = {base.channel for base in bases}
    unsent = tuple(key for key in shop.channels if key not in known)
    return Update(rendered, tuple(_change(shop, rendered, base) for base in bases), unsent)


def take_over(shop: Workshop, issue: Issue) -> None:
    """What receipts beside the post say is out, where this store does not know it.

    Raises BadInput when they cannot be read: then nobody knows what is out.
    """
    newsletter = newsletter_name(issue.site)
    for path in receipts.about(issue):
        receipts.adopt(shop.ledger, newsletter, issue, path, sandbox=bool(shop.sandbox_url))


def deliveries_of(shop: Workshop, issue_key: str) -> list[Delivery]:
    """Everything of an issue that is out or on its way, on the channels asked for."""
    order = {key: n for n, key in enumerate(shop.channels) if key != GATE}
    known = [d for d in shop.ledger.deliveries(issue_key) if d.channel in order]
    out = (d for d in known if d.purpose == "send" and d.state not in OVER)
    return sorted(out, key=lambda d: (order[d.channel], d.run))


# --- one delivery -----------------------------------------------------------------------------


def _change(shop: Workshop, rendered: app.Rendered, base: Delivery) -> Change:
    nothing = Change(base, "same", Edition(base.channel, ()))
    edits = edits_of(shop.ledger, base)
    begun = open_edit(edits)
    if begun and begun.purpose == UPDATE:
        return replace(nothing, word="goes-on", begun=begun)
    if not begun and not anything_out(shop.ledger, base):
        return replace(nothing, word="unsent")
    if base.by_hand:
        return _posted(rendered.issue, nothing)
    channel = shop.channels[base.channel]
    why = (
        on_its_way(begun)
        or _taken_back(edits)
        or _being_sent(shop, base, rendered.editions[base.channel].verb or channel.verb)
    )
    if why:
        return replace(nothing, word="held-up", why=why)
    try:
        account = channel.whoami()
        if account_id(account) != base.account_id:
            return replace(nothing, word="held-up", why=elsewhere(base))
        return _compared(shop, rendered, channel, replace(nothing, account=account))
    except CallError as error:
        return replace(nothing, word="held-up", why=error.advice)


def _posted(issue: Issue, nothing: Change) -> Change:
    """What a person has posted only a person changes."""
    if not changed_since(nothing.base, issue):
        return nothing
    told = yours_to_change(nothing.base, issue.path)
    return replace(nothing, word=BY_HAND, edits=Edition(nothing.base.channel, (), (told,)))


def on_its_way(begun: Delivery | None) -> str:
    """Why nothing else may be changed before; "" when nothing is on its way."""
    if begun is None:
        return ""
    return (
        f"another change of it ({begun.purpose}) is {begun.state}: let it end, with "
        f"`pressrun resume {begun.id}`, or end it, with `pressrun cancel {begun.id}`"
    )


def elsewhere(base: Delivery) -> str:
    return f"it is out on another account ({base.account_id}) than the settings name"


def _taken_back(edits: Sequence[Delivery]) -> str:
    back = next((d for d in edits if d.purpose == RETRACT), None)
    return "it was taken back in part; `pressrun retract` goes on with that" if back else ""


def _being_sent(shop: Workshop, base: Delivery, verb: str) -> str:
    """Why an open delivery cannot be edited: only one whose draft is made and not public can."""
    if base.state in FINISHED:
        return ""
    calls = shop.ledger.calls(base.id)
    if any(c.part.phase is Phase.SEND and c.state not in UNTOUCHED for c in calls):
        return f"it is {base.state}: update it once it is out, or end it with `pressrun cancel`"
    if base.verb != verb:
        return f"it was approved as {base.verb}, not {verb}: cancel it and publish anew"
    return ""


def _compared(shop: Workshop, rendered: app.Rendered, channel: Channel, change: Change) -> Change:
    base, remote = change.base, None
    if base.state is DeliveryState.DONE_DRAFT or base.state not in FINISHED:
        base, remote = looked_at(shop, channel, base)
        if lost := draft_lost(base, remote):
            return replace(change, base=base, word="held-up", why=lost)
    new = _as_released(rendered, base)
    wanted = with_links(shop, base, linked(new, base.links), rendered.issue.language)
    stands, sent = edition_there(shop.ledger, base), receipts_there(shop.ledger, base)
    edits = changes_only(shop.ledger, base, channel.revise(stands, sent, wanted))
    change = replace(change, base=base, edits=edits, wanted=new, hash=new.hash, word=_word(edits))
    if remote is None and (change.word == BY_HAND or overwrites(edits)):
        remote = channel.inspect(stands, sent)
    if not isinstance(remote, Touched | Gone):
        return change
    if change.word == BY_HAND and _stands(channel, wanted, sent):
        return replace(change, word="found", edits=Edition(base.channel, ()), wanted=wanted)
    if isinstance(remote, Touched):
        return replace(change, touched=remote.what)
    gone = f"it is not there any more: {remote.where}"
    word = "held-up" if overwrites(edits) else change.word
    return replace(change, word=word, touched=gone, why=gone)


def _as_released(rendered: app.Rendered, base: Delivery) -> Edition:
    """The new edition with the references to other channels that its release has given it."""
    edition, url = rendered.editions[base.channel], rendered.issue.canonical_url
    for channel in dict.fromkeys((base.after, *base.links)):
        if url and channel in CHANNELS:
            edition = linked_to(edition, url, channel)
    return edition


def draft_lost(base: Delivery, remote: Remote) -> str:
    """What became of a draft that can be changed no more; "" where it can, or is public."""
    if base.state is DeliveryState.DONE_PUBLISHED or not isinstance(remote, Gone | Released):
        return ""
    if base.question:
        return f"{base.reason}: pressrun decide {base.id} published --url URL | deleted"
    happened = "published" if isinstance(remote, Released) else "removed"
    return f"somebody has {happened} its draft: cancel it, and publish it again"


def _word(edits: Edition) -> str:
    if edits.parts:
        return "edit"
    return BY_HAND if any(p.code == BY_HAND for p in edits.problems) else "same"


def _stands(channel: Channel, wanted: Edition, sent: Receipts) -> bool:
    """Whether the new edition stands there already, by somebody's hand.

    A post that we never sent is nowhere that we know, so then nobody can tell.
    """
    posts = {part.key for part in wanted.parts if not part.repeatable}
    return posts <= sent.keys() and isinstance(channel.inspect(wanted, sent), Untouched)
