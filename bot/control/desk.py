"""What the control room does for an operator: reads, proposes and decides, and says what to show.

Everything here blocks, and is called from a thread; nothing here knows Telegram's library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from bot import app, publishing, retracting
from bot.control.buttons import Press, revision
from bot.control.inbox import Inbox
from bot.control.intake import Taken, forget_old
from bot.control.plan_screen import plan_screen
from bot.control.release_screen import Row, release_screen
from bot.control.screen import Screen
from bot.control.words import say
from bot.listing import Post, post_by, posts
from bot.publishing import Proposal, Wish
from bot.release import steering
from bot.release.actions import NotNow
from bot.release.board import Board, board, waits_for_approval
from bot.release.ledger import Ledger
from bot.release.plan import Due
from bot.release.questions import Question, questions
from bot.release.records import Delivery
from bot.release.stands import edits_of, open_edit
from bot.release.states import FINISHED, SETTLED, DeliveryState
from bot.release.times import moment
from bot.release.waits import GATE
from bot.retracting import Removal
from bot.surroundings import this_machine
from bot.wiring import Workshop
from config.files import find_file
from config.site import detect
from content.problems import Problem

if TYPE_CHECKING:
    from bot.doctor import Finding

ADDRESS = re.compile(r"https?://\S+")
TRIES = 8  # looks at a release that moves while it is steered
OUT = (DeliveryState.DONE_PUBLISHED, DeliveryState.DONE_DRAFT, DeliveryState.STOPPED)


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


@dataclass(frozen=True, slots=True)
class Shown:
    """A screen and the release that it keeps in step, "" for none; `asks` for one that stands in
    place of the release until it is answered."""

    screen: Screen
    release_id: str = ""
    asks: bool = False


class Desk:
    """One newsletter's releases, for all its operators. `place` lies in its site."""

    def __init__(self, shop: Workshop, place: Path) -> None:
        self.shop = shop
        self.site = shop.settings.adjust(detect(place))
        self.place = place
        self.inbox = Inbox(shop.place.folder / "inbox")
        self._one_at_a_time = Lock()

    @property
    def newsletter(self) -> str:
        return publishing.newsletter_name(self.site)

    @property
    def zone(self) -> str:
        return self.site.zone or "UTC"

    # --- reading ------------------------------------------------------------------------------

    def posts(self) -> list[Post]:
        """The newest first."""
        return posts(self.site, self._deliveries())

    def _deliveries(self) -> list[Delivery]:
        return self.shop.ledger.in_state(tuple(DeliveryState), self.newsletter)

    def post(self, name: str) -> Post:
        """By ref, file or a piece of its title; the newest without a name. Raises NotNow."""
        if name:
            found = post_by(self.site, name, self._deliveries())
        else:
            found = next(iter(self.posts()), None)
        if found is None:
            where = self.site.posts or str(self.site.root)
            raise NotNow(f"no post {name!r} is in {where}" if name else f"no post is in {where}")
        return found

    def board(self) -> Board:
        """What is open of this newsletter; a store may hold others, too."""
        shop = self.shop
        return board(
            shop.ledger, shop.engine, shop.clock, open_only=True, newsletter=self.newsletter
        )

    def questions(self) -> list[Question]:
        return questions(self.shop.ledger, self.newsletter)

    def turn(self, question: Question) -> str:
        """The same for as long as the same thing is asked; another one after it was tried again."""
        call = self.shop.ledger.call(question.id)
        tried = call.attempt if call else 0
        return f"{question.id}:{revision(question.kind, question.why, tried)}"

    def turn_of(self, question_id: str) -> str:
        """That of an open question; "" for one that is not asked any more."""
        return next((self.turn(q) for q in self.questions() if q.id == question_id), "")

    def release_named(self, name: str) -> str:
        """The id of a release: by its own id or its post; the newest open one without a name."""
        if name:
            found = self._named(name)
        else:
            found = [d for d in self.board().deliveries if d.purpose == "send"]
        if not found:
            raise NotNow("nothing is on its way")
        return max(found, key=lambda d: (d.slot_at or d.due_at, d.release_id)).release_id

    def _named(self, name: str) -> list[Delivery]:
        try:
            return steering.targets(self.shop.ledger, name)
        except NotNow:
            return steering.targets(self.shop.ledger, self.post(name).key)

    def rows(self, release_id: str) -> list[Row]:
        """How each delivery of a release stands, and how many of its posts are out."""
        return [self._row(d) for d in self.shop.ledger.siblings(release_id)]

    def _row(self, delivery: Delivery) -> Row:
        posts = [c for c in self.shop.ledger.calls(delivery.id) if not c.part.repeatable]
        return Row(delivery, sum(c.state in SETTLED for c in posts), len(posts))

    def revision(self, release_id: str) -> str:
        """What a button on a release names: another one after a change of text or of times; ""
        for one that this store does not know."""
        deliveries = self.shop.ledger.siblings(release_id)
        if not deliveries:
            return ""
        known = self.shop.ledger.release_hash(release_id)
        return revision(known, *(f"{d.channel} {d.due_at.isoformat()}" for d in deliveries))

    def ended(self, release_id: str) -> bool:
        """Whether nothing of it moves any more, nor is being taken back or changed."""
        found = self.shop.ledger.siblings(release_id)
        return all(
            d.state in FINISHED and not open_edit(edits_of(self.shop.ledger, d)) for d in found
        )

    def release(self, lang: str, release_id: str) -> Shown:
        """How a release stands now."""
        rows = self.rows(release_id)
        rev = self.revision(release_id)
        screen = release_screen(lang, rows, rev, self._zone_of(rows), self.ended(release_id))
        return Shown(screen, release_id)

    def _zone_of(self, rows: Sequence[Row]) -> str:
        return rows[0].delivery.zone if rows else self.zone

    # --- proposing and approving --------------------------------------------------------------

    def render(self, path: Path) -> app.Rendered:
        """Every edition of an issue. Raises BadInput."""
        shop = self.shop
        return app.render(path, shop.settings.adjust, shop.channels, shop.clock.now())

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
                return self._nothing_to_send(operator, proposal)
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

    def _nothing_to_send(self, operator: Operator, proposal: Proposal) -> Shown:
        known = [s.delivery for s in proposal.standings.values() if s.delivery]
        if not known:
            why = "; ".join(f"{key}: {said}" for key, said in proposal.refused.items())
            raise NotNow(why or "no channel is configured; `pressrun doctor` says how")
        shown = self.release(operator.lang, known[-1].release_id)
        if proposal.changed():
            words = say(operator.lang, "changed", channels=", ".join(proposal.changed()))
            shown = replace(
                shown, screen=replace(shown.screen, text=f"{words}\n\n{shown.screen.text}")
            )
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

    def problems(self, path: Path) -> tuple[Problem, ...]:
        """What an editor would say about an issue. Raises BadInput."""
        return app.check(path, self.shop.settings.adjust, self.shop.clock.now())[1]

    def path_of(self, ref: str) -> Path:
        """The file of a post of the site, or of one that was sent to the bot. Raises NotNow."""
        return self.inbox.path_of(ref) or self.post(ref).path

    def is_post(self, path: Path) -> bool:
        """Whether it lies in the site: what was sent to the bot is only shown."""
        return path.resolve().is_relative_to(self.site.root.resolve())

    def take(self, name: str, content: bytes) -> tuple[str, Taken]:
        """A file that an operator has sent, and its short name. Raises Refused."""
        forget_old(self.inbox.folder, self.shop.clock.now())
        return self.inbox.take(name, content, self.site)

    def release_out(self, name: str) -> str:
        """The id of a release of which something is out: the newest one without a name."""
        if name:
            return self.release_named(name)
        done = self.shop.ledger.in_state(OUT, self.newsletter)
        found = [d for d in done if d.purpose == "send" and d.channel != GATE]
        if not found:
            raise NotNow("nothing is out")
        return max(found, key=lambda d: d.out_at or d.updated_at).release_id

    def findings(self) -> list[Finding]:
        """What stands in the way of a release; X charges a cent for it."""
        from bot.doctor import findings, place_of

        return [*findings(place_of(self.shop, self.place, find_file(self.place)))]

    def source_of(self, release_id: str) -> Path:
        return Path(self.shop.ledger.siblings(release_id)[0].source_path)

    def reschedule(self, operator: Operator, release_id: str, when: str) -> str:
        """Another time for all of it; what to tell of the time. Raises NotNow and TimeError."""
        moment(when, self.zone, self.shop.clock.now())  # refused before anything is touched
        with self._one_at_a_time:
            found = self.shop.ledger.siblings(release_id)
            return steering.reschedule(self.shop.ledger, found, when, operator.who)

    # --- steering -----------------------------------------------------------------------------

    def steer(self, action: str, operator: Operator, release_id: str) -> None:
        """Hold, resume, retry or cancel what is not out yet. Raises Stale when nothing fits."""
        act = {"hold": steering.hold, "cancel": steering.cancel}.get(action, steering.resume)
        with self._one_at_a_time:
            changed = steered(self.shop.ledger, act, release_id, operator.who)
        if not changed:
            raise Stale

    def decide(self, operator: Operator, said: str, question: str, url: str = "") -> Delivery:
        """Answer a question. Raises NotNow."""
        with self._one_at_a_time:
            delivery = steering.asking(self.shop.ledger, question)
            channel = self.shop.pool.channel(delivery) if said == "resend" else None
            return steering.answer(
                self.shop.ledger, question, said, operator.who, url=url, channel=channel
            )

    # --- taking back --------------------------------------------------------------------------

    def removals(self, release_id: str) -> tuple[Removal, ...]:
        key = self.shop.ledger.siblings(release_id)[0].issue_key
        return retracting.propose(self.shop, key)

    def retract(self, operator: Operator, release_id: str) -> None:
        """Freeze the deletions; who executes sends them. Raises BeingPublished."""
        with self._one_at_a_time:
            removals = self.removals(release_id)
            ids = retracting.settle_on(self.shop, removals, approved_by=operator.who)
            self.shop.ledger.jobs.wake(ids)


def steered(
    ledger: Ledger, act: Callable[[Ledger, Sequence[Delivery], str], None], release_id: str,
    who: str,
) -> bool:  # fmt: skip
    """Act on all of a release, and say whether that changed anything.

    A channel that moves on at that moment refuses, and keeps nothing of the others from the act.
    """
    first = found = ledger.siblings(release_id)
    for _ in range(TRIES):
        try:
            act(ledger, found, who)
            break
        except NotNow:
            last, found = found, ledger.siblings(release_id)
            if _states(found) == _states(last):
                break  # it is so, and not by chance
    return _states(ledger.siblings(release_id)) != _states(first)


def _states(deliveries: Sequence[Delivery]) -> list[tuple[str, str]]:
    return [(d.state, d.reason) for d in deliveries]


class Young(Exception):
    """The store may not know all that is out; the text says why."""


def where_to_look(question: Question) -> str:
    """An address at which a person sees what became of it; "" when none is known."""
    named = ADDRESS.search(f"{question.next} {question.why}")
    return named[0].rstrip(".,;:") if named else question.delivery.url or ""
