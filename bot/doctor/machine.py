"""What this machine brings along: its clock, its fonts, the store, and who executes it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.doctor.channels import Heard
from bot.doctor.finding import Finding, Level, Place, guarded, sentence
from bot.store import schema as t
from bot.store.db import (
    SCHEMA,
    check_room,
    file_at,
    open_existing,
    schema_of,
    store_name,
    store_url,
)
from bot.wiring import database_of
from config.settings import Settings

if TYPE_CHECKING:
    from bot.release.board import Board

SKEW = 30.0  # seconds; signatures and tokens are refused soon beyond it
SCARCE = 256 << 20  # bytes free
OLD = timedelta(days=3)  # of the last backup: `serve` makes one each night
ALARMS = 5  # shown
CHINESE = "简体中文"

FONTS = "Install one (Debian: apt install fonts-noto-cjk), or name a `cover` picture in each issue."
NETWORK_TIME = "Let the network set it (Linux: timedatectl set-ntp true)."
ROOM = "Make room: pressrun db prune, and what else lies on that disk."
UPGRADE = "Every command brings it up to date; by itself: pressrun db upgrade"
BACKUP = "Run pressrun db backup; while pressrun serve runs, it makes one each night."
EXECUTE = "Keep pressrun serve running, or let cron run pressrun release --next."


def clock(heard: Sequence[Heard], now: datetime) -> Iterator[Finding]:
    """This machine's, beside those of the services that have told theirs."""
    shown = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    if not heard:
        yield Finding("ok", "clock", f"{shown}; no service has told its own time.")
        return
    worst = max(heard, key=lambda each: abs(each.ahead))
    if abs(worst.ahead) <= SKEW:
        yield Finding("ok", "clock", f"{shown}, as {worst.service} has it.")
        return
    way = "ahead of" if worst.ahead > 0 else "behind"
    said = f"{shown} is {abs(worst.ahead):,.0f} s {way} the time of {worst.service}."
    yield Finding("warning", "clock", said, NETWORK_TIME)


def fonts(place: Place) -> Iterator[Finding]:
    """One that shows Chinese on title cards."""
    from adapters.fonts import faces_for, find_typefaces

    typefaces = find_typefaces(place.fonts)
    shown = faces_for(CHINESE, [typeface.bold for typeface in typefaces])
    paths = sorted({face.path.name for face in shown.values() if face.path})
    if len(shown) < len(CHINESE):
        said = "No font of this machine shows Chinese; title cards come without words."
        yield Finding("warning", "fonts", said, FONTS)
    else:
        yield Finding("ok", "fonts", f"{', '.join(paths)} shows Chinese.")


# --- the store --------------------------------------------------------------------------------


def store(place: Place, settings: Settings) -> Iterator[Finding]:
    """Whether it can be used, is kept, and is executed. Raises StoreError."""
    url = database_of(settings, place.home, sandbox=bool(place.url))
    file = file_at(store_url(url))
    if file is not None and not file.exists():
        yield _not_made_yet(file)
        return
    engine = open_existing(url)
    try:
        found = schema_of(engine)
        if found != SCHEMA:
            said = f"{store_name(engine)} has schema {found}, and this version's is {SCHEMA}."
            yield Finding("warning", "store", said, UPGRADE)
            return
        yield _usable(engine, file)
        if not place.url:
            yield _backup(place.home.folder / "backups", place.clock.now())
        yield from guarded("executes", lambda: _executes(place, engine))
    finally:
        engine.dispose()


def _not_made_yet(file: Path) -> Finding:
    """The nearest folder that is there has to let it be made."""
    above = next(folder for folder in file.parents if folder.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        said = f"{file} cannot be made: {above} is not a folder that you may write to."
        return Finding("error", "store", said, "Set PRESSRUN_HOME to a folder of yours.")
    return Finding("ok", "store", f"{file} is made by the first release.")


def _usable(engine: sa.Engine, file: Path | None) -> Finding:
    """By a write that changes nothing. Raises StoreError."""
    with engine.begin() as db:
        db.execute(sa.update(t.newsletters).where(sa.false()).values(settings=""))
    said = f"{store_name(engine)} can be written; its schema is {SCHEMA}"
    if file is None:
        return Finding("ok", "store", f"{said}.")
    check_room(engine)
    free = shutil.disk_usage(file.parent).free
    words = f"{said}; {free / 1e9:,.1f} GB are free."
    if free < SCARCE:
        return Finding("warning", "store", words, ROOM)
    return Finding("ok", "store", words)


def _backup(folder: Path, now: datetime) -> Finding:
    from bot.store.backups import NAME

    names = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
    newest = max((name for name in names if NAME.fullmatch(name)), default="")
    if not newest:
        return Finding("warning", "backup", f"There is none in {folder}.", BACKUP)
    made = datetime.strptime(newest, "store-%Y%m%dT%H%M%SZ.db").replace(tzinfo=UTC)
    said = f"The last one is {_long(now - made)} old."
    if now - made > OLD:
        return Finding("warning", "backup", said, BACKUP)
    return Finding("ok", "backup", said)


# --- who executes -----------------------------------------------------------------------------


def _executes(place: Place, engine: sa.Engine) -> Iterator[Finding]:
    from bot.release.board import board
    from bot.release.ledger import Ledger
    from bot.release.secret_ages import RENEW

    found = board(Ledger(engine, place.clock, "doctor"), engine, place.clock, open_only=True)
    who = _who(place, found)
    if who:
        yield Finding("ok", "executes", f"{who}.")
    elif found.next_due:
        said = f"Nobody does now; the next thing is due {found.next_due:%Y-%m-%d %H:%M} UTC."
        yield Finding("warning", "executes", f"{said}{_last(place, engine)}", EXECUTE)
    else:
        yield Finding("ok", "executes", "Nobody does now, and nothing waits for a time.")
    level: Level = "error" if found.overdue else "warning"
    for alarm in found.alarms[:ALARMS]:
        yield Finding(level, "releases", sentence(alarm), "pressrun status shows all of it.")
    for ending in found.endings:
        yield Finding("warning", "secrets", ending.said, RENEW)
    if found.questions:
        said = f"Questions that wait for you: {len(found.questions)}."
        yield Finding("warning", "releases", said, "pressrun status shows how to answer them.")


def _who(place: Place, found: Board) -> str:
    from bot.engine.executor import who_executes

    if found.workers:
        return "; ".join(
            f"{w.kind} on {w.machine}, last beat {_long(found.at - w.beat_at)} ago"
            for w in found.workers
        )
    holder = who_executes(place.home.folder)
    return f"{holder.name} on {holder.host}, since {holder.since:%H:%M} UTC" if holder else ""


def _last(place: Place, engine: sa.Engine) -> str:
    """Who was heard of last, and was silent since."""
    from bot.release.workers import Workers

    beats = [(w.beat_at, w) for w in Workers(engine, place.clock).all()]
    if not beats:
        return ""
    at, worker = max(beats, key=lambda beat: beat[0])
    return (
        f" {worker.kind} on {worker.machine} was last heard of {_long(place.clock.now() - at)} ago."
    )


def _long(span: timedelta) -> str:
    """In the largest unit of which there are two."""
    seconds = max(0.0, span.total_seconds())
    for size, unit in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size:.0f} {unit}"
    return f"{seconds:.0f} s"
