"""What a reader must find, read from raw Markdown by code that shares nothing with the product.

    >>> issue = wanted("# 标题\\n\\n**重点（X）**是[链接](https://a.example/)。\\n")
    >>> issue.text
    '标题重点（X）是链接。'
    >>> issue.bold, issue.links, issue.headings
    (('重点（X）',), ('https://a.example/',), ('标题',))

    missing(issue.text, shown.text, allowed=[...])       # see kept.py
    missing(issue.without("table").text, shown.text)     # where tables become pictures

It goes line by line, containers (lists, quotations, footnotes) by recursion on their lines without
the prefix. A construct that it does not know raises CannotWitness: a witness does not guess.
"""

from __future__ import annotations

import re
from itertools import takewhile

from tests.witness.page import CannotWitness, Page
from tests.witness.raw_html import html_length, put_html, starts_html
from tests.witness.raw_inline import (
    ATTRIBUTE_LIST,
    CODE,
    put_inline,
    refuse_only,
)
from tests.witness.raw_lines import FENCE, whole_tags, without_definitions
from tests.witness.templates import TAG, put_template
from tests.witness.wanted import Block, Wanted

FRONT_MATTER = re.compile(
    r"\A\ufeff?(?:---\n.*?\n---|\+\+\+\n.*?\n\+\+\+)[ \t]*(?:\n|\Z)", re.DOTALL
)
HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
QUOTE = re.compile(r" {0,3}> ?")
CALLOUT = re.compile(r"\s*\[!(\w+)\][+-]?[ \t]*(.*)$")
ITEM = re.compile(r"(?P<lead> {0,3}(?:[-*+]|(?P<number>\d{1,9})[.)]))(?P<gap> +|$)")
TASK = re.compile(r"\[[ xX]\](?=\s)")
TABLE_RULE = re.compile(r" {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
COMMENT_START = re.compile(r" {0,3}<!--")


def wanted(markdown: str) -> Wanted:
    """The visible text, pictures, links and marks of a Markdown issue, front matter left out."""
    body = FRONT_MATTER.sub("", markdown.replace("\r\n", "\n"), count=1)
    page = Page()
    lines = without_definitions(page, whole_tags(body.expandtabs(4).split("\n")))
    _blocks(page, lines)
    page.close()
    _notes(page)
    return page.wanted()


def _notes(page: Page) -> None:
    for name in page.note_order:  # grows when a note mentions another one
        first = len(page.blocks)
        _blocks(page, page.note_bodies[name])
        page.close()
        page.blocks[first:] = [Block("footnote", block.stream) for block in page.blocks[first:]]
    unused = page.note_bodies.keys() - set(page.note_order)
    if unused:
        raise CannotWitness(f"footnotes that nothing mentions: {sorted(unused)}")


# --- second pass: blocks ------------------------------------------------------------------------


def _blocks(page: Page, lines: list[str]) -> None:
    at = 0
    while at < len(lines):
        at += _block(page, lines[at:])


def _block(page: Page, lines: list[str]) -> int:
    """Reads one block from the top of the lines and says how many it took."""
    line = lines[0]
    if not line.strip() or ATTRIBUTE_LIST.fullmatch(line.strip()):
        return 1
    if TAG.fullmatch(line.strip()):
        page.close()
        put_template(page, line.strip())
        page.close()
        return 1
    if line.startswith("    "):
        return _indented_code(page, lines)
    if m := FENCE.match(line):
        return _fenced_code(page, lines, m["mark"])
    if COMMENT_START.match(line):
        return _comment(lines)
    if starts_html(line, after_text=False):
        length = html_length(lines)
        put_html(page, "\n".join(lines[:length]))
        return length
    return _markdown_block(page, lines)


def _markdown_block(page: Page, lines: list[str]) -> int:
    line = lines[0]
    if m := HEADING.match(line):
        _paragraph(page, "heading", m[2] or "")
        return 1
    if RULE.match(line):
        return 1
    if QUOTE.match(line):
        return _quote(page, lines)
    if ITEM.match(line):
        return _item(page, lines)
    if _starts_table(lines):
        return _table(page, lines)
    return _text(page, lines)


def _paragraph(page: Page, kind: str, source: str) -> None:
    page.open(kind)
    put_inline(page, source)
    page.close()


def _interrupts(lines: list[str]) -> bool:
    """Whether the top line ends the paragraph above it."""
    line = lines[0]
    if not line.strip():
        return True
    item = ITEM.match(line)
    if item and (not line[item.end() :].strip() or item["number"] not in {None, "1"}):
        raise CannotWitness(f"list item glued to text: {line!r}")
    patterns = FENCE, HEADING, RULE, QUOTE, ITEM, COMMENT_START
    return (
        any(pattern.match(line) for pattern in patterns)
        or starts_html(line, after_text=True)
        or _starts_table(lines)
    )


def _text(page: Page, lines: list[str]) -> int:
    length = 1
    while length < len(lines):
        if UNDERLINE.match(lines[length]):
            _paragraph(page, "heading", "\n".join(lines[:length]))
            return length + 1
        if _interrupts(lines[length:]):
            break
        length += 1
    _paragraph(page, "paragraph", "\n".join(line.strip(" ") for line in lines[:length]))
    return length


def _comment(lines: list[str]) -> int:
    refuse_only(lines[0].strip())
    for count, line in enumerate(lines, 1):
        if "-->" in line:
            if line.split("-->", 1)[1].strip():
                raise CannotWitness(f"text after a comment: {line!r}")
            return count
    return len(lines)


def _put_code(page: Page, lines: list[str]) -> None:
    page.open("code")
    if any(line.strip() for line in lines):
        page.code("\n".join(lines))
    page.close()


def _fenced_code(page: Page, lines: list[str], mark: str) -> int:
    body = list(takewhile(lambda line: not _closes(line, mark), lines[1:]))
    _put_code(page, body)
    return len(body) + 2


def _closes(line: str, mark: str) -> bool:
    text = line.strip()
    return len(text) >= len(mark) and set(text) == {mark[0]} and not line.startswith("    ")


def _indented_code(page: Page, lines: list[str]) -> int:
    if any("</" in block_line for block_line in lines):
        raise CannotWitness(f"indented text that HTML may hold: {lines[0]!r}")
    body = list(takewhile(lambda line: line.startswith("    ") or not line.strip(), lines))
    _put_code(page, body)
    return len(body)


def _quote(page: Page, lines: list[str]) -> int:
    body = [QUOTE.sub("", lines[0], count=1)]
    for at, line in enumerate(lines[1:], 1):
        if QUOTE.match(line):
            body.append(QUOTE.sub("", line, count=1))
        elif _is_lazy(body[-1], lines[at:]):
            body.append(line.lstrip())
        else:
            break
    if m := CALLOUT.match(body[0]):
        _paragraph(page, "paragraph", m[2])
        _blocks(page, body[1:])
    else:
        _blocks(page, body)
    return len(body)


def _is_lazy(above: str, lines: list[str]) -> bool:
    """Text glued under a quotation or an item goes on with the paragraph that ends it."""
    if not above.strip() or _interrupts(lines):
        return False
    bare = re.sub(r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*", "", above)
    ends = FENCE, HEADING, RULE, TABLE_RULE
    if (
        any(pattern.match(bare) for pattern in ends)
        or bare.startswith("|")
        or UNDERLINE.match(lines[0])
    ):
        raise CannotWitness(f"text glued under {above!r}")
    return not starts_html(bare, after_text=False)


def _item(page: Page, lines: list[str]) -> int:
    """One list item with everything that its indentation holds."""
    m = ITEM.match(lines[0])
    if m is None:
        raise AssertionError
    gap = len(m["gap"]) if 1 <= len(m["gap"]) <= 4 else 1
    offset = len(m["lead"]) + gap
    body = [TASK.sub("", lines[0][offset:], count=1)]
    for at, line in enumerate(lines[1:], 1):
        if line.startswith(" " * offset) or not line.strip():
            body.append(line[offset:])
        elif not ITEM.match(line) and _is_lazy(body[-1], lines[at:]):
            body.append(line.lstrip())
        else:
            break
    page.list_items += 1
    page.close()
    _blocks(page, body)
    return len(body)


# --- tables -------------------------------------------------------------------------------------


def _starts_table(lines: list[str]) -> bool:
    if len(lines) < 2 or "|" not in lines[0] or not TABLE_RULE.match(lines[1]):
        return False
    return len(_cells(lines[0])) == len(_cells(lines[1]))


def _table(page: Page, lines: list[str]) -> int:
    rows = [lines[0], *takewhile(lambda line: line.strip() and "|" in line, lines[2:])]
    after = lines[len(rows) + 1 : len(rows) + 2]
    if after and after[0].strip() and not _interrupts(after):
        raise CannotWitness(f"text glued under a table: {after[0]!r}")
    width = len(_cells(lines[0]))
    page.open("table")
    for row in rows:
        for cell in _cells(row)[:width]:
            put_inline(page, cell.replace("\\|", "|"))
            page.put("\n")
    page.close()
    return len(rows) + 1


def _cells(row: str) -> list[str]:
    if any("|" in code.replace("\\|", "") for code in (m["code"] for m in CODE.finditer(row))):
        raise CannotWitness(f"a bar inside code in a table: {row!r}")
    inner = re.sub(r"^\s*\||(?<!\\)\|\s*$", "", row)
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", inner)]
