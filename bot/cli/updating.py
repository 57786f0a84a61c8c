"""The commands update and retract: show what they would do, ask, do it, say what came of it."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.output import BAD_INPUT, DONE, FAILED, WAITING, complain, problem_json, say, say_json
from bot.cli.progress import progress
from bot.cli.publishing import failures, receipt_json, unknown_channels
from bot.cli.reading import settings_for

if TYPE_CHECKING:
    from bot.comparing import Change, Update
    from bot.release.records import Delivery
    from bot.retracting import Removal
    from bot.wiring import Workshop

OVERWRITE = "somebody has changed it there, and that would be lost; if it may be, add --overwrite:"
WORDS = {
    "edit": "{edits} to send",
    "by-hand": "only by hand",
    "same": "nothing to change",
    "found": "is changed by hand already",
    "goes-on": "an update of it is on its way and goes on",
    "unsent": "is not out yet; `pressrun publish` takes the new text",
    "held-up": "cannot be edited: {why}",
}
REMOVAL_WORDS = {
    "remove": "{edits} to send",
    "cancel": "is not out yet, and will not be",
    "by-hand": "only by hand",
    "goes-on": "is being taken back, and that goes on",
    "held-up": "stays: {why}",
}


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments of both commands; `waive` is of update alone."""

    issue: Path
    channels: tuple[str, ...] = ()
    yes: bool = False
    overwrite: bool = False
    dry_run: bool = False
    waive: tuple[str, ...] = ()
    sandbox: bool = False
    pace: float = 3600.0
    config: Path | None = None
    as_json: bool = False


# --- update -----------------------------------------------------------------------------------


def run_update(request: Request) -> int:
    """Edit what is out; 0 when nothing is left for a program to edit."""
    return _in_shop(request, _update)


def _update(shop: Workshop, request: Request) -> int:
    from bot.comparing import propose
    from bot.updating import carry_out

    update = propose(shop, request.issue, waive=request.waive)
    to_send = [c.base.channel for c in update.to_send(overwrite=request.overwrite)]
    if not request.as_json:
        _say_update(update, request)
    done: list[Delivery] = []
    if request.dry_run:
        pass
    elif to_send and not _agreed(request, f"Edit {', '.join(to_send)}?"):
        say("Nothing was sent.")
        return WAITING
    else:
        with nullcontext(_say_nothing) if request.as_json else progress(shop) as tell:
            done = carry_out(
                shop, update, approved_by=getpass.getuser(), overwrite=request.overwrite,
                on_change=tell,
            )  # fmt: skip
    if request.as_json:
        say_json(_update_json(shop, update, done))
    else:
        _say_refusals(shop, done)
    return _code(done, waiting=bool(update.waiting(overwrite=request.overwrite)))


def _say_update(update: Update, request: Request) -> None:
    say(f"\n{update.rendered.issue.title}")
    for change in update.changes:
        say(f"{change.base.channel:9} {_words(WORDS, change)}")
        if change.touched and not change.may_go(overwrite=request.overwrite):
            say(f"          {OVERWRITE}")
        if change.touched:
            say(f"          {change.touched}")
        for problem in change.told:
            _say_by_hand(problem.message, problem.next)
    for key in update.unsent:
        say(f"{key:9} is not out; `pressrun publish` sends it")


def _update_json(shop: Workshop, update: Update, done: Sequence[Delivery]) -> dict[str, Any]:
    return {
        "title": update.rendered.issue.title,
        "changes": [_row(change) for change in update.changes],
        "unsent": list(update.unsent),
        "receipts": [receipt_json(shop, delivery) for delivery in done],
    }


# --- retract ----------------------------------------------------------------------------------


def run_retract(request: Request) -> int:
    """Remove what is out as far as the channels let us; 3 when a person has to remove the rest."""
    return _in_shop(request, _retract)


def _retract(shop: Workshop, request: Request) -> int:
    from bot.retracting import carry_out, issue_key_of, propose

    removals = propose(shop, issue_key_of(shop, request.issue))
    going = [r for r in removals if r.may_go(overwrite=request.overwrite)]
    if not request.as_json:
        _say_removals(removals, request)
    done: list[Delivery] = []
    if request.dry_run:
        pass
    elif going and not _agreed(request, "", title=going[0].base.title):
        say("Nothing was removed.")
        return WAITING
    else:
        with nullcontext(_say_nothing) if request.as_json else progress(shop) as tell:
            done = carry_out(
                shop, removals, approved_by=getpass.getuser(), overwrite=request.overwrite,
                on_change=tell,
            )  # fmt: skip
    if request.as_json:
        say_json(_retract_json(shop, removals, done))
    else:
        _say_refusals(shop, done)
        _say_asked(shop, removals)
    stays = len(going) < len(removals) or bool(_asked(shop, removals))
    return _code(done, waiting=stays)


def _say_removals(removals: Sequence[Removal], request: Request) -> None:
    for removal in removals:
        where = removal.base.url or ""
        say(f"{removal.base.channel:9} {_words(REMOVAL_WORDS, removal)}  {where}".rstrip())
        if removal.touched and not removal.may_go(overwrite=request.overwrite):
            say(f"          {OVERWRITE}")
        if removal.touched:
            say(f"          {removal.touched}")
        for problem in removal.edits.problems:
            _say_by_hand(problem.message, problem.next)
    if not removals:
        say("Nothing of it is out or on its way.")


def _retract_json(
    shop: Workshop, removals: Sequence[Removal], done: Sequence[Delivery]
) -> dict[str, Any]:
    return {
        "removals": [_row(removal) for removal in removals],
        "receipts": [receipt_json(shop, delivery) for delivery in done],
        "asked": _asked(shop, removals),
        "states": {r.base.channel: shop.ledger.delivery(r.base.id).state for r in removals},
    }


def _asked(shop: Workshop, removals: Sequence[Removal]) -> list[str]:
    """What a person has to say first of deliveries that were ended in the middle of a call."""
    from bot.release.actions import asked

    return [call.next_step for r in removals for call in asked(shop.ledger, r.base)]


def _say_asked(shop: Workshop, removals: Sequence[Removal]) -> None:
    for step in _asked(shop, removals):
        say(f"Nobody knows whether a part is out, so nothing was removed there. {step}")


# --- both -------------------------------------------------------------------------------------


def _in_shop(request: Request, act: Callable[[Workshop, Request], int]) -> int:
    from bot.wiring import workshop

    with failures(as_json=request.as_json) as outcome:
        settings = settings_for(request.issue, request.config)
        keys = request.channels or settings.chosen()
        if wrong := unknown_channels(keys):
            complain(wrong)
            return BAD_INPUT
        with workshop(settings, keys, sandbox=request.sandbox, pace=request.pace) as shop:
            return act(shop, request)
    return outcome.code


def _agreed(request: Request, question: str, *, title: str = "") -> bool:
    """By --yes, by a yes, or for a `title` by typing it."""
    import typer

    if request.yes:
        return True
    if title:
        return bool(typer.prompt(f"This cannot be undone. Type the title ({title})") == title)
    return typer.confirm(question)


def _words(words: dict[str, str], change: Change | Removal) -> str:
    count, cost = len(change.edits.parts), change.edits.cost_usd
    calls = f"{count} call{'s' if count != 1 else ''}"
    price = f" for ${cost:.3f}" if cost else ""
    return words[change.word].format(edits=f"{calls}{price}", why=change.why)


def _say_by_hand(message: str, step: str) -> None:
    for line in message.splitlines():
        say(f"          {line}")
    if step:
        say(f"          -> {step}")


def _row(change: Change | Removal) -> dict[str, Any]:
    return {
        "channel": change.base.channel,
        "word": change.word,
        "edits": [part.key for part in change.edits.parts],
        "cost_usd": change.edits.cost_usd,
        "problems": [problem_json(p) for p in change.edits.problems],
        "touched": change.touched,
        "why": change.why,
        "url": change.base.url,
    }


def _say_refusals(shop: Workshop, done: Sequence[Delivery]) -> None:
    for delivery in done:
        for call in shop.ledger.calls(delivery.id):
            if call.next_step:
                say(f"{delivery.channel:9} {call.part.key}: {call.error} {call.next_step}")


def _code(done: Sequence[Delivery], *, waiting: bool) -> int:
    states = {delivery.state.value for delivery in done}
    if states & {"failed", "paused", "stopped"}:
        return FAILED
    return WAITING if waiting or states - {"done(published)"} else DONE


def _say_nothing(_: Delivery) -> None:
    """Machines are told at the end."""
