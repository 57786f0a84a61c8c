"""What a reader must find in every edition of an issue: plain values, no parsing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands in a stream where a picture stands


def squeeze(text: str) -> str:
    """The visible characters alone: no white space of any kind, NFC."""
    return unicodedata.normalize("NFC", "".join(text.split()))


def words(text: str) -> tuple[str, ...]:
    """Runs of Latin letters and digits: what a lost space would glue together."""
    return tuple(re.findall(r"[A-Za-z0-9]+", text))


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that stands by itself; `stream` has PICTURE where a picture stands.

    `kind` is heading, paragraph, code, table, caption, figure or footnote. Text of list items,
    quotations and details are paragraphs.
    """

    kind: str
    stream: str

    @property
    def text(self) -> str:
        return squeeze(self.stream.replace(PICTURE, ""))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything in reading order; list markers, footnote marks and alt texts are left out.

    `links` and `figures` are targets as the author wrote them, `bold` the texts set in strong
    emphasis, `codes` the code spans and code blocks; white space is removed from both.
    Footnotes stand at the end, in the order of their first reference.
    """

    blocks: tuple[Block, ...] = ()
    figures: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    bold: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    embeds: tuple[str, ...] = ()
    list_items: int = 0
    words: tuple[str, ...] = field(default=(), compare=False)  # known only from raw Markdown

    @property
    def stream(self) -> str:
        """The text with PICTURE where pictures stand: tells a moved picture from a kept one."""
        return squeeze("".join(block.stream for block in self.blocks))

    @property
    def text(self) -> str:
        return squeeze("".join(block.stream for block in self.blocks).replace(PICTURE, ""))

    @property
    def headings(self) -> tuple[str, ...]:
        return self.of_kind("heading")

    def of_kind(self, kind: str) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks if block.kind == kind)

    def without(self, *kinds: str) -> Wanted:
        """For a channel that shows these elsewhere: `wanted.without("table", "caption").text`."""
        return replace(self, blocks=tuple(b for b in self.blocks if b.kind not in kinds))


def together(parts: Iterable[Wanted]) -> Wanted:
    """One after the other."""
    rows = tuple(parts)
    return Wanted(
        blocks=tuple(block for row in rows for block in row.blocks),
        figures=tuple(source for row in rows for source in row.figures),
        links=tuple(target for row in rows for target in row.links),
        bold=tuple(text for row in rows for text in row.bold),
        codes=tuple(text for row in rows for text in row.codes),
        embeds=tuple(source for row in rows for source in row.embeds),
        list_items=sum(row.list_items for row in rows),
    )
