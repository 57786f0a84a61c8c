"""X's refusals, and what each means to the caller: status, then problem type, then words.

X gives no code of its own, so the table names the words where nothing else tells two apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from adapters.base import Json
from adapters.errors import (
    AlreadyThere,
    CallError,
    Expired,
    NotAllowed,
    OutcomeUnknown,
    Rejected,
    TryLater,
)
from adapters.http import Answer, described

QUARTER = 900.0  # seconds of the shortest rate window, where no header tells the end
WINDOWS = ("x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour")


@dataclass(frozen=True, slots=True)
class Meaning:
    """`types` are ends of the problem's `type`, `words` parts of its texts in lower case; a row
    with neither stands for any other answer of its status. `after` is for TryLater, seconds."""

    statuses: tuple[int, ...]
    code: str
    error: type[CallError]
    types: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    next_step: str = ""
    after: float = 0.0


_DEFECT = "Report this as a defect of pressrun, with the answer."
_KEYS = "Compare the four keys with the developer portal, and generate the access token anew."
_WRITE = (
    "Set the app to Read and Write in the developer portal, then generate the access token anew."
)

TABLE = (
    Meaning((400,), "media_invalid", Expired, words=("media ids are invalid",),
            next_step="Save the pictures of the post smaller: X takes about 2 MB."),
    Meaning((400, 403), "too_long", Rejected, words=("text is too long",),
            next_step="Shorten the post, or lower channels.x.max_weight."),
    Meaning((400,), "bad_request", Rejected, next_step=_DEFECT),
    Meaning((401,), "unauthorized", NotAllowed, next_step=_KEYS),
    Meaning((402,), "no_credits", NotAllowed,
            next_step="Top up the credits of the app in the developer console."),
    Meaning((403,), "user-suspended", NotAllowed, types=("user-suspended",),
            next_step="The account is suspended; X tells why when you log in."),
    Meaning((403,), "client-forbidden", NotAllowed, types=("client-forbidden",),
            next_step="Attach the app to a project in the developer portal."),
    Meaning((403,), "usage-capped", NotAllowed, types=("usage-capped",),
            next_step="The spending limit is reached; raise it, or wait for the next cycle."),
    Meaning((403,), "auth_type", NotAllowed, types=("unsupported-authentication",),
            next_step=_KEYS),
    Meaning((403,), "read_only", NotAllowed, types=("oauth1-permissions",), next_step=_WRITE),
    Meaning((403,), "duplicate", AlreadyThere, words=("duplicate content",)),
    Meaning((403,), "reply_restricted", NotAllowed,
            words=("reply to this conversation is not allowed",),
            next_step="X lets this app answer nobody, not even itself; ask X's support."),
    Meaning((403,), "thread_gone", TryLater, words=("deleted or not visible to you",), after=5.0,
            next_step="Look whether the post above was deleted."),
    Meaning((403,), "cashtag", Rejected, words=("one cashtag",), next_step=_DEFECT),
    Meaning((403,), "bad_url", Rejected, words=("contains an invalid url",),
            next_step="Correct the link in the issue."),
    Meaning((403,), "quote", Rejected, words=("quoting this post",), next_step=_DEFECT),
    Meaning((403,), "not_permitted", Rejected,
            next_step=f"X names no reason: length, pictures, or a permission. {_WRITE}"),
    Meaning((404,), "not_found", Rejected, next_step="It was deleted, or belongs to another."),
    Meaning((429,), "rate_limited", TryLater, after=QUARTER),
)  # fmt: skip


def refusal(name: str, answer: Answer, *, effect: bool) -> CallError:
    """The error for an answer that is no success."""
    message = described(name, answer)
    if answer.status >= 500 or answer.status < 400:
        kind = OutcomeUnknown if effect else TryLater
        return kind(message, code="server_error" if answer.status >= 500 else "bad_answer")
    row = next((row for row in TABLE if _fits(row, answer)), None)
    if row is None:
        return Rejected(message, code=str(answer.status), next_step=_DEFECT)
    if row.error is TryLater:
        after = window_end(answer) if row.code == "rate_limited" else row.after
        return TryLater(message, after=after, code=row.code, next_step=row.next_step)
    if row.error is Expired:  # which uploads, only the part that refers to them knows
        return Expired(message, parts=(), code=row.code, next_step=row.next_step)
    return row.error(message, code=row.code, next_step=row.next_step)


def window_end(answer: Answer) -> float:
    """Seconds until the spent window is over, by X's own clock."""
    now = remote_time(answer)
    spent = [name for name in WINDOWS[1:] if _header(answer, f"{name}-remaining") == 0]
    ends = [_header(answer, f"{name}-reset") for name in (WINDOWS[0], *spent)]
    known = [end for end in ends if end is not None]
    if not known or now is None:
        return QUARTER
    return max(1.0, max(known) - now.timestamp())


def remote_time(answer: Answer) -> datetime | None:
    """The Date header, where there is one that can be read."""
    try:
        return parsedate_to_datetime(answer.headers.get("Date", "")).astimezone(UTC)
    except ValueError:
        return None


def json_object(answer: Answer) -> Mapping[str, Json]:
    """The body as an object, empty when it is none."""
    try:
        value = json.loads(answer.body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _fits(row: Meaning, answer: Answer) -> bool:
    if answer.status not in row.statuses:
        return False
    if not row.types and not row.words:
        return True
    problems = list(_problems(json_object(answer)))
    kinds = [str(problem.get("type", "")).rpartition("/problems/")[2] for problem in problems]
    said = [str(problem.get(key, "")).lower() for problem in problems for key in SAID]
    return bool(set(kinds) & set(row.types)) or any(w in text for w in row.words for text in said)


SAID = ("detail", "message")


def _problems(body: Mapping[str, Json]) -> Iterator[Mapping[str, Json]]:
    """The answer itself and everything in its `errors`."""
    yield body
    errors = body.get("errors")
    for error in errors if isinstance(errors, list) else []:
        if isinstance(error, dict):
            yield error


def _header(answer: Answer, name: str) -> float | None:
    text = answer.headers.get(name, "")
    return float(text) if text.strip().isdecimal() else None
