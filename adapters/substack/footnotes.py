"""Footnotes: one note for each anchor, in the order of the anchors, paragraphs only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adapters.base import Json
from adapters.lower import lower
from adapters.notes import led_to
from adapters.substack.containers import TASKS, simple
from adapters.substack.inline import Node
from adapters.substack.spec import KEY, SPEC
from content.document import (
    Block,
    Document,
    Footnote,
    List,
    ListItem,
    Paragraph,
    Quote,
    Text,
)
from content.problems import Problem

BULLET = "• "


def loose_listed(document: Document, file: str) -> tuple[Document, tuple[Problem, ...]]:
    """With the notes that the text does not lead to as its last paragraphs: the editor refuses a
    footnote without its anchor.
    """
    anchored = led_to(document)
    loose = tuple(note for note in document.footnotes if note.number not in anchored)
    if not loose:
        return document, ()
    end, told = lower(Document((), loose), KEY, {**SPEC.shows, "Footnote": "marked"}, file=file)
    kept = tuple(note for note in document.footnotes if note.number in anchored)
    return Document((*document.blocks, *end.blocks), kept), told


def footnotes(notes: tuple[Footnote, ...], body: list[Json]) -> list[Json]:
    """The notes of a post. A note that the text refers to twice is there twice.

    The anchors in `body` are numbered anew when that is so: the editor counts them one by one.
    """
    anchors = [attrs for node in body for attrs in _anchors(node)]
    order = [number for attrs in anchors if isinstance(number := attrs["number"], int)]
    order += [note.number for note in notes if note.number not in order]
    for place, attrs in enumerate(anchors, start=1):
        attrs["number"] = place
    found = {note.number: note for note in notes}
    made: list[Json] = [_note(found[number], n) for n, number in enumerate(order, start=1)]
    for attrs in (attrs for node in made for attrs in _anchors(node)):
        attrs["number"] = order.index(attrs["number"]) + 1  # type: ignore[arg-type]
    return made


def _anchors(node: Json) -> Iterator[Node]:
    """The attributes of the anchors, in reading order."""
    if not isinstance(node, dict):
        return
    if node["type"] == "footnoteAnchor" and isinstance(node["attrs"], dict):
        yield node["attrs"]
    content = node.get("content")
    for child in content if isinstance(content, list) else []:
        yield from _anchors(child)


def _note(note: Footnote, number: int) -> Node:
    content = simple(_unlisted(note.blocks)) or [{"type": "paragraph"}]
    return {"type": "footnote", "attrs": {"number": number}, "content": content}


def _unlisted(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """With paragraphs in place of lists, each item behind its marker."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, List):
            for number, item in enumerate(block.items, start=block.start or 0):
                found += _marked(item, BULLET if block.start is None else f"{number}. ")
        elif isinstance(block, Quote):
            found.append(replace(block, blocks=_unlisted(block.blocks)))
        else:
            found.append(block)
    return tuple(found)


def _marked(item: ListItem, marker: str) -> Iterator[Block]:
    mark = Text(marker if item.checked is None else TASKS[item.checked])
    first, rest = item.blocks[:1], item.blocks
    if first and isinstance(first[0], Paragraph):
        yield Paragraph((mark, *first[0].children), item.line)
        rest = rest[1:]
    else:
        yield Paragraph((mark,), item.line)
    yield from _unlisted(rest)
