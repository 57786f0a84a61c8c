"""What an answer of Substack means: by status and shape, for its texts are localised."""

from __future__ import annotations

import json
from collections.abc import Mapping

from adapters.base import Json
from adapters.errors import CallError, NotAllowed, OutcomeUnknown, Rejected, TryLater
from adapters.http import Answer, excerpt

NEW_COOKIE = "Copy a fresh substack.sid cookie from the browser (it lives for about 90 days)."
AFTER_429 = 10.0
LOCK = "last_updated_at"  # the optimistic lock of PUT drafts


def refusal(answer: Answer, name: str, *, effect: bool) -> CallError | None:
    """What a status means; texts are localised, so they decide nothing."""
    status = answer.status
    if 200 <= status < 300:
        return None
    if status == 429:
        return TryLater(f"{name}: too many requests", after=_after(answer), code="429")
    if status == 401:
        return NotAllowed(f"{name}: the session has ended", code="401", next_step=NEW_COOKIE)
    if status == 403:
        return NotAllowed(
            f"{name}: not allowed here",
            code="403",
            next_step="Check that this account may write there, and the network's own filters.",
        )
    if 300 <= status < 400:
        return NotAllowed(
            f"{name}: sent on to another host",
            code=str(status),
            next_step="Use the *.substack.com name, also with a domain of your own.",
        )
    if effect and (status == 409 or (status == 400 and _names(answer, LOCK))):
        return OutcomeUnknown(f"{name}: it has changed since it was read", code="stale")
    if status >= 500:
        kind = OutcomeUnknown if effect else TryLater
        return kind(f"{name}: the server failed ({status})", code=str(status))
    return Rejected(f"{name}: refused ({status}): {excerpt(answer)}", code=str(status))


def parsed(answer: Answer, name: str, *, effect: bool = False) -> Mapping[str, Json]:
    """The JSON object of an answer; anything else is a challenge page or cut off."""
    try:
        value = json.loads(answer.body)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        kind = OutcomeUnknown if effect else TryLater
        raise kind(f"{name}: the answer is not a JSON object", code="bad_answer")
    return value


def parsed_rows(answer: Answer, name: str) -> list[Mapping[str, Json]]:
    """The rows of a list, which may stand bare or as the only list of an object."""
    try:
        value = json.loads(answer.body)
    except ValueError:
        value = None
    if isinstance(value, dict):
        value = next((held for held in value.values() if isinstance(held, list)), None)
    if not isinstance(value, list):
        raise TryLater(f"{name}: the answer is not a list", code="bad_answer")
    return [row for row in value if isinstance(row, dict)]


def _names(answer: Answer, param: str) -> bool:
    """Whether a refusal is about this parameter; its text may be in any language."""
    try:
        value = json.loads(answer.body)
    except ValueError:
        return False
    errors = value.get("errors") if isinstance(value, dict) else None
    found = errors if isinstance(errors, list) else []
    return any(isinstance(error, dict) and error.get("param") == param for error in found)


def _after(answer: Answer) -> float:
    """Retry-After was never seen; if it comes one day, it is obeyed."""
    value = answer.headers.get("Retry-After", "")
    return float(value) if value.isdecimal() else AFTER_429
