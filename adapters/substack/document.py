"""Blocks as the document of Substack's editor (ProseMirror JSON, snake_case names)."""

from __future__ import annotations

import hashlib
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.base import Json, Media
from adapters.references import ref
from adapters.shots import Upload
from adapters.substack.inline import CODE, STRONG, Node, inline_nodes, text_node
from content.document import (
    Block,
    CodeBlock,
    Cue,
    Details,
    Document,
    Embed,
    Figure,
    Footnote,
    Gallery,
    Heading,
    Inline,
    Link,
    List,
    ListItem,
    MathBlock,
    Only,
    Paragraph,
    Quote,
    RawHtml,
    Rule,
    Strong,
    Table,
    Teaser,
    Text,
)

TASKS = {True: "☑ ", False: "☐ "}
_YOUTUBE = re.compile(
    r"(?:youtube\.com/(?:watch\?(?:.*&)?v=|embed/|shorts/)|youtu\.be/)([\w-]{11})"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a document needs besides its text: the pictures that can be shown."""

    uploads: Mapping[str, Upload]


def editor_document(document: Document, page: Page) -> Node:
    """The whole post as one `doc` node; picture addresses stand as references to their parts."""
    content = _blocks(document.blocks, page)
    for note in document.footnotes:  # a note holds text alone: its pictures stand before the notes
        content += _blocks(tuple(b for b in note.blocks if isinstance(b, Figure)), page)
    content += [_footnote(note) for note in document.footnotes]
    return {"type": "doc", "content": content or [{"type": "paragraph"}]}


def _blocks(blocks: tuple[Block, ...], page: Page) -> list[Json]:
    return [node for block in blocks for node in _block(block, page)]


def _block(block: Block, page: Page) -> list[Json]:  # noqa: C901 - one case per node
    match block:
        case Heading(level, children):
            return _filled({"type": "heading", "attrs": {"level": level}}, inline_nodes(children))
        case Paragraph(children):
            return _filled({"type": "paragraph"}, inline_nodes(children))
        case List() | Quote():
            return _container(block)
        case CodeBlock(text, _, language):
            return [_code(text, language)]
        case MathBlock(tex):
            attrs: Node = {"persistentExpression": tex, "id": _formula_id(tex)}
            return [{"type": "latex_block", "attrs": attrs}]
        case Figure():
            return _figure(block, page)
        case Gallery(figures):
            return [node for figure in figures for node in _figure(figure, page)]
        case Embed():
            return [_embed(block)]
        case Rule():
            return [{"type": "horizontal_rule"}]
        case Cue(_, word):
            return [{"type": "paywall"}] if word == "paywall" else []
        case Table() | Details() | Only() | Teaser() | RawHtml():
            raise TypeError(f"{type(block).__name__} does not outlive lowering")


def _filled(node: Node, content: list[Json]) -> list[Json]:
    return [{**node, "content": content}] if content else []


# --- lists and quotations: the editor takes nothing but paragraphs and lists inside ------------


def _container(block: List | Quote) -> list[Json]:
    if isinstance(block, Quote):
        title = block.title or ((Text(block.kind.capitalize()),) if block.kind else ())
        head = _filled({"type": "paragraph"}, inline_nodes(title, (STRONG,)))
        return _filled({"type": "blockquote"}, head + _simple(block.blocks))
    items: list[Json] = [_item(item) for item in block.items]
    if not items:
        return []
    if block.start is None:
        return [{"type": "bullet_list", "content": items}]
    attrs: Node = {"start": block.start, "order": block.start}
    return [{"type": "ordered_list", "attrs": attrs, "content": items}]


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
    content = _simple(blocks)
    if not content or not isinstance(content[0], dict) or content[0]["type"] != "paragraph":
        content = [{"type": "paragraph"}, *content]
    return {"type": "list_item", "content": content}


def _simple(blocks: tuple[Block, ...]) -> list[Json]:
    """Blocks within a list or quotation, as paragraphs and lists; no text is lost."""
    return [node for block in blocks for node in _simple_block(block)]


def _simple_block(block: Block) -> list[Json]:
    match block:
        case Paragraph(children):
            return _filled({"type": "paragraph"}, inline_nodes(children))
        case Heading(_, children):
            return _filled({"type": "paragraph"}, inline_nodes((Strong(children),)))
        case List():
            return _container(block)
        case Quote(blocks, _, _, title):
            head = _filled({"type": "paragraph"}, inline_nodes(title, (STRONG,)))
            return head + _simple(blocks)
        case CodeBlock(text) | MathBlock(text):
            return _filled({"type": "paragraph"}, _code_lines(text))
        case Embed(_, url, line, title):
            return _simple_block(Paragraph(_link(url, title), line))
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


# --- the rest -----------------------------------------------------------------------------------


def _code(text: str, language: str) -> Node:
    attrs: Node = {"language": language.lower() or "plaintext", "nodeId": None}
    node: Node = {"type": "highlighted_code_block", "attrs": attrs}
    if text:
        node["content"] = [text_node(text)]
    return node


def _figure(figure: Figure, page: Page) -> list[Json]:
    upload = page.uploads.get(figure.source)
    caption = inline_nodes(figure.caption)
    if upload is None:  # an open row of the ledger; its caption is text and stays
        return _filled({"type": "paragraph"}, caption)
    content: list[Json] = [_image(upload.media, upload.key, figure)]
    if caption:
        content.append({"type": "caption", "content": caption})
    return [{"type": "captionedImage", "content": content}]


def _image(media: Media, key: str, figure: Figure) -> Node:
    attrs: Node = {
        "src": ref(key, "url"),
        "srcNoWatermark": None,
        "fullscreen": None,
        "imageSize": None,
        "height": media.height,
        "width": media.width,
        "resizeWidth": None,
        "bytes": media.size,
        "alt": figure.alt or None,
        "title": None,
        "type": media.mime,
        "href": figure.href or None,
        "belowTheFold": False,
        "topImage": False,
        "internalRedirect": None,
        "isProcessing": False,
        "align": None,
        "offset": False,
    }
    return {"type": "image2", "attrs": attrs}


def _embed(embed: Embed) -> Node:
    found = _YOUTUBE.search(embed.url)
    if found:
        return {"type": "youtube2", "attrs": {"videoId": found[1]}}
    return {"type": "paragraph", "content": inline_nodes(_link(embed.url, embed.title))}


def _link(url: str, title: str) -> tuple[Inline, ...]:
    return (Link(url, (Text(title or url),)),)


def _footnote(note: Footnote) -> Node:
    """A note holds paragraphs only: the items of its lists become paragraphs, too."""
    content = _paragraphs(_simple(note.blocks)) or [{"type": "paragraph"}]
    return {"type": "footnote", "attrs": {"number": note.number}, "content": content}


def _paragraphs(nodes: Json) -> list[Json]:
    found: list[Json] = []
    for node in nodes if isinstance(nodes, list) else []:
        if isinstance(node, dict):
            plain = node["type"] == "paragraph"
            found.extend([node] if plain else _paragraphs(node.get("content")))
    return found


def _formula_id(tex: str) -> str:
    """Ten upper-case letters, the same for the same formula."""
    digest = hashlib.sha256(tex.encode()).digest()
    return "".join(string.ascii_uppercase[byte % 26] for byte in digest[:10])
