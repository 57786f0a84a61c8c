"""The confirm command: a draft was published by hand, or an issue posted wholly by hand."""

from __future__ import annotations

import getpass
from functools import partial
from pathlib import Path

from bot.cli.acting import run_action
from bot.cli.output import DONE, say, say_json
from bot.cli.publishing import failures
from bot.cli.seeing import delivery_row, open_ledger
from bot.release import steering
from bot.release.actions import NotNow
from bot.release.ledger import Ledger
from bot.release.records import Delivery


def run_confirm(name: str, channel: str, url: str, *, sandbox: bool, as_json: bool) -> int:
    """A draft that is waited for counts as published; else a person has posted the issue."""
    with failures(as_json=as_json) as outcome:
        with open_ledger(sandbox=sandbox) as ledger:
            made = _posted(ledger, name, channel, url, sandbox=sandbox)
        if made is None:
            act = partial(steering.confirm, url=url)
            return run_action(act, name, channel, sandbox=sandbox, as_json=as_json)
        if as_json:
            say_json({"deliveries": [delivery_row(made)]})
        else:
            say(f"{made.channel:9} {made.state:16} {made.url}")
        return DONE
    return outcome.code


def _posted(ledger: Ledger, name: str, channel: str, url: str, *, sandbox: bool) -> Delivery | None:
    """What a person has posted, written down; None where it is about a draft of ours.

    Raises NotNow, BadInput and BeingPublished.
    """
    from bot import app, receipts
    from bot.cli.reading import settings_for
    from bot.newsletters import Newsletters
    from bot.publishing import newsletter_name
    from bot.release.by_hand import known_there, record
    from bot.release.states import DeliveryState
    from bot.surroundings import this_machine

    path = Path(name)
    if not path.is_file():
        return None
    settings = settings_for(path, None)
    issue = app.read(path, settings.adjust)
    newsletter = newsletter_name(issue.site)
    for file in receipts.about(issue):
        receipts.adopt(ledger, newsletter, issue, file, sandbox=sandbox)
    known = known_there(ledger, issue.key, channel)
    if not channel and not ledger.deliveries(issue.key):
        raise NotNow("say on which channel you have posted it: --channel KEY")
    if not channel or any(d.state is DeliveryState.DONE_DRAFT for d in known):
        return None
    _check(channel, url)
    Newsletters(ledger.engine).remember(newsletter, settings, ledger.now())
    made = record(ledger, issue, channel, url, getpass.getuser(), newsletter, this_machine())
    if settings.receipts and not sandbox:
        receipts.write(ledger, made)
    return made


def _check(channel: str, url: str) -> None:
    from bot.cli.publishing import unknown_channels

    if unknown := unknown_channels((channel,)):
        raise NotNow(unknown)
    if not url.startswith(("https://", "http://")):
        raise NotNow("say where it is: --url https://…")
