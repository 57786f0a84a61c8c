"""A store, a remote side and a clock, and a way to let deliveries run until they rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from adapters.base import Channel, Part
from bot.engine.memory import MemoryEngine
from bot.release.deliver import Deliverer, Rules
from bot.release.gate import Gate
from bot.release.ledger import Ledger, Note
from bot.release.owners import Owner
from bot.release.records import Call, Delivery
from bot.release.release import Leg, Terms, freeze
from bot.release.runner import Runner
from bot.release.send import Sender
from bot.release.states import CallState, DeliveryState
from bot.store.db import open_store
from tests.bot.fakes import FakeChannel, FakeClock, FakeService, edition, issue


@dataclass
class FakeSurroundings:
    """What a deliverer asks beyond the store, as the test wants it."""

    channels: dict[str, Channel]
    wanted: Rules = field(default_factory=Rules)
    changed: str = ""

    def channel(self, delivery: Delivery) -> Channel:
        return self.channels[delivery.channel]

    def rules(self, delivery: Delivery) -> Rules:
        return self.wanted

    def source_change(self, delivery: Delivery) -> str:
        return self.changed


@dataclass
class Bench:
    """One account on one fake service; `missing` is what the author's page lacks."""

    folder: Path
    ledger: Ledger
    owner: Owner
    service: FakeService
    channel: FakeChannel
    clock: FakeClock
    around: FakeSurroundings
    missing: str = ""

    def freeze(
        self, *parts: Part, due_in: float = 0.0, verb: str = "web", terms: Terms | None = None,
        name: str = "Weekly 1: one", **leg: object,
    ) -> str:  # fmt: skip
        return self.freeze_all(
            Leg(edition(*parts), self.channel.whoami(), verb, self.clock.after(due_in), **leg),  # type: ignore[arg-type]
            terms=terms,
            name=name,
        )[0]

    def freeze_all(
        self, *legs: Leg, terms: Terms | None = None, name: str = "Weekly 1: one"
    ) -> list[str]:
        blobs = {m.sha256: b"png" for leg in legs for p in leg.edition.parts for m in p.media}
        its = issue(self.folder, name)
        engine = self.ledger.engine
        return freeze(engine, self.clock, its, legs, blobs, terms=terms or Terms("me"))

    def deliverer(self) -> Deliverer:
        gone = self.owner.is_gone
        sender = Sender(self.ledger, self.clock, gone)
        gate = Gate(self.ledger, self.clock, lambda _url, _title: self.missing)
        return Deliverer(self.ledger, self.around, self.clock, sender, gate, gone)

    def run(self, *ids: str, until: datetime | None = None) -> Delivery:
        """Advance these until they rest; the first one as it stands then."""
        engine = MemoryEngine(self.clock)
        forever = timedelta(days=3650)
        runner = Runner(engine, self.ledger.jobs, self.clock, self.deliverer().advance, forever)
        runner.start()
        self.ledger.jobs.wake(ids)
        runner.run(ids, until)
        return self.ledger.delivery(ids[0])

    def take(self, delivery_id: str, by: Ledger | None = None) -> Call | None:
        """Have the first call of a delivery in flight, by another owner when one is given."""
        ledger = by or self.ledger
        delivery = ledger.delivery(delivery_id)
        if delivery.state is not DeliveryState.SENDING:
            ledger.move_delivery(delivery, DeliveryState.SENDING, Note("test"))
        delivery = ledger.delivery(delivery_id)
        return ledger.take(ledger.calls(delivery_id)[0], delivery, lease=60.0, gap=2.0)

    def states(self, delivery_id: str) -> list[CallState]:
        return [call.state for call in self.ledger.calls(delivery_id)]


@contextmanager
def a_bench(folder: Path) -> Iterator[Bench]:
    clock, service = FakeClock(), FakeService()
    engine = open_store(f"sqlite:///{folder / 'store.db'}")
    with Owner(folder / "owners") as owner:
        channel = FakeChannel(service)
        ledger = Ledger(engine, clock, owner.id)
        around = FakeSurroundings({"telegram": channel})
        yield Bench(folder, ledger, owner, service, channel, clock, around)
    engine.dispose()
