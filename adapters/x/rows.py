"""A section's running text, row by row: a paragraph or a list item each, with where links stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from adapters.x.wording import weighs
from content.document import (
    Block,
    Cue,
    Inline,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Strong,
    Text,
    plain_text,
)
from content.sentences import Span
from content.tables import TABLES, Tables

POST = "post"  # the word of a cue: what follows it is the author's choice
BULLET = "• "
COLON = ("：", ":")
LEAD = 10  # weight from which a first link or bold word stands for its item


@dataclass(frozen=True, slots=True)
class Row:
    """`marker` is "" for a paragraph; `lead` is the length of the bold or linked words that open
    it, `lead_in` these words where they can stand for it; `block` numbers the list or paragraph;
    `heads` says that a list hangs below the item."""

    text: str
    line: int
    links: tuple[Span, ...] = ()
    lead: int = 0
    marker: str = ""
    block: int = 0
    cued: bool = False
    heads: bool = False
    lead_in: str = ""


def rows(blocks: tuple[Block, ...]) -> tuple[Row, ...]:
    """Paragraphs and list items in order; code, pictures and their captions are left out."""
    found: list[Row] = []
    cued = False
    for number, block in enumerate(blocks):
        if isinstance(block, Cue):
            cued = cued or block.word == POST
            continue
        for row in _block(block, number):
            if cued:
                row, cued = replace(row, cued=True), False
            found.append(row)
    return tuple([row for row in found if row.text])


def is_opinion(row: Row, tables: Tables = TABLES) -> bool:
    """Whether the author speaks: one of the markers and a colon open it."""
    return bool(_opinion_mark(tables.opinion_markers).match(row.text))


def opinion_body(row: Row, tables: Tables = TABLES) -> int:
    """Where an opinion goes on behind its marker."""
    mark = _opinion_mark(tables.opinion_markers).match(row.text)
    return mark.end() if mark else 0


@cache
def _opinion_mark(markers: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, markers))})\s*[:：]\s*", re.IGNORECASE)


def _block(block: Block, number: int) -> Iterator[Row]:
    match block:
        case Paragraph(children, line):
            yield _row(children, line, number)
        case Quote(blocks, line, _, title):
            if title:
                yield _row(title, line, number)
            for row in rows(blocks):
                yield row if row.block == number else replace(row, block=number)
        case List():
            for position, item in enumerate(block.items):
                marker = BULLET if block.start is None else f"{block.start + position}. "
                yield from _item(item, marker, number)
        case _:
            pass


def _item(item: ListItem, marker: str, number: int) -> Iterator[Row]:
    """The item's own words bear the marker; what hangs below it follows."""
    if len(item.blocks) == 1 and isinstance(only := item.blocks[0], Paragraph):
        row = _row(only.children, only.line, number, marker)
        if row.text:
            yield row
        return
    heads = any(isinstance(block, List) for block in item.blocks)
    for position, row in enumerate(rows(item.blocks)):
        if position == 0 and not row.marker:
            yield replace(row, marker=marker, heads=heads, block=number)
        else:
            yield row if row.block == number else replace(row, block=number)


def _row(children: tuple[Inline, ...], line: int, block: int, marker: str = "") -> Row:
    raw = plain_text(children)
    text = raw.strip()
    shift = len(raw) - len(raw.lstrip())
    if len(children) == 1 and type(children[0]) is Text:
        return Row(text, line, (), 0, marker, block)
    spans = tuple([(start - shift, end - shift) for start, end in _links(children, 0)])
    lead = max(0, _lead(children) - shift)
    words = text[:lead].strip()
    lead_in = words if words and weighs(words, LEAD) else ""
    return Row(text, line, spans, lead, marker, block, lead_in=lead_in)


def _links(children: tuple[Inline, ...], at: int) -> Iterator[Span]:
    for node in children:
        if type(node) is Text:
            at += len(node.text)
            continue
        length = len(plain_text((node,)))
        if isinstance(node, Link):
            yield at, at + length
        else:
            yield from _links(getattr(node, "children", ()), at)
        at += length


def _lead(children: tuple[Inline, ...]) -> int:
    """How long the link or bold word is that opens the run, whatever it is wrapped in."""
    first = children[0] if children else None
    if first is None or type(first) is Text:
        return 0
    if isinstance(first, Link | Strong):
        return len(plain_text((first,)))
    return _lead(getattr(first, "children", ()))
