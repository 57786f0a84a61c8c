"""What single programs write in Markdown, told in the Markdown that the witness reads.

    wanted(as_markdown(source, "obsidian"))

Line by line; code keeps its signs. A formula is wanted as its source, in code: so it is declared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

FENCE = re.compile(r"^[>\s]*(?P<mark>`{3,}|~{3,})")
CODE_SPAN = r"(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
FORMULA = re.compile(rf"{CODE_SPAN}|\$(?![\s\d])(?P<tex>[^$\n]*[^\s$])\$(?!\d)")
PAGE = re.compile(r"\{\{<\s*(?:rel)?ref\s+\"([^\"]+)\"\s*>\}\}")
WIKI = re.compile(rf"{CODE_SPAN}|(?<!!)\[\[(?P<target>[^\]|]+)(?:\|(?P<words>[^\]]+))?\]\]")
MARKED = re.compile(rf"{CODE_SPAN}|==(?=\S)(?P<marked>[^=\n]*\S)==")
PICTURE_TAG = re.compile(r"\{%\s*asset_img\s+(\S+)\s+(.*?)\s*%\}")
RULES = {
    "hugo": (
        (re.compile(r"^\{\{<\s*highlight\s+(\w+)\s*>\}\}$"), r"```\1"),
        (re.compile(r"^\{\{<\s*/highlight\s*>\}\}$"), "```"),
    ),
    "hexo": (
        (re.compile(r"^\{%\s*codeblock\s+lang:(\w+)\s*%\}$"), r"```\1"),
        (re.compile(r"^\{%\s*endcodeblock\s*%\}$"), "```"),
        (PICTURE_TAG, r"![\2](\1)"),
    ),
    "obsidian": ((re.compile(r"\s\^[a-z0-9-]{4,}$"), ""),),
}


def as_markdown(source: str, dialect: str, pages: Mapping[str, str] | None = None) -> str:
    """`pages` gives the address of a page that Hugo's `ref` names."""
    lines: list[str] = []
    fence, hidden = "", False
    for line in source.split("\n"):
        if fence:
            told = _closing(line, dialect)
            fence = "" if told.strip("> ") == fence else fence
        else:
            told, hidden = _told(line, dialect, pages or {}, hidden=hidden)
            opened = FENCE.match(told)
            fence = opened["mark"] if opened else ""
        lines.append(told)
    return "\n".join(lines)


def _closing(line: str, dialect: str) -> str:
    """A line of code as it stands, unless it ends the code."""
    told = "~~~" if line.strip() == "$$" else _ruled(line, dialect)
    return told if FENCE.match(told) else line


def _told(line: str, dialect: str, pages: Mapping[str, str], *, hidden: bool) -> tuple[str, bool]:
    if dialect == "obsidian":
        line, hidden = _uncommented(line, hidden=hidden)
    line = _ruled(line, dialect)
    return (line if FENCE.match(line) else _inline(line, dialect, pages)), hidden


def _uncommented(line: str, *, hidden: bool) -> tuple[str, bool]:
    """What stands outside of `%%`, and whether the next line begins inside."""
    pieces = line.split("%%")
    kept = pieces[1::2] if hidden else pieces[::2]
    return "".join(kept), hidden ^ (len(pieces) % 2 == 0)


def _ruled(line: str, dialect: str) -> str:
    for pattern, instead in RULES.get(dialect, ()):
        line = pattern.sub(instead, line)
    return line


def _inline(line: str, dialect: str, pages: Mapping[str, str]) -> str:
    line = PAGE.sub(lambda m: pages[m[1]], line)
    if line.strip() == "$$":
        return line.replace("$$", "~~~")
    if dialect == "obsidian":
        line = WIKI.sub(lambda m: m[0] if m["ticks"] else _words(m), line)
        line = MARKED.sub(lambda m: m[0] if m["ticks"] else f"<mark>{m['marked']}</mark>", line)
    return FORMULA.sub(lambda m: m[0] if m["ticks"] else f"``{m['tex']}``", line)


def _words(link: re.Match[str]) -> str:
    return link["words"] or link["target"].replace("#", " > ")
