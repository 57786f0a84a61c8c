"""A store full of deliveries that are due in days: what it costs to wait, and to wake."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from benchmarks.letters import copy_issues, freeze_letters
from benchmarks.processes import backends, core_seconds, daemons, services, wait_for
from benchmarks.rush import percentile, until_none
from benchmarks.table import Row
from bot.clock import Clock
from bot.engine.memory import MemoryEngine
from bot.release.jobs import Jobs
from bot.release.runner import Runner
from bot.release.states import MOVING, DeliveryState
from bot.store import schema as t
from bot.store.db import looking, open_store

ISSUES = 25  # of each newsletter
DAYS = timedelta(days=3)
TICKS = 50
APART = 0.1  # seconds between two that are woken


@dataclass(frozen=True, slots=True)
class Sleep:
    """`idle` is the share of a core that a daemon uses with nothing due, `idle_server` PostgreSQL's
    for it; `ticks` are the seconds that one takes; `lags` those from a delivery's time to its being
    taken up; `outs` those to its end."""

    sleepers: int
    woken: int
    idle: float
    idle_server: float
    ticks: tuple[float, ...]
    sweep: float
    lags: tuple[float, ...]
    outs: tuple[float, ...]


def sleep(
    database: str,
    folder: Path,
    *,
    kind: str,
    sleepers: int = 100_000,
    woken: int = 200,
    idle: float = 30.0,
    soon: float = 15.0,
    settled: float = 10.0,
) -> Sleep:
    """Each of `woken` is of another newsletter, and due a tenth of a second after the one before.

    The first is due in `soon` seconds; `settled` are those for a new daemon to come to rest.
    """
    engine = open_store(database)
    try:
        with services(0.05) as url:
            due_at = Clock().now() + DAYS
            freeze_letters(engine, url, max(1, sleepers // (4 * ISSUES)), due_at)
            copy_issues(engine, ISSUES - 1)
            ticks, sweep = _ticks(engine)
            with daemons(kind, 1, database, folder) as running:
                wait_for(engine, 1)
                time.sleep(settled)
                shares = _idle(engine, running[0].pid, idle)
                due = _wake(engine, woken, soon)
                which = sa.and_(t.deliveries.c.id.in_(due), t.deliveries.c.state.in_(MOVING))
                until_none(engine, which)
            return Sleep(
                _count(engine), len(due), *shares, ticks, sweep,
                _taken_up(engine, due), _out(engine, due),
            )  # fmt: skip
    finally:
        engine.dispose()


def rows(found: Sleep) -> list[Row]:
    """The figures as a table's rows."""
    ticks = 1000 * median(found.ticks)
    return [
        Row("deliveries that sleep", f"{found.sleepers:,}"),
        Row("idle daemon, of one core", f"{100 * found.idle:.1f} %"),
        Row("PostgreSQL for it, of one core", f"{100 * found.idle_server:.1f} %"),
        Row("one tick, median", f"{ticks:.1f} ms", f"max {1000 * max(found.ticks):.1f}"),
        Row("one sweep", f"{1000 * found.sweep:.1f} ms"),
        Row("woken and delivered", f"{len(found.outs):,} of {found.woken:,}"),
        Row("wake lag, median", f"{percentile(found.lags, 50):.2f} s"),
        Row("wake lag, 99 of 100", f"{percentile(found.lags, 99):.2f} s"),
        Row("lag to the end, 99 of 100", f"{percentile(found.outs, 99):.2f} s"),
    ]


def _ticks(engine: sa.Engine) -> tuple[tuple[float, ...], float]:
    """The seconds of some ticks with nothing due, and of a sweep."""
    clock = Clock()
    runner = Runner(MemoryEngine(clock), Jobs(engine, clock), clock, lambda _: None)
    return tuple(_seconds(runner.tick) for _ in range(TICKS)), _seconds(runner.sweep)


def _seconds(job: Callable[[], object]) -> float:
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


def _idle(engine: sa.Engine, pid: int, seconds: float) -> tuple[float, float]:
    """The shares of a core that the daemon and PostgreSQL use with nothing due."""
    before = core_seconds([pid]), core_seconds(backends(engine))
    time.sleep(seconds)
    used = core_seconds([pid]) - before[0]
    there = core_seconds(backends(engine)) - before[1]
    return used / seconds, max(0.0, there) / seconds


def _wake(engine: sa.Engine, count: int, soon: float) -> dict[str, datetime]:
    """Some of the sleepers are due soon, one after the other, as if their days were over."""
    d = t.deliveries.c
    first = Clock().now() + timedelta(seconds=soon)
    query = sa.select(d.id).where(d.channel == "telegram", sa.not_(d.id.contains("-")))
    with engine.begin() as db:
        ids = db.execute(query.order_by(d.id).limit(count)).scalars()
        due = {found: first + timedelta(seconds=n * APART) for n, found in enumerate(ids)}
        for delivery_id, at in due.items():
            db.execute(
                sa.update(t.deliveries).where(d.id == delivery_id).values(due_at=at, wake_at=at)
            )
    return due


def _taken_up(engine: sa.Engine, due: dict[str, datetime]) -> tuple[float, ...]:
    e = t.events.c
    move = f"{DeliveryState.WAITING} -> {DeliveryState.SENDING}"
    query = sa.select(e.delivery_id, e.at).where(e.move == move, e.delivery_id.in_(due))
    with looking(engine) as db:
        return tuple((row.at - due[row.delivery_id]).total_seconds() for row in db.execute(query))


def _out(engine: sa.Engine, due: dict[str, datetime]) -> tuple[float, ...]:
    d = t.deliveries.c
    query = sa.select(d.id, d.out_at).where(d.out_at.is_not(None), d.id.in_(due))
    with looking(engine) as db:
        return tuple((row.out_at - due[row.id]).total_seconds() for row in db.execute(query))


def _count(engine: sa.Engine) -> int:
    with looking(engine) as db:
        return int(db.execute(sa.select(sa.func.count()).select_from(t.deliveries)).scalar_one())
