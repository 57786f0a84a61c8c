"""Edits that write over what stands on a service: the pictures they need, what they expect there.

Such a part carries under `stands` what is expected there, and is not performed on anything else:
what a person has changed is never lost without being asked for. `regardless` is the answer to it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from adapters.base import Edition, Json, Part, Receipt, Receipts, canonical_json
from adapters.changes import edit_key
from adapters.references import Escape, ref, resolve

STANDS = "stands"

_REFERRED = re.compile(r"pressrun:ref/([a-z0-9-]+(?:/[a-z0-9-]+)*)/(?:url|id)(?![a-z0-9-])")
_CHANNELS = re.compile(r"pressrun:url/([a-z]+)")


def regardless(part: Part) -> Part:
    """The same part once a person has agreed to lose what stands there instead."""
    payload = part.payload
    return replace(part, payload={**payload, STANDS: {}}) if isinstance(payload, dict) else part


def newest(sent: Receipts, key: str) -> Receipt | None:
    """The receipt of the last call about a thing: of its edit, else of its making."""
    return sent.get(edit_key(key)) or sent.get(key)


def part_of(edition: Edition, key: str) -> Part | None:
    return next((part for part in edition.parts if part.key == key), None)


def missing_uploads(old: Edition, sent: Receipts, new: Edition) -> tuple[Part, ...]:
    """The uploads of `new` that were not made for `old`: other keys, or other bytes."""
    made = {p.key: p.media[0].sha256 for p in old.parts if p.media and p.key in sent}
    return tuple(p for p in new.parts if p.media and made.get(p.key) != p.media[0].sha256)


def as_known(
    payload: Json, sent: Receipts, escapes: Mapping[str, Escape], *, later: Collection[str] = ()
) -> Json:
    """The payload with every address that is known; that of a part in `later` stays a reference."""
    text = canonical_json(payload)
    known = {key: receipt for key, receipt in sent.items() if key not in later}
    unknown = {key: Receipt(ref(key, "id"), ref(key, "url")) for key in _REFERRED.findall(text)}
    channels = {name: f"pressrun:url/{name}" for name in _CHANNELS.findall(text)}
    return resolve(payload, {**unknown, **known}, urls=channels, escapes=escapes)
