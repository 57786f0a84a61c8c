"""What a reader of each service sees, from the service's own payloads and documented rules.

    shown = in_order(telegram_text(part["payload"]) for part in parts)
    shown = x_text([part["payload"] for part in posts])      # a thread
    shown = wechat_text(payload["articles"][0]["content"])
    shown = substack_text(payload["draft_body"])

    assert missing(issue.text, shown.text, LIST_MARKERS) == []
    assert missing_links(issue.links, shown.links) == []
    assert literal_markup(shown.prose) == []

`prose` is the text without code; X has no code, so give literal_markup the issue's codes there:
`literal_markup(shown.prose, issue.codes)`. What a service would not take, or what the rules here do
not cover, raises CannotRead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.witness.kept import literal_markup
from tests.witness.read_substack import substack_text
from tests.witness.read_telegram import telegram_text
from tests.witness.read_wechat import wechat_text
from tests.witness.shown import CannotRead, Shown, found_urls, in_order
from tests.witness.wanted import PICTURE

__all__ = [
    "CannotRead",
    "Shown",
    "in_order",
    "literal_markup",
    "substack_text",
    "telegram_text",
    "wechat_text",
    "x_text",
]


def x_text(posts: Sequence[Mapping[str, Any]]) -> Shown:
    """The bodies of a thread's posts, in order; pictures stand under their post."""
    return in_order(_post(post) for post in posts)


def _post(post: Mapping[str, Any]) -> Shown:
    text = post.get("text", "")
    pictures = tuple(map(str, post.get("media", {}).get("media_ids", ())))
    return Shown(text + PICTURE * len(pictures), text, pictures, found_urls(text))
