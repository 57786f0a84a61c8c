"""Links made absolute: relative ones against the post's address, refused ones dropped to text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from content.document import (
    Block,
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
    walk_all,
)
from content.hrefs import Hrefs, is_absolute
from content.runs import own_runs

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
N = TypeVar("N", bound="DataclassInstance")

_HOLDERS = (Link, Strong, Emph, Strike, Mark, Underline, Super, Sub)  # what a link may stand in


def absolute_links(document: Document, hrefs: Hrefs) -> Document:
    """The document with every link absolute; parts without a relative link stay the same nodes.

    What has no address is left as text, and a problem of `hrefs`.
    """
    if all(map(is_absolute, _written(document))):
        return document  # most issues: looking is a third of the work
    pass_ = _Pass(hrefs)
    notes = _each(document.footnotes, pass_.footnote)
    return Document(pass_.blocks(document.blocks), notes)


def _written(document: Document) -> list[str]:
    hrefs: list[str] = []
    for block in walk_all(document):
        if isinstance(block, Figure) and block.href:
            hrefs.append(block.href)
        for children, _ in own_runs(block):
            _add_hrefs(children, hrefs)
    return hrefs


def _add_hrefs(children: tuple[Inline, ...], hrefs: list[str]) -> None:
    for node in children:
        if type(node) is not Text and isinstance(node, _HOLDERS):
            if isinstance(node, Link):
                hrefs.append(node.href)
            _add_hrefs(node.children, hrefs)


@dataclass(frozen=True, slots=True)
class _Pass:
    hrefs: Hrefs

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
        href = (self.hrefs.absolute(figure.href, figure.line) or "") if figure.href else figure.href
        return _with(figure, href=href, caption=self.inlines(figure.caption, figure.line))

    def inlines(self, nodes: tuple[Inline, ...], line: int) -> tuple[Inline, ...]:
        if not any(isinstance(node, _HOLDERS) for node in nodes):
            return nodes
        done: list[Inline] = []
        for node in nodes:
            done.extend(self.inline(node, line))
        return nodes if _same(done, nodes) else tuple(done)

    def inline(self, node: Inline, line: int) -> tuple[Inline, ...]:
        match node:
            case Link():
                return self.link(node, node.line or line)
            case Strong() | Emph() | Strike() | Mark() | Underline() | Super() | Sub():
                return (_with(node, children=self.inlines(node.children, line)),)
            case _:
                return (node,)

    def link(self, link: Link, line: int) -> tuple[Inline, ...]:
        children = self.inlines(link.children, line)
        href = self.hrefs.absolute(link.href, line)
        return children if href is None else (_with(link, href=href, children=children),)


def _with(node: N, **fields: object) -> N:
    """The node with new fields, or itself when they are the ones it has."""
    same = all(getattr(node, name) is value for name, value in fields.items())
    return node if same else replace(node, **fields)


def _each(nodes: tuple[T, ...], change: Callable[[T], T]) -> tuple[T, ...]:
    changed = tuple(change(node) for node in nodes)
    return nodes if _same(changed, nodes) else changed


def _same(new: Sequence[object], old: Sequence[object]) -> bool:
    return len(new) == len(old) and all(a is b for a, b in zip(new, old, strict=True))
