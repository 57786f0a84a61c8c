"""Stores on either database, each with a channel that may have been there before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.release.ledger import Ledger
from bot.release.owners import make_owner
from bot.store.db import open_store
from tests.bot.bench import Bench, FakeSurroundings
from tests.bot.fakes import FakeChannel, FakeClock, FakeService


@contextmanager
def on_store(
    url: str, home: Path, service: FakeService | None = None, clock: FakeClock | None = None
) -> Iterator[Bench]:
    """A process that sends from the store at `url`; `home` is where it locks."""
    clock, service = clock or FakeClock(), service or FakeService()
    engine = open_store(url)
    with make_owner(url, home / "owners") as owner:
        channel = FakeChannel(service)
        around = FakeSurroundings({"telegram": channel})
        ledger = Ledger(engine, clock, owner.id)
        yield Bench(home, ledger, owner, service, channel, clock, around)  # type: ignore[arg-type]
    engine.dispose()


def fill(disk: Path) -> None:
    """Leave no room on a disk; `free` gives it back."""
    with suppress(OSError), (disk / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def free(disk: Path) -> None:
    (disk / "filler").unlink()
