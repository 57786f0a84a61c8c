"""Taking over from receipt files what a store does not know, so that nothing is posted again."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from adapters.base import canonical_json
from bot.app import BadInput
from bot.receipts.form import (
    SUFFIX,
    Delivery,
    Identity,
    ReceiptFile,
    Unreadable,
    beside,
    is_stand_in,
    parse,
    post_of,
    read,
)
from bot.receipts.rows import insert, keep_account, keep_release, write_event
from bot.release.ledger import Ledger
from bot.release.records import new_id
from bot.release.states import FINISHED, DeliveryState
from bot.store import schema as t
from content.issue import Issue
from content.problems import Level, Problem

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Adopted:
    """A delivery that a receipt file told of.

    `here` is None when the store has taken it over; else the state in which the store itself has
    it, unfinished, though by the file it is out: that must not be sent.
    """

    delivery_id: str
    issue_key: str
    channel: str
    account_id: str
    run: int
    purpose: str
    state: DeliveryState
    url: str | None
    here: DeliveryState | None = None


def about(issue: Issue) -> list[Path]:
    """The receipt files that speak of an issue: its own, and those of its folder with its key or
    its bytes under another name."""
    own = beside(issue.path)
    others = sorted(path for path in own.parent.glob(f".*{SUFFIX}") if path != own)
    return [*([own] if own.exists() else []), *(p for p in others if _speaks_of(issue, p))]


def adopt(
    ledger: Ledger, newsletter: str, issue: Issue, path: Path, *, sandbox: bool = False
) -> list[Adopted]:
    """Take over every delivery of the receipts at `path` that the store does not know.

    One transaction; rows that are there stay as they are. What was done, is done; what was under
    way is stopped, for nobody knows how it went on. Accounts on this machine are passed over, or
    with `sandbox` all others. Raises BadInput when the receipts cannot be read, or when those
    beside the post are of another issue: then nobody knows what is out.
    """
    try:
        file = read(path)
    except (Unreadable, OSError) as error:
        raise BadInput([_unreadable(path, error)]) from None
    if file is None:
        return []
    if path == beside(issue.path) and file.issue != issue.key:
        raise BadInput([_foreign(path, file)])
    told = [d for d in file.deliveries if is_stand_in(d.host) is sandbox]
    try:
        return _take_over(ledger, file, told, newsletter, path)
    except sa.exc.IntegrityError:  # another process was faster: they are known now
        return _take_over(ledger, file, told, newsletter, path)


def _speaks_of(issue: Issue, path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8")
        if issue.source_sha256 not in text and canonical_json(issue.key) not in text:
            return False
        file = parse(text)
    except (Unreadable, OSError, UnicodeDecodeError) as error:
        log.warning("%s is passed over: %s", path, error)
        return False
    same_bytes = any(r.source_sha256 == issue.source_sha256 for r in file.releases.values())
    return same_bytes or file.issue == issue.key


def _unreadable(path: Path, error: Exception) -> Problem:
    message = f"The receipts of this issue cannot be read: {error}."
    step = "Restore the file from git. If `pressrun status` shows all that is out, delete it."
    return Problem(Level.ERROR, "receipts", str(path), 0, message, step)


def _foreign(path: Path, file: ReceiptFile) -> Problem:
    message = f"The receipts beside this post are of another issue, {file.issue}."
    step = (
        f"If it is the same one, write `pressrun: {{id: {file.issue}}}` in its front matter; "
        "if it is a new one, delete the file."
    )
    return Problem(Level.ERROR, "receipts", str(path), 0, message, step)


# --- one transaction --------------------------------------------------------------------------


def _take_over(
    ledger: Ledger, file: ReceiptFile, told: Sequence[Delivery], newsletter: str, path: Path
) -> list[Adopted]:
    now = ledger.now()
    with ledger.engine.begin() as db:
        known = _known(db, file.issue)
        new = [d for d in told if d.identity not in known]
        ids = {d.id: known[d.identity].id for d in told if d.identity in known}
        ids |= _free_ids(db, new)
        for delivery in new:
            keep_release(db, delivery.release, file, newsletter, post_of(path))
            keep_account(db, delivery)
            insert(db, delivery, file.issue, ids)
            zone = file.releases[delivery.release].zone
            write_event(db, ids[delivery.id], f"from {path.name}", zone, now)
    adopted = [_adopted(d, file, ids, None) for d in new]
    open_here = [d for d in told if d.identity in known and _contradicts(d, known[d.identity])]
    return adopted + [_adopted(d, file, ids, known[d.identity].state) for d in open_here]


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    state: DeliveryState


def _known(db: sa.Connection, issue_key: str) -> dict[Identity, _Row]:
    d = t.deliveries.c
    query = sa.select(d.id, d.state, d.account_id, d.run, d.purpose, d.revision).where(
        d.issue_key == issue_key, d.state != DeliveryState.CANCELLED
    )
    return {
        (row.account_id, row.run, row.purpose, row.revision): _Row(row.id, DeliveryState(row.state))
        for row in db.execute(query)
    }


def _free_ids(db: sa.Connection, deliveries: Sequence[Delivery]) -> dict[str, str]:
    """Ids as in the file, unless a row has one: that of a delivery cancelled here."""
    d = t.deliveries.c
    taken = set(db.execute(sa.select(d.id).where(d.id.in_([x.id for x in deliveries]))).scalars())
    return {x.id: new_id() if x.id in taken else x.id for x in deliveries}


def _contradicts(told: Delivery, here: _Row) -> bool:
    return told.state in FINISHED and here.state not in FINISHED


def _adopted(
    told: Delivery, file: ReceiptFile, ids: Mapping[str, str], here: DeliveryState | None
) -> Adopted:
    return Adopted(
        ids[told.id], file.issue, told.channel, told.account, told.run, told.purpose, told.state,
        told.url, here,
    )  # fmt: skip
