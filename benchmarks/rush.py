"""Many newsletters at one minute: everything due at once, and several workers on one store."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles

import sqlalchemy as sa

from benchmarks.letters import freeze_letters
from benchmarks.processes import (
    Counted,
    backends,
    complaints,
    core_seconds,
    counted,
    daemons,
    services,
    wait_for,
)
from benchmarks.table import Row
from bot.clock import Clock
from bot.release.states import MOVING, DeliveryState
from bot.store import schema as t
from bot.store.db import looking, open_store

DAYS = timedelta(days=3)
LOOK = 0.5  # seconds between two looks at how far it is
STUCK = 120.0  # seconds without a delivery, after which the rest is given up
AMISS = ("later", "unknown", "asked", "refused", "paused", "failed", "missed")


@dataclass(frozen=True, slots=True)
class Rush:
    """`lags` are the seconds between a delivery's time and its end; `cores` those of a core that
    the daemons used from the first approval to the last delivery, `server_cores` PostgreSQL's."""

    deliveries: int
    done: int
    effects: Counter[int]  # how many accounts have how many effects
    looked_at: float  # seconds from the last approval until each has been looked at once
    seconds: float  # from the due time to the end of the last
    cores: float
    server_cores: float
    lags: tuple[float, ...]
    calls: int
    errors: tuple[str, ...]  # moves of the ledger that tell of trouble, and refusals
    warnings: tuple[str, ...]  # what the daemons' logs complain of

    @property
    def exactly_once(self) -> bool:
        return self.done == self.deliveries and self.effects == Counter({1: self.deliveries})


def rush(
    database: str,
    folder: Path,
    *,
    kind: str = "worker",
    newsletters: int = 1000,
    workers: int = 3,
    delay: float = 0.05,
    ahead: float = 90.0,
) -> Rush:
    """All are approved and looked at first; then all are due at one moment, in `ahead` seconds."""
    engine = open_store(database)
    try:
        with services(delay) as url, daemons(kind, workers, database, folder) as running:
            pids = [process.pid for process in running]
            wait_for(engine, workers)
            before = core_seconds(pids)
            freeze_letters(engine, url, newsletters, Clock().now() + DAYS)
            looked_at = _looked_at(engine)
            _fall_due(engine, Clock().now() + timedelta(seconds=ahead))
            time.sleep(ahead)
            until_none(engine, t.deliveries.c.state.in_(MOVING))
            cores, there = core_seconds(pids) - before, core_seconds(backends(engine))
            return _found(engine, counted(url), looked_at, cores, there, complaints(folder))
    finally:
        engine.dispose()


def _looked_at(engine: sa.Engine) -> float:
    """How long it takes from now until each has been looked at once."""
    began = time.time()
    until_none(engine, sa.and_(t.deliveries.c.generation == 1, t.deliveries.c.state.in_(MOVING)))
    return time.time() - began


def _fall_due(engine: sa.Engine, at: datetime) -> None:
    """As if the days until then were over."""
    with engine.begin() as db:
        db.execute(sa.update(t.deliveries).values(due_at=at, wake_at=at))


def _found(
    engine: sa.Engine,
    seen: Counted,
    looked_at: float,
    cores: float,
    server_cores: float,
    said: list[str],
) -> Rush:
    lags = _lags(engine)
    return Rush(
        deliveries=_count(engine, sa.true()),
        done=_count(engine, t.deliveries.c.state == DeliveryState.DONE_PUBLISHED),
        effects=Counter(len(moments) for moments in seen.effects.values()),
        looked_at=looked_at,
        seconds=max(lags, default=0.0),
        cores=cores,
        server_cores=server_cores,
        lags=lags,
        calls=seen.calls,
        errors=(*_amiss(engine), *seen.refused),
        warnings=tuple(said),
    )


def rows(found: Rush) -> list[Row]:
    """The figures as a table's rows."""
    each = max(1, found.deliveries)
    once = "exactly once" if found.exactly_once else f"effects {dict(found.effects)}"
    return [
        Row("delivered", f"{found.done:,} of {found.deliveries:,}", once),
        Row("all looked at, after the last approval", f"{found.looked_at:.1f} s"),
        Row("deliveries per second", f"{found.done / max(found.seconds, 0.001):.1f}"),
        Row("core time of the daemons per delivery", f"{1000 * found.cores / each:.1f} ms"),
        Row("core time of PostgreSQL per delivery", f"{1000 * found.server_cores / each:.1f} ms"),
        Row("calls per delivery", f"{found.calls / each:.2f}"),
        Row("lag, median", f"{percentile(found.lags, 50):.1f} s"),
        Row("lag, 99 of 100", f"{percentile(found.lags, 99):.1f} s"),
        Row("errors", str(len(found.errors)), "".join(found.errors[:1])),
        Row("warnings in the logs", str(len(found.warnings)), "".join(found.warnings[:1])),
    ]


def percentile(values: tuple[float, ...], percent: int) -> float:
    """The value that so many of a hundred do not exceed."""
    if len(values) < 2:
        return sum(values)
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def until_none(engine: sa.Engine, which: sa.ColumnElement[bool]) -> None:
    """Wait until no delivery is like that, or none has ceased to be for a long time."""
    left, changed = _count(engine, which), time.monotonic()
    while left and time.monotonic() - changed < STUCK:
        time.sleep(LOOK)
        before, left = left, _count(engine, which)
        changed = time.monotonic() if left != before else changed


def _count(engine: sa.Engine, which: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(t.deliveries).where(which)
    with looking(engine) as db:
        return int(db.execute(query).scalar_one())


def _lags(engine: sa.Engine) -> tuple[float, ...]:
    d = t.deliveries.c
    query = sa.select(d.due_at, d.out_at).where(d.out_at.is_not(None))
    with looking(engine) as db:
        return tuple((row.out_at - row.due_at).total_seconds() for row in db.execute(query))


def _amiss(engine: sa.Engine) -> list[str]:
    """The moves of the ledger that tell of trouble."""
    e = t.events.c
    bad = sa.or_(*(e.move.endswith(f"-> {state}") for state in AMISS))
    with looking(engine) as db:
        found = db.execute(sa.select(e.move, e.detail).where(bad))
        return [f"{row.move} {row.detail}".strip() for row in found]
