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
from adapters.substack.containers import (
    container,
    filled,
    holds_paragraphs,
    link_to,
    paragraph,
    simple,
)
from adapters.substack.cues import cue_nodes, one_paywall
from adapters.substack.footnotes import footnotes
from adapters.substack.inline import Node, inline_nodes, text_node
from adapters.substack.languages import code_language
from content.document import (
    Block,
    CodeBlock,
    Cue,
    Details,
    Document,
    Embed,
    Figure,
    Gallery,
    Heading,
    List,
    MathBlock,
    Only,
    Paragraph,
    Quote,
    RawHtml,
    Rule,
    Table,
    Teaser,
)

_YOUTUBE = re.compile(
    r"(?:youtube\.com/(?:watch\?(?:.*&)?v=|embed/|shorts/)|youtu\.be/)([\w-]{11})"
)


PULLED = frozenset({"quote", "cite"})  # callouts that are quotations: set large, without a label


@dataclass(frozen=True, slots=True)
class Page:
    """What a document needs besides its text: pictures that can be shown, its buttons' language."""

    uploads: Mapping[str, Upload]
    language: str = "en"


def editor_document(document: Document, page: Page) -> Node:
    """The whole post as one `doc` node; picture addresses stand as references to their parts."""
    content = _blocks(document.blocks, page)
    for note in document.footnotes:  # a note holds text alone: its pictures stand before the notes
        content += _blocks(tuple(b for b in note.blocks if isinstance(b, Figure)), page)
    content += footnotes(document.footnotes, content) if document.footnotes else []
    content = one_paywall(content)
    return {"type": "doc", "content": content or [{"type": "paragraph"}]}


def _blocks(blocks: tuple[Block, ...], page: Page) -> list[Json]:
    return [node for block in blocks for node in _block(block, page)]


def _block(block: Block, page: Page) -> list[Json]:  # noqa: C901 - one case per node
    match block:
        case Paragraph():
            return paragraph(block.children)
        case Figure():
            return _figure(block, page)
        case Heading():
            return _heading(block)
        case Quote(inner, _, kind, ()) if kind in PULLED and holds_paragraphs(inner):
            return filled("pullquote", simple(inner), {"align": None, "color": None})
        case List() | Quote():
            return container(block)
        case CodeBlock(text, _, language):
            return [_code(text, language)] if text else []  # the editor opens no empty one
        case MathBlock(tex):
            attrs: Node = {"persistentExpression": tex, "id": _formula_id(tex)}
            return [{"type": "latex_block", "attrs": attrs}]
        case Gallery(figures):
            return [node for figure in figures for node in _figure(figure, page)]
        case Embed():
            return [_embed(block)]
        case Rule():
            return [{"type": "horizontal_rule"}]
        case Cue(_, word):
            return cue_nodes(word, page.language)
        case Table() | Details() | Only() | Teaser() | RawHtml():
            raise TypeError(f"{type(block).__name__} does not outlive lowering")


def _heading(heading: Heading) -> list[Json]:
    content = inline_nodes(heading.children)
    attrs: Node = {"level": heading.level}
    return [{"type": "heading", "attrs": attrs, "content": content}] if content else []


def _code(text: str, language: str) -> Node:
    attrs: Node = {"language": code_language(language), "nodeId": None}
    return {"type": "highlighted_code_block", "attrs": attrs, "content": [text_node(text)]}


def _figure(figure: Figure, page: Page) -> list[Json]:
    upload = page.uploads.get(figure.source)
    if upload is None:  # an open row of the ledger; its caption is text and stays
        return paragraph(figure.caption)
    image = _image(upload.media, upload.key, figure)
    caption = filled("caption", inline_nodes(figure.caption))
    return [{"type": "captionedImage", "content": [image, *caption]}]


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
    if found := video(embed.url):
        return {"type": "youtube2", "attrs": {"videoId": found}}
    return {"type": "paragraph", "content": inline_nodes(link_to(embed.url, embed.title))}


def video(url: str) -> str:
    """The id of a YouTube video, which plays in the post; "" for anything else."""
    found = _YOUTUBE.search(url)
    return found[1] if found else ""


def _formula_id(tex: str) -> str:
    """Ten upper-case letters, the same for the same formula."""
    digest = hashlib.sha256(tex.encode()).digest()
    return "".join(string.ascii_uppercase[byte % 26] for byte in digest[:10])
