"""The page at `/`: every feed as its readers see it, the calls, and the fault panel.

The page is a few fixed files; what it shows it asks `/_control/page`. Nothing of a post or a
request is ever part of a file here, so that nothing of them can be taken for the page's own code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.calls import Call
from sandbox.exchange import Json
from sandbox.service import Post
from sandbox.world import World

COLUMNS = ("substack", "wechat", "telegram", "x")
LAST_CALLS = 300
FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
HEADERS = {
    # The frames inherit this policy: an article's own styles stand in attributes.
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
        "img-src 'self'; connect-src 'self'; frame-src 'none'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
STYLE = re.compile(r"\A<style>.*?</style>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class File:
    content: bytes
    type: str


def page_file(name: str) -> File | None:
    """A file of the page; only those that lie in its folder have a name."""
    known = {path.name: path for path in FOLDER.iterdir()}
    if name not in known:
        return None
    return File(known[name].read_bytes(), TYPES[known[name].suffix])


def page_json(world: World, service: str = "") -> Json:
    """Everything that the page shows; of the calls only those of one service, if it is named."""
    calls = world.calls.all(service)[-LAST_CALLS:]
    return {
        "version": world.version(),
        "feeds": {key: _feed(world, key) for key in (*COLUMNS, "blog")},
        "calls": [_line(call) for call in reversed(calls)],
        "faults": [fault.as_json() for fault in world.faults.all()],
        "unmodelled": [
            {"method": entry.method, "path": entry.path, "reason": entry.reason}
            for entry in world.unmodelled
        ],
    }


def _feed(world: World, key: str) -> list[Json]:
    stand_in = world.running[key]
    standing = [_shown(post, deleted=False) for post in stand_in.feed()]
    return [*standing, *(_shown(post, deleted=True) for post in stand_in.deleted())]


def _shown(post: Post, *, deleted: bool) -> Mapping[str, Json]:
    """What the page needs of a post; the style that readers' pages add stays behind."""
    details = post.details
    names = ("subtitle", "author", "digest", "username", "alts", "cover", "above", "documents",
             "preview", "reply_to", "conversation_id", "keyboard", "edited", "emailed",
             "schedules", "editor_faults")  # fmt: skip
    return {
        "id": post.id,
        "kind": post.kind,
        "title": post.title,
        "text": post.text,
        "html": STYLE.sub("", post.html),
        "pictures": list(post.pictures),
        "url": post.url,
        "at": post.created_at,
        "deleted": deleted,
        **{name: details[name] for name in names if name in details},
    }


def _line(call: Call) -> Mapping[str, Json]:
    return {
        "number": call.number,
        "at": call.at,
        "service": call.service,
        "operation": call.operation,
        "method": call.method,
        "path": call.path,
        "status": call.status,
        "outcome": call.outcome,
        "faults": call.faults,
        "seconds": call.seconds,
    }
