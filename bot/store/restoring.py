"""Putting a backup in the place of a store, so that nothing is posted again that went out since.

A backup does not know what was sent after it was made. So each post that it holds for unsent is
looked for on its channel before it is sent, whether it waits for its time, for a person or for
approval. What is harmless to repeat is not looked for, and what a backup knows to be done stays so.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from bot.engine.database import FILE as ENGINE_FILE
from bot.engine.database import drop_tables, open_database
from bot.release.slots import MISSED, OPEN
from bot.release.states import FINISHED, MOVING, CallState
from bot.store import schema as t
from bot.store.alone import alone, shut_out
from bot.store.backups import SIDES, beside, copy_of, write_backup
from bot.store.copying import copy_rows, empty, is_empty, reading
from bot.store.db import file_at, open_existing, open_store
from bot.store.errors import StoreError, Unreadable, store_errors

WHO = "db restore"
WHY = "the store is a restored backup: it may have been sent since"
MISSED_WHY = "the store is a restored backup: whether this slot had its release is not known"

# Posts that a backup holds for unsent; the ledger's own moves lead from each of them to unknown.
UNSENT = (CallState.PLANNED, CallState.LATER, CallState.REFUSED)
# What is dated until then may be out though the restored store knows nothing of it.
UNCERTAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Restored:
    """How many releases the store has now, how many posts of how many deliveries are looked for
    before they are sent, and where what was there before lies now (None: there was nothing)."""

    releases: int
    posts: int
    deliveries: int
    before: Path | None


def restore(url: str, backup: Path, home: Path, now: datetime) -> Restored:
    """Put `backup` in the place of the store at `url`; `home` is where executors lock.

    Either all of it happens or nothing. Raises StoreError, InUse while anybody may be sending.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(dir=home, prefix="restoring-") as folder:
        prepared = _prepared(backup, Path(folder))
        try:
            posts, deliveries = mark(prepared, now)
            aside = home / "backups" / f"before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
            before = _put_in_place(prepared, url, home, aside, now)
            with prepared.connect() as db:
                releases = db.execute(sa.select(sa.func.count()).select_from(t.releases)).scalar()
        finally:
            prepared.dispose()
    return Restored(int(releases or 0), posts, deliveries, before)


def mark(engine: sa.Engine, now: datetime) -> tuple[int, int]:
    """Make a store one that nobody knows the end of; how many posts of how many deliveries."""
    with engine.begin() as db:
        delivery_id = _C.delivery_id.distinct()
        counts = db.execute(
            sa.select(sa.func.count(), sa.func.count(delivery_id)).where(_UNSENT_POSTS)
        ).one()
        _say_why(db, now)
        _look_for(db, now)
        _look_anew(db, now)
        _wake(db, now)
        _forget_slots(db, now)
        db.execute(sa.update(t.newsletters).values(created_at=now + UNCERTAIN))
        db.execute(sa.delete(t.workers))
    return counts[0], counts[1]


# --- marking ----------------------------------------------------------------------------------

_C, _D = t.calls.c, t.deliveries.c
_UNFINISHED = sa.select(_D.id).where(_D.state.not_in(FINISHED))
_POSTS = sa.and_(_C.repeatable.is_(sa.false()), _C.delivery_id.in_(_UNFINISHED))
_UNSENT_POSTS = sa.and_(_POSTS, _C.state.in_(UNSENT))


def _say_why(db: sa.Connection, now: datetime) -> None:
    move = _C.state + f" -> {CallState.UNKNOWN}"
    fixed = (sa.literal(now, t.UtcTime()), sa.literal(WHO), sa.literal(WHY))
    rows = (
        sa.select(*fixed, _C.delivery_id, _C.key, move, t.releases.c.zone)
        .join_from(t.calls, t.deliveries)
        .join(t.releases)
        .where(_UNSENT_POSTS)
        .order_by(_C.delivery_id, _C.position)
    )
    names = ("at", "actor", "detail", "delivery_id", "call_key", "move", "zone")
    db.execute(sa.insert(t.events).from_select(names, rows))


def _look_for(db: sa.Connection, now: datetime) -> None:
    """Unknown, and if it was sent, then after its delivery was last touched in the backup."""
    touched = sa.select(_D.updated_at).where(_D.id == _C.delivery_id).scalar_subquery()
    db.execute(
        sa.update(t.calls)
        .where(_UNSENT_POSTS)
        .values(
            state=CallState.UNKNOWN, attempt=0, looks=0, owner=None, expires_at=None, job=None,
            started_at=touched, next_at=now, error=WHY, next_step="",
        )
    )  # fmt: skip


def _look_anew(db: sa.Connection, now: datetime) -> None:
    """Looks of before the backup say nothing about what was sent after it."""
    unknown = sa.and_(_POSTS, _C.state == CallState.UNKNOWN)
    db.execute(sa.update(t.calls).where(unknown).values(looks=0, next_at=now))


def _wake(db: sa.Connection, now: datetime) -> None:
    """Looking takes its time, so it begins at once; the engine has forgotten every job."""
    moving = sa.and_(_D.state.in_(MOVING), _D.reason != "approval")
    values = {"wake_at": now, "updated_at": now}
    db.execute(sa.update(t.deliveries).where(moving).values(values))
    db.execute(sa.update(t.deliveries).values(generation=_D.generation + 1, queued=0))


def _forget_slots(db: sa.Connection, now: datetime) -> None:
    """No slot that has passed is caught up: it may have had its release after the backup."""
    s = t.slots.c
    passed = sa.and_(s.state == OPEN, s.slot_at <= now)
    values = {"state": MISSED, "note": MISSED_WHY, "updated_at": now}
    db.execute(sa.update(t.slots).where(passed).values(values))
    for cadence in db.execute(sa.select(s.cadence).distinct()).scalars().all():
        db.execute(sa.insert(t.slots).values(cadence=cadence, slot_at=now, **values))


# --- putting in place -------------------------------------------------------------------------


def _prepared(backup: Path, folder: Path) -> sa.Engine:
    """A copy of the backup, brought up to date."""
    try:
        copied = f"sqlite:///{copy_of(backup, folder)}"
        open_existing(copied, str(backup)).dispose()
        return open_store(copied, str(backup))
    except Unreadable as error:
        raise StoreError(error.what, "Name another backup; nothing was changed.") from error


def _put_in_place(
    prepared: sa.Engine, url: str, home: Path, aside: Path, now: datetime
) -> Path | None:
    """Where what was there before lies now."""
    with alone(url, home, WHO, now):
        file = file_at(url)
        try:
            before = _kept(url, aside) if file is None or file.exists() else None
        except Unreadable:
            if file is None:
                raise
            _forget_jobs(url)
            return _swap(prepared, file, aside)
        _forget_jobs(url)
        _replace_rows(prepared, url)
    return before


def _kept(url: str, aside: Path) -> Path | None:
    """The backup of what is there, None when that is nothing. Raises Unreadable."""
    engine = open_store(url)
    try:
        with engine.connect() as db:
            if is_empty(db):
                return None
        write_backup(engine, aside)
    finally:
        engine.dispose()
    return aside


def _replace_rows(prepared: sa.Engine, url: str) -> None:
    """In one transaction, beside which others may read."""
    engine = open_store(url)
    try:
        with reading(prepared) as source, engine.begin() as target:
            shut_out(target)
            empty(target)
            copy_rows(source, target)
    finally:
        engine.dispose()


def _swap(prepared: sa.Engine, file: Path, aside: Path) -> Path:
    """Another file in the place of one that nobody can read, which is kept as it is."""
    whole = file.with_name(f"{file.name}.restored")
    write_backup(prepared, whole)
    with store_errors(str(aside)):
        aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for ending in ("", *SIDES):
            if beside(file, ending).exists():
                shutil.copy2(beside(file, ending), beside(aside, ending))
        for ending in SIDES:
            beside(file, ending).unlink(missing_ok=True)
        whole.replace(file)
    return aside


def _forget_jobs(url: str) -> None:
    """The engine's jobs are of another past; the rows know what is due."""
    file = file_at(url)
    if file is not None:
        for ending in ("", *SIDES):
            file.with_name(ENGINE_FILE + ending).unlink(missing_ok=True)
        return
    database = open_database(url, 1)
    try:
        drop_tables(database)
    finally:
        database.dispose()
