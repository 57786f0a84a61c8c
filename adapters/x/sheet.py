"""The whole of some blocks as the text of posts: every word in order, each link behind its label.

What a renderer of posts needs besides is kept by offset: where pictures stand, which lines the text
comes from, where the author cuts, and what must not be cut.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never
from urllib.parse import unquote

from adapters.shots import Shot
from adapters.x.addresses import posted_url
from adapters.x.rows import BULLET, POST, TASKS
from adapters.x.wording import weight
from content.borders import Border
from content.document import (
    Block,
    Break,
    Code,
    CodeBlock,
    Cue,
    Details,
    Embed,
    Figure,
    FootnoteRef,
    Gallery,
    Heading,
    Inline,
    InlineImage,
    Link,
    List,
    ListItem,
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
from content.sentences import Span

NONE, SPACE, LINE, PARAGRAPH = GAPS = ("", " ", "\n", "\n\n")
SHORT_CODE = 200  # weight up to which a block of code stays whole, below a heading too
SHORT_LABEL = 60  # weight up to which a label and its address stay together


@dataclass(slots=True)
class Sheet:
    """Offsets are of `text`. `cuts` are the author's, with the number of pictures before each."""

    text: str = ""
    shots: list[tuple[int, Shot]] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)
    cuts: list[tuple[int, int]] = field(default_factory=list)
    atoms: list[Span] = field(default_factory=list)
    marks: dict[int, Border] = field(default_factory=dict)
    headings: list[Span] = field(default_factory=list)
    _gap: str = NONE

    def line_at(self, offset: int) -> int:
        """The source line of the block that the text at an offset comes from."""
        place = bisect_right(self.lines, (offset, 10**9)) - 1
        return self.lines[max(place, 0)][1] if self.lines else 0

    def leave(self, gap: str) -> None:
        """White space before whatever comes next; the widest gap asked for counts."""
        if self.text:
            self._gap = max(self._gap, gap, key=GAPS.index)

    def begin(self, line: int) -> None:
        self.put("")
        self.lines.append((len(self.text), line))

    def put(self, text: str) -> None:
        spaced = self._gap == SPACE and text[:1].isspace()
        self.text += text if spaced else self._gap + text
        self._gap = NONE


def written(blocks: Sequence[Block]) -> Sheet:
    """Lowered blocks only: what X cannot show has been replaced before."""
    sheet = Sheet()
    _blocks(blocks, sheet, PARAGRAPH, "")
    return sheet


def _blocks(blocks: Sequence[Block], sheet: Sheet, gap: str, indent: str) -> None:
    for block in blocks:
        _block(block, sheet, gap, indent)


def _block(block: Block, sheet: Sheet, gap: str, indent: str) -> None:
    match block:
        case Heading() | Cue() | Rule() | Teaser() | RawHtml():
            _divider(block, sheet)
        case Paragraph(children, line):
            _paragraph(children, line, sheet, gap, indent)
        case CodeBlock(text, line):
            _code(text, line, sheet, gap)
        case Quote(blocks, line, _, title, word):
            _paragraph(title or (Text(word),), line, sheet, gap)
            _blocks(blocks, sheet, gap, indent)
        case List():
            _list(block, sheet, gap, indent)
        case Figure():
            _figure(block, sheet)
        case Table() | MathBlock() | Embed() | Gallery() | Details() | Only():
            raise ValueError(f"a {type(block).__name__} was to be replaced before")
        case _:
            assert_never(block)


def _divider(block: Heading | Cue | Rule | Teaser | RawHtml, sheet: Sheet) -> None:
    sheet.leave(PARAGRAPH)
    if isinstance(block, Heading):
        sheet.begin(block.line)
        start = len(sheet.text)
        _inlines(block.children, sheet)
        sheet.headings.append((start, len(sheet.text)))
        sheet.leave(PARAGRAPH)
    elif isinstance(block, Cue) and block.word == POST:
        sheet.cuts.append((len(sheet.text), len(sheet.shots)))


def _paragraph(
    children: tuple[Inline, ...], line: int, sheet: Sheet, gap: str, indent: str = ""
) -> None:
    """What goes on with a list item stands below its words, where a marker would."""
    if plain_text(children).strip():
        sheet.leave(gap)
        sheet.begin(line)
        sheet.put(indent if gap == LINE else "")
        _inlines(children, sheet)
        sheet.leave(gap)


def _code(text: str, line: int, sheet: Sheet, gap: str) -> None:
    """Whole where a post can hold it: half a block is of no use to whoever copies it."""
    _paragraph((Text(text),), line, sheet, gap)
    if text.strip() and weight(text) <= SHORT_CODE:
        sheet.atoms.append((len(sheet.text) - len(text), len(sheet.text)))


def _list(block: List, sheet: Sheet, gap: str, indent: str) -> None:
    sheet.leave(gap)
    for position, item in enumerate(block.items):
        number = "" if block.start is None else f"{block.start + position}. "
        sheet.leave(LINE)
        _item(item, number or BULLET, sheet, indent)
    sheet.leave(gap)


def _item(item: ListItem, marker: str, sheet: Sheet, indent: str) -> None:
    """The marker stands before its words, also when they begin with a picture or a cut."""
    lead = marker if item.checked is None else TASKS[item.checked]
    for block in item.blocks:
        gap = LINE
        if lead and isinstance(block, Paragraph | CodeBlock):
            sheet.begin(item.line)
            sheet.marks[len(sheet.text)] = Border.ITEM
            sheet.put(indent + lead)
            lead, gap = "", NONE
        _block(block, sheet, gap, f"{indent}  ")
        sheet.leave(LINE)


def _figure(figure: Figure, sheet: Sheet) -> None:
    sheet.shots.append((len(sheet.text), Shot(figure.source, figure.line, figure.alt)))
    caption: tuple[Inline, ...] = figure.caption
    if figure.href:
        caption = (Link(figure.href, caption, line=figure.line),)
    if caption:
        sheet.leave(LINE)
        sheet.begin(figure.line)
        _inlines(caption, sheet)
    sheet.leave(PARAGRAPH)


def _inlines(children: tuple[Inline, ...], sheet: Sheet) -> None:
    for node in children:
        match node:
            case Text(text) | Code(text):
                sheet.put(text)
            case Math(tex):
                sheet.put(tex)
            case Break():
                sheet.put(LINE)
            case Link():
                _link(node, sheet)
            case InlineImage() | FootnoteRef():
                raise ValueError(f"an {type(node).__name__} was to be replaced before")
            case _:
                _inlines(node.children, sheet)


def _link(link: Link, sheet: Sheet) -> None:
    sheet.put("")
    start = len(sheet.text)
    url, label = posted_url(link.href), plain_text(link.children).strip()
    if label and not _same(label, link.href):
        _inlines(link.children, sheet)
        short = weight(sheet.text[start:]) <= SHORT_LABEL
        sheet.put(NONE if sheet.text[-1].isspace() else SPACE)
        start = start if short else len(sheet.text)
    elif start and not sheet.text[-1].isspace():
        sheet.put(SPACE)
        start += 1
    sheet.put(url)
    sheet.atoms.append((start, len(sheet.text)))
    sheet.leave(SPACE)


def _same(label: str, href: str) -> bool:
    return unquote(label).rstrip("/") == unquote(href).rstrip("/")
