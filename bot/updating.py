"""Updating what is out: the edits that a person has agreed to, frozen and performed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from adapters.base import Account, Edition
from bot.comparing import BY_HAND, Change, Update
from bot.executing import execute
from bot.publishing import newsletter_name
from bot.release.actions import resume, take_new_source
from bot.release.records import Delivery
from bot.release.release import Leg, Terms, freeze, origin_of, stands_as
from bot.release.stands import UPDATE, next_revision, over_anything
from bot.surroundings import this_machine
from bot.wiring import Workshop


def carry_out(
    shop: Workshop,
    update: Update,
    *,
    approved_by: str,
    overwrite: bool = False,
    on_change: Callable[[Delivery], None] = lambda _: None,
) -> list[Delivery]:
    """Freeze the edits, go on with those that were begun, and perform all of them.

    `overwrite` says that a person agreed to lose what was changed there. Raises BeingPublished.
    """
    name = newsletter_name(update.rendered.issue.site)
    shop.newsletters.remember(name, shop.settings, shop.clock.now())
    shop.pool.use(name, shop.channels)
    for begun in update.begun():
        resume(shop.ledger, begun, approved_by)
    legs = [_leg(shop, change) for change in update.to_send(overwrite=overwrite)]
    legs += [_note(shop, change) for change in update.changes if _is_news(shop, change)]
    ids = [d.id for d in update.begun()]
    if legs:
        ids += freeze(
            shop.engine,
            shop.clock,
            origin_of(update.rendered.issue),
            legs,
            update.rendered.blobs,
            Terms(approved_by, name, this_machine()),
        )
    for leg in legs:
        base = shop.ledger.delivery(leg.base_id or "")
        shop.ledger.accounts.unpause(base.account_id)  # it has let us in
        take_new_source(shop.ledger, base, approved_by)
    execute(shop, ids, on_change=on_change)
    return [shop.ledger.delivery(delivery_id) for delivery_id in ids]


def _leg(shop: Workshop, change: Change) -> Leg:
    """Its hash names what stands there afterwards: no rendering while a person has to help."""
    base = change.base
    left = any(problem.code == BY_HAND for problem in change.edits.problems)
    return Leg(
        over_anything(change.edits) if change.touched else change.edits,
        change.account or Account(*base.account_id.split("|", 2)),
        "edit",
        shop.clock.now(),
        run=base.run,
        purpose=UPDATE,
        revision=next_revision(shop.ledger, base, UPDATE),
        base_id=base.id,
        target=change.wanted,
        hash=change.edits.hash if left else change.hash,
        links=base.links,
    )


def _is_news(shop: Workshop, change: Change) -> bool:
    """Whether `publish` would take what stands there for something else, and it is not."""
    same = change.word in ("same", "found") and change.hash
    return bool(same) and stands_as(shop.ledger, change.base) != change.hash


def _note(shop: Workshop, change: Change) -> Leg:
    """An update without calls: it only says what stands there, where a look has found it."""
    leg = _leg(shop, replace(change, edits=_nothing(change), touched=""))
    return leg if change.word == "found" else replace(leg, target=None)


def _nothing(change: Change) -> Edition:
    files = change.wanted.files if change.wanted else {}
    return Edition(change.base.channel, (), files=files)
