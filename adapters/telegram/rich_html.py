"""Document nodes as the HTML of a rich message, and how much of one it takes.

core.telegram.org/bots/api#rich-message-formatting-options. There is no tag for a line break, so a
paragraph with hard breaks becomes several. Pictures stand as blocks, never within text, and are
named by ids that the request binds to files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import assert_never

from adapters.telegram.blocks import LONG_QUOTE, MAIL, is_link
from adapters.telegram.pen import SENT
from content.document import (
    Block,
    Break,
    Code,
    CodeBlock,
    Cue,
    Details,
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
    plain_text,
)
from content.measure import utf16_units
from content.runs import block_runs, has_content

TAGS: Mapping[type[Inline], str] = {
    Strong: "b", Emph: "i", Strike: "s", Underline: "u", Mark: "mark", Super: "sup", Sub: "sub",
}  # fmt: skip
UNNAMED = "…"  # the summary of a folded part that has none


@dataclass(frozen=True, slots=True)
class Piece:
    """`blocks` are counted as the limit counts them: with items, rows and what they hold.

    `pictures` are the sources that it shows, in order.
    """

    html: str = ""
    blocks: int = 0
    pictures: tuple[str, ...] = ()

    def __add__(self, other: Piece) -> Piece:
        return Piece(
            self.html + other.html, self.blocks + other.blocks, self.pictures + other.pictures
        )


Hidden = Only | Teaser | RawHtml
NOTHING = Piece()


def summed(pieces: Iterable[Piece]) -> Piece:
    found = list(pieces)
    return Piece(
        "".join([piece.html for piece in found]),
        sum(piece.blocks for piece in found),
        tuple(source for piece in found for source in piece.pictures),
    )


@dataclass(frozen=True, slots=True)
class Writer:
    """`ids` name the pictures that can be sent, by source; others leave their captions alone.

    `anchored` says that text and footnotes stand in one message, so that the ones can link to the
    others. `marker` names a picture by its number, where a picture that was a link needs words.
    """

    ids: Mapping[str, str]
    marker: Callable[[int], str]
    numbers: Mapping[tuple[str, int], int]  # of pictures, by source and line
    anchored: bool = True

    def blocks(self, blocks: Iterable[Block]) -> Piece:
        return summed(self.block(block) for block in blocks)

    def block(self, block: Block) -> Piece:
        match block:
            case Paragraph(children):
                return self._paragraph(children)
            case Heading(level, children):
                return self._line(f"h{min(level, 6)}", children)
            case List():
                return self._list(block)
            case Quote():
                return self._quote(block)
            case Details(summary, inner):
                return self._details(summary, inner)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Gallery(figures):
                return self._gallery(figures)
            case _:
                return self._plain(block)

    def _plain(self, block: CodeBlock | MathBlock | Embed | Rule | Cue | Hidden) -> Piece:
        """What holds neither styles nor pictures."""
        match block:
            case CodeBlock(text, _, language):
                return _code(text, language)
            case MathBlock(tex):
                return tagged("tg-math-block", _sent(tex.strip()))
            case Embed(_, url, _, title):
                return self._paragraph((Link(url, (Text(title or url),)),))
            case Rule():
                return Piece("<hr/>", 1)
            case Cue():
                return NOTHING
            case Only() | Teaser() | RawHtml():
                raise TypeError(f"{type(block).__name__} does not outlive lowering")
            case _:
                assert_never(block)

    def footnote(self, number: int, blocks: tuple[Block, ...]) -> Piece:
        """A footnote, opened by the mark that the text refers to it with."""
        anchor = f'<a name="note-{number}"></a>' if self.anchored else ""
        first = blocks[0] if blocks and isinstance(blocks[0], Paragraph) else None
        words = self.inline(first.children) if first else ""
        head = Piece(f"<p>{anchor}[{number}] {words}</p>", 1)
        held = self._held(first.children) if first else NOTHING
        return head + held + self.blocks(blocks[1:] if first else blocks)

    def inline(self, children: Iterable[Inline]) -> str:
        return "".join([self._inline(child) for child in children])

    # --- text -------------------------------------------------------------------------------

    def _inline(self, node: Inline) -> str:
        match node:
            case Text(text):
                return _sent(text)
            case Code(text):
                return f"<code>{_sent(text)}</code>" if text.strip() else _sent(text)
            case Math(tex):
                return f"<tg-math>{_sent(tex)}</tg-math>"
            case Break():
                return " "
            case Link(href, children):
                return self._link(href, children)
            case FootnoteRef(number):
                mark = f"[{number}]"
                link = f'<a href="#note-{number}">{mark}</a>' if self.anchored else mark
                return f"<sup>{link}</sup>"
            case InlineImage():
                return ""  # stands below its block
            case _:
                words = self.inline(node.children)
                tag = TAGS[type(node)]
                return f"<{tag}>{words}</{tag}>" if words.strip() else words

    def _link(self, href: str, children: tuple[Inline, ...]) -> str:
        words = self.inline(children)
        if not words.strip() or not linked(href):
            return words
        return f'<a href="{escape(href)}">{words}</a>'

    def _paragraph(self, children: tuple[Inline, ...]) -> Piece:
        written = [self.inline(line).strip() for line in lines(children)]
        made = summed(tagged("p", words) for words in written if words)
        return made + self._held(children)

    def _line(self, tag: str, children: tuple[Inline, ...]) -> Piece:
        words = self.inline(children).strip()
        return (tagged(tag, words) if words else NOTHING) + self._held(children)

    def _held(self, children: tuple[Inline, ...]) -> Piece:
        """The pictures within a text, as blocks below it."""
        return summed(self._figure(figure) for figure in _pictures(children))

    # --- blocks that hold others ------------------------------------------------------------

    def _list(self, block: List) -> Piece:
        inner = summed(self._item(item) for item in block.items)
        if not inner.blocks:
            return NOTHING
        tag = "ul" if block.start is None else "ol"
        start = f' start="{block.start}"' if block.start not in (None, 1) else ""
        return _around(f"<{tag}{start}>", inner, f"</{tag}>")

    def _item(self, item: ListItem) -> Piece:
        box = ""
        if item.checked is not None:
            box = f'<input type="checkbox"{" checked" if item.checked else ""}/>'
        only = item.blocks[0] if len(item.blocks) == 1 else None
        if isinstance(only, Paragraph) and len(lines(only.children)) == 1:
            held = self._held(only.children)
            words = Piece(self.inline(only.children).strip(), 1)
            return _around(f"<li>{box}", words + held, "</li>")
        return _around(f"<li>{box}", self.blocks(item.blocks), "</li>")

    def _quote(self, quote: Quote) -> Piece:
        title = quote.title or ((Text(quote.word),) if quote.word else ())
        head = self._line("p", (Strong(title),)) if title else NOTHING
        inner = head + self.blocks(quote.blocks)
        if not inner.blocks:
            return NOTHING
        words = "".join(plain_text(run) for run, _ in block_runs(quote.blocks))
        unfolds = " expandable" if utf16_units(words) > LONG_QUOTE else ""
        return _around(f"<blockquote{unfolds}>", inner, "</blockquote>")

    def _details(self, summary: tuple[Inline, ...], blocks: tuple[Block, ...]) -> Piece:
        words = self.inline(summary).strip() or UNNAMED
        inner = self._held(summary) + self.blocks(blocks)
        return _around(f"<details><summary>{words}</summary>", inner, "</details>")

    def _table(self, table: Table) -> Piece:
        """Cells hold text alone, so their pictures stand below the table."""
        rows = [("th", table.header)] if any(map(has_content, table.header)) else []
        rows += [("td", row) for row in table.rows]
        html = "".join(self._row(tag, row, table.align) for tag, row in rows)
        held = summed(self._held(cell) for _, row in rows for cell in row)
        made = Piece(f"<table bordered>{html}</table>", 1 + len(rows)) if rows else NOTHING
        return made + held

    def _row(self, tag: str, row: Iterable[tuple[Inline, ...]], align: Iterable[str]) -> str:
        cells: list[str] = []
        for cell, side in zip(row, align, strict=True):
            aside = f' align="{side}"' if side else ""
            cells.append(f"<{tag}{aside}>{self.inline(cell).strip()}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>"

    # --- pictures ---------------------------------------------------------------------------

    def _figure(self, figure: Figure) -> Piece:
        caption = self.inline(figure.caption).strip()
        if linked(figure.href):
            words = caption or _sent(self.marker(self.numbers[figure.source, figure.line]))
            caption = f'<a href="{escape(figure.href)}">{words}</a>'
        image = self._image(figure.source)
        held = self._held(figure.caption)
        if not caption:
            return image + held
        if not image.blocks:
            return tagged("p", caption) + held
        below = Piece(f"<figcaption>{caption}</figcaption>")
        return _around("<figure>", replace(image, blocks=0) + below, "</figure>") + held

    def _gallery(self, figures: tuple[Figure, ...]) -> Piece:
        """Side by side where no picture has words or a link of its own: a collage has none."""
        bare = not any(figure.caption or linked(figure.href) for figure in figures)
        inner = summed(self._figure(figure) for figure in figures)
        if not bare or len(inner.pictures) < 2:
            return inner
        return _around("<tg-collage>", inner, "</tg-collage>")

    def _image(self, source: str) -> Piece:
        name = self.ids.get(source)
        return Piece(f'<img src="tg://photo?id={name}"/>', 1, (source,)) if name else NOTHING


def tagged(tag: str, html: str) -> Piece:
    return Piece(f"<{tag}>{html}</{tag}>", 1)


def linked(href: str) -> bool:
    """Whether a rich message makes a link of it: unlike others, of a mail address too."""
    return is_link(href) or href.startswith(MAIL)


def lines(children: tuple[Inline, ...]) -> list[tuple[Inline, ...]]:
    """The text between hard breaks, each line with the styles that it stands in."""
    rows: list[list[Inline]] = [[]]
    for child in children:
        if isinstance(child, Break):
            rows.append([])
        elif isinstance(child, Text | Code | Math | FootnoteRef | InlineImage):
            rows[-1].append(child)
        else:
            first, *others = lines(child.children)
            rows[-1].append(replace(child, children=first))
            rows += [[replace(child, children=other)] for other in others]
    return [tuple(row) for row in rows]


def _pictures(children: Iterable[Inline], href: str = "") -> Iterable[Figure]:
    """The pictures of a run; one that was a link says so by its description or the address."""
    for child in children:
        if isinstance(child, InlineImage):
            words = (Text(child.alt or href),) if linked(href) else ()
            yield Figure(child.source, child.line, child.alt, words, href)
        elif not isinstance(child, Text | Code | Math | Break | FootnoteRef):
            inner = child.href if isinstance(child, Link) else href
            yield from _pictures(child.children, inner)


def _code(text: str, language: str) -> Piece:
    text = text.strip("\n")
    if not text.strip():
        return NOTHING
    kind = f' class="language-{escape(language)}"' if language else ""
    return tagged("pre", f"<code{kind}>{_sent(text)}</code>")


def _around(before: str, inner: Piece, after: str) -> Piece:
    return Piece(f"{before}{inner.html}{after}", inner.blocks + 1, inner.pictures)


def _sent(text: str) -> str:
    """As the server would keep it, with the signs of HTML written out."""
    return escape(text if text.isprintable() else text.translate(SENT), quote=False)
