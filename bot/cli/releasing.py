"""The release command: a release at its time, and everything that is due without a daemon."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot import app
from bot.cli.output import (
    DONE,
    FAILED,
    NOTHING_DUE,
    WAITING,
    complain,
    local,
    say,
    say_json,
    say_problems,
)
from bot.cli.publishing import (
    agreed,
    failures,
    outcome_json,
    plan_json,
    room_link,
    say_outcome,
    say_plan,
)
from bot.cli.reading import settings_for

if TYPE_CHECKING:
    from bot.publishing import Proposal
    from bot.release.records import Delivery
    from bot.wiring import Workshop

SOON = timedelta(seconds=5)  # what is due within it is not left to the next run


@dataclass(frozen=True, slots=True)
class Request:
    """The command's arguments."""

    issue: Path
    at: str
    plan: str
    channels: tuple[str, ...]
    waive: tuple[str, ...]
    yes: bool
    first: bool
    sandbox: bool
    pace: float
    config: Path | None
    as_json: bool


def run_release(request: Request) -> int:
    """Freeze a release for its time; prepare it now when it is approved."""
    from bot.wiring import workshop

    with failures(as_json=request.as_json) as outcome:
        settings = settings_for(request.issue, request.config)
        keys = request.channels or settings.chosen()
        with workshop(settings, keys, sandbox=request.sandbox, pace=request.pace) as shop:
            return _release(shop, request)
    return outcome.code


def _release(shop: Workshop, request: Request) -> int:
    from bot.publishing import carry_out, settle_on
    from bot.surroundings import this_machine

    proposal = _proposal(shop, request)
    if proposal.rendered.errors:
        raise app.BadInput(proposal.rendered.problems)
    if not request.as_json:
        say_problems(proposal.rendered.problems)
        say_plan(proposal)
    if proposal.young and not request.first:
        complain(proposal.young)
        return WAITING
    if not proposal.to_send():
        say_outcome(shop, proposal, [])
        return WAITING if proposal.changed() or proposal.refused else NOTHING_DUE
    question, aside = "Approve this release?", request.as_json
    if not agreed(proposal, yes=request.yes, question=question, aside=aside):
        ids = settle_on(shop, proposal, approved_by="")
        _say_waiting(shop, proposal, ids, as_json=request.as_json)
        return WAITING
    until = shop.clock.now() + SOON
    deliveries = carry_out(shop, proposal, approved_by=getpass.getuser(), until=until)
    if request.as_json:
        say_json(outcome_json(shop, proposal, deliveries))
    else:
        say_outcome(shop, proposal, deliveries)
        where = f"from this machine ({this_machine()}) " if not shop.settings.database else ""
        say(f"It goes out {where}while `pressrun serve` runs, or by `pressrun release --next`.")
    return _code(deliveries, proposal.refused)


def _say_waiting(shop: Workshop, proposal: Proposal, ids: list[str], *, as_json: bool) -> None:
    """How the release can be approved: here, and in the control room where there is one."""
    release = shop.ledger.delivery(ids[0]).release_id if ids else ""
    hash_ = shop.ledger.release_hash(release) if release else ""
    link = room_link(shop, proposal, f"rel_{release}") if release else ""
    if as_json:
        waits = {"release": release, "hash": hash_, "link": link}
        say_json({**plan_json(proposal), **waits})
        return
    known = f" --hash {hash_[:12]}" if hash_ else ""
    say(f"It waits for approval: pressrun approve {release}{known}")
    if link:
        say(f"On your phone: {link}")


def _proposal(shop: Workshop, request: Request) -> Proposal:
    from bot.publishing import Wish, propose
    from bot.release.times import moment

    issue = app.read(request.issue, shop.settings.adjust)
    slot = moment(request.at, issue.site.zone or "UTC", shop.clock.now()) if request.at else None
    if slot is not None and slot.note and not request.as_json:
        say(slot.note)
    at = slot.at if slot else None
    return propose(shop, Wish(request.issue, at, request.plan, waive=request.waive))


def _code(deliveries: list[Delivery], refused: object) -> int:
    states = {delivery.state.value for delivery in deliveries}
    if states & {"failed", "paused", "stopped"} or refused:
        return FAILED
    return WAITING if states & {"asked", "held", "missed"} else DONE


def run_next(config: Path | None, site: Path, *, sandbox: bool, pace: float, as_json: bool) -> int:
    """Everything that is due, once; then the next due time. For OS cron, without a daemon."""
    from bot.wiring import workshop
    from config.files import find_file
    from config.settings import load

    with failures(as_json=as_json) as outcome:
        settings = load(config or find_file(site))
        with workshop(settings, settings.chosen(), sandbox=sandbox, pace=pace) as shop:
            return _next(shop, site, as_json=as_json)
    return outcome.code


def _next(shop: Workshop, site: Path, *, as_json: bool) -> int:
    from bot import following
    from bot.executing import execute_due
    from bot.recurring import recurring_of
    from bot.release.board import board

    if shop.settings.cadences:
        recurring_of(shop, site).advance()
    following.advance(shop)
    moved = execute_due(shop, SOON)
    after = board(shop.ledger, shop.engine, shop.clock, open_only=True)
    touched = [shop.ledger.delivery(delivery_id) for delivery_id in moved]
    if as_json:
        say_json(
            {
                "moved": [{"id": d.id, "channel": d.channel, "state": d.state} for d in touched],
                "next_due": after.next_due.isoformat() if after.next_due else None,
                "unapproved": sorted({d.release_id for d in after.unapproved}),
                "alarms": list(after.alarms),
            }
        )
    else:
        for delivery in touched:
            say(f"{delivery.title}: {delivery.channel} {delivery.state} {delivery.url or ''}")
        for release, title in {d.release_id: d.title for d in after.unapproved}.items():
            say(f"{title} waits for approval: pressrun approve {release}")
        for alarm in after.alarms:
            complain(alarm)
        due = (
            local(after.next_due, shop.settings.timezone or "UTC") if after.next_due else "nothing"
        )
        say(f"next due: {due}")
    if after.questions or after.alarms or after.unapproved:
        return WAITING
    return _code(touched, None) if touched else NOTHING_DUE
