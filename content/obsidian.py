"""What only an Obsidian vault has: comments, sizes of pictures, names of blocks, tags in text."""

from __future__ import annotations

import re

_CODE = (
    r"(?P<code>^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[^\n]*$|(?P<ticks>`+)[^`\n]+(?P=ticks))"
)
_CODE_OR_COMMENT = re.compile(rf"{_CODE}|%%.*?%%", re.MULTILINE | re.DOTALL)
_CODE_OR_MARK = re.compile(
    rf"{_CODE}"
    r"|(?P<picture>!\[[^\[\]\n]*?)\|\d+(?:x\d+)?(?=\]\()"  # ![alt|300](a.png)
    r"|(?P<embed>!\[\[[^\[\]|\n]+\|[^\[\]|\n]+)\|\d+(?:x\d+)?(?=\]\])"  # ![[a.png|alt|300]]
    r"|(?:(?<=\S)[ \t]+|^)\^(?=[\w-]*[0-9])[a-z0-9][a-z0-9-]{3,}$",  # the name of a block, ^3f2a1c
    re.MULTILINE | re.DOTALL,
)
_TAG = re.compile(r"(?<![\w#&/(\[])#(?P<tag>[^\W_][\w/-]*)")
_NOT_TEXT = re.compile(
    rf"{_CODE}|\[\[[^\]]*\]\]|\]\([^)\n]*\)|https?://\S+", re.MULTILINE | re.DOTALL
)


def as_readers_see(source: str) -> str:
    """The Markdown without comments, sizes and block names; lines keep their numbers."""
    text = without_comments(source)
    if "|" not in text and "^" not in text:
        return text
    return _CODE_OR_MARK.sub(lambda m: m["code"] or m["picture"] or m["embed"] or "", text)


def without_comments(source: str) -> str:
    """The Markdown without its comments; lines keep their numbers, code keeps its signs."""

    def left(match: re.Match[str]) -> str:
        return match["code"] or "\n" * match[0].count("\n")

    return _CODE_OR_COMMENT.sub(left, source) if "%%" in source else source


def tags_in_text(source: str) -> tuple[str, ...]:
    """The `#tags` that stand in the text, in order, once each; those in code and links are none."""
    if "#" not in source:
        return ()
    found = (match["tag"] for match in _TAG.finditer(_NOT_TEXT.sub(" ", source)))
    named = (tag.replace("/", " ") for tag in found if not tag.replace("-", "").isdigit())
    return tuple(dict.fromkeys(named))
