"""Calls and deliveries as values, and how they stand in the store's rows."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from adapters.base import Anchor, Json, Media, Part, Phase, Receipt, canonical_json
from bot.release.states import CallState, DeliveryState

BY_HAND = "by hand"  # the verb of what a person has posted


@dataclass(frozen=True, slots=True)
class Call:
    """One part of a delivery as the ledger holds it."""

    id: str
    delivery_id: str
    part: Part
    state: CallState
    attempt: int
    looks: int
    owner: str | None
    started_at: datetime | None
    next_at: datetime | None
    job: Json
    receipt: Receipt | None
    error: str
    next_step: str
    expires_at: datetime | None = None
    renewed: int = 0

    @property
    def feared(self) -> bool:
        """Unknown to a restored backup: not a lost answer, and perhaps never sent."""
        return self.state is CallState.UNKNOWN and self.attempt == 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One channel's leg of a release, with what it takes from the release.

    `reason` says what it waits for, or why it rests; `question` is what a person is asked, and
    `waive` the questions that a person has answered. `after` names the channel whose URL it waits
    for; `links` are the URLs of other channels that its parts refer to. `files` are those beside
    the issue's own that it is made from, each with its sha256.
    """

    id: str
    release_id: str
    issue_key: str
    channel: str
    account_id: str
    run: int
    verb: str
    state: DeliveryState
    reason: str
    due_at: datetime
    hash: str
    cost_usd: float
    anchor: Anchor | None
    url: str | None
    images: Json
    title: str
    zone: str
    updated_at: datetime
    purpose: str
    revision: int
    base_id: str | None
    wake_at: datetime | None
    generation: int
    question: str
    waive: frozenset[str]
    delay: float
    after: str
    after_until: datetime | None
    otherwise: str
    latest_at: datetime | None
    links: Mapping[str, str]
    out_at: datetime | None
    newsletter: str
    machine: str
    source_path: str
    source_sha256: str
    slot_at: datetime | None
    late_limit: float | None
    canonical_url: str | None
    approved_by: str
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def by_hand(self) -> bool:
        """Whether a person has posted it there without us: it has no calls then."""
        return self.verb == BY_HAND


def left_as_draft(delivery: Delivery, calls: Iterable[Call]) -> bool:
    """Whether it ends as a draft: as was meant, or since the account may not publish."""
    return delivery.verb == "draft" or any(call.state is CallState.SKIPPED for call in calls)


def new_id() -> str:
    return uuid.uuid4().hex[:12]


def part_row(delivery_id: str, position: int, part: Part) -> dict[str, object]:
    """A part as a planned row of `calls`."""
    return {
        "id": new_id(),
        "delivery_id": delivery_id,
        "position": position,
        "key": part.key,
        "kind": part.kind,
        "phase": part.phase,
        "repeatable": part.repeatable,
        "payload": canonical_json(part.payload),
        "media": canonical_json([_media_json(m) for m in part.media]),
        "waits_for": canonical_json(list(part.waits_for)),
        "state": CallState.PLANNED,
    }


def receipt_from(text: str) -> Receipt:
    return receipt_of(json.loads(text))


def receipt_of(value: dict[str, Any]) -> Receipt:
    expires = value["expires_at"]
    return Receipt(
        value["id"],
        value["url"],
        value["details"],
        datetime.fromisoformat(expires) if expires else None,
    )


def receipt_json(receipt: Receipt) -> Json:
    expires = receipt.expires_at.astimezone(UTC).isoformat() if receipt.expires_at else None
    return {
        "id": receipt.id,
        "url": receipt.url,
        "details": dict(receipt.details),
        "expires_at": expires,
    }


def receipt_text(receipt: Receipt) -> str:
    return canonical_json(receipt_json(receipt))


def _media_json(media: Media) -> Json:
    return {
        "source": media.source,
        "sha256": media.sha256,
        "mime": media.mime,
        "width": media.width,
        "height": media.height,
        "size": media.size,
        "alt": media.alt,
    }


def call_from(row: sa.Row[tuple[object, ...]]) -> Call:
    r = row._mapping
    part = Part(
        key=r["key"],
        kind=r["kind"],
        payload=json.loads(r["payload"]),
        media=tuple(Media(**m) for m in json.loads(r["media"])),
        repeatable=r["repeatable"],
        waits_for=tuple(json.loads(r["waits_for"])),
        phase=Phase(r["phase"]),
    )
    return Call(
        id=r["id"],
        delivery_id=r["delivery_id"],
        part=part,
        state=CallState(r["state"]),
        attempt=r["attempt"],
        looks=r["looks"],
        owner=r["owner"],
        started_at=r["started_at"],
        next_at=r["next_at"],
        job=json.loads(r["job"]) if r["job"] else None,
        receipt=receipt_from(r["receipt"]) if r["receipt"] else None,
        error=r["error"],
        next_step=r["next_step"],
        expires_at=r["expires_at"],
        renewed=r["renewed"],
    )


SAME = (  # columns that a Delivery holds as they are
    "id", "release_id", "issue_key", "channel", "account_id", "run", "verb", "reason", "due_at",
    "hash", "cost_usd", "url", "title", "zone", "updated_at", "purpose", "revision", "base_id",
    "wake_at", "generation", "question", "delay", "after", "after_until", "otherwise", "latest_at",
    "out_at", "newsletter", "machine", "source_path", "source_sha256", "slot_at", "late_limit",
    "canonical_url", "approved_by",
)  # fmt: skip


def delivery_from(row: sa.Row[tuple[object, ...]]) -> Delivery:
    r = row._mapping
    return Delivery(
        **{name: r[name] for name in SAME},
        state=DeliveryState(r["state"]),
        anchor=_anchor_from(r["anchor"]),
        images=json.loads(r["images"]),
        waive=frozenset(r["waive"].split()),
        links=json.loads(r["links"]),
        files=json.loads(r["files"]),
    )


def _anchor_from(text: str | None) -> Anchor | None:
    if text is None:
        return None
    value = json.loads(text)
    moment = value["remote_time"]
    return Anchor(value["newest_id"], datetime.fromisoformat(moment) if moment else None)


def anchor_text(anchor: Anchor) -> str:
    moment = anchor.remote_time.isoformat() if anchor.remote_time else None
    return canonical_json({"newest_id": anchor.newest_id, "remote_time": moment})
