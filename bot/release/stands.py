"""What stands on a channel of a delivery: its parts as they were sent, with the edits behind them.

Only calls that were made count, not what an update wanted: an edit that was refused, or that a
person is to make by hand, is not there, so the difference is offered again for as long as there is
one. The single exception is an update without calls but with a target: it writes down that a look
found everything as the target has it, made by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from adapters.base import Edition, Media, Part, Phase, Receipt
from adapters.changes import DELETE
from adapters.overwriting import STANDS, regardless
from adapters.references import resolve_links
from bot.release.ledger import Ledger
from bot.release.records import Delivery, left_as_draft
from bot.release.send import receipts
from bot.release.states import FINISHED, SETTLED, CallState, DeliveryState

UPDATE, LINKS, RETRACT = "update", "links", "retract"  # purposes beside "send"
PUBLISH = "publish"  # the part whose receipt tells a channel of drafts that readers see it


def edits_of(ledger: Ledger, base: Delivery) -> list[Delivery]:
    """Its updates, lines of links and retractions, in the order in which they were approved."""
    return [d for d in ledger.edits_of(base) if d.state is not DeliveryState.CANCELLED]


def open_edit(edits: Sequence[Delivery]) -> Delivery | None:
    """The one that has not come to its end: nothing else may be changed before."""
    return next((d for d in edits if d.state not in FINISHED), None)


def next_revision(ledger: Ledger, base: Delivery, purpose: str) -> int:
    known = (d.revision for d in ledger.edits_of(base) if d.purpose == purpose)
    return 1 + max(known, default=0)


def receipts_there(ledger: Ledger, base: Delivery) -> dict[str, Receipt]:
    """By part key, those of the delivery and of everything that was changed since.

    A draft that a person has published counts as published, without an id of the service.
    """
    calls = ledger.calls(base.id)
    sent = receipts(calls)
    for edit in edits_of(ledger, base):
        sent |= receipts(ledger.calls(edit.id))
    by_hand = base.state is DeliveryState.DONE_PUBLISHED and left_as_draft(base, calls)
    return {PUBLISH: Receipt("", base.url), **sent} if by_hand else sent


def edition_there(ledger: Ledger, base: Delivery) -> Edition:
    """The parts that were sent or are to be, then the edits that were made, oldest first."""
    parts = [c.part for c in ledger.calls(base.id) if not c.part.key.startswith(DELETE)]
    for edit in edits_of(ledger, base):
        if edit.purpose != RETRACT:
            calls = ledger.calls(edit.id)
            if not calls and (target := ledger.target(edit.id)):
                parts = list(edition_from(base.channel, target).parts)
            parts += [c.part for c in calls if c.state is CallState.DONE]
    return linked(Edition(base.channel, tuple(parts)), base.links)


def edition_wanted(ledger: Ledger, base: Delivery) -> Edition:
    """What the last finished update wanted there, else what was sent: never with added links."""
    for edit in reversed(edits_of(ledger, base)):
        done = edit.purpose == UPDATE and edit.state is DeliveryState.DONE_PUBLISHED
        if done and (target := ledger.target(edit.id)):
            return linked(edition_from(base.channel, target), base.links)
    parts = (c.part for c in ledger.calls(base.id) if not c.part.key.startswith(DELETE))
    return linked(Edition(base.channel, tuple(parts)), base.links)


def changes_only(ledger: Ledger, base: Delivery, edits: Edition) -> Edition:
    """Without the calls that the delivery itself is still to make, such as publishing its draft."""
    to_come = {c.part.key for c in ledger.calls(base.id) if c.state not in SETTLED}
    return replace(edits, parts=tuple(p for p in edits.parts if p.key not in to_come))


def overwrites(edits: Edition) -> bool:
    """Whether an edit expects something there, so that a person's change would be in its way."""
    return any(isinstance(p.payload, dict) and STANDS in p.payload for p in edits.parts)


def over_anything(edits: Edition) -> Edition:
    """The same edits once a person has agreed to lose what stands there instead."""
    parts = (regardless(p) if overwrites(Edition("", (p,))) else p for p in edits.parts)
    return replace(edits, parts=tuple(parts))


def linked(edition: Edition, links: Mapping[str, str]) -> Edition:
    """With the addresses of other channels that its delivery has settled on."""
    if not links:
        return edition
    parts = (replace(p, payload=resolve_links(p.payload, links)) for p in edition.parts)
    return replace(edition, parts=tuple(parts))


def edition_from(channel: str, text: str) -> Edition:
    """The edition whose parts `adapters.base.edition_parts` has written."""
    return Edition(channel, tuple(_parts(json.loads(text))))


def _parts(rows: list[dict[str, object]]) -> Iterator[Part]:
    for row in rows:
        media = tuple(
            Media(**{("size" if name == "bytes" else name): value for name, value in m.items()})
            for m in row["media"]  # type: ignore[attr-defined]
        )
        yield Part(
            key=str(row["key"]),
            kind=str(row["kind"]),
            payload=row["payload"],  # type: ignore[arg-type]
            media=media,
            repeatable=bool(row["repeatable"]),
            waits_for=tuple(row["waits_for"]),  # type: ignore[arg-type]
            phase=Phase(str(row["phase"])),
        )
