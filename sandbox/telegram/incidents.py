"""What goes wrong at Telegram on order: `/_control/faults` with one of these as its action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sandbox.exchange import Answer, Exchange
from sandbox.faults import Fault
from sandbox.service import Action, NamedFault, Trouble
from sandbox.telegram import arrangements, people
from sandbox.telegram.errors import PREFIXES, failure

if TYPE_CHECKING:
    from sandbox.telegram.account import Telegram

DELETED_AT_ONCE = (
    "Internal Server Error: sent message was immediately deleted and can't be returned"
)


def refusal(_telegram: Telegram, _exchange: Exchange, fault: Fault) -> Answer:
    """{"code": 400, "text": "…", "parameters"?: {…}}; {"seconds": 5} alone is a 429."""
    details: Mapping[str, Any] = fault.details
    if "seconds" in details:
        seconds = int(details["seconds"])
        text = f"Too Many Requests: retry after {seconds}"
        return failure(429, text, {"retry_after": seconds})
    code = int(details.get("code", 400))
    text = str(details.get("text", ""))
    prefix = PREFIXES.get(code, "Internal Server Error")
    described = text if text.startswith(prefix) else f"{prefix}: {text}"
    return failure(code, described, details.get("parameters"))


def immediately_deleted(_telegram: Telegram, _exchange: Exchange, _fault: Fault) -> Answer:
    """At `stored` the message is there nevertheless."""
    return failure(500, DELETED_AT_ONCE)


def _while_called(action: Action) -> NamedFault:
    """The action, at the point of the call that the fault names, with its details."""

    def fault(telegram: Telegram, _exchange: Exchange, fault: Fault) -> None:
        action(telegram, fault.details)

    return fault


FAULTS: Mapping[str, NamedFault | None] = {
    "refusal": refusal,
    "immediately_deleted": immediately_deleted,
    "foreign_post": _while_called(people.foreign_post),
    "delete_post": _while_called(people.delete_post),
    "skip_ids": _while_called(arrangements.skip_ids),
    "revoke_rights": _while_called(people.revoke_rights),
    "kick": _while_called(people.kick),
    "migrate": _while_called(arrangements.migrate),
    "album_partial": None,  # details {"live": 1, "seconds"? or "text"?}: so many items stand
    "image_process_failed": None,  # details {"live"?}: the photo is there all the same
}
TROUBLES = {
    "rate_limited": Trouble(
        {"action": "refusal", "details": {"seconds": 5}}, "retry_after says 5 seconds."
    ),
    "error": Trouble(
        {"action": "refusal", "details": {"code": 500, "text": "Internal Server Error"}}
    ),
    "expired": Trouble(
        {"action": "refusal", "details": {"code": 401, "text": "Unauthorized"}},
        "A bot's token does not expire; the call is answered as if it were revoked.",
    ),
}  # the Bot API has no timeline to read
