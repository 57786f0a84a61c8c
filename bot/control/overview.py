"""What an operator sees of a newsletter: its posts, its releases, its questions, as they stand.

Everything here blocks, and is called from a thread; nothing here knows Telegram's library, and
nothing here changes what is to be sent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.abilities import Previewing
from adapters.overwriting import newest
from bot import app, publishing, retracting
from bot.control.buttons import revision
from bot.control.inbox import Inbox
from bot.control.release_screen import Row, release_screen
from bot.control.screen import Screen
from bot.listing import Post, post_by, posts
from bot.release import steering
from bot.release.actions import NotNow
from bot.release.board import Board, board
from bot.release.questions import Question, questions
from bot.release.records import Delivery
from bot.release.stands import PUBLISH, edits_of, open_edit, receipts_there
from bot.release.states import FINISHED, SETTLED, DeliveryState
from bot.release.waits import GATE
from bot.retracting import Removal
from bot.wiring import Workshop
from config.files import find_file
from config.site import detect
from content.problems import Problem

if TYPE_CHECKING:
    from bot.doctor import Finding

ADDRESS = re.compile(r"https?://\S+")
DRAFT = "draft"  # the part that makes one, on every channel that has drafts
OUT = (DeliveryState.DONE_PUBLISHED, DeliveryState.DONE_DRAFT, DeliveryState.STOPPED)


@dataclass(frozen=True, slots=True)
class Shown:
    """A screen and the release that it keeps in step, "" for none; `asks` for one that stands in
    place of the release until it is answered."""

    screen: Screen
    release_id: str = ""
    asks: bool = False


class Overview:
    """One newsletter as its store and its files show it. `place` lies in its site."""

    def __init__(self, shop: Workshop, place: Path) -> None:
        self.shop = shop
        self.site = shop.settings.adjust(detect(place))
        self.place = place
        self.inbox = Inbox(shop.place.folder / "inbox")

    @property
    def newsletter(self) -> str:
        return publishing.newsletter_name(self.site)

    @property
    def zone(self) -> str:
        return self.site.zone or "UTC"

    # --- posts ------------------------------------------------------------------------------------

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

    def problems(self, path: Path) -> tuple[Problem, ...]:
        """What an editor would say about an issue; errors are those that would keep it from being
        published. Raises BadInput."""
        return tuple(
            app.waived(app.check(path, self.shop.settings.adjust, self.shop.clock.now())[1])
        )

    def path_of(self, ref: str) -> Path:
        """The file of a post of the site, or of one that was sent to the bot. Raises NotNow."""
        return self.inbox.path_of(ref) or self.post(ref).path

    def is_post(self, path: Path) -> bool:
        """Whether it lies in the site: what was sent to the bot is only shown."""
        return path.resolve().is_relative_to(self.site.root.resolve())

    def render(self, path: Path) -> app.Rendered:
        """Every edition of an issue. Raises BadInput."""
        shop = self.shop
        return app.render(path, shop.settings.adjust, shop.channels, shop.clock.now())

    def drafts(self, issue_key: str, channels: Collection[str]) -> dict[str, str]:
        """Where each draft of an issue is seen best, by channel, once it is prepared there."""
        sent = [d for d in self.shop.ledger.deliveries(issue_key) if d.purpose == "send"]
        known = {d.channel: self._draft(d) for d in sent if d.channel in channels}
        return {channel: url for channel, url in known.items() if url}

    def _draft(self, delivery: Delivery) -> str | None:
        done = delivery.state is DeliveryState.DONE_DRAFT
        receipts = receipts_there(self.shop.ledger, delivery)
        made = newest(receipts, DRAFT)
        if PUBLISH in receipts or not (done or (made and delivery.state not in FINISHED)):
            return None
        channel = self.shop.channels.get(delivery.channel)
        preview = channel.draft_preview(receipts) if isinstance(channel, Previewing) else None
        return preview or (made.url if made else None) or delivery.url

    # --- releases ---------------------------------------------------------------------------------

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

    def release_out(self, name: str) -> str:
        """The id of a release of which something is out: the newest one without a name."""
        if name:
            return self.release_named(name)
        done = self.shop.ledger.in_state(OUT, self.newsletter)
        found = [d for d in done if d.purpose == "send" and d.channel != GATE]
        if not found:
            raise NotNow("nothing is out")
        return max(found, key=lambda d: d.out_at or d.updated_at).release_id

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

    def source_of(self, release_id: str) -> Path:
        return Path(self.shop.ledger.siblings(release_id)[0].source_path)

    def removals(self, release_id: str) -> tuple[Removal, ...]:
        key = self.shop.ledger.siblings(release_id)[0].issue_key
        return retracting.propose(self.shop, key)

    # --- the machine ------------------------------------------------------------------------------

    def findings(self) -> list[Finding]:
        """What stands in the way of a release; X charges a cent for it."""
        from bot.doctor import findings, place_of

        return [*findings(place_of(self.shop, self.place, find_file(self.place)))]


def where_to_look(question: Question) -> str:
    """An address at which a person sees what became of it; "" when none is known."""
    named = ADDRESS.search(f"{question.next} {question.why}")
    return named[0].rstrip(".,;:") if named else question.delivery.url or ""
