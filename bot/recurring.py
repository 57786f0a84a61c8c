"""Recurring releases: each cadence's slots become releases, a lead time before they are due."""

from __future__ import annotations

import logging
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot import app
from bot.publishing import Proposal, Wish, newsletter_name, propose, settle_on
from bot.release.cadence import Cadence, cadence, to_create
from bot.release.next_issue import next_issue
from bot.release.plan import PlanError
from bot.release.release import BeingPublished
from bot.release.slots import MISSED, OPEN, RELEASED, STUCK, Slot, Slots
from bot.wiring import Workshop
from config.site import detect
from content.site import Site

log = logging.getLogger(__name__)

PULL_SECONDS = 120
LAST_CALL = timedelta(minutes=10)  # before a slot; then it goes out on the channels that let us in


def recurring_of(shop: Workshop, place: Path) -> Recurring:
    """The cadences of the settings, for the site that `place` lies in. Raises BadSite."""
    return Recurring(shop, shop.settings.adjust(detect(place)))


@dataclass(frozen=True, slots=True)
class Recurring:
    """The cadences of one newsletter, whose site lies on this machine."""

    shop: Workshop
    site: Site

    def cadences(self) -> list[Cadence]:
        settings = self.shop.settings
        zone = self.site.zone or "UTC"
        return [cadence(name, c, zone, settings.late) for name, c in settings.cadences.items()]

    def advance(self) -> list[Slot]:
        """Make what is due; the slots that have changed."""
        return [slot for its in self.cadences() for slot in self._advance(its)]

    def _advance(self, its: Cadence) -> list[Slot]:
        slots, now = Slots(self.shop.engine, self.shop.clock), self.shop.clock.now()
        name = f"{newsletter_name(self.site)}/{its.name}"
        last = slots.last(name)
        due = to_create(its, last, now)
        for slot_at in due:
            slots.open(name, slot_at)
        if last is None and not due:
            slots.open(name, now, state=RELEASED, note="the cadence is known since then")
        waiting = slots.of(name, OPEN)
        if waiting and its.pull:
            pull(self.site.root)
        for slot in waiting:
            self._fill(its, slot, slots, now)
        touched = {slot.slot_at for slot in waiting}
        return [slot for slot in slots.of(name) if slot.slot_at in touched]

    def _fill(self, its: Cadence, slot: Slot, slots: Slots, now: datetime) -> None:
        """A slot's issue becomes a release; without one the slot waits until it is missed."""
        choice = next_issue(self.site, its, slot.slot_at, self._taken())
        late = now > slot.slot_at + its.late_limit
        if choice.path is None:
            slots.settle(slot, MISSED if late else OPEN, choice.words)
            return
        try:
            proposal = propose(self.shop, Wish(choice.path, slot=max(slot.slot_at, now)))
            if proposal.refused and (now < slot.slot_at - LAST_CALL or not proposal.standings):
                slots.settle(slot, MISSED if late else OPEN, f"{STUCK} {_refusals(proposal)}")
                return
            made = self._release(its, proposal)
        except (app.BadInput, PlanError, BeingPublished) as error:
            slots.settle(slot, MISSED if late else OPEN, f"{choice.path.name}: {error}")
            return
        release = self.shop.ledger.delivery(made[0]).release_id if made else ""
        without = f"; without {_refusals(proposal)}" if proposal.refused else ""
        note = f"{choice.words}{without}"
        slots.settle(slot, RELEASED, note, key=choice.key, release=release)

    def _release(self, its: Cadence, proposal: Proposal) -> list[str]:
        if proposal.rendered.errors:
            raise app.BadInput(proposal.rendered.errors)
        approved_by = "" if its.approval else f"cadence {its.name}"
        return settle_on(self.shop, proposal, approved_by=approved_by)

    def _taken(self) -> frozenset[str]:
        return frozenset(delivery.issue_key for delivery in self.shop.ledger.deliveries())


def _refusals(proposal: Proposal) -> str:
    return "; ".join(f"{key}: {why}" for key, why in proposal.refused.items())


def pull(root: Path) -> str:
    """The site as its git has it; why it could not be had, "" when it could."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed words; the folder is the author's own site
            ["git", "-C", str(root), "pull", "--ff-only", "--quiet"],  # noqa: S607
            capture_output=True, text=True, timeout=PULL_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        why = f"git pull: {type(error).__name__}"
    else:
        why = "" if done.returncode == 0 else f"git pull: {done.stderr.strip()[:200]}"
    if why:
        log.warning("%s in %s; the site is taken as it is", why, root)
    return why
