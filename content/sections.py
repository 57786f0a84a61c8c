"""An issue's sections: a heading with what stands below it, up to the next heading of any level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from content.document import (
    Block,
    Cue,
    Document,
    Heading,
    Link,
    List,
    Only,
    RawHtml,
    Rule,
    Teaser,
    plain_text,
)
from content.measure import x_weight
from content.runs import block_runs, inline_nodes


@dataclass(frozen=True, slots=True)
class Section:
    """`heading` is None for what stands above the first heading."""

    heading: Heading | None
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        return plain_text(self.heading.children).strip() if self.heading else ""


def sections(document: Document, channel: str = "") -> tuple[Section, ...]:
    """In document order, as the channel shows them; the first one has no heading, may be empty."""
    heading: Heading | None = None
    below: list[Block] = []
    found: list[Section] = []
    for block in for_channel(document.blocks, channel):
        if isinstance(block, Heading):
            found.append(Section(heading, tuple(below)))
            heading, below = block, []
        else:
            below.append(block)
    return (*found, Section(heading, tuple(below)))


def for_channel(blocks: tuple[Block, ...], channel: str) -> Iterator[Block]:
    """The blocks that a channel shows, out of their Only wrappers; "" stands for no channel."""
    for block in blocks:
        if not isinstance(block, Only):
            yield block
        elif channel in block.channels:
            yield from for_channel(block.blocks, channel)


def is_story(section: Section) -> bool:
    """Prose, or a list that does not merely collect links; headings over nothing are none."""
    return has_text(section) and not is_round_up(section)


def has_text(section: Section) -> bool:
    return any(plain_text(run).strip() for run, _ in block_runs(_own(section)))


LIGHT_PROSE = 60  # X weight: a line or two above a list of links


def is_round_up(section: Section) -> bool:
    """Two or more list items, three in five with a link, and next to no prose beside them."""
    items = [item for block in _own(section) if isinstance(block, List) for item in block.items]
    linked = sum(_links(item.blocks) for item in items)
    prose = tuple(block for block in _own(section) if not isinstance(block, List))
    weight = sum(x_weight(plain_text(run)) for run, _ in block_runs(prose))
    return len(items) >= 2 and linked >= 0.6 * len(items) and weight < LIGHT_PROSE


def _own(section: Section) -> tuple[Block, ...]:
    return tuple(b for b in section.blocks if not isinstance(b, Cue | Teaser | Rule | RawHtml))


def _links(blocks: tuple[Block, ...]) -> bool:
    nodes = (node for run, _ in block_runs(blocks) for node in inline_nodes(run))
    return any(isinstance(node, Link) for node in nodes)
