"""Executing in the foreground: by this process when it may, else by following the one that does."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from bot.engine.executor import Executor
from bot.engine.memory import MemoryEngine
from bot.release.questions import take_up_answered
from bot.release.records import Delivery
from bot.release.runner import Runner
from bot.release.states import MOVING
from bot.wiring import Workshop

FOREVER = timedelta(days=3650)
FOLLOW_EVERY = 0.5  # seconds of real time between two looks at what another process does


def execute(
    shop: Workshop,
    only: Collection[str],
    *,
    on_change: Callable[[Delivery], None] = lambda _: None,
    until: datetime | None = None,
) -> None:
    """Advance these deliveries until they rest, or wait for a moment after `until`.

    Of all processes on one SQLite store a single one executes; with a daemon running, this one
    wakes them and watches. On PostgreSQL everybody may execute.
    """
    executor = Executor(shop.place.folder, "publish")
    shared = shop.engine.dialect.name != "sqlite"
    while not (shared or executor.acquire(shop.clock.now())):
        if _rested(shop, only, on_change, until):
            return
        shop.clock.sleep(FOLLOW_EVERY)
    try:
        deliverer = shop.deliverer(on_change)
        memory = MemoryEngine(shop.clock)
        runner = Runner(memory, shop.ledger.jobs, shop.clock, deliverer.advance, FOREVER)
        runner.start()
        shop.ledger.jobs.wake(only)
        runner.run(only, until)
    finally:
        if not shared:
            executor.release()


def execute_due(shop: Workshop, soon: timedelta) -> list[str]:
    """Advance everything that is due, of every newsletter of the store; the deliveries it was.

    Nothing where another process executes: it does the same.
    """
    executor = Executor(shop.place.folder, "release --next")
    shared = shop.engine.dialect.name != "sqlite"
    if not (shared or executor.acquire(shop.clock.now())):
        return []
    try:
        memory = MemoryEngine(shop.clock)
        runner = Runner(memory, shop.ledger.jobs, shop.clock, shop.deliverer().advance, soon)
        runner.start()
        runner.sweep()
        take_up_answered(shop.ledger)
        if not shared:
            shop.ledger.jobs.take_over()  # a command that was killed had them
        return runner.run_due()
    finally:
        if not shared:
            executor.release()


def _rested(
    shop: Workshop,
    only: Collection[str],
    on_change: Callable[[Delivery], None],
    until: datetime | None,
) -> bool:
    """Whether nothing of these is left to be advanced before `until`."""
    deliveries = [shop.ledger.delivery(delivery_id) for delivery_id in only]
    for delivery in deliveries:
        shop.keep_receipt(delivery)  # who executes may be another machine, without the source
        on_change(delivery)
    moving = [d for d in deliveries if d.state in MOVING and d.reason != "approval"]
    if until is None:
        return not moving
    return all(d.wake_at is not None and d.wake_at > until for d in moving)
