"""Lists and quotations: the editor takes nothing but paragraphs and lists inside of them."""

from __future__ import annotations

from adapters.base import Json
from adapters.substack.inline import CODE, STRONG, Node, inline_nodes, text_node
from content.document import (
    Block,
    CodeBlock,
    Embed,
    Heading,
    Inline,
    Link,
    List,
    ListItem,
    MathBlock,
    Paragraph,
    Quote,
    Strong,
    Text,
)

TASKS = {True: "☑ ", False: "☐ "}


def filled(kind: str, content: list[Json], attrs: Node | None = None) -> list[Json]:
    """The node with its content; none without."""
    if not content:
        return []
    return [{"type": kind, **({"attrs": attrs} if attrs else {}), "content": content}]


def holds_paragraphs(blocks: tuple[Block, ...]) -> bool:
    return all(isinstance(block, Paragraph) for block in blocks)


def paragraph(children: tuple[Inline, ...]) -> list[Json]:
    return filled("paragraph", inline_nodes(children))


def link_to(url: str, title: str) -> tuple[Inline, ...]:
    return (Link(url, (Text(title or url),)),)


def container(block: List | Quote) -> list[Json]:
    if isinstance(block, Quote):
        return filled("blockquote", _quoted(block))
    items: list[Json] = [_item(item) for item in block.items]
    if not items:
        return []
    if block.start is None:
        return [{"type": "bullet_list", "content": items}]
    attrs: Node = {"start": block.start, "order": block.start}
    return [{"type": "ordered_list", "attrs": attrs, "content": items}]


def _quoted(quote: Quote) -> list[Json]:
    title = quote.title or ((Text(quote.word),) if quote.word else ())
    head = filled("paragraph", inline_nodes(title, (STRONG,)))
    return head + simple(quote.blocks)


def _item(item: ListItem) -> Node:
    """An item begins with a paragraph, even an empty one, and holds paragraphs and lists."""
    blocks = item.blocks
    if item.checked is not None:
        box = Text(TASKS[item.checked])
        match blocks:
            case (Paragraph(children, line), *rest):
                blocks = (Paragraph((box, *children), line), *rest)
            case _:
                blocks = (Paragraph((box,), item.line), *blocks)
    content = simple(blocks)
    if not content or not isinstance(content[0], dict) or content[0]["type"] != "paragraph":
        content = [{"type": "paragraph"}, *content]
    return {"type": "list_item", "content": content}


def simple(blocks: tuple[Block, ...]) -> list[Json]:
    """Blocks within a list or quotation, as paragraphs and lists; no text is lost."""
    return [node for block in blocks for node in _simple_block(block)]


def _simple_block(block: Block) -> list[Json]:
    match block:
        case Paragraph():
            return paragraph(block.children)
        case Heading():
            return paragraph((Strong(block.children),))
        case List():
            return container(block)
        case Quote():
            return _quoted(block)
        case CodeBlock(text) | MathBlock(text):
            return filled("paragraph", _code_lines(text))
        case Embed(_, url, _, title):
            return paragraph(link_to(url, title))
        case _:
            return []  # a rule says nothing inside; pictures were lifted out by lowering


def _code_lines(text: str) -> list[Json]:
    """Code where no block of code may stand: one line each, in code type."""
    nodes: list[Json] = []
    for line in text.split("\n"):
        if nodes:
            nodes.append({"type": "hard_break"})
        if line:
            nodes.append(text_node(line, (CODE,)))
    return nodes
