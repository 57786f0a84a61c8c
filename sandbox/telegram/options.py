"""What every message may be sent with: how its link is previewed, what it replies to."""

from __future__ import annotations

from sandbox.exchange import Json, NotModelled
from sandbox.telegram.arguments import Arguments, Fields, whole
from sandbox.telegram.errors import Malformed, bad
from sandbox.telegram.links import checked_link

PREVIEW_FLAGS = ("prefer_small_media", "prefer_large_media", "show_above_text")


def read_preview(arguments: Arguments) -> dict[str, Json] | None:
    """link_preview_options as it comes back: only what was set."""
    value = arguments.json("link_preview_options", "link preview options")
    if value is None:
        return {"is_disabled": True} if arguments.flag("disable_web_page_preview") else None
    fields = Fields(value, "Object expected as link preview options")
    if fields.flag("is_disabled"):
        return {"is_disabled": True}
    shown = _preview_url(fields.text("url"))
    shown |= {name: True for name in PREVIEW_FLAGS if fields.flag(name)}
    return shown or None


def _preview_url(url: str) -> dict[str, Json]:
    try:
        return {"url": checked_link(url)} if url else {}
    except Malformed as wrong:
        raise bad("wrong HTTP URL specified") from wrong


def read_reply(arguments: Arguments) -> tuple[int, bool]:
    """The message replied to, 0 for none, and whether it may be missing."""
    value = arguments.json("reply_parameters", "reply parameters")
    if value is None:
        reply_to = whole(arguments.text("reply_to_message_id"))
        return max(reply_to, 0), arguments.flag("allow_sending_without_reply")
    fields = Fields(value, "Object expected as reply parameters")
    if "quote" in fields or "checklist_task_id" in fields:
        raise NotModelled("replies with a quotation or to a task")
    own = fields.text("chat_id") in ("", arguments.text("chat_id"))
    if not own:
        raise NotModelled("replies to another chat's messages")
    return max(fields.required_number("message_id"), 0), fields.flag("allow_sending_without_reply")
