"""Writing receipts beside a post, for a reader, for git, and for a store that knows nothing yet."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.receipts.form import (
    SAME,
    Delivery,
    Identity,
    ReceiptFile,
    Release,
    Unreadable,
    beside,
    is_stand_in,
    read,
    text_of,
)
from bot.receipts.kept import CALL_JSON, Content, KeptCall
from bot.release import records
from bot.release.ledger import Ledger
from bot.release.states import FINISHED, UNTOUCHED, DeliveryState
from bot.release.waits import GATE
from bot.store import schema as t
from bot.store.db import looking
from bot.surroundings import this_machine

log = logging.getLogger(__name__)

ROUNDS = 5  # of writing until what is there is what we mean: others may write, too


def write(ledger: Ledger, delivery: records.Delivery, *, sandbox: bool = False) -> Path | None:
    """Bring the receipts beside a delivery's post up to date; where they are.

    None where this machine does not have the post, where nothing of the issue is out, and where
    they cannot be written: that is a warning and never an error of the delivery. Accounts on this
    machine are left out, or with `sandbox` all others. What other stores wrote there stays.
    """
    post = Path(delivery.source_path)
    if delivery.machine != this_machine() or not post.is_file():
        return None
    path = beside(post)
    try:
        return _bring_up_to_date(ledger.engine, delivery.issue_key, path, sandbox=sandbox)
    except Unreadable as error:
        log.warning("%s is left as it is: %s; no receipts are written", path, error)
    except (OSError, ValueError, sa.exc.SQLAlchemyError) as error:
        log.warning("no receipts are written to %s: %s", path, error)
    return None


def _bring_up_to_date(
    engine: sa.Engine, issue_key: str, path: Path, *, sandbox: bool
) -> Path | None:
    for _ in range(ROUNDS):
        there = read(path)
        if there is not None and there.issue != issue_key:
            raise Unreadable(f"it is of another issue, {there.issue}")
        ours = _of_store(engine, issue_key, sandbox=sandbox)
        if ours is None:
            return None
        wanted = merged(ours, there) if there else ours
        if wanted == there:
            break
        _replace(path, text_of(wanted))
    return path


def merged(ours: ReceiptFile, there: ReceiptFile) -> ReceiptFile:
    """Every delivery of both, the newer word on each, in an order that hangs on them alone."""
    known: dict[Identity, Delivery] = {d.identity: d for d in there.deliveries}
    for mine in ours.deliveries:
        theirs = known.get(mine.identity)
        if theirs is None or (mine.as_of > theirs.as_of and not mine.says_the_same(theirs)):
            known[mine.identity] = mine
    deliveries = _in_order(known.values())
    releases = {**ours.releases, **there.releases}
    named = {d.release: releases[d.release] for d in deliveries}
    return there.model_copy(update={"releases": named, "deliveries": deliveries})


def _replace(path: Path, text: str) -> None:
    """In one step: whoever reads it meanwhile, git or a person, sees the old file or the new."""
    new = path.with_name(f".pressrun-{records.new_id()}.tmp")
    try:
        with new.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


# --- what a store knows of an issue -------------------------------------------------------------

_D, _R = t.deliveries.c, t.releases.c
_KNOWN = (
    sa.select(t.deliveries, t.accounts.c.name, t.accounts.c.host, _R.newsletter)
    .join(t.releases)
    .join(t.accounts)
    .where(_D.channel != GATE, _D.state != DeliveryState.CANCELLED)
    .order_by(_R.created_at, _D.id)
)


def _of_store(engine: sa.Engine, issue_key: str, *, sandbox: bool) -> ReceiptFile | None:
    with looking(engine) as db:
        known = db.execute(_KNOWN.where(_D.issue_key == issue_key)).mappings()
        rows = [dict(row) for row in known if is_stand_in(row["host"]) is sandbox]
        found = [_delivery(row, _calls(db, row["id"])) for row in rows]
        deliveries = _in_order(delivery for delivery in found if _is_out(delivery))
        releases = {d.release: _release(db, d.release) for d in deliveries}
    if not deliveries:
        return None
    newsletter = rows[-1]["newsletter"]
    return ReceiptFile(
        issue=issue_key, newsletter=newsletter, releases=releases, deliveries=deliveries
    )


def _in_order(deliveries: Iterable[Delivery]) -> tuple[Delivery, ...]:
    return tuple(sorted(deliveries, key=lambda d: d.identity))


def _is_out(delivery: Delivery) -> bool:
    """Whether anything of it is out, or may be: half a thread must not be sent again, either."""
    calls = delivery.kept.calls
    begun = any(c.state not in UNTOUCHED and not c.is_upload for c in calls)
    return delivery.state in FINISHED or begun


def _delivery(row: Mapping[str, Any], calls: tuple[KeptCall, ...]) -> Delivery:
    return Delivery(
        **{name: row[name] for name in SAME},
        release=row["release_id"],
        account=row["account_id"],
        account_name=row["name"],
        base=row["base_id"],
        state=DeliveryState(row["state"]),
        as_of=row["updated_at"],
        kept=Content(calls=calls, target=_json(row["target"]), links=_json(row["links"])),
    )


def _calls(db: sa.Connection, delivery_id: str) -> tuple[KeptCall, ...]:
    c = t.calls.c
    query = sa.select(t.calls).where(c.delivery_id == delivery_id).order_by(c.position)
    return tuple(
        KeptCall.model_validate({**row, **{name: _json(row[name]) for name in CALL_JSON}})
        for row in db.execute(query).mappings()
    )


def _release(db: sa.Connection, release_id: str) -> Release:
    row = db.execute(sa.select(t.releases).where(_R.id == release_id)).mappings().one()
    return Release.model_validate(dict(row))


def _json(text: str | None) -> Any:
    return None if text is None else json.loads(text)
