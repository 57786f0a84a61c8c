"""Machines with a checkout of one site each, a store of their own, and the same services."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from adapters.base import Account, Part
from bot import receipts
from bot.receipts import Adopted, adopt, beside
from bot.release.records import Delivery
from bot.release.release import Leg, Terms, freeze, standing
from bot.surroundings import this_machine
from content.issue import Issue
from tests.bot.bench import Bench, a_bench
from tests.bot.fakes import FakeChannel, FakeService, edition, issue, post

JEKYLL = "_posts/2026-11-23-weekly-1.md"
HUGO = "content/posts/weekly-1/index.md"
NEWSLETTER = "letters.example"


@dataclass
class Machine:
    """A checkout of the site with a store of its own; `issue` is its copy of the post."""

    bench: Bench
    issue: Issue

    @property
    def engine(self) -> sa.Engine:
        return self.bench.ledger.engine

    @property
    def file(self) -> Path:
        return beside(self.issue.path)

    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    def entries(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.text())["deliveries"]
        return found

    def channel(self, key: str) -> FakeChannel:
        found = self.bench.around.channels[key]
        assert isinstance(found, FakeChannel)
        return found

    def freeze(self, *parts: Part, channel: str = "telegram", verb: str = "web", **leg: Any) -> str:
        made, account = edition(*parts, channel=channel), self.channel(channel).whoami()
        frozen = Leg(made, account, verb, self.bench.clock.now(), **leg)
        blobs = {m.sha256: b"png" for part in parts for m in part.media}
        terms = Terms("ines", NEWSLETTER, this_machine(), plan="telegram +0")
        return freeze(self.engine, self.bench.clock, self.issue, [frozen], blobs, terms)[0]

    def deliver(self, *parts: Part, channel: str = "telegram", **leg: Any) -> Delivery:
        return self.bench.run(self.freeze(*parts, channel=channel, **leg))

    def word(self, *parts: Part) -> str:
        account = self.channel("telegram").whoami()
        return standing(self.bench.ledger, self.issue, account, edition(*parts).hash).word

    def publish(self, *parts: Part) -> None:
        """Send what is new, go on with what was begun: as `pressrun publish` does."""
        word = self.word(*parts)
        if word in ("new", "replace"):
            self.deliver(*parts)
        if word == "resume":
            self.bench.run(*(d.id for d in self.bench.ledger.deliveries(self.issue.key)))

    def write(self, delivery: Delivery, *, sandbox: bool = False) -> Path | None:
        return receipts.write(self.bench.ledger, delivery, sandbox=sandbox)

    def adopt(self, path: Path | None = None, *, sandbox: bool = False) -> list[Adopted]:
        path = path or self.file
        return adopt(self.bench.ledger, NEWSLETTER, self.issue, path, sandbox=sandbox)

    def pull(self, other: Machine) -> None:
        """What git does: the other machine's receipts are here, too."""
        self.file.write_bytes(other.file.read_bytes())

    def known(self) -> list[tuple[object, ...]]:
        """What the store says of each delivery and its calls, but not where it learned it."""
        ledger = self.bench.ledger
        return [
            (
                replace(d, anchor=None, reason="", wake_at=None, source_path="", generation=0),
                [(call.part, call.state, call.receipt) for call in ledger.calls(d.id)],
            )
            for d in ledger.deliveries()
        ]


Make = Callable[..., Machine]


@contextmanager
def machines(folder: Path) -> Iterator[Make]:
    """Machines that publish to the same services."""
    service = FakeService()
    channels = {"telegram": FakeChannel(service), "x": FakeChannel(service, "x")}
    with ExitStack() as stack:

        def machine(name: str, layout: str = JEKYLL) -> Machine:
            place = folder / name
            path = place / layout
            path.parent.mkdir(parents=True)
            path.write_text("---\ntitle: 'Weekly 1: one'\n---\nText.\n", encoding="utf-8")
            bench = stack.enter_context(a_bench(place))
            bench.service, bench.around.channels = service, dict(channels)
            return Machine(bench, replace(issue(place), path=path, key=layout))

        yield machine


def alone(number: int) -> Part:
    """A post that waits for none before it."""
    return replace(post(number), waits_for=())


def sign_in(machine: Machine, host: str) -> None:
    """The Telegram account is one of this host."""
    channel = FakeChannel(machine.bench.service)
    channel.whoami = lambda: Account("telegram", host, "1")  # type: ignore[method-assign]
    machine.bench.around.channels["telegram"] = channel
