"""Releases: who an issue is, what of it is out already, and freezing what was approved.

Identity is (issue key, account, run), never content: the same issue is never posted twice because
a word changed, a file was touched or somebody ran the command again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from adapters.base import Account, Edition, Json, canonical_json
from bot.clock import Clock
from bot.release.ledger import Ledger
from bot.release.records import Delivery, new_id, part_row
from bot.release.states import CallState, DeliveryState
from bot.store import schema as t
from content.issue import Issue


@dataclass(frozen=True, slots=True)
class Leg:
    """What one channel is to get: its edition, where, how and when."""

    edition: Edition
    account: Account
    verb: str
    due_at: datetime
    run: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """What the store knows of an issue on one account.

    "new": nothing; "resume": the same edition is on its way; "done": it is out as it stands;
    "changed": something else of this issue is out; "replace": something else was prepared, and
    nothing of it is out; "renamed": the same file went out under another name.
    """

    word: str
    delivery: Delivery | None = None


def account_id(account: Account) -> str:
    return f"{account.channel}|{account.host}|{account.remote_id}"


class BeingPublished(RuntimeError):
    """Another process has frozen the same issue for the same account in the meantime."""


def standing(ledger: Ledger, issue: Issue, account: Account, edition_hash: str) -> Standing:
    """What publishing this edition there would mean."""
    known = _there(ledger.deliveries(issue.key), account)
    if not known:
        twins = _there(ledger.deliveries_of_source(issue.source_sha256), account)
        out = [d for d in twins if d.issue_key != issue.key and anything_out(ledger, d)]
        return Standing("renamed", out[0]) if out else Standing("new")
    newest = max(known, key=lambda d: d.run)
    if newest.hash == edition_hash:
        finished = newest.state in (DeliveryState.DONE_DRAFT, DeliveryState.DONE_PUBLISHED)
        return Standing("done" if finished else "resume", newest)
    return Standing("changed" if anything_out(ledger, newest) else "replace", newest)


def _there(deliveries: Sequence[Delivery], account: Account) -> list[Delivery]:
    return [
        d
        for d in deliveries
        if d.account_id == account_id(account) and d.state is not DeliveryState.CANCELLED
    ]


def anything_out(ledger: Ledger, delivery: Delivery) -> bool:
    """Whether a call that is not harmless to repeat has been made, or may have been."""
    untouched = (CallState.PLANNED, CallState.LATER, CallState.REFUSED, CallState.SKIPPED)
    return any(
        call.state not in untouched
        for call in ledger.calls(delivery.id)
        if not call.part.repeatable
    )


def freeze(
    engine: sa.Engine,
    clock: Clock,
    issue: Issue,
    legs: Sequence[Leg],
    blobs: Mapping[str, bytes],
    *,
    approved_by: str,
    replaces: Sequence[Delivery] = (),
) -> list[str]:
    """One transaction: the release, its deliveries, their parts, and the bytes of every picture.

    Deliveries in `replaces` (of which nothing is out) are cancelled in the same transaction.
    Returns the ids of the deliveries, in the order of `legs`. Raises BeingPublished.
    """
    try:
        return _freeze(engine, clock.now(), issue, legs, blobs, approved_by, replaces)
    except sa.exc.IntegrityError as error:
        raise BeingPublished(f"{issue.key} is being published by another process") from error


def _freeze(
    engine: sa.Engine,
    now: datetime,
    issue: Issue,
    legs: Sequence[Leg],
    blobs: Mapping[str, bytes],
    approved_by: str,
    replaces: Sequence[Delivery],
) -> list[str]:
    release_id = new_id()
    with engine.begin() as db:
        for old in replaces:
            _cancel(db, old, now)
        db.execute(
            sa.insert(t.releases).values(
                id=release_id,
                issue_key=issue.key,
                title=issue.title,
                source_path=str(issue.path),
                source_sha256=issue.source_sha256,
                hash=release_hash([leg.edition for leg in legs]),
                zone=issue.site.zone,
                approved_by=approved_by,
                created_at=now,
            )
        )
        return [_freeze_leg(db, release_id, issue, leg, blobs, now) for leg in legs]


def release_hash(editions: Sequence[Edition]) -> str:
    """sha256 over the editions' hashes: what an approval of the whole release names."""
    text = canonical_json({edition.channel: edition.hash for edition in editions})
    return hashlib.sha256(text.encode()).hexdigest()


def _freeze_leg(
    db: sa.Connection,
    release_id: str,
    issue: Issue,
    leg: Leg,
    blobs: Mapping[str, bytes],
    now: datetime,
) -> str:
    delivery_id = new_id()
    _keep_account(db, leg.account)
    db.execute(
        sa.insert(t.deliveries).values(
            id=delivery_id,
            release_id=release_id,
            issue_key=issue.key,
            channel=leg.edition.channel,
            account_id=account_id(leg.account),
            run=leg.run,
            verb=leg.verb,
            state=DeliveryState.WAITING,
            reason="time",
            due_at=leg.due_at,
            hash=leg.edition.hash,
            images=canonical_json(_images(leg.edition)),
            cost_usd=leg.edition.cost_usd,
            updated_at=now,
        )
    )
    rows = [part_row(delivery_id, n, part) for n, part in enumerate(leg.edition.parts)]
    if rows:
        db.execute(sa.insert(t.calls), rows)
    _keep_blobs(db, leg.edition, blobs)
    return delivery_id


def _keep_account(db: sa.Connection, account: Account) -> None:
    key = account_id(account)
    if db.execute(sa.select(t.accounts.c.id).where(t.accounts.c.id == key)).first() is None:
        db.execute(
            sa.insert(t.accounts).values(
                id=key,
                channel=account.channel,
                host=account.host,
                remote_id=account.remote_id,
                name=account.name,
            )
        )


def _keep_blobs(db: sa.Connection, edition: Edition, blobs: Mapping[str, bytes]) -> None:
    for media in {m.sha256: m for part in edition.parts for m in part.media}.values():
        query = sa.select(t.blobs.c.sha256).where(t.blobs.c.sha256 == media.sha256)
        if db.execute(query).first() is None:
            db.execute(
                sa.insert(t.blobs).values(
                    sha256=media.sha256,
                    mime=media.mime,
                    width=media.width,
                    height=media.height,
                    bytes=blobs[media.sha256],
                )
            )


def _cancel(db: sa.Connection, delivery: Delivery, now: datetime) -> None:
    db.execute(
        sa.update(t.deliveries)
        .where(t.deliveries.c.id == delivery.id)
        .values(state=DeliveryState.CANCELLED, reason="replaced", updated_at=now)
    )
    db.execute(
        sa.update(t.accounts).where(t.accounts.c.busy_with == delivery.id).values(busy_with=None)
    )


def _images(edition: Edition) -> list[Json]:
    return [
        {
            "source": row.source,
            "sha256": row.sha256,
            "rule": row.rule,
            "action": row.action,
            "part": row.part,
        }
        for row in edition.images
    ]
