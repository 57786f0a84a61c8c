"""Embedded HTML as nodes, by lxml: wrappers unwrap, what channels can show is mapped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from lxml import etree

from content.document import (
    Block,
    CodeBlock,
    Details,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Text,
)  # fmt: skip
from content.markdown import elements
from content.markdown.cjk import joiner
from content.markdown.comments import read_comment
from content.markdown.html_blocks import VOID
from content.markdown.html_tables import table_pieces
from content.markdown.pieces import Caption, Piece, fold
from content.markdown.reading import Reading
from content.markdown.runs import Item, inlined, one_line, paragraph_pieces
from content.markdown.wrappers import SLOT, side_by_side

Node: TypeAlias = etree._Element

_SPACE = re.compile(r"[ \t\r\n\f]+")
_LANGUAGE = re.compile(r"\b(?:language|lang|highlight)-([\w+#-]+)")
_CAPTION = re.compile(r"\bcaption\b")
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
        if _depth(node) > _DEEPEST:
            return paragraph_pieces(self._all(node), self.line(node))
        out: list[Piece] = []
        run: list[Item] = []
        line = self.line(node) + _leading_lines(node.text)
        _add_text(run, node.text)
        for child in node:
            if self._is_block(child):
                out += paragraph_pieces(run, line)
                run = []
                out += self._block(child)
            else:
                line = line if _shows(run) else self.line(child)
                run += self._inline(child)
            if not _shows(run):
                line = self._end_line(child) + _leading_lines(child.tail)
            _add_text(run, child.tail)
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
            return inlined(self.blocks(node))
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
                _add_text(items, inner.text)
            _add_text(items, inner.tail if inner is not node else None)
        return items

    def _content(self, node: Node) -> list[Item]:
        if _depth(node) > _DEEPEST:
            return self._all(node)
        items: list[Item] = []
        _add_text(items, node.text)
        for child in node:
            items += self._inline(child)
            _add_text(items, child.tail)
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
        attrs = _attributes(node)
        if name in elements.UNSEEN:
            return [elements.raw_html(name, _source(node), line, self.reading)]
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
        attrs = _attributes(node)
        if elements.is_hidden(attrs):
            self.reading.warn("hidden-html", line, f"A hidden <{name}> is left out.")
            return []
        if re.fullmatch("h[1-6]", name):
            return [Heading(int(name[1]), self.spans(node), line)]
        if name in _LISTS:
            return [self._list(node)]
        return self._special(name, node, attrs, line)

    def _special(
        self, name: str, node: Node, attrs: Mapping[str, str], line: int
    ) -> Sequence[Piece]:
        match name:
            case "dl":
                return self._definitions(node)
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
        if _CAPTION.search(attrs.get("class", "")):
            return [Caption(inlined(fold(pieces, self.reading)), line)]
        return side_by_side(f"{name} {attrs.get('class', '')} {attrs.get('style', '')}", pieces)

    def _list(self, node: Node) -> List:
        items: list[ListItem] = []
        loose = fold(self.text_pieces(node.text, self.line(node)), self.reading)
        if loose:
            items.append(ListItem(loose, self.line(node)))
        for child in node:
            checked = _checked(child)
            blocks = self._item_blocks(child)
            if child.tag == "li" or not items:
                if blocks or child.tag == "li":
                    items.append(ListItem(blocks, self.line(child), checked))
            elif blocks:
                items[-1] = replace(items[-1], blocks=(*items[-1].blocks, *blocks))
        start = node.get("start", "1")
        number = int(start) if start.isascii() and start.isdigit() else 1
        tight = node.find("li/p") is None
        return List(tuple(items), self.line(node), number if node.tag == "ol" else None, tight)

    def _item_blocks(self, child: Node) -> tuple[Block, ...]:
        """One child of a list with the loose text behind it."""
        pieces = self.flow(child) if child.tag == "li" else self.child_pieces(child)
        return fold(pieces + self.text_pieces(child.tail, self.line(child)), self.reading)

    def child_pieces(self, child: Node) -> list[Piece]:
        """An element where HTML wants none, such as a paragraph directly in a list."""
        if self._is_block(child):
            return list(self._block(child))
        return paragraph_pieces(self._inline(child), self.line(child))

    def text_pieces(self, text: str | None, line: int) -> list[Piece]:
        """Text where HTML wants none."""
        run: list[Item] = []
        _add_text(run, text)
        return paragraph_pieces(run, line)

    def _definitions(self, node: Node) -> list[Piece]:
        """A term is a bold paragraph, its definition a paragraph."""
        out = self.text_pieces(node.text, self.line(node))
        for child in node:
            line = self.line(child)
            if child.tag == "dt":
                words = self.spans(child)
                out += [Paragraph((Strong(words),), line)] if words else []
            else:
                out += self.child_pieces(child)
            out += self.text_pieces(child.tail, line)
        return out

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
            _remove(summary)
        return Details(title, self.blocks(node), self.line(node))

    def _figure(self, node: Node) -> Sequence[Piece]:
        """A caption belongs to the one picture; otherwise it is a paragraph behind them all."""
        caption = node.find(".//figcaption")
        words: tuple[Inline, ...] = ()
        if caption is not None:
            words = self.spans(caption)
            line = self.line(caption)
            _remove(caption)
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
        href = elements.clean_address(self.reading.address(attrs.get("href", ""), line))
        pieces = self.flow(node)
        return [_linked(piece, href, line) for piece in pieces] if href else pieces


def _linked(piece: Piece, href: str, line: int) -> Piece:
    match piece:
        case Figure(href=""):
            return replace(piece, href=href)
        case Paragraph(children) | Heading(children=children):
            return replace(piece, children=(Link(href, children, line=line),))
        case _:
            return piece


def _attributes(node: Node) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in node.attrib.items()}


def _source(node: Node) -> str:
    return str(etree.tostring(node, encoding="unicode", method="html", with_tail=False))


def _remove(node: Node) -> None:
    """Take an element out of its parent, but leave the text behind it."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "")
    else:
        parent.text = (parent.text or "") + (node.tail or "")
    parent.remove(node)


def _checked(node: Node) -> bool | None:
    box = node.find("input") if node.tag == "li" else None
    if box is None or box.get("type", "").lower() != "checkbox":
        return None
    checked = "checked" in box.attrib
    _remove(box)
    return checked


def _shows(run: Sequence[Item]) -> bool:
    return any(not (isinstance(item, Text) and not item.text.strip()) for item in run)


def _depth(node: Node) -> int:
    return sum(1 for _ in node.iterancestors())


def _leading_lines(text: str | None) -> int:
    return text.count("\n", 0, len(text) - len(text.lstrip())) if text else 0


def _add_text(run: list[Item], text: str | None) -> None:
    """White space collapses; a line end between Chinese characters vanishes."""
    if not text:
        return
    words = _SPACE.sub(lambda match: _space(match, text), text)
    last = run[-1] if run else None
    if isinstance(last, Text) and last.text.endswith(" "):
        words = words.lstrip(" ")
    if words:
        run.append(Text(words))


def _space(match: re.Match[str], text: str) -> str:
    if "\n" not in match[0] or match.start() == 0 or match.end() == len(text):
        return " "
    return joiner(text[match.start() - 1], text[match.end()])
