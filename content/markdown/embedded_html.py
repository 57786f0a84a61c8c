"""Embedded HTML as nodes, by lxml: wrappers unwrap, what channels can show is mapped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from content.document import (
    Block,
    CodeBlock,
    Details,
    Figure,
    Heading,
    Inline,
    Link,
    Paragraph,
    Quote,
    Rule,
    Text,
)  # fmt: skip
from content.markdown import elements
from content.markdown.comments import read_comment
from content.markdown.html_blocks import VOID
from content.markdown.html_lists import definitions, list_of
from content.markdown.html_nodes import (
    Node,
    add_text,
    attributes_of,
    depth,
    leading_lines,
    source_of,
    take_out,
)
from content.markdown.html_tables import table_pieces
from content.markdown.one_line import inlined, one_line
from content.markdown.pieces import Caption, Piece, fold
from content.markdown.reading import Reading
from content.markdown.runs import Item, paragraph_pieces
from content.markdown.wrappers import SLOT, side_by_side

_LANGUAGE = re.compile(r"\b(?:language|lang|highlight)-([\w+#-]+)")
_CAPTIONS = frozenset({"caption", "figcaption", "image-caption", "img-caption", "wp-caption-text"})
_DEEPEST = 40  # elements within elements; deeper ones keep their text alone
_LISTS = frozenset({"ul", "ol", "menu", "dir"})


def html_pieces(
    text: str, slots: Sequence[Sequence[Item]], line: int, reading: Reading
) -> list[Piece]:
    """`text` begins on `line`; an element `pressrun-slot` stands for the slot of its number."""
    source = f"<body>{text}</body>".encode("utf-8", "replace")
    root = etree.fromstring(
        source, etree.HTMLParser(encoding="utf-8", remove_pis=True, huge_tree=True)
    )
    return [] if root is None else HtmlReader(slots, line, reading).flow(root)


@dataclass(frozen=True, slots=True)
class HtmlReader:
    """Reads one HTML text; `first` is the line of the file on which it begins."""

    slots: Sequence[Sequence[Item]]
    first: int
    reading: Reading

    def flow(self, node: Node) -> list[Piece]:
        """The content of a block element: blocks, with loose text as paragraphs."""
        if depth(node) > _DEEPEST:
            return paragraph_pieces(self._all(node), self.line(node))
        out: list[Piece] = []
        run: list[Item] = []
        line = self.line(node) + leading_lines(node.text)
        add_text(run, node.text)
        for child in node:
            if self._is_block(child):
                out += paragraph_pieces(run, line)
                run = []
                out += self._block(child)
            else:
                line = line if _shows(run) else self.line(child)
                run += self._inline(child)
            if not _shows(run):
                line = self._end_line(child) + leading_lines(child.tail)
            add_text(run, child.tail)
        return out + paragraph_pieces(run, line)

    def _end_line(self, node: Node) -> int:
        """The line on which an element ends, by the line ends of its text."""
        text = "".join(node.itertext()) if isinstance(node.tag, str) else node.text or ""
        return self.line(node) + text.count("\n")

    def blocks(self, node: Node) -> tuple[Block, ...]:
        return fold(self.flow(node), self.reading)

    def spans(self, node: Node) -> tuple[Inline, ...]:
        """The content of an element that can hold no blocks."""
        if any(self._is_block(child) for child in node):
            return inlined(self.blocks(node), self.reading)
        return one_line(self._content(node), self.line(node), self.reading)

    def line(self, node: Node) -> int:
        return self.first + (node.sourceline or 1) - 1

    def _is_block(self, node: Node) -> bool:
        name = node.tag
        if not isinstance(name, str) or name == SLOT:
            return False
        if name in elements.BLOCKS:
            return True
        return any(
            child.tag in elements.BLOCKS for child in node.iterdescendants(tag=etree.Element)
        )

    def _all(self, node: Node) -> list[Item]:
        """The text and the slots of an element, without its structure."""
        items: list[Item] = []
        for inner in node.iter():
            items += self._slot(inner) if inner.tag == SLOT else []
            if isinstance(inner.tag, str):
                add_text(items, inner.text)
            add_text(items, inner.tail if inner is not node else None)
        return items

    def _content(self, node: Node) -> list[Item]:
        if depth(node) > _DEEPEST:
            return self._all(node)
        items: list[Item] = []
        add_text(items, node.text)
        for child in node:
            items += self._inline(child)
            add_text(items, child.tail)
        return items

    def _inline(self, node: Node) -> list[Item]:
        name, line = node.tag, self.line(node)
        if name is etree.Comment:
            piece = read_comment(node.text or "", line)
            return [piece] if piece else []
        if not isinstance(name, str):
            return []
        if name == SLOT:
            return self._slot(node)
        attrs = attributes_of(node)
        if name in elements.UNSEEN:
            return [elements.raw_html(name, source_of(node), line, self.reading)]
        if name in VOID:
            # To lxml some void elements are containers, of all that follows them.
            return elements.void(name, attrs, line, self.reading) + self._content(node)
        return elements.element(name, attrs, self._media(node), line, self.reading)

    def _media(self, node: Node) -> list[Item]:
        """Content, and for a video the first of its sources."""
        source = node.find("source") if node.tag in {"video", "audio"} else None
        if source is not None and not node.get("src"):
            node.set("src", source.get("src", ""))
        return self._content(node)

    def _slot(self, node: Node) -> list[Item]:
        number = node.get("n", "")
        known = number.isascii() and number.isdigit() and int(number) < len(self.slots)
        return list(self.slots[int(number)]) if known else []

    def _block(self, node: Node) -> Sequence[Piece]:
        name, line = str(node.tag), self.line(node)
        attrs = attributes_of(node)
        if elements.is_hidden(attrs):
            self.reading.warn("hidden-html", line, f"A hidden <{name}> is left out.")
            return []
        if re.fullmatch("h[1-6]", name):
            return [Heading(int(name[1]), self.spans(node), line)]
        if name in _LISTS:
            return [list_of(node, self)]
        return self._special(name, node, attrs, line)

    def _special(
        self, name: str, node: Node, attrs: Mapping[str, str], line: int
    ) -> Sequence[Piece]:
        match name:
            case "dl":
                return definitions(node, self)
            case "blockquote":
                return [Quote(self.blocks(node), line)]
            case "pre":
                return self._code(node)
            case "table":
                return table_pieces(node, self)
            case "hr":
                return [Rule(line)]
            case "details":
                return [self._details(node)]
            case "figure":
                return self._figure(node)
            case "a":
                return self._block_link(node, attrs)
            case _:
                return self._wrapper(node, attrs)

    def _wrapper(self, node: Node, attrs: Mapping[str, str]) -> Sequence[Piece]:
        name, line = str(node.tag), self.line(node)
        pieces = self.flow(node)
        if not elements.is_known(name):
            elements.unknown_element(name, line, self.reading)
        if _CAPTIONS & set(attrs.get("class", "").split()):
            return _captions(pieces)
        return side_by_side(f"{name} {attrs.get('class', '')} {attrs.get('style', '')}", pieces)

    def child_pieces(self, child: Node) -> list[Piece]:
        """An element where HTML wants none, such as a paragraph directly in a list."""
        if self._is_block(child):
            return list(self._block(child))
        return paragraph_pieces(self._inline(child), self.line(child))

    def text_pieces(self, text: str | None, line: int) -> list[Piece]:
        """Text where HTML wants none."""
        run: list[Item] = []
        add_text(run, text)
        return paragraph_pieces(run, line)

    def _code(self, node: Node) -> list[Piece]:
        inner = node.find("code")
        classes = " ".join(part.get("class", "") for part in (node, inner) if part is not None)
        language = _LANGUAGE.search(classes)
        text = "".join(node.itertext()).strip("\n")
        code = CodeBlock(text, self.line(node), language[1] if language else "")
        inside = [item for slot in node.iter(SLOT) for item in self._slot(slot)]
        return [code, *paragraph_pieces(inside, self.line(node))]

    def _details(self, node: Node) -> Details:
        summary = node.find("summary")
        title: tuple[Inline, ...] = ()
        if summary is not None:
            title = self.spans(summary)
            take_out(summary)
        return Details(title, self.blocks(node), self.line(node))

    def _figure(self, node: Node) -> Sequence[Piece]:
        """A caption belongs to the one picture; otherwise it is a paragraph behind them all."""
        caption = node.find(".//figcaption")
        words: tuple[Inline, ...] = ()
        if caption is not None:
            words = self.spans(caption)
            line = self.line(caption)
            take_out(caption)
        blocks = self.blocks(node)
        if not words:
            return blocks
        match blocks:
            case (Figure() as figure,):
                return [replace(figure, caption=words)]
            case _:
                return [*blocks, Paragraph(words, line)]

    def _block_link(self, node: Node, attrs: Mapping[str, str]) -> Sequence[Piece]:
        """A link around blocks becomes the links of its pictures and paragraphs."""
        line = self.line(node)
        href = elements.safe_address(attrs.get("href", ""), line, self.reading)
        pieces = self.flow(node)
        return [_linked(piece, href, line) for piece in pieces] if href else pieces


def _captions(pieces: Sequence[Piece]) -> Sequence[Piece]:
    if all(isinstance(piece, Paragraph) for piece in pieces):
        return [Caption(p.children, p.line) for p in pieces if isinstance(p, Paragraph)]
    return pieces


def _linked(piece: Piece, href: str, line: int) -> Piece:
    match piece:
        case Figure(href=""):
            return replace(piece, href=href)
        case Paragraph(children) | Heading(children=children):
            return replace(piece, children=(Link(href, children, line=line),))
        case _:
            return piece


def _shows(run: Sequence[Item]) -> bool:
    return any(not (isinstance(item, Text) and not item.text.strip()) for item in run)
