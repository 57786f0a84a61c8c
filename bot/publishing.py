"""From an issue to a release: what publishing would do, and doing it.

A proposal is shown to a person; what they agree to is frozen as it stands, with its hash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from adapters import CHANNELS
from adapters.abilities import Mailing
from adapters.base import Account, Edition
from adapters.errors import CallError
from adapters.references import linked_to
from bot import app, receipts
from bot.release.actions import resume
from bot.release.by_hand import posted
from bot.release.plan import DEFAULT_PLAN, Due, Leg, PlanError, check_plan, due_times, parse_plan
from bot.release.quiet import Quiet
from bot.release.records import Delivery
from bot.release.release import Leg as FrozenLeg
from bot.release.release import Standing, Terms, account_id, freeze, standing
from bot.release.states import DeliveryState
from bot.release.waits import GATE
from bot.surroundings import this_machine
from bot.wiring import Workshop
from config.zones import zone as zone_named
from content.issue import Issue
from content.site import Site


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. `slot` is what the plan counts from, None for now; `plan` replaces the
    one of the settings; `again` sends a second time; `waive` names pictures to do without."""

    path: Path
    slot: datetime | None = None
    plan: str = ""
    again: bool = False
    waive: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What publishing would do, before anybody has agreed to it.

    `standings` says per channel what of this issue is known; `refused` why a channel cannot be
    used at all; `dues` when each goes out and `verbs` how. `subscribers` is how many a channel
    mails, where it does and says so. `gate` says that the author's own page is waited for, and
    `young` why this store may not know all that is out.
    """

    rendered: app.Rendered
    newsletter: str
    slot: datetime
    plan: str
    legs: Mapping[str, Leg]
    dues: Mapping[str, Due]
    verbs: Mapping[str, str]
    accounts: Mapping[str, Account] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    subscribers: Mapping[str, int] = field(default_factory=dict)
    gate: bool = False
    young: str = ""

    def to_send(self) -> tuple[str, ...]:
        """The channels that would get something new or go on."""
        return self._standing("new", "replace", "resume", "again")

    def changed(self) -> tuple[str, ...]:
        """The channels where something else of this issue is out already."""
        return self._standing("changed", "renamed", "retracted")

    def _standing(self, *words: str) -> tuple[str, ...]:
        return tuple(key for key, standing in self.standings.items() if standing.word in words)


def newsletter_name(site: Site) -> str:
    """The newsletter's name in the store: its site's host, on any machine that has a copy of it."""
    return urlsplit(site.url or "").hostname or site.root.name


def propose(shop: Workshop, wish: Wish) -> Proposal:
    """Render, ask every channel who we are, and compare with what is out. Sends nothing.

    Raises BadInput and PlanError.
    """
    now = shop.clock.now()
    rendered = app.render(wish.path, shop.settings.adjust, shop.channels, now, waive=wish.waive)
    allowed = {key: channel.verb for key, channel in shop.channels.items()}
    verbs = {key: rendered.editions[key].verb or verb for key, verb in allowed.items()}
    text = wish.plan or shop.settings.plan or DEFAULT_PLAN
    legs = _legs(text, verbs, allowed)
    slot = wish.slot or now
    bare = Proposal(
        rendered,
        newsletter_name(rendered.issue.site),
        slot,
        text,
        legs,
        _dues(shop, legs, slot, rendered.issue.site.zone),
        verbs,
        gate=_gated(shop, rendered.issue),
    )
    if rendered.errors:
        return bare
    _adopt(shop, bare)
    bare = replace(bare, young=_young(shop, rendered.issue))
    return _compared(shop, replace(bare, rendered=_cross_linked(rendered, legs)), again=wish.again)


def _adopt(shop: Workshop, bare: Proposal) -> None:
    """Take over what receipts beside the post say is out, where this store does not know it.

    Raises BadInput when they cannot be read: then nobody knows what is out.
    """
    issue = bare.rendered.issue
    for path in receipts.about(issue):
        receipts.adopt(shop.ledger, bare.newsletter, issue, path, sandbox=bool(shop.sandbox_url))


def _cross_linked(rendered: app.Rendered, legs: Mapping[str, Leg]) -> app.Rendered:
    """A channel that waits for another one links to it, not to the author's page."""
    url = rendered.issue.canonical_url
    waiting = {key: leg.after for key, leg in legs.items() if leg.after and url}
    if not waiting:
        return rendered
    editions = {
        key: linked_to(edition, url or "", waiting[key]) if key in waiting else edition
        for key, edition in rendered.editions.items()
    }
    return replace(rendered, editions=editions)


def _compared(shop: Workshop, bare: Proposal, *, again: bool) -> Proposal:
    accounts: dict[str, Account] = {}
    standings: dict[str, Standing] = {}
    refused: dict[str, str] = {}
    for key, channel in shop.channels.items():
        there = posted(shop.ledger, bare.rendered.issue.key, key)
        if there and not again:  # nothing is sent there, so no key is needed either
            standings[key] = Standing("done", there)
            continue
        try:
            accounts[key] = channel.whoami()
        except CallError as error:
            refused[key] = error.advice
            continue
        edition = bare.rendered.editions[key]
        known = standing(shop.ledger, bare.rendered.issue, accounts[key], edition.hash)
        out = known.word in ("done", "changed", "retracted")
        standings[key] = replace(known, word="again") if again and out else known
    compared = replace(bare, accounts=accounts, standings=standings, refused=refused)
    return replace(compared, subscribers=_subscribers(shop, compared))


def _subscribers(shop: Workshop, compared: Proposal) -> dict[str, int]:
    """How many get each mail that publishing would send."""
    found = {}
    for key in compared.to_send():
        channel = shop.channels[key]
        if compared.verbs[key] == "web+email" and isinstance(channel, Mailing):
            found[key] = channel.subscribers()
    return {key: number for key, number in found.items() if number is not None}


def _legs(text: str, verbs: Mapping[str, str], allowed: Mapping[str, str]) -> dict[str, Leg]:
    """The plan's legs; a verb in it has to be what the channel's mode says, or the issue's own."""
    legs = parse_plan(text, tuple(CHANNELS))
    check_plan(legs, verbs)
    for leg in legs:
        key, verb = leg.channel, leg.verb
        if key in verbs and verb not in ("", verbs[key], allowed[key]):
            made = f"the plan says {key} {verb}, but its mode makes it {verbs[key]}"
            raise PlanError(f"{made}; set channels.{key}.mode")
    return {leg.channel: leg for leg in legs}


def _dues(shop: Workshop, legs: Mapping[str, Leg], slot: datetime, zone: str) -> dict[str, Due]:
    """When each channel goes out; one that the plan does not name goes out at the slot."""
    quiet = Quiet(shop.settings.quiet, zone_named(zone or "UTC")) if shop.settings.quiet else None
    planned = due_times(tuple(legs.values()), slot, zone or "UTC", quiet)
    now = shop.clock.now()

    def paced(moment: datetime) -> datetime:
        return shop.clock.after((moment - now).total_seconds())

    return {
        key: replace(due, at=paced(due.at), latest=paced(due.latest) if due.latest else None)
        for key in shop.channels
        for due in [planned.get(key, Due(slot))]
    }


def _gated(shop: Workshop, issue: Issue) -> bool:
    wanted = shop.settings.gate
    by_itself = wanted == "auto" and not shop.sandbox_url
    return bool(issue.canonical_url) and (wanted is True or by_itself)


def _young(shop: Workshop, issue: Issue) -> str:
    """Why this store may not know all that is out; "" when it is older than the issue."""
    since = shop.newsletters.known_since(newsletter_name(issue.site)) or shop.clock.now()
    if shop.sandbox_url or issue.meta.date is None or issue.meta.date.date() >= since.date():
        return ""
    if shop.ledger.deliveries(issue.key):
        return ""
    return (
        f"the issue is dated {issue.meta.date:%Y-%m-%d}, and this store knows the newsletter only "
        f"since {since:%Y-%m-%d}: it may be out already. If it is not, add --first"
    )


# --- agreed to --------------------------------------------------------------------------------


def carry_out(
    shop: Workshop,
    proposal: Proposal,
    *,
    approved_by: str,
    on_change: Callable[[Delivery], None] = lambda _: None,
    until: datetime | None = None,
) -> list[Delivery]:
    """Freeze what is new, take up what was begun, and go on until everything rests.

    With `until`, what waits for a later moment is left to whoever executes then.
    """
    from bot.executing import execute

    ids = settle_on(shop, proposal, approved_by=approved_by)
    execute(shop, ids, on_change=on_change, until=until)
    issue_key = proposal.rendered.issue.key
    return [d for d in current(shop, issue_key) if d.channel in shop.channels]


def settle_on(
    shop: Workshop, proposal: Proposal, *, approved_by: str, proposed_by: str = ""
) -> list[str]:
    """Freeze what is new and take up what was begun; the ids of the deliveries.

    Without `approved_by` what is new waits for approval, and nothing is taken up.
    """
    shop.newsletters.remember(proposal.newsletter, shop.settings, shop.clock.now())
    shop.pool.use(proposal.newsletter, shop.channels)
    begun = _take_up(shop, proposal, approved_by) if approved_by else []
    for key in proposal.to_send() if approved_by else ():
        shop.ledger.accounts.unpause(account_id(proposal.accounts[key]))  # it has let us in
    return [*begun, *_freeze_new(shop, proposal, approved_by, proposed_by)]


def current(shop: Workshop, issue_key: str) -> Iterator[Delivery]:
    """The newest run of each account."""
    newest: dict[str, Delivery] = {}
    for delivery in shop.ledger.deliveries(issue_key):
        if delivery.state is not DeliveryState.CANCELLED and delivery.purpose == "send":
            newest[delivery.account_id] = delivery
    order = {key: n for n, key in enumerate(shop.channels)}
    yield from sorted(newest.values(), key=lambda d: order.get(d.channel, 99))


def _take_up(shop: Workshop, proposal: Proposal, who: str) -> list[str]:
    """Deliveries that were begun: what was refused or paused is tried again: a person asks."""
    begun = [s.delivery for s in proposal.standings.values() if s.word == "resume" and s.delivery]
    for delivery in begun:
        resume(shop.ledger, delivery, who)
    gates = [d for d in shop.ledger.deliveries(proposal.rendered.issue.key) if d.channel == GATE]
    return [delivery.id for delivery in [*begun, *gates]]


def _freeze_new(
    shop: Workshop, proposal: Proposal, approved_by: str, proposed_by: str
) -> list[str]:
    new = {k: s for k, s in proposal.standings.items() if s.word in ("new", "replace", "again")}
    if not new:
        return []
    rendered = proposal.rendered
    legs = [_frozen(shop, proposal, key, standing) for key, standing in new.items()]
    return freeze(
        shop.engine,
        shop.clock,
        rendered.issue,
        [*_gate_leg(shop, proposal), *legs],
        rendered.blobs,
        terms=Terms(
            approved_by,
            proposal.newsletter,
            this_machine(),
            proposal.slot,
            proposal.plan,
            shop.settings.late.total_seconds(),
            proposed_by,
        ),
        replaces=[s.delivery for s in new.values() if s.word == "replace" and s.delivery],
    )


def _frozen(shop: Workshop, proposal: Proposal, key: str, standing: Standing) -> FrozenLeg:
    due = proposal.dues[key]
    leg = proposal.legs.get(key)
    frozen = FrozenLeg(
        proposal.rendered.editions[key],
        proposal.accounts[key],
        proposal.verbs[key],
        due.at,
        run=_run(standing),
        latest_at=due.latest,
    )
    if leg is None or not leg.after:
        return frozen
    within = leg.within.total_seconds() if leg.within is not None else None
    return replace(
        frozen,
        delay=leg.delay.total_seconds(),
        after=leg.after,
        after_until=None if within is None else shop.clock.later(due.at, within),
        otherwise=leg.otherwise,
    )


def _gate_leg(shop: Workshop, proposal: Proposal) -> Sequence[FrozenLeg]:
    """The blog's row, unless the page of this issue is being waited for, or was seen, already."""
    issue = proposal.rendered.issue
    known = [d for d in shop.ledger.deliveries(issue.key) if d.channel == GATE]
    if not proposal.gate or any(d.state is not DeliveryState.CANCELLED for d in known):
        return []
    host = urlsplit(issue.canonical_url or "").hostname or ""
    edition = Edition(GATE, ())
    return [FrozenLeg(edition, Account(GATE, host, ""), "web", proposal.slot)]


def _run(standing: Standing) -> int:
    before = standing.delivery.run if standing.delivery else 1
    return before + 1 if standing.word == "again" else before
