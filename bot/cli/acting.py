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


def targets(ledger: Ledger, name: str, channel: str = "") -> list[Delivery]:
    """The deliveries that a person means: by the id of a release or a delivery, by the issue's
    key, or by its file. Ended ones of older runs are left out, and updates and retractions are
    meant by their own id alone. Raises NotNow."""
    from bot.release.actions import NotNow
    from bot.release.states import DeliveryState

    known = [d for d in ledger.deliveries() if d.purpose == "send" or d.id == name]
    key = Path(name).name
    found = [
        d
        for d in known
        if name in (d.id, d.release_id, d.issue_key)
        or (d.state is not DeliveryState.CANCELLED and Path(d.source_path).name == key)
    ]
    chosen = [d for d in found if channel in ("", d.channel)]
    if not chosen:
        where = f" on {channel}" if channel else ""
        raise NotNow(f"nothing named {name}{where} is known; `pressrun status` lists everything")
    newest = max(d.run for d in chosen)
    return [d for d in chosen if d.run == newest]


def run_action(
    act: Callable[[Ledger, Sequence[Delivery], str], object],
    name: str,
    channel: str,
    *,
    sandbox: bool,
    as_json: bool,
) -> int:
    """Do one thing to what `name` means, and show how it stands then."""
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
        from bot.release import actions

        releases = {d.release_id: d for d in found if d.reason == "approval"}
        if not releases:
            raise actions.NotNow("nothing of this release waits for approval")
        for release_id in releases:
            actions.approve(ledger, ledger.siblings(release_id), who, hash_prefix)

    return act


def hold(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
    from bot.release import actions
    from bot.release.states import MOVING

    moving = [d for d in found if d.state in MOVING]
    if not moving:
        raise actions.NotNow("nothing of it is on its way, so there is nothing to hold")
    for delivery in moving:
        actions.hold(ledger, delivery, who)


def resume(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
    from bot.release import actions

    for delivery in found:
        actions.resume(ledger, delivery, who)


def cancel(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
    from bot.release import actions
    from bot.release.states import FINISHED

    going = [d for d in found if d.state not in FINISHED]
    if not going:
        raise actions.NotNow("it is out or ended already; `pressrun retract` removes what is out")
    for delivery in going:
        actions.cancel(ledger, delivery, who)


def reschedule(when: str) -> Callable[[Ledger, Sequence[Delivery], str], None]:
    """All of a release move by as much as its earliest delivery does."""

    def act(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
        from bot.release import actions
        from bot.release.release import anything_out
        from bot.release.states import FINISHED
        from bot.release.times import moment

        open_ones = [d for d in found if d.state not in FINISHED]
        movable = [d for d in open_ones if not anything_out(ledger, d)]
        if not movable:
            raise actions.NotNow("everything of it is out already, or has ended")
        first = min(d.due_at for d in movable)
        new = moment(when, movable[0].zone or "UTC", ledger.now())
        for delivery in movable:
            actions.reschedule(ledger, delivery, new.at + (delivery.due_at - first), who)
        if new.note:
            say(new.note)

    return act


def confirm(url: str) -> Callable[[Ledger, Sequence[Delivery], str], None]:
    def act(ledger: Ledger, found: Sequence[Delivery], who: str) -> None:
        from bot.release import actions

        drafts = [d for d in found if d.state == "done(draft)"]
        if len(drafts) != 1:
            raise actions.NotNow("name the channel whose draft was published: --channel KEY")
        actions.confirm(ledger, drafts[0], url, who)

    return act


def run_decide(
    name: str, answer: str, url: str, config: Path | None, *, sandbox: bool, as_json: bool
) -> int:
    """Answer a call, or a delivery as a whole."""
    from bot.release.actions import NotNow

    with failures(as_json=as_json) as outcome:
        if answer == "there" and not url:
            raise NotNow("say where it is: --url https://…")
        with open_ledger(sandbox=sandbox) as ledger:
            delivery = _decided(ledger, name, answer, url, config, sandbox=sandbox)
            if as_json:
                say_json(delivery_row(delivery))
            else:
                say(f"{delivery.channel}: {delivery.state}. Next: pressrun publish, or serve.")
            return DONE
    return outcome.code


def _decided(
    ledger: Ledger, name: str, answer: str, url: str, config: Path | None, *, sandbox: bool
) -> Delivery:
    from bot.release.actions import NotNow, decide_call, decide_delivery

    who = getpass.getuser()
    if call := ledger.call(name):
        delivery = ledger.delivery(call.delivery_id)
        if answer == "resend":
            _resend(delivery, name, config, sandbox=sandbox)
        else:
            decide_call(ledger, call, answer, who, url=url, channel=None)
        return ledger.delivery(delivery.id)
    found = [d for d in ledger.deliveries() if d.id == name]
    if not found:
        raise NotNow(f"nothing named {name} asks; `pressrun status` lists what does")
    decide_delivery(ledger, found[0], answer, who, url=url)
    return ledger.delivery(name)


def _resend(delivery: Delivery, name: str, config: Path | None, *, sandbox: bool) -> None:
    """Removing what is there first takes the channel, and so its settings."""
    from bot.release.actions import decide_call
    from bot.wiring import workshop
    from config.settings import load

    with workshop(load(config), (delivery.channel,), sandbox=sandbox) as shop:
        channel = shop.pool.channel(delivery)
        call = shop.ledger.call(name)
        if call is not None:
            decide_call(shop.ledger, call, "resend", getpass.getuser(), channel=channel)
