"""What an answer of the Bot API means, as data: rights problems come as 400 as well as 403.

Upstream codes below 400 become 400, so a rights problem is told by its text; the texts are stable
constants of the server, compared without regard to case.
"""

from __future__ import annotations

from dataclasses import dataclass

from adapters.errors import CallError, NotAllowed, OutcomeUnknown, Rejected, TryLater

# Codes of answers about posts: not there, as asked for already, not to be edited or deleted.
NO_POST, UNCHANGED, FIXED, STAYS = "no_post", "unchanged", "fixed", "stays"
RIGHTS_STEP = "Make the bot an administrator of the channel with the right to post messages."
NO_RICH_STEP = "Set channels.telegram.layout to auto, or use a server of Bot API 10.2 or newer."
NEW_TOKEN = "Copy the bot's token from @BotFather again."


@dataclass(frozen=True, slots=True)
class Refusal:
    """A description (part of it, in lower case) and what it means."""

    text: str
    code: str
    kind: type[CallError]
    next_step: str = ""


REFUSALS = (
    Refusal("chat not found", "chat", NotAllowed, "Check channels.telegram.chat."),
    Refusal("need administrator rights", "rights", NotAllowed, RIGHTS_STEP),
    Refusal("not enough rights", "rights", NotAllowed, RIGHTS_STEP),
    Refusal("chat_write_forbidden", "rights", NotAllowed, RIGHTS_STEP),
    Refusal("chat_admin_required", "rights", NotAllowed, RIGHTS_STEP),
    Refusal("bot is not a member", "rights", NotAllowed, RIGHTS_STEP),
    Refusal("bot was kicked", "rights", NotAllowed, RIGHTS_STEP),
    Refusal("bot was blocked", "blocked", NotAllowed, "Press Start in the bot's chat again."),
    Refusal("group chat was upgraded", "migrated", NotAllowed, "Use the chat's new number."),
    Refusal("method not found", "no_rich", NotAllowed, NO_RICH_STEP),  # all others are old ones
    Refusal("wrong type of the web page content", "media_fetch", Rejected),
    Refusal("failed to get http url content", "media_fetch", Rejected),
    Refusal("message to forward not found", NO_POST, Rejected),
    Refusal("message to edit not found", NO_POST, Rejected),
    Refusal("message to delete not found", NO_POST, Rejected),
    Refusal("message is not modified", UNCHANGED, Rejected),
    Refusal("message can't be edited", FIXED, Rejected),
    Refusal("message can't be deleted", STAYS, Rejected),
    Refusal("image_process_failed", "photo", OutcomeUnknown),  # was seen to be delivered after all
    Refusal("failed to send message #", "album", OutcomeUnknown),  # other items may be there
)


def refusal(
    name: str, status: int, description: str, retry_after: float | None, *, album: bool
) -> CallError:
    """The error for an answer that is not ok; `album` says that items of it may be there."""
    words = f"{name}: {description or status}"
    lowered = description.lower()
    for row in REFUSALS:
        if row.text in lowered:
            return row.kind(words, code=row.code, next_step=row.next_step)
    if status == 429:
        if album:
            return OutcomeUnknown(words, code="429")
        return TryLater(words, after=retry_after or 60.0, code="429")
    if status in (401, 404):
        return NotAllowed(words, code=str(status), next_step=NEW_TOKEN)
    if status == 403:
        return NotAllowed(words, code="403", next_step=RIGHTS_STEP)
    if status >= 500:
        return OutcomeUnknown(words, code=str(status))
    return Rejected(words, code=str(status))
