"""Blocks where only one run of text can stand: headings, captions, titles, table cells."""

from __future__ import annotations

from collections.abc import Sequence

from content.document import (
    Block,
    Break,
    Code,
    CodeBlock,
    Cue,
    Details,
    Embed,
    Figure,
    Gallery,
    Heading,
    Inline,
    InlineImage,
    Link,
    List,
    Math,
    MathBlock,
    Only,
    Paragraph,
    Quote,
    RawHtml,
    Rule,
    Table,
    Teaser,
    Text,
    plain_text,
)
from content.markdown.pieces import Fold, Marker, Piece, fold
from content.markdown.reading import Reading
from content.markdown.runs import Item, paragraph_pieces, spans_of, trimmed


def flat(items: Sequence[Item]) -> tuple[tuple[Inline, ...], list[Piece]]:
    """For headings and cells, which cannot split: figures become inline images."""
    row: list[Item] = []
    for item in items:
        match item:
            case Figure(source, line, alt, caption, href):
                image = InlineImage(source, alt, plain_text(caption), line)
                row.append(Link(href, (image,), line=line) if href else image)
            case Embed(_, url, line, title):
                row.append(Link(url, (Text(title or url),), line=line))
            case _:
                row.append(item)
    spans, lifted = spans_of(row)
    return trimmed(spans), lifted


def one_line(items: Sequence[Item], line: int, reading: Reading) -> tuple[Inline, ...]:
    """For captions and titles: all that shows, blocks among it set behind one another."""
    spans, lifted = flat(items)
    if not lifted:
        return spans
    return inlined(fold(paragraph_pieces(items, line), reading), reading)


def inlined(blocks: Sequence[Block], reading: Reading) -> tuple[Inline, ...]:
    """Blocks as the text of one cell or title, a hard break between two of them."""
    out: list[Inline] = []
    for block in blocks:
        row = _inlined(block, reading)
        out.extend((Break(), *row) if out and row else row)
    return tuple(out)


def _inlined(block: Block, reading: Reading) -> tuple[Inline, ...]:
    match block:
        case Paragraph(children) | Heading(children=children):
            return children
        case CodeBlock(text):
            return (Code(text),)
        case MathBlock(tex):
            return (Math(tex),)
        case Figure() | Embed():
            return flat((block,))[0]
        case List(items, start=start):
            return _inlined_list([item.blocks for item in items], start, reading)
        case Table(_, header, rows):
            return _inlined_table((header, *rows))
        case Rule() | Teaser() | Cue() | RawHtml():
            return ()
        case _:
            return _inlined_group(block, reading)


def _inlined_group(block: Gallery | Quote | Only | Details, reading: Reading) -> tuple[Inline, ...]:
    match block:
        case Gallery(figures):
            return inlined(figures, reading)
        case Only(_, blocks, line):
            misplaced(line, reading)
            return inlined(blocks, reading)
        case Quote(blocks, title=title) | Details(title, blocks):
            rest = inlined(blocks, reading)
            return (*title, Break(), *rest) if title and rest else title or rest


def _inlined_list(
    items: Sequence[Sequence[Block]], start: int | None, reading: Reading
) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for number, blocks in enumerate(items, start or 0):
        mark = "• " if start is None else f"{number}. "
        out.extend(([Break()] if out else []) + [Text(mark), *inlined(blocks, reading)])
    return tuple(out)


def _inlined_table(rows: Sequence[Sequence[tuple[Inline, ...]]]) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for row in rows:
        out.extend([Break()] if out else [])
        for place, cell in enumerate(row):
            out.extend(([Text(" | ")] if place else []) + list(cell))
    return tuple(out)


def misplaced(line: int, reading: Reading) -> None:
    """What was meant for some channels would reach all of them."""
    reading.error(
        "misplaced-only",
        line,
        "An `only` mark stands in a heading, a caption or a table cell, where it has no effect.",
        "Put the marks around the whole heading, figure or table.",
    )


def report_markers(lifted: Sequence[Piece], reading: Reading) -> list[Piece]:
    """What was lifted out of a heading or cell, without ends of regions, which are errors there."""
    for piece in lifted:
        if isinstance(piece, Marker) and piece.fold is Fold.ONLY:
            misplaced(piece.line, reading)
    return [piece for piece in lifted if not isinstance(piece, Marker)]
