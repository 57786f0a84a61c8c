"""A section's running text, row by row: a paragraph or a list item each, with where links stand."""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import NamedTuple

from adapters.x.wording import weighs
from content.document import (
    Block,
    CodeBlock,
    Cue,
    Heading,
    Inline,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Strong,
    Styled,
    Table,
    Text,
    plain_text,
)
from content.sentences import Span
from content.tables import TABLES, Tables

POST = "post"  # the word of a cue: what follows it is the author's choice
BULLET = "• "
TASKS = {True: "☑ ", False: "☐ "}
COLON = ("：", ":")
LEAD = 10  # weight from which a first link or bold word stands for its item


class Row(NamedTuple):
    """`marker` is "" for a paragraph; `lead` is the length of the bold or linked words that open
    it, `lead_in` these words where they can stand for it; `block` numbers the list or paragraph;
    `heads` says that a list hangs below the item, `titles` that it names what follows in its block.
    """

    text: str
    line: int
    links: tuple[Span, ...] = ()
    lead: int = 0
    marker: str = ""
    block: int = 0
    cued: bool = False
    heads: bool = False
    lead_in: str = ""
    titles: bool = False


def rows(blocks: tuple[Block, ...]) -> tuple[Row, ...]:
    """Paragraphs and list items in order; code, pictures and their captions are left out."""
    found: list[Row] = []
    cued = False
    for number, block in enumerate(blocks):
        if isinstance(block, Cue):
            cued = cued or block.word == POST
            continue
        told = _block(block, number)
        if cued and told:
            told[0], cued = told[0]._replace(cued=True), False
        found += told
    return tuple([row for row in found if row.text])


def is_opinion(row: Row, tables: Tables = TABLES) -> bool:
    """Whether the author speaks: one of the markers and a colon open it."""
    first = row.text[:1].casefold()
    return first in _initials(tables.opinion_markers) and opinion_body(row, tables) > 0


def opinion_body(row: Row, tables: Tables = TABLES) -> int:
    """Where an opinion goes on behind its marker."""
    mark = _opinion_mark(tables.opinion_markers).match(row.text)
    return mark.end() if mark else 0


@cache
def _initials(markers: tuple[str, ...]) -> frozenset[str]:
    return frozenset(marker[:1].casefold() for marker in markers)


@cache
def _opinion_mark(markers: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, markers))})\s*[:：]\s*", re.IGNORECASE)


def _block(block: Block, number: int) -> list[Row]:
    if isinstance(block, Paragraph | Heading):  # a heading within a list or a quotation
        return [_row(block.children, block.line, number)]
    if isinstance(block, List):
        return _list(block, number)
    if isinstance(block, Quote):
        title = [_row(block.title, block.line, number)] if block.title else []
        if block.blocks:
            title = [row._replace(titles=True) for row in title]
        return title + [row._replace(block=number) for row in rows(block.blocks)]
    return []


def _list(block: List, number: int) -> list[Row]:
    found: list[Row] = []
    for position, item in enumerate(block.items):
        marker = BULLET if block.start is None else f"{block.start + position}. "
        found += _item(item, marker if item.checked is None else TASKS[item.checked], number)
    return found


def _item(item: ListItem, marker: str, number: int) -> list[Row]:
    """The item's own words bear the marker; what hangs below it follows, up to code or a table,
    since the words behind these are about them."""
    if len(item.blocks) == 1 and isinstance(only := item.blocks[0], Paragraph):
        row = _row(only.children, only.line, number, marker)
        return [row] if row.text else []
    told = itertools.takewhile(lambda block: not isinstance(block, CodeBlock | Table), item.blocks)
    below = [row._replace(block=number) for row in rows(tuple(told))]
    if below and not below[0].marker:
        heads = any(isinstance(block, List) for block in item.blocks)
        below[0] = below[0]._replace(marker=marker, heads=heads)
    return below


def _row(children: tuple[Inline, ...], line: int, block: int, marker: str = "") -> Row:
    first = children[0] if children else None
    if len(children) == 1 and isinstance(first, Text):
        return Row(first.text.strip(), line, (), 0, marker, block)
    raw, links, lead = _read(children)
    text = raw.strip()
    shift = raw.find(text)
    spans = tuple([(start - shift, end - shift) for start, end in links] if shift else links)
    lead = max(0, lead - shift)
    words = text[:lead].strip() if lead else ""
    lead_in = words if words and weighs(words, LEAD) else ""
    return Row(text, line, spans, lead, marker, block, lead_in=lead_in)


def _read(children: tuple[Inline, ...]) -> tuple[str, list[Span], int]:
    """The plain text of a run, where its links stand in it, and how long the link or bold word is
    that opens it, whatever it is wrapped in."""
    text, lead = "", 0
    links: list[Span] = []
    for node in children:
        start, opening = len(text), 0
        if isinstance(node, Text):
            text += node.text
        elif isinstance(node, Link):
            text += plain_text(node.children)
            opening = len(text)
            links.append((start, opening))
        elif isinstance(node, Styled):
            inner, inside, opening = _read(node.children)
            text += inner
            links += [(start + a, start + b) for a, b in inside]
            opening = len(inner) if isinstance(node, Strong) else opening
        else:
            text += plain_text((node,))
        if node is children[0]:
            lead = opening
    return text, links, lead
