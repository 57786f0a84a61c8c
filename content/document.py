"""The document: an issue parsed once into typed nodes, each block with its source line.

Renderers `match` on these nodes and end with `assert_never`, so a node that a channel forgets is
a type error. Nodes are values: frozen, comparable, without behaviour beyond plain-text access.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# --- inline nodes -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emph:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strike:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Underline:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Super:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Sub:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Math:
    tex: str


@dataclass(frozen=True, slots=True)
class Link:
    """`href` is absolute (http, https, mailto) after load_issue, which resolves relative ones."""

    href: str
    children: tuple[Inline, ...]
    title: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class InlineImage:
    source: str
    alt: str = ""
    title: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """A hard line break. Soft breaks are joined while parsing and never reach the tree."""


@dataclass(frozen=True, slots=True)
class FootnoteRef:
    """`number` counts from 1 in order of first reference and names a Footnote of the document."""

    number: int
    line: int = 0


Inline = (
    Text | Strong | Emph | Strike | Mark | Underline | Super | Sub | Code | Math | Link
    | InlineImage | Break | FootnoteRef
)  # fmt: skip

Styled = (
    Strong | Emph | Strike | Mark | Underline | Super | Sub | Link
)  # inline nodes with children

# --- block nodes ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    children: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ListItem:
    """`checked` is None for an ordinary item, a bool for a task."""

    blocks: tuple[Block, ...]
    line: int
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class List:
    """`start` is the first number of an ordered list and None for bullets."""

    items: tuple[ListItem, ...]
    line: int
    start: int | None = None
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """`kind` is "" for a plain quotation, else the callout's kind in lower case ("note", "tip").

    A callout without a title is called `word`; one that has its own, and any other, has no word.
    """

    blocks: tuple[Block, ...]
    line: int
    kind: str = ""
    title: tuple[Inline, ...] = ()
    word: str = ""


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """`text` has no trailing newline; `language` is the first word of the fence's info, or ""."""

    text: str
    line: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class MathBlock:
    tex: str
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """`align` holds "left", "center", "right" or "" per column; every row has as many cells."""

    align: tuple[str, ...]
    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that stands alone. `source` is as the author wrote it: a key of Issue.assets."""

    source: str
    line: int
    alt: str = ""
    caption: tuple[Inline, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Gallery:
    """Several pictures that the author set side by side."""

    figures: tuple[Figure, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Embed:
    """Media of another service: `service` is "youtube", "bilibili", "x" … or "" when unknown."""

    service: str
    url: str
    line: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    line: int


@dataclass(frozen=True, slots=True)
class Details:
    summary: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Teaser:
    """The place of `<!--more-->`: what stands above it is the teaser."""

    line: int


@dataclass(frozen=True, slots=True)
class Only:
    """Blocks for the named channels alone."""

    channels: tuple[str, ...]
    blocks: tuple[Block, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Cue:
    """A word to one channel, written as `<!-- x:post -->`: shows nothing by itself."""

    channel: str
    word: str
    line: int


@dataclass(frozen=True, slots=True)
class RawHtml:
    """HTML that maps to no node. No reader sees it; the parser has warned about it."""

    html: str
    line: int


Block = (
    Heading | Paragraph | List | Quote | CodeBlock | MathBlock | Table | Figure | Gallery | Embed
    | Rule | Details | Teaser | Only | Cue | RawHtml
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Footnote:
    number: int
    blocks: tuple[Block, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...] = ()


# --- reading the tree -------------------------------------------------------------------------


def plain_text(children: tuple[Inline, ...]) -> str:
    """The visible characters of inline nodes; a hard break counts as a newline."""
    return "".join([c.text if type(c) is Text else _plain(c) for c in children])


def _plain(node: Inline) -> str:
    match node:
        case Text(text) | Code(text):
            return text
        case Math(tex):
            return tex
        case Break():
            return "\n"
        case InlineImage() | FootnoteRef():
            return ""
        case _:
            return plain_text(node.children)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in document order, parents before children."""
    for block in blocks:
        yield block
        if type(block) in _HOLDERS:  # a generator within each would hand on every block below it
            found: list[Block] = []
            _gather(_inside(block), found)
            yield from found


def _gather(blocks: tuple[Block, ...], found: list[Block]) -> None:
    for block in blocks:
        found.append(block)
        if type(block) in _HOLDERS:
            _gather(_inside(block), found)


_HOLDERS = frozenset({Quote, Details, Only, List, Gallery})


def _inside(block: Block) -> tuple[Block, ...]:
    match block:
        case Quote() | Details() | Only():
            return block.blocks
        case List(items):
            return tuple([inner for item in items for inner in item.blocks])
        case Gallery(figures):
            return figures
        case _:
            return ()


def walk_all(document: Document) -> Iterator[Block]:
    """Every block of a document, those of footnotes last."""
    yield from walk(document.blocks)
    for note in document.footnotes:
        yield from walk(note.blocks)


def figures(document: Document) -> Iterator[Figure]:
    """Every Figure in document order, those of galleries included; not the inline images."""
    return (block for block in walk_all(document) if isinstance(block, Figure))
