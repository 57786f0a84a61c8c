"""An issue's sections: a heading with what stands below it, up to the next heading of any level."""

from __future__ import annotations

from dataclasses import dataclass

from content.document import (
    Block,
    Cue,
    Document,
    Heading,
    Inline,
    Link,
    List,
    Only,
    RawHtml,
    Rule,
    Styled,
    Teaser,
    Text,
    plain_text,
    walk,
)
from content.measure import x_weight
from content.runs import block_runs, own_runs


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


def for_channel(blocks: tuple[Block, ...], channel: str) -> tuple[Block, ...]:
    """The blocks that a channel shows, out of their Only wrappers; "" stands for no channel."""
    if Only not in map(type, blocks):
        return blocks
    shown: list[Block] = []
    for block in blocks:
        if not isinstance(block, Only):
            shown.append(block)
        elif channel in block.channels:
            shown += for_channel(block.blocks, channel)
    return tuple(shown)


def is_story(section: Section) -> bool:
    """Prose, or a list that does not merely collect links; headings over nothing are none."""
    return has_text(section) and not is_round_up(section)


def has_text(section: Section) -> bool:
    return any(plain_text(run).strip() for run, _ in block_runs(_own(section)))


LIGHT_PROSE = 60  # X weight: a line or two above a list of links


def is_round_up(section: Section) -> bool:
    """Two or more list items, three in five with a link, and next to no prose beside them."""
    items = [item for block in section.blocks if isinstance(block, List) for item in block.items]
    if len(items) < 2 or sum([_links(item.blocks) for item in items]) < 0.6 * len(items):
        return False
    weight = 0
    for run, _ in block_runs(tuple([b for b in _own(section) if not isinstance(b, List)])):
        weight += x_weight(plain_text(run))
        if weight >= LIGHT_PROSE:
            return False
    return True


def _own(section: Section) -> tuple[Block, ...]:
    return tuple([b for b in section.blocks if not isinstance(b, Cue | Teaser | Rule | RawHtml)])


def _links(blocks: tuple[Block, ...]) -> bool:
    return any(_has_link(run) for block in walk(blocks) for run, _ in own_runs(block))


def _has_link(children: tuple[Inline, ...]) -> bool:
    for node in children:
        if isinstance(node, Text):
            continue
        if isinstance(node, Link) or (isinstance(node, Styled) and _has_link(node.children)):
            return True
    return False
