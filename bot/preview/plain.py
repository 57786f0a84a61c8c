"""An edition without a frame of its own: its parts as they would be sent."""

from __future__ import annotations

import json
from types import SimpleNamespace

from adapters.base import Edition
from bot.preview.templates import fill


def frame(edition: Edition, labels: SimpleNamespace, why: str = "") -> str:
    """The frame's document; `why` says what kept the channel's own frame from being made."""
    parts = [
        (part.key, json.dumps(part.payload, ensure_ascii=False, indent=2)) for part in edition.parts
    ]
    return fill("plain.html.j2", labels, parts=parts, why=why)
