"""First pass over the lines: tags made whole, comments, footnotes and link references taken out."""

from __future__ import annotations

import re
from itertools import takewhile

from tests.witness.page import CannotWitness, Page
from tests.witness.raw_inline import reference_name, unescape

FENCE = re.compile(r" {0,3}(?P<mark>`{3,}(?=[^`]*$)|~{3,})")
NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$")
DEFINITION = re.compile(
    r" {0,3}\[([^\]^][^\]]*)\]:\s*(\S+)(?:\s+(?:\"[^\"]*\"|'[^']*'|\(.*\)))?\s*$"
)
LIQUID_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)


def whole_tags(lines: list[str]) -> list[str]:
    """A template tag written over several lines, on one; Liquid comments taken out."""
    out: list[str] = []
    fence = ""
    for line in lines:
        open_tag = not fence and out and out[-1].rfind("{%") > out[-1].rfind("%}")
        if open_tag:
            out[-1] = f"{out[-1]} {line.strip()}"
            continue
        fence = _fence_after(fence, line)
        out.append(line)
    text = "\n".join(out)
    if LIQUID_COMMENT.search(text) and any(FENCE.match(line) for line in out):
        raise CannotWitness("Liquid comments in an issue with code")
    return LIQUID_COMMENT.sub("", text).split("\n")


def _fence_after(fence: str, line: str) -> str:
    """The mark of the fence that is open after this line, or nothing."""
    bare = re.sub(r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*", "", line)
    m = FENCE.match(bare)
    if not fence:
        return m["mark"] if m else ""
    closes = m and m["mark"].startswith(fence) and bare.strip() == m["mark"]
    return "" if closes else fence


def without_definitions(page: Page, lines: list[str]) -> list[str]:
    """Takes footnotes and link references out of the lines and keeps them for the page."""
    out: list[str] = []
    fence = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        fence = _fence_after(fence, line)
        if not fence and (m := NOTE.match(line)):
            body = _note_body(lines[at + 1 :])
            page.note_bodies[m[1]] = [m[2], *(text.removeprefix("    ") for text in body)]
            at += 1 + len(body)
            continue
        at += 1
        if not fence and (m := DEFINITION.match(line)):
            if out and out[-1].strip():
                raise CannotWitness(f"link reference glued to text: {line!r}")
            page.references.setdefault(reference_name(m[1]), unescape(m[2].strip("<>")))
            at += at < len(lines) and not lines[at].strip()
            continue
        out.append(line)
    return out


def _note_body(lines: list[str]) -> list[str]:
    """Lines glued to the note, and indented ones after blank lines."""
    body = list(takewhile(lambda line: line.strip() and not NOTE.match(line), lines))
    while len(body) < len(lines):
        blanks = len(list(takewhile(lambda line: not line.strip(), lines[len(body) :])))
        following = lines[len(body) + blanks :]
        indented = list(takewhile(lambda line: line.startswith("    "), following))
        if not blanks or not indented:
            break
        body += lines[len(body) : len(body) + blanks] + indented
    return body
