"""The contents below the header of the first text: which heading each later text comes to first.

    2/4 Models and products
    3/4 Papers of the week

They are words alone. Links could be put in only by an edit once all is sent, and a message that
came out elsewhere would then be wrong; the numbers are those that the texts begin with.
"""

from __future__ import annotations

from collections.abc import Sequence

from adapters.lower import CELL_JOINER
from adapters.telegram.numbering import replaced
from adapters.telegram.passages import EMPTY, GAP
from adapters.telegram.pen import QUOTES
from adapters.telegram.rich import Entity, Rich
from content.measure import utf16_units

FEWEST = 2  # lines, so there are three texts at least: two are seen at a glance


def contents(texts: Sequence[Rich]) -> Rich:
    """Of all texts of an edition, numbered or not; empty where it would say little."""
    headings = [(n, _heading(rich)) for n, rich in enumerate(texts[1:], 2)]
    lines = [f"{n}/{len(texts)} {words}" for n, words in headings if words]
    return Rich("\n".join(lines)) if len(lines) >= FEWEST else EMPTY


def with_contents(texts: Sequence[Rich], room: int) -> list[Rich]:
    """With contents in the first, if that stays within `room` UTF-16 units."""
    found = contents(texts)
    if not found or not texts[0]:
        return list(texts)
    header = texts[0].text.partition(GAP)[0]
    first = replaced(texts[0], len(header), len(header), f"{GAP}{found.text}")
    return [first, *texts[1:]] if utf16_units(first.text) <= room else list(texts)


def without_contents(texts: Sequence[Rich]) -> list[Rich]:
    """The other way round: only what these very texts would be given is taken out."""
    found = contents(texts)
    if not found:
        return list(texts)
    header, _, below = texts[0].text.partition(GAP)
    if below.partition(GAP)[0] != found.text:
        return list(texts)
    end = len(header) + len(GAP) + len(found.text)
    return [replaced(texts[0], len(header), end, ""), *texts[1:]]


def _heading(rich: Rich) -> str:
    """The first paragraph that is bold as a whole, and neither a table's nor a quotation's."""
    quotes = [e for e in rich.entities if e.kind in QUOTES]
    for entity in rich.entities:
        words = rich.text[entity.start : entity.end]
        if entity.kind != "bold" or "\n" in words or CELL_JOINER in words:
            continue
        if _apart(rich.text, entity) and not any(q.start <= entity.start < q.end for q in quotes):
            return words
    return ""


def _apart(text: str, entity: Entity) -> bool:
    before, after = text[: entity.start], text[entity.end :]
    return (not before or before.endswith(GAP)) and after.startswith(GAP)
