"""Commands by which a person steers releases: approve, hold, resume, cancel, reschedule, …"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.output import DONE, both_times, say, say_json
from bot.cli.publishing import failures
from bot.cli.seeing import delivery_row, open_ledger

if TYPE_CHECKING:
    from bot.release.ledger import Ledger
    from bot.release.records import Delivery


def run_action(
    act: Callable[[Ledger, Sequence[Delivery], str], object],
    name: str,
    channel: str,
    *,
    sandbox: bool,
    as_json: bool,
) -> int:
    """Do one thing to what `name` means, and show how it stands then."""
    from bot.release.steering import targets

    with failures(as_json=as_json) as outcome, open_ledger(sandbox=sandbox) as ledger:
        found = targets(ledger, name, channel)
        act(ledger, found, getpass.getuser())
        after = [ledger.delivery(d.id) for d in found]
        if as_json:
            say_json({"deliveries": [delivery_row(d) for d in after]})
        else:
            for d in after:
                say(f"{d.channel:9} {d.state:16} {both_times(d.due_at, d.zone)}  {d.reason}")
        return DONE
    return outcome.code


def approve(hash_prefix: str) -> Callable[[Ledger, Sequence[Delivery], str], None]:
    def act(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
        from bot.release import steering

        steering.approve(ledger, found, who, hash_prefix)

    return act


def hold(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
    from bot.release import steering

    steering.hold(ledger, found, who)


def resume(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
    from bot.release import steering

    steering.resume(ledger, found, who)


def cancel(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
    from bot.release import steering

    steering.cancel(ledger, found, who)


def reschedule(when: str) -> Callable[[Ledger, Sequence[Delivery], str], None]:
    def act(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
        from bot.release import steering

        if note := steering.reschedule(ledger, found, when, who):
            say(note)

    return act


def confirm(url: str) -> Callable[[Ledger, Sequence[Delivery], str], None]:
    def act(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
        from bot.release import steering

        steering.confirm(ledger, found, url, who)

    return act


def run_decide(
    name: str, answer: str, url: str, config: Path | None, *, sandbox: bool, as_json: bool
) -> int:
    """Answer a call, or a delivery as a whole."""
    from bot.release.actions import NotNow
    from bot.release.steering import answer as take
    from bot.release.steering import asking

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
    from bot.release.steering import answer
    from bot.wiring import workshop
    from config.settings import load

    with workshop(load(config), (delivery.channel,), sandbox=sandbox) as shop:
        channel = shop.pool.channel(delivery)
        return answer(shop.ledger, name, "resend", getpass.getuser(), channel=channel)
