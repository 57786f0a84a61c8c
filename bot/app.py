"""The use cases: the only door for every surface (command line, control room, daemon)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from content.issue import Issue
from content.problems import Level, Problem
from content.site import Site

if TYPE_CHECKING:
    from adapters.base import Account, Channel, Edition
    from bot.release.ledger import Ledger
    from bot.release.records import Call, Delivery
    from bot.release.release import Standing
    from bot.wiring import Workshop


Adjust = Callable[[Site], Site]  # what the settings make of a site

LEFT_OUT = frozenset({"channel-tag"})  # errors of the page that no edition repeats


class BadInput(Exception):
    """Something the author has to mend first; nothing was sent."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


# --- reading and rendering --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rendered:
    """An issue with its editions, and all that is wrong with any of them."""

    issue: Issue
    editions: Mapping[str, Edition]
    blobs: Mapping[str, bytes]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.level is Level.ERROR)


def as_found(site: Site) -> Site:
    return site


def read(path: Path, adjust: Adjust = as_found) -> Issue:
    """The issue at a path, in its site as the settings adjust it. Raises BadInput."""
    from config.site import BadSite, detect
    from content.issue import IssueError, load_issue

    try:
        return load_issue(path, adjust(detect(path)))
    except BadSite as error:
        raise BadInput([error.problem]) from None
    except IssueError as error:
        raise BadInput(error.problems) from None


def check(path: Path, adjust: Adjust, now: datetime) -> tuple[Issue, tuple[Problem, ...]]:
    """The issue and everything an editor would say about it."""
    from content.lint import lint
    from content.neighbours import neighbours

    issue = read(path, adjust)
    found = lint(issue, neighbours=neighbours(issue), now=now)
    return issue, _sorted([*issue.problems, *found])


def render(
    path: Path,
    adjust: Adjust,
    channels: Mapping[str, Channel],
    now: datetime,
    *,
    waive: Sequence[str] = (),
) -> Rendered:
    """The issue as each of the channels will show it; sends nothing. Raises BadInput."""
    issue, problems = check(path, adjust, now)
    editions: dict[str, Edition] = {}
    blobs: dict[str, bytes] = {}
    for key, channel in channels.items():
        pictures = channel.prepare(issue)
        editions[key] = channel.render(issue, pictures)
        blobs.update(pictures.blobs)
    found = [*problems, *(p for edition in editions.values() for p in edition.problems)]
    return Rendered(issue, editions, blobs, _sorted(_waived(found, waive)))


def _waived(problems: Sequence[Problem], waive: Sequence[str]) -> list[Problem]:
    """What no edition carries is a warning: a picture done without, a tag left out anyway."""

    def harmless(problem: Problem) -> bool:
        return problem.code in LEFT_OUT or (bool(problem.subject) and problem.subject in waive)

    return [replace(p, level=Level.WARNING) if harmless(p) else p for p in problems]


def _once_per_picture(problems: Sequence[Problem]) -> Iterator[Problem]:
    """A picture that the issue has named as unusable is not named again by every channel."""
    named: set[str] = set()
    for problem in problems:
        known = problem.subject in named
        if problem.subject and problem.level is not Level.NOTE:
            named.add(problem.subject)
        if not known:
            yield problem


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    order = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}
    unique = dict.fromkeys(_once_per_picture(problems))
    return tuple(sorted(unique, key=lambda p: (order[p.level], p.file, p.line, p.code)))


# --- publishing -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """What publishing would do, before anybody has agreed to it.

    `standings` says per channel what of this issue is known; `refused` why a channel cannot be
    used at all; `due` when each goes out and `verbs` how.
    """

    rendered: Rendered
    accounts: Mapping[str, Account]
    standings: Mapping[str, Standing]
    refused: Mapping[str, str]
    due: Mapping[str, datetime]
    verbs: Mapping[str, str]

    def to_send(self) -> tuple[str, ...]:
        """The channels that would get something new or go on."""
        return self._standing("new", "replace", "resume", "again")

    def changed(self) -> tuple[str, ...]:
        """The channels where something else of this issue is out already."""
        return self._standing("changed", "renamed")

    def _standing(self, *words: str) -> tuple[str, ...]:
        return tuple(key for key, standing in self.standings.items() if standing.word in words)


def propose(
    shop: Workshop, path: Path, *, waive: Sequence[str] = (), again: bool = False
) -> Proposal:
    """Render, ask every channel who we are, and compare with what is out. Sends nothing."""
    from adapters.errors import CallError
    from bot.release.release import standing

    rendered = render(path, shop.settings.adjust, shop.channels, shop.clock.now(), waive=waive)
    accounts: dict[str, Account] = {}
    standings: dict[str, Standing] = {}
    refused: dict[str, str] = {}
    for key, channel in shop.channels.items():
        if rendered.errors:
            break
        try:
            accounts[key] = channel.whoami()
        except CallError as error:
            refused[key] = f"{error} {error.next_step}".strip()
            continue
        edition = rendered.editions[key]
        known = standing(shop.ledger, rendered.issue, accounts[key], edition.hash)
        out = known.word in ("done", "changed")
        standings[key] = replace(known, word="again") if again and out else known
    due = due_times(shop)
    verbs = {key: channel.verb for key, channel in shop.channels.items()}
    return Proposal(rendered, accounts, standings, refused, due, verbs)


def due_times(shop: Workshop) -> dict[str, datetime]:
    """When each channel goes out by the plan, from now; one it does not name goes at once.

    A verb in the plan has to be what the channel's own mode says. Raises PlanError.
    """
    from adapters import CHANNELS
    from bot.release.plan import DEFAULT_PLAN, PlanError, parse_plan

    legs = {g.channel: g for g in parse_plan(shop.settings.plan or DEFAULT_PLAN, tuple(CHANNELS))}
    for key, channel in shop.channels.items():
        if key in legs and legs[key].verb not in ("", channel.verb):
            raise PlanError(
                f"the plan says {key} {legs[key].verb}, but its mode makes it {channel.verb}; "
                f"set channels.{key}.mode"
            )
    now = shop.clock.now()
    waits = {key: leg.delay.total_seconds() for key, leg in legs.items()}
    return {key: shop.clock.after(waits[key]) if key in waits else now for key in shop.channels}


def carry_out(
    shop: Workshop,
    proposal: Proposal,
    *,
    approved_by: str,
    on_change: Callable[[Delivery], None] = lambda _: None,
) -> list[Delivery]:
    """Freeze what is new, take up what was begun, and go on until everything rests."""
    from bot.engine.memory import MemoryEngine
    from bot.release.deliver import Deliverer

    deliveries = [*_take_up(shop, proposal), *_freeze_new(shop, proposal, approved_by)]
    deliverer = Deliverer(
        shop.ledger, shop.channels, shop.clock, shop.owner.is_gone, on_change=on_change
    )
    engine = MemoryEngine(shop.clock)
    engine.start(deliverer.advance)
    for delivery_id in deliveries:
        engine.enqueue(delivery_id, 1, shop.clock.now())
    engine.run_until_idle()
    issue_key = proposal.rendered.issue.key
    return [d for d in _current(shop, issue_key) if d.channel in shop.channels]


def _current(shop: Workshop, issue_key: str) -> Iterator[Delivery]:
    """The newest run of each account."""
    from bot.release.states import DeliveryState

    newest: dict[str, Delivery] = {}
    for delivery in shop.ledger.deliveries(issue_key):
        if delivery.state is not DeliveryState.CANCELLED:
            newest[delivery.account_id] = delivery
    order = {key: n for n, key in enumerate(shop.channels)}
    yield from sorted(newest.values(), key=lambda d: order.get(d.channel, 99))


def _take_up(shop: Workshop, proposal: Proposal) -> list[str]:
    """Deliveries that were begun: what was refused or paused is tried again: a person asks."""
    begun = [s.delivery for s in proposal.standings.values() if s.word == "resume" and s.delivery]
    for delivery in begun:
        resume(shop, delivery)
    return [delivery.id for delivery in begun]


def resume(shop: Workshop, delivery: Delivery) -> None:
    """Make a resting delivery go on: nothing that may have been sent is repeated."""
    from bot.release.ledger import Note
    from bot.release.states import CallState, DeliveryState

    if delivery.state in (DeliveryState.PAUSED, DeliveryState.FAILED):
        shop.ledger.unpause(delivery.account_id)
        for call in shop.ledger.calls(delivery.id):
            if call.state is CallState.REFUSED:
                shop.ledger.settle(call, CallState.PLANNED, Note("author", "tried again"))
        shop.ledger.move_delivery(delivery, DeliveryState.WAITING, Note("author", "time"))
    elif delivery.state is DeliveryState.ASKED and not _asks(shop.ledger, delivery):
        shop.ledger.move_delivery(delivery, DeliveryState.WAITING, Note("author", "decided"))


def _asks(ledger: Ledger, delivery: Delivery) -> list[Call]:
    from bot.release.states import CallState

    return [c for c in ledger.calls(delivery.id) if c.state is CallState.ASKED]


def _freeze_new(shop: Workshop, proposal: Proposal, approved_by: str) -> list[str]:
    from bot.release.release import Leg, freeze

    new = {k: s for k, s in proposal.standings.items() if s.word in ("new", "replace", "again")}
    if not new:
        return []
    rendered = proposal.rendered
    legs = [
        Leg(
            rendered.editions[key],
            proposal.accounts[key],
            proposal.verbs[key],
            proposal.due[key],
            run=_run(standing),
        )
        for key, standing in new.items()
    ]
    return freeze(
        shop.engine,
        shop.clock,
        rendered.issue,
        legs,
        rendered.blobs,
        approved_by=approved_by,
        replaces=[s.delivery for s in new.values() if s.word == "replace" and s.delivery],
    )


def _run(standing: Standing) -> int:
    before = standing.delivery.run if standing.delivery else 1
    return before + 1 if standing.word == "again" else before


# --- seeing and deciding ----------------------------------------------------------------------


def questions(ledger: Ledger) -> list[tuple[Delivery, Call]]:
    """Every call whose outcome only a person can tell."""
    return [(d, call) for d in ledger.deliveries() for call in _asks(ledger, d)]


def decide(ledger: Ledger, call_id: str, answer: str, url: str = "") -> Delivery:
    """Settle an asked call: "there" (with its URL), "not-there" (it is sent again) or "stop"."""
    from adapters.base import Receipt
    from bot.release.ledger import Note
    from bot.release.states import CallState, DeliveryState

    call = ledger.call(call_id)
    if call is None or call.state is not CallState.ASKED:
        raise LookupError(f"no call {call_id} waits for an answer; `pressrun status` lists them")
    note = Note("author", answer)
    if answer == "there":
        receipt = Receipt(url.rstrip("/").rsplit("/", 1)[-1], url)
        ledger.settle(call, CallState.DONE, note, receipt=receipt)
    elif answer == "not-there":
        ledger.settle(call, CallState.PLANNED, note)
    else:
        ledger.settle(call, CallState.STOPPED, note)
    delivery = ledger.delivery(call.delivery_id)
    new = DeliveryState.STOPPED if answer == "stop" else DeliveryState.WAITING
    ledger.move_delivery(delivery, new, note)
    return ledger.delivery(delivery.id)
