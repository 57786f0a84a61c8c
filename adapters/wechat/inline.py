"""Inline nodes as the HTML that survives WeChat's editor."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from adapters.references import html_escape, ref
from adapters.wechat.blanks import Outline
from adapters.wechat.links import Reference, Shown, names_itself, shown
from content.document import (
    Break,
    Code,
    Emph,
    FootnoteRef,
    Inline,
    InlineImage,
    Link,
    Mark,
    Math,
    Strike,
    Strong,
    Sub,
    Super,
    Text,
    Underline,
)

# ① to ⑳, ㉑ to ㉟, ㊱ to ㊿: notes look unlike the [1] of references.
_CIRCLED = (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))

# node -> (tag, the place in the theme that styles it)
_TAGS: Mapping[type[Inline], tuple[str, str]] = {
    Strong: ("strong", "strong"),
    Emph: ("em", "em"),
    Strike: ("s", "s"),
    Underline: ("u", "u"),
    Mark: ("span", "mark"),
    Super: ("sup", "super"),
    Sub: ("sub", "sub"),
}


@dataclass(frozen=True, slots=True)
class Image:
    """A converted picture: the part that uploads it, and its natural width in pixels."""

    part: str
    width: int


@dataclass(frozen=True, slots=True)
class Page:
    """All that the markup of an article depends on, besides its document."""

    outline: Outline
    references: Mapping[str, Reference]
    images: Mapping[str, Image]
    references_title: str


def inline_html(children: tuple[Inline, ...], page: Page) -> str:
    return "".join([escape(c.text) if isinstance(c, Text) else _inline(c, page) for c in children])


def image_html(source: str, alt: str, page: Page) -> str:
    """A picture, or nothing where it could not be converted; its problem says so."""
    image = page.images.get(source)
    if image is None:
        return ""
    style = page.outline.style("img")
    described = f'data-w="{image.width}" alt="{html_escape(alt)}"'
    return f'<img src="{ref(image.part, "url")}" {described}{style}>'


def linked_html(link: Link, markup: str, page: Page) -> str:
    """What a link encloses: clickable, with its raised number behind it, or as it is."""
    reference = page.references.get(link.href)
    if reference and not names_itself(link):
        return markup + page.outline.tag("sup", f"[{reference.number}]")
    if reference is None and shown(link) is Shown.NATIVE:
        style = page.outline.style("a")
        return f'<a href="{html_escape(link.href)}"{style}>{markup}</a>'
    return markup


def note_mark(number: int) -> str:
    return chr(_CIRCLED[number - 1]) if number <= len(_CIRCLED) else f"({number})"


def _inline(node: Inline, page: Page) -> str:
    match node:
        case Link():
            return linked_html(node, inline_html(node.children, page), page)
        case Text(text):
            return escape(text)
        case Strong() | Emph() | Strike() | Underline() | Mark() | Super() | Sub():
            tag, place = _TAGS[type(node)]
            return page.outline.tag(tag, inline_html(node.children, page), place)
        case Code(text) | Math(text):
            return page.outline.tag("code", escape(text))
        case InlineImage(source, alt):
            return image_html(source, alt, page)
        case Break():
            return "<br>"
        case FootnoteRef(number):
            return page.outline.tag("sup", note_mark(number))
        case _:
            assert_never(node)


def escape(text: str) -> str:
    """Text content: quotation marks need no escape there, and each escape costs characters."""
    if "&" in text or "<" in text or ">" in text:
        return html.escape(text, quote=False)
    return text
