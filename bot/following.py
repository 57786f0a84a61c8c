"""What follows a release: links between its channels, and drafts that wait for their author.

Both are asked for again and again and do each thing once: the same links make no second delivery,
and a reminder is a question that stands until it is answered.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from adapters import CHANNELS, channel_class
from adapters.base import ABSENT, Account, Channel, Edition
from adapters.errors import CallError
from adapters.remote import Remote, Untouched
from bot import app
from bot.release.actions import ask_about_draft
from bot.release.deliver import NoSecrets
from bot.release.drafts import look_at
from bot.release.ledger import Ledger
from bot.release.records import Call, Delivery, left_as_draft
from bot.release.release import Leg, Terms, freeze, origin_again
from bot.release.stands import (
    LINKS,
    RETRACT,
    changes_only,
    edition_there,
    edition_wanted,
    edits_of,
    next_revision,
    open_edit,
    overwrites,
    receipts_there,
)
from bot.release.states import FINISHED, DeliveryState
from bot.release.waits import GATE
from bot.surroundings import this_machine
from bot.wiring import Workshop
from config.settings import Settings
from content.language import by_characters

log = logging.getLogger(__name__)

DONE = (DeliveryState.DONE_DRAFT, DeliveryState.DONE_PUBLISHED)
LOOKED_AFTER = timedelta(days=30)  # for so long a draft is looked at, and links are added
LOOK_EVERY = 3600.0  # seconds: a look at a draft is one of few calls that a day allows


def advance(shop: Workshop) -> list[str]:
    """All that follows every release of the store; the deliveries that were made."""
    remind(shop)
    since = shop.clock.now() - LOOKED_AFTER
    done = shop.ledger.in_state(DONE)
    keys = dict.fromkeys(d.issue_key for d in done if d.out_at and d.out_at > since)
    return [made for key in keys for made in link(shop, key)]


# --- links between the channels ---------------------------------------------------------------


def link(shop: Workshop, issue_key: str) -> list[str]:
    """Deliveries that add a line of links wherever another one stands, or none; their ids.

    Nothing is made before everything of the issue rests, and nothing twice for the same links.
    """
    links = links_of(shop.ledger, issue_key)
    made: list[str] = []
    for base in _current(shop.ledger, issue_key) if links else ():
        if base.state in DONE and not base.by_hand and _settings(shop, base).also_on:
            try:
                made += _linked(shop, base, links)
            except CallError as error:
                log.warning("links in %s: %s", base.channel, error)
            except NoSecrets:
                log.info("links in %s are left to a machine with its secrets", base.channel)
    return made


def with_links(shop: Workshop, base: Delivery, edition: Edition, lang: str) -> Edition:
    """A new edition with the line of links that belongs into it by now."""
    if not shop.settings.also_on:
        return edition
    links = links_of(shop.ledger, base.issue_key)
    return shop.channels[base.channel].also_on(edition, links, lang) if links else edition


def links_of(ledger: Ledger, issue_key: str) -> dict[str, str]:
    """Where readers find an issue, by the channels' names; {} while anything of it is open."""
    current = _current(ledger, issue_key)
    if any(d.state not in FINISHED for d in current):
        return {}
    return {
        channel_class(d.channel).spec.title: d.url
        for d in current
        if d.state is DeliveryState.DONE_PUBLISHED and d.url and not _backstage(ledger, d)
    }


def _current(ledger: Ledger, issue_key: str) -> list[Delivery]:
    """The newest run on each account, unless it was cancelled or taken back."""
    newest: dict[str, Delivery] = {}
    for delivery in ledger.deliveries(issue_key):
        sent = delivery.purpose == "send" and delivery.channel != GATE
        if sent and delivery.state is not DeliveryState.CANCELLED:
            newest[delivery.account_id] = delivery
    order = {key: n for n, key in enumerate(CHANNELS)}
    kept = (d for d in newest.values() if d.state is not DeliveryState.RETRACTED)
    return sorted(kept, key=lambda d: order[d.channel])


def _backstage(ledger: Ledger, delivery: Delivery) -> bool:
    """Whether its address is still that of the draft: nobody has said where readers find it."""
    calls = ledger.calls(delivery.id)
    return left_as_draft(delivery, calls) and any(
        c.receipt and c.receipt.url == delivery.url for c in calls
    )


def _linked(shop: Workshop, base: Delivery, links: Mapping[str, str]) -> list[str]:
    before = edits_of(shop.ledger, base)
    known = [d for d in before if d.purpose == LINKS]
    if open_edit(before) or any(d.purpose == RETRACT for d in before):
        return []
    all_links = {**base.links, **links}
    if known and known[-1].links == all_links:
        return []
    edits = _edits(shop, base, links)
    if edits is None:
        return []
    leg = Leg(
        edits,
        Account(*base.account_id.split("|", 2)),
        "edit",
        shop.clock.now(),
        run=base.run,
        purpose=LINKS,
        revision=next_revision(shop.ledger, base, LINKS),
        base_id=base.id,
        links=all_links,
    )
    terms = Terms(base.approved_by, base.newsletter, this_machine())
    return freeze(shop.engine, shop.clock, origin_again(base), [leg], {}, terms)


def _edits(shop: Workshop, base: Delivery, links: Mapping[str, str]) -> Edition | None:
    """The edits that add the line; None when there are none, or a person was there before us."""
    channel = shop.pool.channel(base)
    wanted = edition_wanted(shop.ledger, base)
    named = channel.also_on(wanted, links, _language(base))
    if named is wanted:
        return None
    stands, sent = edition_there(shop.ledger, base), receipts_there(shop.ledger, base)
    edits = changes_only(shop.ledger, base, channel.revise(stands, sent, named))
    if not edits.parts or any(part.media for part in edits.parts):
        return None
    if overwrites(edits) and not isinstance(channel.inspect(stands, sent), Untouched):
        return None
    return edits


def _language(base: Delivery) -> str:
    """The issue's own, where its file can be read; else that of its title."""
    path = Path(base.source_path)
    try:
        return app.read(path).language if path.is_file() else by_characters(base.title)
    except app.BadInput:
        return by_characters(base.title)


def _settings(shop: Workshop, base: Delivery) -> Settings:
    return shop.newsletters.settings(base.newsletter) or Settings()


# --- drafts -----------------------------------------------------------------------------------


def remind(shop: Workshop) -> list[Delivery]:
    """Ask about every draft whose time has come, and look what has become of it; those asked about.

    What a person has published is confirmed without asking, and what has vanished is asked about.
    """
    now = shop.clock.now()
    drafts = shop.ledger.in_state((DeliveryState.DONE_DRAFT,))
    due = [d for d in drafts if d.purpose == "send" and d.due_at <= now]
    for delivery in due:
        if not delivery.question:
            words = _reminder(delivery, _all_calls(shop.ledger, delivery))
            delivery = ask_about_draft(shop.ledger, delivery, words)
        waited = delivery.wake_at is None or delivery.wake_at <= now
        if waited and now < delivery.due_at + LOOKED_AFTER:
            _look(shop, delivery)
    return [shop.ledger.delivery(d.id) for d in due]


def _all_calls(ledger: Ledger, delivery: Delivery) -> list[Call]:
    """Its own, and those of its updates."""
    ids = [delivery.id, *(d.id for d in edits_of(ledger, delivery))]
    return [call for delivery_id in ids for call in ledger.calls(delivery_id)]


def _reminder(delivery: Delivery, calls: Sequence[Call]) -> str:
    """Where the draft waits, and what only a person can set there: what no call of it has set."""
    spec = channel_class(delivery.channel).spec
    failed = {c.part.kind for c in calls if c.receipt and c.receipt.details.get(ABSENT)}
    done = {c.part.kind for c in calls} - failed
    left = [what for what, kind in spec.left_to_you.items() if kind not in done]
    words = f"the draft waits for you: {delivery.url or delivery.channel}"
    return f"{words}. Only there: {', '.join(left)}" if left else words


def _look(shop: Workshop, delivery: Delivery) -> None:
    shop.ledger.look_again(delivery, shop.clock.after(LOOK_EVERY))
    try:
        looked_at(shop, shop.pool.channel(delivery), delivery)
    except CallError as error:
        log.warning("looking at the draft on %s: %s", delivery.channel, error)
    except NoSecrets:
        log.info("the draft on %s is left to a machine with its secrets", delivery.channel)


def looked_at(shop: Workshop, channel: Channel, base: Delivery) -> tuple[Delivery, Remote]:
    """A draft as a look finds it; one that a person has published, also beside the post."""
    after, remote = look_at(shop.ledger, channel, base)
    if after.state is not base.state:
        shop.keep_receipt(after)
    return after, remote
