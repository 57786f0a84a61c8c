"""What only an Obsidian vault has: comments between `%%`, which no reader may see."""

from __future__ import annotations

import re

_CODE_OR_COMMENT = re.compile(
    r"(?P<code>^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[^\n]*$|(?P<ticks>`+)[^`\n]+(?P=ticks))"
    r"|%%.*?%%",
    re.MULTILINE | re.DOTALL,
)


def without_comments(source: str) -> str:
    """The Markdown without its comments; lines keep their numbers, code keeps its signs."""

    def left(match: re.Match[str]) -> str:
        return match["code"] or "\n" * match[0].count("\n")

    return _CODE_OR_COMMENT.sub(left, source) if "%%" in source else source
