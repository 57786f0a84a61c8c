"""The publish command: show the plan, ask, send, and say what came of it."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import app
from bot.cli.output import (
    BAD_INPUT,
    DONE,
    FAILED,
    WAITING,
    both_times,
    complain,
    facts_line,
    problem_json,
    say,
    say_json,
    say_problems,
    say_table,
)
from bot.cli.progress import progress
from bot.cli.reading import settings_for

if TYPE_CHECKING:
    from bot.publishing import Proposal
    from bot.release.records import Call, Delivery
    from bot.wiring import Workshop

CHANGED = "this issue is out there with other text; nothing was sent. Next: `pressrun update {}`;"
TAKEN_BACK = "this issue was taken back; nothing was sent. Next: `pressrun publish {} --again {}`"
REHEARSED = "That was a rehearsal on stand-ins. Next, for real: pressrun doctor"
RENAMED = (
    "this file is out under another name; nothing was sent. If it is the same issue, keep its name "
    "in the front matter:"
)


@dataclass(frozen=True, slots=True)
class Request:
    """The command's arguments."""

    issue: Path
    channels: tuple[str, ...]
    dry_run: bool
    yes: bool
    again: str
    waive: tuple[str, ...]
    sandbox: bool
    pace: float
    config: Path | None
    as_json: bool
    first: bool = False


@dataclass
class Outcome:
    """The exit code of a command that could not do its work."""

    code: int = BAD_INPUT


@contextmanager
def failures(*, as_json: bool = False) -> Iterator[Outcome]:
    """Turns what can be wrong with the input into one clear message each; `code` is then set."""
    from bot.release.actions import NotNow
    from bot.release.plan import PlanError
    from bot.release.release import BeingPublished
    from bot.release.times import TimeError
    from bot.store.errors import StoreError, store_errors
    from config.files import SettingsError
    from config.secrets import SecretsError

    outcome = Outcome()
    try:
        with store_errors():
            yield outcome
    except app.BadInput as error:
        _say_bad_input(error, as_json=as_json)
    except (SettingsError, SecretsError, PlanError, TimeError, NotNow, StoreError) as error:
        complain(str(error))
    except BeingPublished as error:
        complain(f"{error}. Run the same command again to follow it.")
        outcome.code = WAITING


def run(request: Request) -> int:
    from bot.wiring import workshop

    with failures(as_json=request.as_json) as outcome:
        settings = settings_for(request.issue, request.config)
        keys = (request.again,) if request.again else request.channels or settings.chosen()
        unknown = unknown_channels(keys)
        if unknown:
            complain(unknown)
            return BAD_INPUT
        with workshop(settings, keys, sandbox=request.sandbox, pace=request.pace) as shop:
            return _publish(shop, request)
    return outcome.code


def unknown_channels(keys: tuple[str, ...]) -> str:
    """What is wrong with these names of channels; "" when nothing is."""
    from adapters import CHANNELS

    wrong = [key for key in keys if key not in CHANNELS]
    return f"no channel {', '.join(wrong)}; there are {', '.join(CHANNELS)}" if wrong else ""


def _say_bad_input(error: app.BadInput, *, as_json: bool) -> None:
    if as_json:
        say_json({"problems": [problem_json(p) for p in error.problems], "receipts": []})
    else:
        say_problems(error.problems)


def _publish(shop: Workshop, request: Request) -> int:
    from bot.listing import ref_of
    from bot.publishing import Wish, carry_out, propose

    wish = Wish(request.issue, again=bool(request.again), waive=request.waive)
    proposal = propose(shop, wish)
    if proposal.rendered.errors:
        raise app.BadInput(proposal.rendered.problems)
    if not request.as_json:
        say_problems(proposal.rendered.problems)
        say_plan(proposal)
    if request.dry_run:
        link = room_link(shop, proposal, f"pub_{ref_of(proposal.rendered.issue.key)}")
        if request.as_json:
            say_json({**plan_json(proposal), "link": link})
        elif link:
            say(f"On your phone: {link}")
        return DONE
    if proposal.young and not request.first:
        complain(proposal.young)
        return WAITING
    if proposal.to_send() and not _agreed(proposal, request):
        say("Nothing was sent.")
        return WAITING
    with nullcontext(_say_nothing) if request.as_json else progress(shop) as tell:
        deliveries = carry_out(shop, proposal, approved_by=getpass.getuser(), on_change=tell)
    if request.as_json:
        say_json(outcome_json(shop, proposal, deliveries))
    else:
        say_outcome(shop, proposal, deliveries)
        if request.sandbox and exit_code(proposal, deliveries) == DONE:
            say(REHEARSED)
    return exit_code(proposal, deliveries)


def _agreed(proposal: Proposal, request: Request) -> bool:
    import typer

    if request.again:
        typed = typer.prompt(f"This posts a second time. Type {request.again} to go on")
        return bool(typed == request.again)
    question = f"Send this to {', '.join(proposal.to_send())}?"
    return agreed(proposal, yes=request.yes, question=question)


def confirmation_page(proposal: Proposal) -> Path:
    """The preview of exactly what is about to be agreed to; one file per issue, overwritten."""
    from bot.listing import ref_of
    from bot.preview import write_page
    from bot.preview.timetable import Planned
    from bot.wiring import home

    issue = proposal.rendered.issue
    planned = Planned(proposal.plan, proposal.slot, issue.site.zone)
    return write_page(proposal.rendered, home().cache / "previews" / ref_of(issue.key), planned)


def agreed(proposal: Proposal, *, yes: bool, question: str, aside: bool = False) -> bool:
    """Whether a person agrees to what is sent; nothing to send needs nobody. `aside` asks on the
    error output, where the other one is read by a program."""
    import typer

    if yes or not proposal.to_send():
        return True
    typer.echo(f"As its readers will see it: {confirmation_page(proposal)}", err=aside)
    try:
        return typer.confirm(question, err=aside)
    except typer.Abort:  # nobody sits there, or Ctrl-C
        return False


def _say_nothing(_: Delivery) -> None:
    """Machines are told at the end."""


def say_plan(proposal: Proposal) -> None:
    """When, where and how, in local time and UTC, with what each edition is made of."""
    issue = proposal.rendered.issue
    say(f"\n{issue.title}")
    rows = []
    for key in sorted(proposal.rendered.editions, key=lambda k: proposal.dues[k].at):
        edition = proposal.rendered.editions[key]
        known = proposal.standings.get(key)
        when = both_times(proposal.dues[key].at, issue.site.zone)
        word = _plan_word(known.word, when) if known else when
        cost = f"${edition.cost_usd:.3f}" if edition.cost_usd else ""
        rows.append([key, _plan_verb(proposal, key), word, cost, facts_line(edition.facts)])
    say_table(["channel", "verb", "when", "cost", "edition"], rows)
    for key, due in proposal.dues.items():
        if due.note:
            say(f"{key}: {due.note}")
    if proposal.gate:
        say(f"all of it waits until {issue.canonical_url} is live")
    for key, why in proposal.refused.items():
        say(f"{key}: cannot be used yet: {why}")
    say()


def _plan_verb(proposal: Proposal, key: str) -> str:
    """How it goes out, and to how many by mail where that could be read."""
    verb = proposal.verbs[key]
    if verb != "web+email" or key not in proposal.to_send():
        return verb
    number = proposal.subscribers.get(key)
    if number is None:
        return f"{verb} to all subscribers"
    return f"{verb} to {number:,} subscriber{'' if number == 1 else 's'}"


def _plan_word(word: str, when: str) -> str:
    words = {
        "done": "is out already",
        "changed": "is out with other text",
        "renamed": "is out under another name",
        "retracted": "was taken back",
        "resume": f"goes on {when}",
    }
    return words.get(word, when)


def room_link(shop: Workshop, proposal: Proposal, what: str) -> str:
    """Opens the control room's screen for it; "" where none has been open on this store."""
    from bot.control.notices import Notices

    return Notices(shop.engine, shop.clock).deep_link(proposal.newsletter, what)


def plan_json(proposal: Proposal) -> dict[str, Any]:
    return {
        "title": proposal.rendered.issue.title,
        "channels": {
            key: {
                "standing": standing.word,
                "verb": proposal.verbs[key],
                "due_at": proposal.dues[key].at.isoformat(),
                "hash": proposal.rendered.editions[key].hash,
                "cost_usd": proposal.rendered.editions[key].cost_usd,
                "subscribers": proposal.subscribers.get(key),
            }
            for key, standing in proposal.standings.items()
        },
        "refused": dict(proposal.refused),
        "problems": [problem_json(p) for p in proposal.rendered.problems],
    }


def outcome_json(shop: Workshop, proposal: Proposal, deliveries: list[Delivery]) -> dict[str, Any]:
    """The receipts, what asks, and the problems."""
    return {
        "title": proposal.rendered.issue.title,
        "receipts": [receipt_json(shop, delivery) for delivery in deliveries],
        "changed": list(proposal.changed()),
        "next": {key: changed_words(proposal, key) for key in proposal.changed()},
        "refused": dict(proposal.refused),
        "problems": [problem_json(p) for p in proposal.rendered.problems],
    }


def receipt_json(shop: Workshop, delivery: Delivery) -> dict[str, Any]:
    calls = shop.ledger.calls(delivery.id)
    return {
        "channel": delivery.channel,
        "state": delivery.state.value,
        "verb": delivery.verb,
        "reason": delivery.reason,
        "url": delivery.url,
        "run": delivery.run,
        "hash": delivery.hash,
        "parts": [
            {
                "key": call.part.key,
                "kind": call.part.kind,
                "state": call.state.value,
                "id": call.receipt.id if call.receipt else None,
                "url": call.receipt.url if call.receipt else None,
                "call": call.id,
            }
            for call in calls
        ],
        "images": _images(delivery, calls),
        "next": [call.next_step for call in calls if call.next_step],
    }


def _images(delivery: Delivery, calls: list[Call]) -> list[dict[str, Any]]:
    """The image ledger with what each upload brought."""
    receipts = {call.part.key: call.receipt for call in calls}
    rows = []
    for row in delivery.images if isinstance(delivery.images, list) else []:
        if isinstance(row, dict):
            receipt = receipts.get(str(row["part"]))
            rows.append({**row, "remote": receipt.url or receipt.id if receipt else None})
    return rows


def say_outcome(shop: Workshop, proposal: Proposal, deliveries: list[Delivery]) -> None:
    for delivery in deliveries:
        say(f"{delivery.channel:9} {delivery.state:16} {delivery.url or delivery.reason}")
        for call in shop.ledger.calls(delivery.id):
            if call.next_step:
                say(f"          {call.part.key}: {call.error} {call.next_step}")
    for key in proposal.changed():
        say(f"{key}: {changed_words(proposal, key)}")
    for key, why in proposal.refused.items():
        say(f"{key}: not sent: {why}")


def changed_words(proposal: Proposal, key: str) -> str:
    """Why nothing was sent where something else is out, and the next step."""
    standing = proposal.standings[key]
    delivery = standing.delivery
    if delivery is None:
        return ""
    if standing.word == "renamed":
        return f"{RENAMED} `pressrun: {{id: {delivery.issue_key}}}`"
    issue = proposal.rendered.issue.path
    if standing.word == "retracted":
        return TAKEN_BACK.format(issue, key)
    return f"{CHANGED.format(issue)} it is at {delivery.url or key}"


def exit_code(proposal: Proposal, deliveries: list[Delivery]) -> int:
    """0 when all is out as it stands; 3 when a person has to act; 1 when something failed."""
    states = {delivery.state.value for delivery in deliveries}
    if states & {"failed", "paused", "stopped"} or proposal.refused:
        return FAILED
    if proposal.changed() or states - {"done(draft)", "done(published)"}:
        return WAITING
    return DONE
