"""Is a store whole, and does what is unfinished in it make sense? Nothing is changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from adapters.base import Phase
from bot.release.records import receipt_from
from bot.release.states import FINISHED, CallState, DeliveryState
from bot.store import schema as t
from bot.store.db import SCHEMA, looking, schema_of, store_name

Row = Mapping[str, Any]

_C, _D, _A = t.calls.c, t.deliveries.c, t.accounts.c
_UNFINISHED = sa.select(_D.id).where(_D.state.not_in(FINISHED))
AT_ONCE = 500  # rows in memory
# What the ledger writes together with a state; without it nobody could go on.
BELONGS = {
    CallState.IN_FLIGHT: ("owner", "started_at"),
    CallState.ACCEPTED: ("job",),
    CallState.DONE: ("receipt",),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """`problems` are sentences; `open` counts the deliveries that were looked through."""

    schema: str
    releases: int
    open: int
    problems: tuple[str, ...]


def check(engine: sa.Engine) -> Checked:
    """Everything that is wrong with a store. Raises StoreError when it cannot be read at all."""
    found = schema_of(engine) or "none"
    if found != SCHEMA:
        words = f"the schema is {found}, and this version's {SCHEMA}: pressrun db upgrade"
        return Checked(found, 0, 0, (words,))
    with looking(engine) as db:
        problems = (*_file(db), *_accounts(db), *_deliveries(db))
        unfinished = _count(db, t.deliveries, _D.state.not_in(FINISHED))
        return Checked(found, _count(db, t.releases), unfinished, problems)


def _count(db: sa.Connection, table: sa.Table, *which: sa.ColumnElement[bool]) -> int:
    return db.execute(sa.select(sa.func.count()).select_from(table).where(*which)).scalar_one()


def _file(db: sa.Connection) -> Iterator[str]:
    """What SQLite itself says of the file; PostgreSQL keeps both by itself."""
    if db.dialect.name != "sqlite":
        return
    for row in db.exec_driver_sql("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"{store_name(db.engine)}: {row[0]}"
    for row in db.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{row[0]}: row {row[1]} belongs to none of {row[2]}"


def _accounts(db: sa.Connection) -> Iterator[str]:
    stuck = sa.select(_A.id, _A.busy_with).where(
        _A.busy_with.is_not(None), _A.busy_with.not_in(_UNFINISHED)
    )
    for row in db.execute(stuck):
        yield f"account {row.id}: busy with delivery {row.busy_with}, which is over or unknown"


def _deliveries(db: sa.Connection) -> Iterator[str]:
    states = sa.select(_D.id, _D.state, _D.channel, _D.base_id)
    pictures = set(db.execute(sa.select(t.blobs.c.sha256)).scalars())
    unfinished: dict[str, tuple[str, str]] = {}
    for row in db.execute(states).all():
        name = f"delivery {row.id} ({row.channel})"
        if row.state not in set(DeliveryState):
            yield f"{name}: there is no state {row.state!r}"
        elif row.state not in FINISHED:
            unfinished[row.id] = name, row.base_id or ""
    for delivery_id, calls in _calls(db, _C.delivery_id.in_(_UNFINISHED)):
        if delivery_id in unfinished:
            name, base_id = unfinished[delivery_id]
            others = dict(_calls(db, _C.delivery_id == base_id)).get(base_id, [])
            for what in (*_order(calls), *_parts(calls, others, pictures)):
                yield f"{name}: {what}"


def _calls(db: sa.Connection, which: sa.ColumnElement[bool]) -> Iterator[tuple[str, list[Row]]]:
    """The calls of each delivery in their order."""
    query = sa.select(t.calls).where(which).order_by(_C.delivery_id, _C.position)
    rows = db.execute(query.execution_options(yield_per=AT_ONCE)).mappings()
    for delivery_id, calls in groupby(rows, key=lambda row: row["delivery_id"]):
        yield delivery_id, [dict(call) for call in calls]


def _order(calls: Collection[Row]) -> Iterator[str]:
    if len({call["position"] for call in calls}) != len(calls):
        yield "two calls have the same place"


def _parts(calls: Collection[Row], others: Collection[Row], pictures: set[str]) -> Iterator[str]:
    known = {call["key"] for call in (*calls, *others)}
    for call in calls:
        for what in _call(call, known, pictures):
            yield f"{call['key']} {what}"


def _call(call: Row, known: set[str], pictures: set[str]) -> Iterator[str]:
    if call["state"] not in set(CallState):
        yield f"has no known state: {call['state']!r}"
    if call["phase"] not in set(Phase):
        yield f"has no known phase: {call['phase']!r}"
    lacking = (name for name in BELONGS.get(call["state"], ()) if not call[name])
    for name in lacking:
        yield f"is {call['state']} without {name}"
    try:
        media, waits_for = json.loads(call["media"]), json.loads(call["waits_for"])
        json.loads(call["payload"])
        gone = [m["sha256"][:8] for m in media if m["sha256"] not in pictures]
        missing = [key for key in waits_for if key not in known]
        _ = receipt_from(call["receipt"]) if call["receipt"] else None
    except (ValueError, TypeError, KeyError) as error:
        yield f"cannot be read: {error}"
        return
    if gone:
        yield f"needs a picture that is not there: {', '.join(gone)}"
    if missing:
        yield f"waits for a part that is not there: {', '.join(missing)}"
