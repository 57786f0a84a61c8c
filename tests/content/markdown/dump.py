"""A document as text, short enough to be read: one line a block, with its source line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
from content.problems import Problem

SPANS = {
    Strong: "b", Emph: "i", Strike: "s", Mark: "mark", Underline: "u", Super: "sup", Sub: "sub",
}  # fmt: skip


def dump(document: Document, problems: Sequence[Problem]) -> str:
    """Blocks, then footnotes, then problems."""
    lines = list(_blocks(document.blocks, ""))
    for note in document.footnotes:
        lines += [f"note {note.number} @{note.line}", *_blocks(note.blocks, "  ")]
    lines += [f"! {problem.code} @{problem.line}" for problem in problems]
    return "\n".join(lines)


def _blocks(blocks: Sequence[Block | ListItem], indent: str) -> Iterator[str]:
    for block in blocks:
        head, words, children = _block(block)
        text = f" | {words}" if words else ""
        yield f"{indent}{head} @{block.line}{text}"
        yield from _blocks(children, f"{indent}  ")


def _block(block: Block | ListItem) -> tuple[str, str, Sequence[Block | ListItem]]:
    """A block's head, its words and its blocks."""
    match block:
        case List() | ListItem() | Quote() | Details() | Only() | Gallery():
            return _group(block)
        case Heading(level, children):
            return f"h{level}", spans(children), ()
        case Paragraph(children):
            return "p", spans(children), ()
        case Table(align, header, rows):
            cells = [" ; ".join(spans(cell) for cell in row) for row in (header, *rows)]
            return f"table {','.join(word or '-' for word in align)}", " / ".join(cells), ()
        case Figure():
            return _figure(block), spans(block.caption), ()
        case _:
            return (*_leaf(block), ())


def _group(
    block: List | ListItem | Quote | Details | Only | Gallery,
) -> tuple[str, str, Sequence[Block | ListItem]]:
    match block:
        case List(items, start=start, tight=tight):
            kind = "ul" if start is None else f"ol {start}"
            return kind + ("" if tight else " loose"), "", items
        case ListItem(blocks, checked=checked):
            return {None: "-", True: "[x]", False: "[ ]"}[checked], "", blocks
        case Quote(blocks, kind=kind, title=title):
            return " ".join(filter(None, ("quote", kind))), spans(title), blocks
        case Details(summary, blocks):
            return "details", spans(summary), blocks
        case Only(channels, blocks):
            return f"only {','.join(channels)}", "", blocks
        case Gallery(figures):
            return "gallery", "", figures


def _leaf(
    block: CodeBlock | MathBlock | Embed | Rule | Teaser | Cue | RawHtml,
) -> tuple[str, str]:
    match block:
        case CodeBlock(text, language=language):
            return " ".join(filter(None, ("code", language))), repr(text)
        case MathBlock(tex):
            return "math", tex
        case Embed(service, url, title=title):
            return f"embed {service or '?'} {url}", title
        case Rule():
            return "hr", ""
        case Teaser():
            return "teaser", ""
        case Cue(channel, word):
            return f"cue {channel}:{word}", ""
        case RawHtml(html):
            return "raw", html


def _figure(figure: Figure) -> str:
    alt = f" alt={figure.alt!r}" if figure.alt else ""
    href = f" -> {figure.href}" if figure.href else ""
    return f"figure {figure.source}{alt}{href}"


def spans(children: Sequence[Inline]) -> str:
    return "".join(_span(child) for child in children)


def _span(node: Inline) -> str:
    match node:
        case Text(text):
            return text
        case Code(text):
            return f"{{code {text}}}"
        case Math(tex):
            return f"{{math {tex}}}"
        case Link(href, children, title, _):
            return f"{{a {href}{f' {title!r}' if title else ''}|{spans(children)}}}"
        case InlineImage(source, alt, title, _):
            more = f" alt={alt!r}" * bool(alt) + f" {title!r}" * bool(title)
            return f"{{img {source}{more}}}"
        case Break():
            return "{br}"
        case FootnoteRef(number):
            return f"{{note {number}}}"
        case _:
            return f"{{{SPANS[type(node)]} {spans(node.children)}}}"
