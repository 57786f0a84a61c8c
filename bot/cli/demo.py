"""The demo: a sample issue to four stand-ins with faults on the way, and an honest count."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters import CHANNELS
from bot import app
from bot.cli.output import BAD_INPUT, DONE, FAILED, both_times, complain, say, say_table
from bot.cli.progress import progress
from bot.release.states import DeliveryState

if TYPE_CHECKING:
    from adapters.base import Edition
    from bot.demo.tally import Feed, Tally
    from bot.publishing import Proposal
    from bot.release.records import Delivery
    from bot.wiring import Workshop
    from content.problems import Problem

MODES = {"substack": "web", "wechat": "publish"}  # all the way, which no configuration starts with
FAULTS: tuple[Mapping[str, object], ...] = (
    {"service": "x", "operation": "tweets/create", "nth": 4, "point": "stored", "action": "close"},
    {"service": "wechat", "operation": "draft/add", "point": "received", "action": "status",
     "status": 500, "body": "busy"},
)  # fmt: skip
SIZES = ("bubbles", "posts", "characters", "blocks")  # the fact that tells an edition's size
WIDTH = 100  # columns of the longest line


@dataclass(frozen=True, slots=True)
class Resolved:
    """A call that did not go straight: what came back, and what was done about it."""

    channel: str
    part: str
    trouble: str
    steps: str


def run(pace: float, out: Path, channels: Sequence[str] = tuple(CHANNELS)) -> int:
    """Publish the sample issue at `pace`; the preview page goes to `out`."""
    if not pace > 0:
        complain("--pace is above 0: how many times faster waits pass")
        return BAD_INPUT
    with tempfile.TemporaryDirectory(prefix="pressrun-demo-") as folder:
        return _in_folder(Path(folder), pace, out, tuple(channels))


def _in_folder(folder: Path, pace: float, out: Path, channels: tuple[str, ...]) -> int:
    from bot.demo import lay_out

    issue, _ = lay_out(folder / "site")
    say("pressrun demo: a sample issue, four stand-ins on this machine, two faults on the way.")
    with _stage(folder / "home", pace, channels) as shop:
        return _show(shop, issue, pace, out)


@contextmanager
def _stage(place: Path, pace: float, channels: tuple[str, ...]) -> Iterator[Workshop]:
    """Stand-ins and a store of the demo's own: nothing of the user's is read or written."""
    import sandbox
    from bot.wiring import Home, workshop
    from config.settings import Settings

    settings = Settings(channels={k: {"mode": MODES[k]} if k in MODES else {} for k in channels})
    home = Home(place, place / "cache")
    with (
        sandbox.serve(pace=pace) as running,
        workshop(settings, channels, sandbox=True, pace=pace, place=home, url=running.url) as shop,
    ):
        yield shop


def _show(shop: Workshop, issue: Path, pace: float, out: Path) -> int:
    from bot.preview import write_page
    from bot.preview.timetable import Planned

    faults = [fault for fault in FAULTS if fault["service"] in shop.channels]
    for fault in faults:
        _control(shop, "faults", fault)
    from bot.publishing import Wish, propose

    proposal = propose(shop, Wish(issue))
    _say_issue(proposal, shop)
    _say_plan(proposal, shop, pace)
    deliveries = _publish(shop, proposal)
    zone = proposal.rendered.issue.site.zone
    page = write_page(proposal.rendered, out, Planned(proposal.plan, proposal.slot, zone))

    resolved = [row for delivery in deliveries for row in resolutions(shop, delivery)]
    _say_resolved(resolved)
    total = _say_published(shop, proposal, deliveries)
    _say_next(page)
    struck = [fault["fired"] for fault in _control(shop, "faults")]
    well = (
        struck == [1] * len(faults)
        and len(resolved) == len(faults)
        and all(d.state is DeliveryState.DONE_PUBLISHED for d in deliveries)
        and not (total.duplicates or total.lost or _open(proposal))
    )
    return DONE if well else FAILED


def _control(shop: Workshop, path: str, body: Mapping[str, object] | None = None) -> Any:
    """A reading of the stand-ins' control page, or an order to it."""
    import requests

    with requests.Session() as session:
        session.trust_env = False  # a proxy cannot reach this machine's loopback
        url = f"{shop.sandbox_url}/_control/{path}"
        answer = session.post(url, json=body, timeout=10) if body else session.get(url, timeout=10)
    answer.raise_for_status()
    return answer.json()


# --- before -----------------------------------------------------------------------------------


def _say_issue(proposal: Proposal, shop: Workshop) -> None:
    from content.document import figures, plain_text
    from content.runs import runs

    issue = proposal.rendered.issue
    text = re.sub(r"\s", "", "".join(plain_text(run) for run, _ in runs(issue.document)))
    pictures = sum(1 for _ in figures(issue.document))
    say(f"\n{issue.title}")
    say(f"  {len(text):,} characters, {pictures} pictures, {issue.key}")
    _, problems = app.check(issue.path, shop.settings.adjust, datetime.now(UTC))
    say(f"\nlint finds {len(problems)} things to look at; none of them blocks")
    for problem in problems:
        _say_problem(problem)


def _say_problem(problem: Problem) -> None:
    say(f"  line {problem.line:3}  {problem.message}")


def _say_plan(proposal: Proposal, shop: Workshop, pace: float) -> None:
    from bot.release.plan import DEFAULT_PLAN, delay_words, parse_plan

    say(f"\nplan, with an hour passing in {3600 / pace:.3g} s")
    zone = proposal.rendered.issue.site.zone
    now = shop.clock.now()
    rows = []
    for leg in parse_plan(shop.settings.plan or DEFAULT_PLAN, tuple(CHANNELS)):
        edition = proposal.rendered.editions.get(leg.channel)
        if edition is not None:
            when = f"{delay_words(leg.delay):5} {both_times(now + leg.delay, zone)}"
            rows.append(
                [
                    "",
                    leg.channel,
                    proposal.verbs[leg.channel],
                    when,
                    _cost(edition),
                    _size(edition),
                ]
            )
    say_table(["", "channel", "verb", "when", "cost", "edition"], rows)
    for key, why in proposal.refused.items():
        say(f"  {key} cannot be used: {why}")
    for problem in proposal.rendered.errors:
        _say_problem(problem)


def _cost(edition: Edition) -> str:
    return f"${edition.cost_usd:.2f}" if edition.cost_usd else ""


def _size(edition: Edition) -> str:
    return ", ".join(f"{edition.facts[name]} {name}" for name in SIZES if name in edition.facts)


# --- on the way -------------------------------------------------------------------------------


def _publish(shop: Workshop, proposal: Proposal) -> list[Delivery]:
    from bot.publishing import carry_out

    say("\npublishing")
    approved_by = os.environ.get("USER", "demo")
    with progress(shop) as tell:
        return carry_out(shop, proposal, approved_by=approved_by, on_change=tell)


# --- after ------------------------------------------------------------------------------------


def resolutions(shop: Workshop, delivery: Delivery) -> list[Resolved]:
    """Calls whose outcome was in doubt or that had to be repeated, by the ledger's events."""
    events = shop.ledger.events(delivery.id)
    found = []
    for key in dict.fromkeys(str(event["call_key"]) for event in events if event["call_key"]):
        moves = [(str(e["move"]), str(e["detail"])) for e in events if e["call_key"] == key]
        trouble = [detail for move, detail in moves if move in TROUBLE]
        if trouble:
            steps = [detail or REPEATED[move] for move, detail in moves if move in REPEATED]
            found.append(Resolved(delivery.channel, key, trouble[0], ", ".join(steps)))
    return found


TROUBLE = ("in_flight -> unknown", "in_flight -> later")
REPEATED = {
    "unknown -> done": "found there",
    "unknown -> planned": "sent again",
    "later -> in_flight": "certainly not done: sent again",
}


def _say_resolved(resolved: Sequence[Resolved]) -> None:
    say("\nfaults, and what the ledger did about them")
    for row in resolved:
        say(f"  {row.channel:9} {row.part:8} {row.trouble}")
        say(f"  {'':18} {row.steps}")


def _say_published(shop: Workshop, proposal: Proposal, deliveries: Sequence[Delivery]) -> Tally:
    from bot.demo.tally import Tally, tally

    feeds: dict[str, Feed] = {f["service"]: f["posts"] for f in _control(shop, "feeds")}
    editions = proposal.rendered.editions
    total = sum((tally(e, feeds.get(key, ())) for key, e in editions.items()), Tally(0, 0, 0, 0))
    say("\npublished, on stand-ins that end with this command")
    for delivery in deliveries:
        say(f"  {delivery.channel:9} {_cut(delivery.url or delivery.reason)}")
    say(f"\n  {_images(proposal)}")
    say(f"  {total.expected} posts to be seen, {total.shown} in the feeds: {total.words}")
    return total


def _cut(text: str) -> str:
    room = WIDTH - 12
    return text if len(text) <= room else text[: room - 1] + "…"


def _images(proposal: Proposal) -> str:
    """`12 pictures × 4 channels: 15 converted, 0 open`, from the editions' image ledgers."""
    rows = [row for edition in proposal.rendered.editions.values() for row in edition.images]
    pictures = len({row.source for row in rows})
    converted = sum(row.action != "as is" and not row.open for row in rows)
    channels = len(proposal.rendered.editions)
    return (
        f"{pictures} pictures × {channels} channels: {converted} converted, {_open(proposal)} open"
    )


def _open(proposal: Proposal) -> int:
    return sum(
        row.open for edition in proposal.rendered.editions.values() for row in edition.images
    )


def _say_next(page: Path) -> None:
    say("\nnext")
    say(f"  open {page}")
    say("  pressrun init YOUR-BLOG    finds your own posts, as they are, and names what to try")
