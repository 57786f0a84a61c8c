"""What was uploaded to an account before, so that the same bytes are never uploaded twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from adapters.base import Part, Phase, Receipt
from bot.clock import Clock
from bot.release.records import Call, receipt_from, receipt_text
from bot.store import schema as t
from bot.store.db import looking

SPARE = 600.0  # seconds of life that an upload must have left to be used
FILE = "file"  # the kind of a picture that a post has brought, and that the service keeps
_IDENTITY = ("account_id", "kind", "sha256")
# What a receipt says of such pictures: their ids in the order of its part's media, and for whom
# they are good.
IDS, OWNER = "file_ids", "files_of"


class Uploads:
    """Reads and moves of the uploads of one store; each method is one transaction."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def known(self, account_id: str, part: Part) -> Receipt | None:
        """The receipt of an earlier upload of the same bytes that lives long enough."""
        if not _is_upload(part):
            return None
        query = sa.select(t.uploads.c.receipt, t.uploads.c.expires_at)
        with looking(self._engine) as db:
            row = db.execute(query.where(*_key(account_id, part))).one_or_none()
        if row is None or (row.expires_at and row.expires_at <= self._clock.after(SPARE)):
            return None
        return receipt_from(row.receipt)

    def files(self, account_id: str, parts: Iterable[Part]) -> dict[str, Receipt]:
        """What the service calls the pictures of these posts, where it has them: each as the
        receipt `file/<sha256>`. Without such pictures the store is not asked."""
        wanted = {m.sha256 for part in parts if _brings_files(part) for m in part.media}
        if not wanted:
            return {}
        u = t.uploads.c
        query = sa.select(u.sha256, u.receipt).where(
            u.account_id == account_id, u.kind == FILE, u.sha256.in_(sorted(wanted))
        )
        with looking(self._engine) as db:
            return {f"{FILE}/{row.sha256}": receipt_from(row.receipt) for row in db.execute(query)}

    def remember_files(self, account_id: str, part: Part, receipt: Receipt) -> None:
        """Keep what the service calls the pictures of a post that was made beside the ledger."""
        if found := _came_of(part, receipt):
            with self._engine.begin() as db:
                _keep(db, account_id, found)

    def forget(self, account_id: str, part: Part) -> None:
        """The service does not know it any more."""
        if _is_upload(part):
            with self._engine.begin() as db:
                db.execute(sa.delete(t.uploads).where(*_key(account_id, part)))


def remember(db: sa.Connection, call: Call, receipt: Receipt) -> None:
    """Keep what came of an upload, inside a transaction of the caller's."""
    found = _came_of(call.part, receipt)
    if not found:
        return
    d = t.deliveries.c
    account_id = db.execute(sa.select(d.account_id).where(d.id == call.delivery_id)).scalar_one()
    _keep(db, account_id, found)


def _came_of(part: Part, receipt: Receipt) -> dict[tuple[str, str], Receipt]:
    """The receipts to keep, by kind and sha256."""
    if _is_upload(part):
        return {(part.kind, part.media[0].sha256): receipt}
    ids = receipt.details.get(IDS)
    known = [i for i in ids if isinstance(i, str) and i] if isinstance(ids, list) else []
    if not _brings_files(part) or len(known) != len(part.media):
        return {}
    owner = {OWNER: receipt.details[OWNER]} if OWNER in receipt.details else {}
    return {
        (FILE, media.sha256): Receipt(file_id, details=owner)
        for media, file_id in zip(part.media, known, strict=True)
    }


def _keep(db: sa.Connection, account_id: str, found: Mapping[tuple[str, str], Receipt]) -> None:
    """In the place of what was kept before, in an order that two writers share."""
    rows = [
        {
            "account_id": account_id,
            "kind": kind,
            "sha256": sha256,
            "receipt": receipt_text(receipt),
            "expires_at": receipt.expires_at,
        }
        for (kind, sha256), receipt in sorted(found.items(), key=lambda item: item[0])
    ]
    insert = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
    adding = insert(t.uploads)
    new = {name: adding.excluded[name] for name in ("receipt", "expires_at")}
    db.execute(adding.on_conflict_do_update(index_elements=_IDENTITY, set_=new), rows)


def _brings_files(part: Part) -> bool:
    """Whether it is seen by readers, and shows pictures."""
    return bool(part.media) and part.phase is Phase.SEND


def _is_upload(part: Part) -> bool:
    """A harmless edit of a post may carry a picture too, and has to be made each time."""
    return bool(part.media) and part.repeatable and part.phase is Phase.PREPARE


def _key(account_id: str, part: Part) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        t.uploads.c.account_id == account_id,
        t.uploads.c.kind == part.kind,
        t.uploads.c.sha256 == part.media[0].sha256,
    )
