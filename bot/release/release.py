"""Releases: who an issue is, what of it is out already, and freezing what was approved.

Identity is (issue key, account, run), never content: the same issue is never posted twice because
a word changed, a file was touched or somebody ran the command again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from adapters.base import Account, Edition, Json, canonical_json, edition_parts
from bot.clock import Clock
from bot.release.ledger import Ledger
from bot.release.records import Delivery, new_id, part_row
from bot.release.states import UNTOUCHED, DeliveryState
from bot.store import schema as t
from content.issue import Issue


@dataclass(frozen=True, slots=True)
class Leg:
    """What one channel is to get: its edition, where, how and when.

    `delay` (seconds), `after`, `after_until`, `otherwise` and `latest_at` are as the plan has them.
    An update, a line of links or a retraction (`purpose`) names the delivery it works on. An update
    also names the edition that it wants there as `target`, and by `hash` what stands there after
    it, where that is another one: a person may have to do the rest by hand. `links` are addresses
    of other channels by name.
    """

    edition: Edition
    account: Account
    verb: str
    due_at: datetime
    run: int = 1
    delay: float = 0.0
    after: str = ""
    after_until: datetime | None = None
    otherwise: str = "canonical"
    latest_at: datetime | None = None
    purpose: str = "send"
    revision: int = 1
    base_id: str | None = None
    target: Edition | None = None
    hash: str = ""
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origin:
    """The issue that a release is of, as the store keeps it. `path` is where its source lies."""

    key: str
    title: str
    path: str
    source_sha256: str
    zone: str
    canonical_url: str | None


def origin_of(issue: Issue) -> Origin:
    return Origin(
        issue.key,
        issue.title,
        str(issue.path.resolve()),  # a daemon works in another folder
        issue.source_sha256,
        issue.site.zone,
        issue.canonical_url,
    )


def origin_again(delivery: Delivery) -> Origin:
    """The one that a delivery was made from: for a change that reads no file."""
    return Origin(
        delivery.issue_key,
        delivery.title,
        delivery.source_path,
        delivery.source_sha256,
        delivery.zone,
        delivery.canonical_url,
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a release as a whole. Without `approved_by` it waits for approval.

    `slot_at` is what the plan counts from; `late_limit` the seconds after which a person is asked
    before anything is sent, None for never.
    """

    approved_by: str
    newsletter: str = ""
    machine: str = ""
    slot_at: datetime | None = None
    plan: str = ""
    late_limit: float | None = None
    proposed_by: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the store knows of an issue on one account.

    "new": nothing; "resume": the same edition is on its way; "done": it is out as it stands;
    "changed": something else of this issue is out; "replace": something else was prepared, and
    nothing of it is out; "renamed": the same file went out under another name; "retracted": it was
    out and has been removed.
    """

    word: str
    delivery: Delivery | None = None


def account_id(account: Account) -> str:
    return f"{account.channel}|{account.host}|{account.remote_id}"


class BeingPublished(RuntimeError):
    """Another process has frozen the same issue for the same account in the meantime."""


def standing(ledger: Ledger, issue: Issue, account: Account, edition_hash: str) -> Standing:
    """What publishing this edition there would mean."""
    known = [d for d in _there(ledger.deliveries(issue.key), account) if d.purpose == "send"]
    if not known:
        twins = _there(ledger.deliveries_of_source(issue.source_sha256), account)
        out = [d for d in twins if d.issue_key != issue.key and anything_out(ledger, d)]
        return Standing("renamed", out[0]) if out else Standing("new")
    newest = max(known, key=lambda d: d.run)
    if newest.by_hand:
        return Standing("done", newest)
    if newest.state is DeliveryState.RETRACTED:
        return Standing("retracted", newest)
    if stands_as(ledger, newest) == edition_hash:
        finished = newest.state in (DeliveryState.DONE_DRAFT, DeliveryState.DONE_PUBLISHED)
        return Standing("done" if finished else "resume", newest)
    return Standing("changed" if anything_out(ledger, newest) else "replace", newest)


def _there(deliveries: Sequence[Delivery], account: Account) -> list[Delivery]:
    return [
        d
        for d in deliveries
        if (d.account_id == account_id(account) or (d.by_hand and d.channel == account.channel))
        and d.state is not DeliveryState.CANCELLED
    ]


def stands_as(ledger: Ledger, delivery: Delivery) -> str:
    """The hash of the edition that stands there now, after its updates."""
    over = (DeliveryState.DONE_PUBLISHED, DeliveryState.STOPPED)
    edits = ledger.edits_of(delivery)
    ended = [d for d in edits if d.purpose == "update" and d.state in over]
    newest = max(ended, key=lambda d: d.revision, default=delivery)
    half = newest is not delivery and newest.state is DeliveryState.STOPPED
    return "" if half else newest.hash


def anything_out(ledger: Ledger, delivery: Delivery) -> bool:
    """Whether a call that is not harmless to repeat has been made, or may have been.

    Of a change every call counts: an edit is harmless to repeat, and still it shows.
    """
    return delivery.by_hand or any(
        call.state not in UNTOUCHED
        for call in ledger.calls(delivery.id)
        if delivery.purpose != "send" or not call.part.repeatable
    )


def freeze(
    engine: sa.Engine,
    clock: Clock,
    issue: Issue | Origin,
    legs: Sequence[Leg],
    blobs: Mapping[str, bytes],
    terms: Terms,
    replaces: Sequence[Delivery] = (),
) -> list[str]:
    """One transaction: the release, its deliveries, their parts, and the bytes of every picture.

    Deliveries in `replaces` (of which nothing is out) are cancelled in the same transaction.
    Returns the ids of the deliveries, in the order of `legs`. Raises BeingPublished.
    """
    origin = issue if isinstance(issue, Origin) else origin_of(issue)
    try:
        return _freeze(engine, clock.now(), origin, legs, blobs, terms, replaces)
    except sa.exc.IntegrityError as error:
        raise BeingPublished(f"{origin.key} is being published by another process") from error


def _freeze(
    engine: sa.Engine,
    now: datetime,
    origin: Origin,
    legs: Sequence[Leg],
    blobs: Mapping[str, bytes],
    terms: Terms,
    replaces: Sequence[Delivery],
) -> list[str]:
    release_id = new_id()
    with engine.begin() as db:
        for old in replaces:
            _cancel(db, old, now)
        db.execute(
            sa.insert(t.releases).values(
                id=release_id,
                issue_key=origin.key,
                title=origin.title,
                source_path=origin.path,
                source_sha256=origin.source_sha256,
                hash=release_hash([leg.edition for leg in legs if leg.edition.parts]),
                zone=origin.zone,
                approved_by=terms.approved_by,
                approved_at=now if terms.approved_by else None,
                created_at=now,
                newsletter=terms.newsletter,
                machine=terms.machine,
                slot_at=terms.slot_at or now,
                plan=terms.plan,
                late_limit=terms.late_limit,
                canonical_url=origin.canonical_url,
                proposed_by=terms.proposed_by,
            )
        )
        ids = [_freeze_leg(db, release_id, origin.key, leg, blobs, now) for leg in legs]
        if not terms.approved_by:
            _wait_for_approval(db, release_id)
    return ids


def release_hash(editions: Sequence[Edition]) -> str:
    """sha256 over the editions' hashes: what an approval of the whole release names."""
    text = canonical_json({edition.channel: edition.hash for edition in editions})
    return hashlib.sha256(text.encode()).hexdigest()


def _freeze_leg(
    db: sa.Connection,
    release_id: str,
    issue_key: str,
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
            issue_key=issue_key,
            channel=leg.edition.channel,
            account_id=account_id(leg.account),
            run=leg.run,
            verb=leg.verb,
            state=DeliveryState.WAITING,
            reason="time",
            due_at=leg.due_at,
            hash=leg.hash or (leg.target or leg.edition).hash,
            images=canonical_json(_images(leg.edition)),
            files=canonical_json(dict((leg.target or leg.edition).files)),
            cost_usd=leg.edition.cost_usd,
            updated_at=now,
            wake_at=now,  # drafts and uploads are made at once; posts wait for their time
            purpose=leg.purpose,
            revision=leg.revision,
            base_id=leg.base_id,
            target=canonical_json(edition_parts(leg.target)) if leg.target else None,
            delay=leg.delay,
            after=leg.after,
            after_until=leg.after_until,
            otherwise=leg.otherwise,
            latest_at=leg.latest_at,
            links=canonical_json(dict(leg.links)),
        )
    )
    rows = [part_row(delivery_id, n, part) for n, part in enumerate(leg.edition.parts)]
    if rows:
        db.execute(sa.insert(t.calls), rows)
    _keep_blobs(db, leg.edition, blobs)
    return delivery_id


def _wait_for_approval(db: sa.Connection, release_id: str) -> None:
    db.execute(
        sa.update(t.deliveries)
        .where(t.deliveries.c.release_id == release_id)
        .values(reason="approval", wake_at=None)
    )


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
