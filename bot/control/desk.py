"""What an operator does at the desk: propose, approve, steer, answer, take back.

Everything here blocks, and is called from a thread; nothing here knows Telegram's library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from bot import app, publishing, retracting
from bot.control.buttons import Press
from bot.control.intake import Taken, forget_old
from bot.control.overview import Overview, Shown
from bot.control.plan_screen import changed_screen, plan_screen, refused_words
from bot.control.screen import Screen
from bot.control.words import say
from bot.listing import Post
from bot.publishing import Proposal, Wish
from bot.release import steering
from bot.release.actions import NotNow
from bot.release.board import waits_for_approval
from bot.release.plan import Due
from bot.release.records import Delivery
from bot.release.times import moment
from bot.surroundings import this_machine
from bot.wiring import Workshop


@dataclass(frozen=True, slots=True)
class Operator:
    """Who asks. `lang` is "en" or "zh"."""

    id: int
    name: str
    lang: str

    @property
    def who(self) -> str:
        """As receipts and events name them."""
        return f"{self.name} ({self.id})"


class Stale(Exception):
    """What the button was about stands otherwise by now."""


class DoneBy(Stale):
    """Somebody was faster; the text says who."""


class Edited(Exception):
    """The file has changed since it was proposed: what was shown is void."""


class Young(Exception):
    """The store may not know all that is out; the text says why."""


class Desk(Overview):
    """One newsletter's releases, for all its operators, one act at a time."""

    def __init__(self, shop: Workshop, place: Path) -> None:
        super().__init__(shop, place)
        self._one_at_a_time = Lock()

    # --- proposing and approving --------------------------------------------------------------

    def take(self, name: str, content: bytes) -> tuple[str, Taken]:
        """A file that an operator has sent, and its short name. Raises Refused."""
        forget_old(self.inbox.folder, self.shop.clock.now())
        return self.inbox.take(name, content, self.site)

    def plan(self, operator: Operator, post: Post) -> Screen:
        """What publishing would do; nothing is kept."""
        proposal = publishing.propose(self.shop, Wish(post.path))
        shown = self._plan(operator.lang, proposal, "", "")
        publish = Press("publish", post.ref).button(say(operator.lang, "publish"))
        return replace(shown, rows=((publish,),))

    def propose(self, operator: Operator, path: Path, *, first: bool = False) -> Shown:
        """Freeze an issue as a release that waits for approval, or show the one there is.

        Raises BadInput, PlanError, BeingPublished and NotNow.
        """
        with self._one_at_a_time:
            proposal = publishing.propose(self.shop, Wish(path))
            if proposal.rendered.errors:
                raise app.BadInput(proposal.rendered.errors)
            if proposal.young and not first:
                raise Young(proposal.young)
            if not proposal.to_send():
                return self._nothing_to_send(operator.lang, proposal)
            ids = publishing.settle_on(
                self.shop, proposal, approved_by="", proposed_by=operator.who
            )
            begun = [s.delivery.id for s in proposal.standings.values() if s.delivery]
            release_id = self.shop.ledger.delivery((ids or begun)[0]).release_id
            return self._proposed(operator.lang, proposal, release_id)

    def _proposed(self, lang: str, proposal: Proposal, release_id: str) -> Shown:
        siblings = self.shop.ledger.siblings(release_id)
        if not any(waits_for_approval(d) for d in siblings):
            return self.release(lang, release_id)
        dues = {**proposal.dues, **{d.channel: Due(d.due_at, d.latest_at) for d in siblings}}
        kept = replace(proposal, dues={key: dues[key] for key in proposal.dues})
        return Shown(self._plan(lang, kept, release_id, self.revision(release_id)), release_id)

    def _plan(self, lang: str, proposal: Proposal, release_id: str, rev: str) -> Screen:
        return plan_screen(lang, proposal, release_id, rev, this_machine())

    def _nothing_to_send(self, lang: str, proposal: Proposal) -> Shown:
        known = [s.delivery for s in proposal.standings.values() if s.delivery]
        if not known:
            raise NotNow(refused_words(lang, proposal.refused) or say(lang, "no-channel"))
        shown = self.release(lang, known[-1].release_id)
        if proposal.changed():
            shown = replace(shown, screen=changed_screen(lang, proposal.standings, shown.screen))
        return shown

    def approve(self, operator: Operator, release_id: str, rev: str) -> None:
        """Raises Stale, DoneBy, Edited and NotNow."""
        with self._one_at_a_time:
            siblings = self.shop.ledger.siblings(release_id)
            waiting = [d for d in siblings if waits_for_approval(d)]
            faster = next((d.approved_by for d in siblings if d.approved_by), "")
            if not waiting and faster and rev == self.revision(release_id):
                raise DoneBy(faster)
            if not waiting or rev != self.revision(release_id):
                raise Stale
            if any(self.shop.pool.source_change(d) for d in waiting):
                raise Edited
            proposed_by = self.shop.ledger.proposed_by(release_id)
            if self.shop.settings.control.approval == "other" and proposed_by == operator.who:
                raise NotNow(say(operator.lang, "another_approves"))
            known = self.shop.ledger.release_hash(release_id)
            steering.approve(self.shop.ledger, waiting, operator.who, known)

    # --- steering -----------------------------------------------------------------------------

    def steer(self, action: str, operator: Operator, release_id: str) -> None:
        """Hold, resume, retry or cancel what is not out yet. Raises Stale when nothing fits."""
        act = {"hold": steering.hold, "cancel": steering.cancel}.get(action, steering.resume)
        ledger = self.shop.ledger
        with self._one_at_a_time:
            before = ledger.siblings(release_id)
            try:
                act(ledger, before, operator.who)
            except NotNow:
                raise Stale from None
            if _states(ledger.siblings(release_id)) == _states(before):
                raise Stale

    def reschedule(self, operator: Operator, release_id: str, when: str) -> str:
        """Another time for all of it; what to tell of the time. Raises NotNow and TimeError."""
        moment(when, self.zone, self.shop.clock.now())  # refused before anything is touched
        with self._one_at_a_time:
            found = self.shop.ledger.siblings(release_id)
            return steering.reschedule(self.shop.ledger, found, operator.who, when)

    def decide(self, operator: Operator, said: str, question: str, url: str = "") -> Delivery:
        """Answer a question. Raises NotNow."""
        with self._one_at_a_time:
            delivery = steering.asking(self.shop.ledger, question)
            channel = self.shop.pool.channel(delivery) if said == "resend" else None
            return steering.answer(
                self.shop.ledger, question, said, operator.who, url=url, channel=channel
            )

    def retract(self, operator: Operator, release_id: str) -> None:
        """Freeze the deletions; who executes sends them. Raises BeingPublished."""
        with self._one_at_a_time:
            removals = self.removals(release_id)
            ids = retracting.settle_on(self.shop, removals, approved_by=operator.who)
            self.shop.ledger.jobs.wake(ids)


def _states(deliveries: Sequence[Delivery]) -> list[tuple[str, str]]:
    return [(d.state, d.reason) for d in deliveries]
