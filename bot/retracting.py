"""Taking an issue back: what can be removed is removed, the rest is named with its address.

What was taken back leaves a tombstone: it is published again only with `publish --again`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.base import Account, Channel, Edition
from adapters.errors import CallError
from adapters.remote import Remote, Touched
from bot import app
from bot.comparing import (
    BY_HAND,
    deliveries_of,
    draft_lost,
    elsewhere,
    on_its_way,
    take_over,
)
from bot.executing import execute
from bot.following import looked_at
from bot.release.actions import NotNow, cancel, resume
from bot.release.by_hand import yours_to_remove
from bot.release.lost import find_lost
from bot.release.records import Delivery
from bot.release.release import Leg, Terms, account_id, anything_out, freeze, origin_again
from bot.release.send import Sender
from bot.release.stands import (
    RETRACT,
    edition_there,
    edits_of,
    next_revision,
    open_edit,
    over_anything,
    overwrites,
    receipts_there,
)
from bot.release.states import FINISHED, DeliveryState
from bot.release.waits import GATE
from bot.surroundings import this_machine
from bot.wiring import Workshop


@dataclass(frozen=True, slots=True)
class Removal:
    """What taking one delivery back means.

    `word` is "remove" (`edits` are sent, after its end when it is still on its way), "cancel"
    (nothing of it is out), "by-hand" (only a person can remove it), "goes-on" (`begun` is on its
    way) or "held-up" (`why` says by what). `touched` says what a person has changed there.
    """

    base: Delivery
    word: str
    edits: Edition
    begun: Delivery | None = None
    touched: str = ""
    why: str = ""

    def may_go(self, *, overwrite: bool) -> bool:
        stays = self.word in (BY_HAND, "held-up") or (self.touched and overwrites(self.edits))
        return not stays or (overwrite and self.word == "remove")


def issue_key_of(shop: Workshop, path: Path) -> str:
    """The key of an issue by its file; also of one whose file is gone. Raises BadInput, NotNow."""
    if path.is_file():
        issue = app.read(path, shop.settings.adjust)
        take_over(shop, issue)
        return issue.key
    for delivery in shop.ledger.deliveries():
        if str(path) == delivery.issue_key or path.name == Path(delivery.source_path).name:
            return delivery.issue_key
    raise NotNow(f"no issue {path} is known; `pressrun status` lists all")


def propose(shop: Workshop, issue_key: str) -> tuple[Removal, ...]:
    """What can be removed of everything of an issue that is out or on its way. Removes nothing."""
    return tuple(_removal(shop, base) for base in deliveries_of(shop, issue_key))


def _removal(shop: Workshop, base: Delivery) -> Removal:
    nothing = Removal(base, "cancel", Edition(base.channel, ()))
    begun = open_edit(edits_of(shop.ledger, base))
    if begun and begun.purpose == RETRACT:
        return replace(nothing, word="goes-on", begun=begun)
    if begun:
        return replace(nothing, word="held-up", why=on_its_way(begun))
    if not anything_out(shop.ledger, base):
        return nothing
    if base.by_hand:
        told = yours_to_remove(base)
        return replace(nothing, word=BY_HAND, edits=Edition(base.channel, (), (told,)))
    channel = shop.channels[base.channel]
    try:
        if account_id(channel.whoami()) != base.account_id:
            return replace(nothing, word="held-up", why=elsewhere(base))
        return _looked_at(shop, channel, nothing)
    except CallError as error:
        return replace(nothing, word="held-up", why=error.advice)


def _looked_at(shop: Workshop, channel: Channel, removal: Removal) -> Removal:
    base, remote = removal.base, None
    if base.state is DeliveryState.DONE_DRAFT:
        base, remote = looked_at(shop, channel, base)
        if lost := draft_lost(base, remote):
            return replace(removal, base=base, word="held-up", why=lost)
    sent = receipts_there(shop.ledger, base)
    edits = channel.remove(sent)
    if remote is None and overwrites(edits):
        remote = channel.inspect(edition_there(shop.ledger, base), sent)
    by_hand = not edits.parts and any(p.code == BY_HAND for p in edits.problems)
    word = BY_HAND if by_hand else "remove"
    return replace(removal, base=base, word=word, edits=edits, touched=_touched(remote))


def _touched(remote: Remote | None) -> str:
    return remote.what if isinstance(remote, Touched) else ""


# --- agreed to --------------------------------------------------------------------------------


def carry_out(
    shop: Workshop,
    removals: Sequence[Removal],
    *,
    approved_by: str,
    overwrite: bool = False,
    on_change: Callable[[Delivery], None] = lambda _: None,
) -> list[Delivery]:
    """`settle_on`, and go on until everything of it rests; the retractions."""
    ids = settle_on(shop, removals, approved_by=approved_by, overwrite=overwrite)
    execute(shop, ids, on_change=on_change)
    return [shop.ledger.delivery(delivery_id) for delivery_id in ids]


def settle_on(
    shop: Workshop, removals: Sequence[Removal], *, approved_by: str, overwrite: bool = False
) -> list[str]:
    """End what is on its way and freeze the deletions, for whoever executes; their ids.

    `overwrite` says that a person agreed to lose what was changed there. Raises BeingPublished.
    """
    going = [r for r in removals if r.may_go(overwrite=overwrite)]
    for newsletter in {r.base.newsletter for r in going}:
        shop.pool.use(newsletter, shop.channels)
    ids = []
    for removal in going:
        if removal.begun:
            resume(shop.ledger, removal.begun, approved_by)
            ids.append(removal.begun.id)
        else:
            ids += _ended(shop, removal, approved_by)
    _close_gate(shop, removals, approved_by)
    return ids


def _ended(shop: Workshop, removal: Removal, who: str) -> list[str]:
    """The retraction of a delivery that comes to no other end any more; none where it was not out,
    or where a person has to say what became of a call."""
    base, channel = removal.base, shop.channels[removal.base.channel]
    if base.state not in FINISHED:
        base = cancel(shop.ledger, base, who)
    if base.state is DeliveryState.CANCELLED:
        return []
    sender = Sender(shop.ledger, shop.clock, shop.owner.is_gone, shop.owner.holds)
    if find_lost(shop.ledger, sender, shop.clock, shop.owner.is_gone, base, channel):
        return []
    shop.ledger.accounts.unpause(base.account_id)  # it has let us in
    edits = channel.remove(receipts_there(shop.ledger, base))
    leg = Leg(
        over_anything(edits) if removal.touched else edits,
        Account(*base.account_id.split("|", 2)),
        "delete",
        shop.clock.now(),
        run=base.run,
        purpose=RETRACT,
        revision=next_revision(shop.ledger, base, RETRACT),
        base_id=base.id,
    )
    terms = Terms(who, base.newsletter, this_machine())
    return freeze(shop.engine, shop.clock, origin_again(base), [leg], {}, terms)


def _close_gate(shop: Workshop, removals: Sequence[Removal], who: str) -> None:
    """Nobody waits for the author's page any more, where nothing of the issue is on its way."""
    for key in {removal.base.issue_key for removal in removals}:
        open_ones = [
            d
            for d in shop.ledger.deliveries(key)
            if d.purpose == "send" and d.state not in FINISHED
        ]
        if all(d.channel == GATE for d in open_ones):
            for gate in open_ones:
                cancel(shop.ledger, gate, who)
