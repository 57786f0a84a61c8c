"""HTML comments: a few are marks for us, the others are the author's own notes."""

from __future__ import annotations

import re

from content.document import Cue, Teaser
from content.markdown.pieces import Fold, Marker, Piece

_TEASER = re.compile(r"(?:more|truncate)", re.IGNORECASE)
_ONLY = re.compile(r"only\s*:\s*(\w[\w\s,-]*)", re.IGNORECASE)
_END_ONLY = re.compile(r"(?:/|end)\s*only(?:\s*:.*)?", re.IGNORECASE)
_CUE = re.compile(r"([a-z][a-z0-9_]*):([a-z][\w-]*)")


def read_comment(comment: str, line: int) -> Piece | None:
    """`comment` is what stands between `<!--` and `-->`."""
    words = comment.strip()
    if _TEASER.fullmatch(words):
        return Teaser(line)
    if match := _ONLY.fullmatch(words):
        channels = tuple(re.split(r"[\s,]+", match[1].strip(" ,").lower()))
        return Marker("only", Fold.ONLY, line, opening=True, channels=channels)
    if _END_ONLY.fullmatch(words):
        return Marker("only", Fold.ONLY, line, opening=False)
    if match := _CUE.fullmatch(words):
        return Cue(match[1], match[2], line)
    return None
