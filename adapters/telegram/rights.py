"""What the bot may do in its channel: read before anything is sent, and never needed to send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from adapters.base import Json
from adapters.errors import CallError, NotAllowed, OutcomeUnknown, TryLater
from adapters.http import Answer, call, redacted
from adapters.telegram.errors import NEW_TOKEN, refusal
from adapters.telegram.spec import Options

if TYPE_CHECKING:
    import requests

DEADLINE = 20.0  # seconds; somebody looks on


@dataclass(frozen=True, slots=True)
class Rights:
    """`bot` is its @name, `at` Telegram's clock as it answered.

    `post` covers editing and deleting the bot's own posts; `others` names what it may do to posts
    that are not its own, which pressrun never does.
    """

    bot: str
    post: bool
    others: tuple[str, ...]
    at: datetime | None


def read_rights(options: Options, token: str, session: requests.Session) -> Rights:
    """getMe and getChatMember of the bot itself. Raises NotAllowed, Rejected or TryLater."""
    me, _ = _ask(options, token, session, "getMe", {})
    body = {"chat_id": options.chat, "user_id": me.get("id")}
    member, answer = _ask(options, token, session, "getChatMember", body)
    named = {"edit": "can_edit_messages", "delete": "can_delete_messages"}
    others = tuple(word for word, right in named.items() if member.get(right) is True)
    post = member.get("can_post_messages") is True
    return Rights(f"@{me.get('username', '')}", post, others, _time(answer))


def _ask(
    options: Options,
    token: str,
    session: requests.Session,
    method: str,
    body: Mapping[str, Json],
) -> tuple[Mapping[str, Json], Answer]:
    url = f"{options.api}/bot{token}/{method}"
    data = json.dumps(body).encode()
    answer = call(
        session, "POST", url, name=method, effect=False, deadline=DEADLINE, json_bytes=data
    )
    value = _object(answer.body)
    result = value.get("result")
    if value.get("ok") is True and isinstance(result, dict):
        return result, answer
    if value.get("ok") is False:
        raise _refused(method, answer, redacted(str(value.get("description") or ""), [token]))
    if answer.status == 404:
        raise NotAllowed(f"{method}: not found", code="404", next_step=NEW_TOKEN)
    raise TryLater(f"{method}: no clear answer", code="bad_answer")


def _refused(method: str, answer: Answer, words: str) -> CallError:
    """A reading has no outcome that could stay unknown."""
    error = refusal(method, answer.status, words, None, album=False)
    return TryLater(str(error), code=error.code) if isinstance(error, OutcomeUnknown) else error


def _object(body: bytes) -> Mapping[str, Json]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _time(answer: Answer) -> datetime | None:
    """The Date header, where there is one that can be read."""
    try:
        return parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return None
