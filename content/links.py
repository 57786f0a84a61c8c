"""Links made absolute: relative ones against the post's address, refused ones dropped to text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from content.document import (
    Block,
    Code,
    Details,
    Document,
    Emph,
    Figure,
    Footnote,
    Gallery,
    Heading,
    Inline,
    Link,
    List,
    ListItem,
    Mark,
    Only,
    Paragraph,
    Quote,
    Strike,
    Strong,
    Sub,
    Super,
    Table,
    Text,
    Underline,
)
from content.problems import Level, Problem
from content.site import Site, resolve_url

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
N = TypeVar("N", bound="DataclassInstance")

_ABSOLUTE = ("https://", "http://", "mailto:")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_BARE_DOMAIN = re.compile(r"(?:[\w-]+\.)+(?:com|org|net|io|ai|dev|cn|me|app|edu|gov)(?:/|$)", re.I)
_STRAY = re.compile(r"[\x00-\x20\x7f]")


def absolute_links(
    document: Document, site: Site, page: str | None, file: str
) -> tuple[Document, tuple[Problem, ...]]:
    """The document with every link absolute; parts without a relative link stay the same nodes."""
    pass_ = _Pass(site, page, file)
    blocks = pass_.blocks(document.blocks)
    notes = _each(document.footnotes, pass_.footnote)
    if blocks is not document.blocks or notes is not document.footnotes:
        document = Document(blocks, notes)
    return document, tuple(pass_.problems)


@dataclass(slots=True)
class _Pass:
    site: Site
    page: str | None
    file: str
    problems: list[Problem] = field(default_factory=list)

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return _each(blocks, self.block)

    def block(self, block: Block) -> Block:
        match block:
            case Paragraph() | Heading():
                return _with(block, children=self.inlines(block.children, block.line))
            case List():
                return _with(block, items=_each(block.items, self.item))
            case Only():
                return _with(block, blocks=self.blocks(block.blocks))
            case Quote():
                title = self.inlines(block.title, block.line)
                return _with(block, blocks=self.blocks(block.blocks), title=title)
            case Details():
                summary = self.inlines(block.summary, block.line)
                return _with(block, blocks=self.blocks(block.blocks), summary=summary)
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Gallery():
                return _with(block, figures=_each(block.figures, self.figure))
            case _:
                return block

    def item(self, item: ListItem) -> ListItem:
        return _with(item, blocks=self.blocks(item.blocks))

    def footnote(self, note: Footnote) -> Footnote:
        return _with(note, blocks=self.blocks(note.blocks))

    def table(self, table: Table) -> Table:
        def cells(row: tuple[tuple[Inline, ...], ...]) -> tuple[tuple[Inline, ...], ...]:
            return _each(row, lambda cell: self.inlines(cell, table.line))

        return _with(table, header=cells(table.header), rows=_each(table.rows, cells))

    def figure(self, figure: Figure) -> Figure:
        href = (self.absolute(figure.href, figure.line) or "") if figure.href else figure.href
        return _with(figure, href=href, caption=self.inlines(figure.caption, figure.line))

    def inlines(self, nodes: tuple[Inline, ...], line: int) -> tuple[Inline, ...]:
        done: list[Inline] = []
        for node in nodes:
            done.extend(self.inline(node, line))
        return nodes if _same(done, nodes) else tuple(done)

    def inline(self, node: Inline, line: int) -> tuple[Inline, ...]:
        match node:
            case Text() | Code():
                return (node,)
            case Link():
                return self.link(node, node.line or line)
            case Strong() | Emph() | Strike() | Mark() | Underline() | Super() | Sub():
                return (_with(node, children=self.inlines(node.children, line)),)
            case _:
                return (node,)

    def link(self, link: Link, line: int) -> tuple[Inline, ...]:
        children = self.inlines(link.children, line)
        href = self.absolute(link.href, line)
        return children if href is None else (_with(link, href=href, children=children),)

    def absolute(self, href: str, line: int) -> str | None:
        """The href as a reader can follow it; None, with a problem, when there is none."""
        if href.startswith(_ABSOLUTE):
            return href
        plain = _STRAY.sub("", href)  # browsers skip these, so `java\nscript:` is a script too
        if plain.startswith("//"):
            return f"https:{plain}"
        if found := _SCHEME.match(plain):
            return self._with_scheme(found[1].lower(), plain[found.end() :], line)
        return self._relative(href.strip(), line)

    def _with_scheme(self, scheme: str, rest: str, line: int) -> str | None:
        if f"{scheme}:{rest}".startswith(_ABSOLUTE):
            return f"{scheme}:{rest}"
        self._say(line, f"A link to `{scheme}:…` is refused; {_STAYS}", _HTTP_STEP)
        return None

    def _relative(self, href: str, line: int) -> str | None:
        if not href:
            self._say(line, f"A link has no address; {_STAYS}", _HTTP_STEP)
            return None
        if _BARE_DOMAIN.match(href):
            message = f"The link `{href}` has no https:// and leads into your own site."
            self._say(line, message, f"Write https://{href}.")
        target = resolve_url(self.site, self.page, href)
        if target is None:
            step = "Write the whole URL, or give the site's `url` and permalink."
            message = (
                f"The link `{href}` is relative, and the post's address is not known; {_STAYS}"
            )
            self._say(line, message, step)
        return target

    def _say(self, line: int, message: str, step: str) -> None:
        self.problems.append(Problem(Level.WARNING, "link", self.file, line, message, step))


_STAYS = "its text stays without the link."
_HTTP_STEP = "Link to an http, https or mailto address."


def _with(node: N, **fields: object) -> N:
    """The node with new fields, or itself when they are the ones it has."""
    same = all(getattr(node, name) is value for name, value in fields.items())
    return node if same else replace(node, **fields)


def _each(nodes: tuple[T, ...], change: Callable[[T], T]) -> tuple[T, ...]:
    changed = tuple(change(node) for node in nodes)
    return nodes if _same(changed, nodes) else changed


def _same(new: Sequence[object], old: Sequence[object]) -> bool:
    return len(new) == len(old) and all(a is b for a, b in zip(new, old, strict=True))
