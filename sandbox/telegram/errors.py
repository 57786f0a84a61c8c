"""The Bot API's answers, worded as the server words them (contract, section 4)."""

from __future__ import annotations

import re

from sandbox.exchange import Answer, Json, Refused, json_answer

PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden"}
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
    "running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
    "the webhook first"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NO_SUCH_FILE = "wrong file identifier/HTTP URL specified"
# What the server calls the codes it gets from behind it.
REWORDED = {
    "WEBPAGE_CURL_FAILED": "failed to get HTTP URL content",
    "WEBPAGE_MEDIA_EMPTY": "wrong type of the web page content",
    "MEDIA_GROUPED_INVALID": "can't use the media of the specified type in the album",
}


class Malformed(Exception):
    """Something in a request does not parse; the message says what, in the server's words."""


def ok(result: Json, description: str = "") -> Answer:
    more = {"description": description} if description else {}
    return json_answer({"ok": True, "result": result, **more})


def done(description: str = "") -> Answer:
    return ok(result=True, description=description)


def failure(status: int, description: str, parameters: dict[str, Json] | None = None) -> Answer:
    body: dict[str, Json] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    seconds = (parameters or {}).get("retry_after")
    headers = {"retry-after": str(seconds)} if seconds else {}
    return json_answer(body, status, headers=headers)


def described(status: int, text: str) -> str:
    """Prefix and text, its first letter lowered unless it begins an upper-case code."""
    lowered = text if re.match(r".[_A-Z]", text) else text[:1].lower() + text[1:]
    return f"{PREFIXES[status]}: {lowered}"


def bad(text: str) -> Refused:
    return Refused(failure(400, described(400, REWORDED.get(text, text))))


def forbidden(text: str) -> Refused:
    return Refused(failure(403, described(403, text)))


def plain(status: int, description: str) -> Refused:
    return Refused(failure(status, description))


def too_many(seconds: int) -> Answer:
    return failure(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def of_item(number: int, text: str) -> Refused:
    """An album's item that could not be sent, counted from 1."""
    return bad(f'failed to send message #{number} with the error message "{text}"')
