"""What is kept of releases that are over: all that says what went out, but not what went into it.

Deleted some time after the last delivery of a release has ended: the bytes of its pictures, their
upload calls, and events. Never deleted: releases, deliveries, posts, and what was answered to them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from adapters.base import Phase
from bot.clock import Clock
from bot.engine.database import FILE as ENGINE_FILE
from bot.engine.dbos import DbosEngine
from bot.release.states import FINISHED
from bot.store import schema as t
from bot.store.db import file_at

DAYS = 30

_C, _D, _E = t.calls.c, t.deliveries.c, t.events.c


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many rows were deleted."""

    pictures: int
    uploads: int
    events: int


def prune(engine: sa.Engine, before: datetime) -> Pruned:
    """Delete what releases that ended before then need no more, in one transaction."""
    with engine.begin() as db:
        if db.dialect.name != "sqlite":
            # Who freezes a release may have seen a picture here, and rely on it: wait for them.
            db.execute(sa.text("LOCK TABLE blobs IN ACCESS EXCLUSIVE MODE"))
        over = _over(before)
        uploads = _deleted(db, t.calls, _C.delivery_id.in_(over), _is_upload())
        events = _deleted(
            db, t.events, _E.at < before, sa.or_(_E.delivery_id.is_(None), _E.delivery_id.in_(over))
        )
        pictures = _delete_pictures(db, over)
    return Pruned(pictures, uploads, events)


def prune_jobs(url: str, before: datetime) -> int:
    """Delete what the engine keeps of jobs that ended before then; how many those were."""
    file = file_at(url)
    if file is not None and not file.with_name(ENGINE_FILE).exists():
        return 0
    jobs = DbosEngine(url, Clock())
    try:
        return jobs.prune(before)
    finally:
        jobs.stop()


def _over(before: datetime) -> sa.Select[tuple[str]]:
    """The deliveries of releases of which every one had ended by then."""
    later = sa.or_(_D.state.not_in(FINISHED), _D.updated_at >= before)
    return sa.select(_D.id).where(_D.release_id.not_in(sa.select(_D.release_id).where(later)))


def _is_upload() -> sa.ColumnElement[bool]:
    return sa.and_(_C.repeatable, _C.phase == Phase.PREPARE, _C.media != "[]")


def _delete_pictures(db: sa.Connection, over: sa.Select[tuple[str]]) -> int:
    """Those that no call of any other delivery names."""
    named = sa.select(_C.media).where(_C.media != "[]", _C.delivery_id.not_in(over))
    needed = {m["sha256"] for text in db.execute(named).scalars() for m in json.loads(text)}
    kept = set(db.execute(sa.select(t.blobs.c.sha256)).scalars())
    return sum(_deleted(db, t.blobs, t.blobs.c.sha256 == sha256) for sha256 in kept - needed)


def _deleted(db: sa.Connection, table: sa.Table, *which: sa.ColumnElement[bool]) -> int:
    return db.execute(sa.delete(table).where(*which)).rowcount
