"""Document nodes as text with entities, and the row of text and pictures they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from adapters.telegram.rich import Rich, cut, joined, styled, without
from content.document import (
    Block,
    Break,
    Code,
    CodeBlock,
    Cue,
    Details,
    Document,
    Embed,
    Emph,
    Figure,
    FootnoteRef,
    Gallery,
    Heading,
    Inline,
    InlineImage,
    Link,
    List,
    ListItem,
    Mark,
    Math,
    MathBlock,
    Only,
    Paragraph,
    Quote,
    RawHtml,
    Rule,
    Strike,
    Strong,
    Sub,
    Super,
    Table,
    Teaser,
    Text,
    Underline,
)

BULLET = "• "
TASKS = {True: "☑ ", False: "☐ "}
INDENT = "    "
LINKS = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class TextItem:
    """A block's text; `heading` is its words when it opens a section."""

    rich: Rich
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Shots:
    """Pictures that stand together."""

    figures: tuple[Figure, ...]


Item = TextItem | Shots


def items(document: Document) -> list[Item]:
    """The lowered document as a row of texts and runs of pictures, in reading order."""
    row: list[Item] = []
    for block in document.blocks:
        if isinstance(block, Figure):
            if row and isinstance(row[-1], Shots):
                row[-1] = Shots((*row[-1].figures, block))
            else:
                row.append(Shots((block,)))
        elif rich := block_rich(block):
            heading = rich.text if isinstance(block, Heading) else ""
            row.append(TextItem(rich, heading))
    return row


def block_rich(block: Block, depth: int = 0) -> Rich:
    """One block as text; what shows nothing is empty."""
    match block:
        case Heading(_, children):
            return styled(_trimmed(inline(children)), "bold")
        case Paragraph(children):
            return _trimmed(inline(children))
        case List():
            return joined(_lines(block, depth), "\n")
        case Quote():
            return _quote(block)
        case CodeBlock(text, _, language):
            return styled(Rich(text.strip("\n")), "pre", language=language)
        case MathBlock(tex):
            return styled(Rich(tex), "pre", language="latex")
        case Embed(_, url, _, title):
            return inline((Link(url, (Text(title or url),)),))
        case Rule() | Cue():
            return Rich()
        case Figure() | Gallery() | Table() | Details() | Only() | Teaser() | RawHtml():
            raise TypeError(f"{type(block).__name__} does not outlive lowering")
        case _:
            assert_never(block)


def _quote(quote: Quote) -> Rich:
    title = inline(quote.title) if quote.title else Rich(quote.kind.capitalize())
    head = [styled(title, "bold")] if title else []
    inside = joined([*head, *_blocks(quote.blocks)], "\n")
    return styled(without(inside, "blockquote"), "blockquote")


def _blocks(blocks: Iterable[Block]) -> Iterator[Rich]:
    for block in blocks:
        if rich := block_rich(block):
            yield rich


def _lines(block: List, depth: int) -> Iterator[Rich]:
    for number, item in enumerate(block.items, start=block.start or 0):
        marker = BULLET if block.start is None else f"{number}. "
        yield _item(item, marker if item.checked is None else TASKS[item.checked], depth)


def _item(item: ListItem, marker: str, depth: int) -> Rich:
    """The marker and the first paragraph on a line, what follows below and indented."""
    lines: list[Rich] = []
    blocks = list(item.blocks)
    head = inline(blocks.pop(0).children) if blocks and isinstance(blocks[0], Paragraph) else Rich()  # type: ignore[union-attr]
    lines.append(joined([Rich(INDENT * depth + marker), _trimmed(head)]))
    for block in blocks:
        rich = block_rich(block, depth + 1)
        if isinstance(block, Paragraph):
            rich = joined([Rich(INDENT * (depth + 1)), rich])
        if rich:
            lines.append(rich)
    return joined(lines, "\n")


def inline(children: Iterable[Inline]) -> Rich:
    return joined(_inline(child) for child in children)


def _inline(child: Inline) -> Rich:  # noqa: C901 - one case per node
    match child:
        case Text(text):
            return Rich(text)
        case Code(text) | Math(text):
            return styled(Rich(text), "code")
        case Strong(inner):
            return styled(inline(inner), "bold")
        case Emph(inner):
            return styled(inline(inner), "italic")
        case Strike(inner):
            return styled(inline(inner), "strikethrough")
        case Underline(inner):
            return styled(inline(inner), "underline")
        case Mark(inner) | Super(inner) | Sub(inner):
            return inline(inner)  # Telegram has no such style; render.py reports it
        case Link(href, inner):
            label = without(inline(inner), "code", "text_link")
            return styled(label, "text_link", url=href) if href.startswith(LINKS) else label
        case Break():
            return Rich("\n")
        case FootnoteRef() | InlineImage():
            raise TypeError(f"{type(child).__name__} does not outlive lowering")


def _trimmed(rich: Rich) -> Rich:
    """Without white space at the ends, which the server would trim and shift offsets by."""
    pieces = cut(rich, ())
    return pieces[0] if pieces else Rich()
