"""Commands by which a person steers releases: approve, hold, resume, cancel, reschedule, …"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.cli.output import DONE, both_times, say, say_json
from bot.cli.publishing import failures
from bot.cli.seeing import delivery_row, open_ledger
from bot.release.actions import NotNow
from bot.release.ledger import Ledger
from bot.release.records import Delivery
from bot.release.steering import answer as take
from bot.release.steering import asking, targets

Act = Callable[[Ledger, Sequence[Delivery], str], str | None]


def run_action(
    act: Act,
    name: str,
    channel: str,
    *,
    sandbox: bool,
    as_json: bool,
) -> int:
    """Do one thing to what `name` means, and show how it stands then; `act` may tell something."""
    with failures(as_json=as_json) as outcome, open_ledger(sandbox=sandbox) as ledger:
        found = targets(ledger, name, channel)
        note = act(ledger, found, getpass.getuser())
        after = [ledger.delivery(d.id) for d in found]
        if as_json:
            say_json({"deliveries": [delivery_row(d) for d in after]})
        else:
            if note:
                say(note)
            for d in after:
                say(f"{d.channel:9} {d.state:16} {both_times(d.due_at, d.zone)}  {d.reason}")
        return DONE
    return outcome.code


def run_decide(
    name: str, answer: str, url: str, config: Path | None, *, sandbox: bool, as_json: bool
) -> int:
    """Answer a call, or a delivery as a whole."""
    with failures(as_json=as_json) as outcome:
        if answer == "there" and not url:
            raise NotNow("say where it is: --url https://…")
        with open_ledger(sandbox=sandbox) as ledger:
            if answer == "resend":
                delivery = _resend(asking(ledger, name), name, config, sandbox=sandbox)
            else:
                delivery = take(ledger, name, answer, getpass.getuser(), url=url, channel=None)
            if as_json:
                say_json(delivery_row(delivery))
            else:
                say(f"{delivery.channel}: {delivery.state}. Next: pressrun publish, or serve.")
            return DONE
    return outcome.code


def _resend(delivery: Delivery, name: str, config: Path | None, *, sandbox: bool) -> Delivery:
    """Removing what is there first takes the channel, and so its settings."""
    from bot.wiring import workshop
    from config.settings import load

    with workshop(load(config), (delivery.channel,), sandbox=sandbox) as shop:
        channel = shop.pool.channel(delivery)
        return take(shop.ledger, name, "resend", getpass.getuser(), channel=channel)
