"""Document nodes as text with entities, and the row of text and pictures they make."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, assert_never

from adapters.telegram.pen import QUOTE, UNFOLDING, Pen
from adapters.telegram.rich import Rich
from adapters.telegram.shaping import FOLDED
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
    plain_text,
)

BULLET = "• "
TASKS = {True: "☑ ", False: "☐ "}
INDENT = "    "
LONG_QUOTE = 400  # units of text; a phone shows some twenty lines of Chinese then
# The server takes a link only to a host with a dot, and makes nonsense of mailto.
LONGEST_LINK = 2_048
LINK = re.compile(r"https?://(?:[^/?#@]*@)?[^/?#@]*\.[^/?#@]*", re.IGNORECASE)
MAIL = "mailto:"
STYLES: dict[type[Inline], str] = {
    Strong: "bold",
    Emph: "italic",
    Strike: "strikethrough",
    Underline: "underline",
}


class TextItem(NamedTuple):
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
            continue
        rich = block_rich(block)
        if rich.text:
            row.append(TextItem(rich, rich.text if isinstance(block, Heading) else ""))
    return row


def block_rich(block: Block) -> Rich:
    """One block as text; what shows nothing is empty."""
    pen = Pen()
    _block(pen, block)
    return pen.rich()


def inline_rich(children: tuple[Inline, ...], style: str = "") -> Rich:
    """A run of inline nodes as text, all of it in one more style when that is named."""
    pen = Pen()
    start = pen.begin(style) if style else -1
    _inlines(pen, children)
    pen.end(style, start)
    return pen.rich()


@lru_cache(maxsize=256)
def is_link(href: str) -> bool:
    """Whether the server makes a link of it."""
    return len(href) <= LONGEST_LINK and LINK.match(href) is not None


def _block(pen: Pen, block: Block, indent: str = "") -> None:
    """`indent` stands before what goes on below the first line of a list item."""
    match block:
        case Paragraph():
            _inlines(pen, block.children, indent)
        case List():
            _list(pen, block, indent)
        case Heading():
            _styled(pen, "bold", block.children)
        case Quote():
            _quote(pen, block)
        case CodeBlock(text, _, language):
            _code(pen, text, language)
        case MathBlock(tex):
            _code(pen, tex, "latex")
        case Embed(_, url, _, title):
            _link(pen, url, (Text(title or url),))
        case Rule() | Cue():
            pass
        case Figure() | Gallery() | Table() | Details() | Only() | Teaser() | RawHtml():
            raise TypeError(f"{type(block).__name__} does not outlive lowering")
        case _:
            assert_never(block)


def _quote(pen: Pen, quote: Quote) -> None:
    """Paragraphs set off from each other; a title, and a list, close to what stands above.

    A long one unfolds, as a folded part does. One within another is a part of that.
    """
    start = pen.begin(QUOTE)
    title = quote.title or ((Text(quote.word),) if quote.word else ())
    _styled(pen, "bold", title)
    before: Block | None = None
    for block in quote.blocks:
        apart = isinstance(before, Paragraph | Quote) and isinstance(block, Paragraph | Quote)
        if title or before:
            pen.gap("\n\n" if apart else "\n")
        _block(pen, block)
        before = block
    long = pen.length - start > LONG_QUOTE
    pen.end(QUOTE, start, shown=UNFOLDING if long or quote.kind == FOLDED else "")


def _code(pen: Pen, text: str, language: str) -> None:
    text = text.strip("\n")
    start = pen.begin("pre")
    if text.strip():
        pen.verbatim(text)
    pen.end("pre", start, language=language)


def _list(pen: Pen, block: List, indent: str) -> None:
    """The first paragraph of an item on the marker's line, what follows below it and indented."""
    inner = indent + INDENT
    for number, item in enumerate(block.items, start=block.start or 0):
        marker = BULLET if block.start is None else f"{number}. "
        pen.gap("\n")
        pen.write(indent + (marker if item.checked is None else TASKS[item.checked]))
        rest = item.blocks
        if rest and isinstance(rest[0], Paragraph):
            _inlines(pen, rest[0].children, inner)
            rest = rest[1:]
        if rest:
            _below(pen, rest, inner)


def _below(pen: Pen, blocks: Iterable[Block], indent: str) -> None:
    for block in blocks:
        pen.gap("\n")
        if isinstance(block, Paragraph | Heading | Embed):
            pen.write(indent)
        _block(pen, block, indent)


def _inlines(pen: Pen, children: Iterable[Inline], indent: str = "") -> None:
    for child in children:
        if isinstance(child, Text):
            pen.write(child.text)
        elif isinstance(child, Link):
            _link(pen, child.href, child.children)
        else:
            _inline(pen, child, indent)


def _inline(pen: Pen, child: Inline, indent: str) -> None:
    """Any node but text and links, of which there are too many for a step of their own."""
    match child:
        case Strong(inner) | Emph(inner) | Strike(inner) | Underline(inner):
            _styled(pen, STYLES[type(child)], inner, indent)
        case Code(text) | Math(text) if pen.is_open("text_link"):
            pen.write(text)
        case Code(text) | Math(text):
            start = pen.begin("code")
            pen.write(text)
            pen.end("code", start)
        case Mark(inner) | Super(inner) | Sub(inner):
            _inlines(pen, inner, indent)  # Telegram has no such style; losses.py reports it
        case Break():
            pen.newline(indent)
        case FootnoteRef() | InlineImage():
            raise TypeError(f"{type(child).__name__} does not outlive lowering")


def _styled(pen: Pen, kind: str, children: Iterable[Inline], indent: str = "") -> None:
    start = pen.begin(kind)
    _inlines(pen, children, indent)
    pen.end(kind, start)


def _link(pen: Pen, href: str, children: tuple[Inline, ...]) -> None:
    """A link; where the server would make none, the label, and a mail address behind it."""
    linked = is_link(href)
    start = pen.begin("text_link") if linked else -1
    _inlines(pen, children)
    pen.end("text_link", start, url=href)
    if not linked and href.startswith(MAIL):
        address = href.removeprefix(MAIL).partition("?")[0]
        if address not in plain_text(children):
            pen.write(f" ({address})")
