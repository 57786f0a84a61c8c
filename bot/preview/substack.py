"""The Substack edition as a post, from the document of the editor."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from types import SimpleNamespace

from markupsafe import Markup

from adapters.base import Edition, Media
from bot.preview.payload import (
    Object,
    carried,
    obj,
    parsed,
    part_of_kind,
    referred,
    rows,
    text,
)
from bot.preview.pictures import Image, Thumbnails
from bot.preview.safe import anchor, element, joined
from bot.preview.substack_text import as_words, level, marked
from bot.preview.templates import fill

SIMPLE = {
    "paragraph": "p", "bullet_list": "ul", "list_item": "li", "blockquote": "blockquote",
    "captionedImage": "figure", "caption": "figcaption", "ctaCaption": "p",
}  # fmt: skip


FILED = {"section": "", "tag": "#"}  # kinds of parts that name where a post stands, their mark
PLACEHOLDER = re.compile(r"%%\w+%%")  # an address that Substack fills in


@dataclass(frozen=True, slots=True)
class Post:
    title: str
    subtitle: str
    body: Markup
    around: Around


@dataclass(frozen=True, slots=True)
class Around:
    """What readers see of a post before they open it, and where it is filed."""

    slug: str
    cover: Image | None
    social_title: str
    description: str
    search_title: str
    search_description: str
    email: bool
    filed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What rendering a node needs besides the node."""

    media: dict[str, Media]
    thumbnails: Thumbnails
    labels: SimpleNamespace


def frame(edition: Edition, thumbnails: Thumbnails, labels: SimpleNamespace) -> str:
    """The frame's document."""
    desk = Desk(carried(edition), thumbnails, labels)
    draft = obj(part_of_kind(edition, "draft").payload, "draft")
    settings = obj(part_of_kind(edition, "settings").payload, "settings")
    title = text(draft.get("draft_title"), "draft_title")
    post = Post(
        title=title,
        subtitle=text(draft.get("draft_subtitle"), "draft_subtitle"),
        body=_children(parsed(draft.get("draft_body"), "draft_body"), desk),
        around=_around(settings, title, _filed(edition), desk),
    )
    return fill("substack.html.j2", labels, post=post)


def _around(settings: Object, title: str, filed: tuple[str, ...], desk: Desk) -> Around:
    return Around(
        slug=text(settings.get("slug"), "slug"),
        cover=_image(text(settings.get("cover_image"), "cover_image"), "", desk),
        social_title=_setting(settings, "social_title") or title,
        description=_setting(settings, "description"),
        search_title=_setting(settings, "search_engine_title") or title,
        search_description=_setting(settings, "search_engine_description"),
        email=settings.get("should_send_email") is True,
        filed=filed,
    )


def _setting(settings: Object, name: str) -> str:
    return text(settings.get(name), name)


def _filed(edition: Edition) -> tuple[str, ...]:
    """The section, and the tags with their mark."""
    return tuple(
        FILED[part.kind] + text(obj(part.payload, part.key).get("name"), "name")
        for part in edition.parts
        if part.kind in FILED
    )


def _children(node: Object, desk: Desk) -> Markup:
    nodes = rows(node.get("content"), "content")
    return joined([_node(obj(child, "a node"), desk) for child in nodes])


def _node(node: Object, desk: Desk) -> Markup:  # noqa: C901 - one case per kind of node
    attrs = obj(node.get("attrs") or {}, "attrs")
    match kind := text(node.get("type"), "type"):
        case "text":
            return marked(node, anchor)
        case "hard_break":
            return Markup("<br>")
        case "heading":
            return element(f"h{level(attrs)}", _children(node, desk))
        case "ordered_list":
            start = as_words(attrs.get("start"))
            return Markup('<ol start="{}">{}</ol>').format(start, _children(node, desk))
        case "pullquote":
            return element("blockquote", _children(node, desk), "pull")
        case "highlighted_code_block":
            return _block("code", _children(node, desk), as_words(attrs.get("language")))
        case "latex_block":
            return _block("formula", as_words(attrs.get("persistentExpression")), "LaTeX")
        case "horizontal_rule":
            return Markup("<hr>")
        case "image2":
            return _picture(attrs, desk)
        case "footnoteAnchor":
            return element("sup", as_words(attrs.get("number")), "note")
        case "footnote":
            return _footnote(as_words(attrs.get("number")), _children(node, desk))
        case "youtube2":
            return _video(as_words(attrs.get("videoId")))
        case "paywall":
            return element("p", desk.labels.paywall, "paywall")
        case "subscribeWidget":
            return _widget(attrs, _children(node, desk), element("span", desk.labels.type_email))
        case "button" | "captionedShareButton":
            return _widget(attrs, _children(node, desk))
        case _ if kind in SIMPLE:
            return element(SIMPLE[kind], _children(node, desk))
        case _:  # shown as what it is, with all the text it holds
            label = element("span", f"{desk.labels.unknown_node}: {kind}", "tag")
            return element("div", joined([label, _children(node, desk)]), "unknown")


def _block(style: str, inner: Markup | str, name: str) -> Markup:
    """Lines as they are written, with the name of their language."""
    label = element("span", name, "tag")
    return element("div", joined([label, element("code", inner)]), f"block {style}")


def _picture(attrs: Object, desk: Desk) -> Markup:
    image = _image(text(attrs.get("src"), "src"), as_words(attrs.get("alt")), desk)
    if image is None or not image.key:
        return element("p", as_words(attrs.get("alt")) or desk.labels.no_picture, "missing")
    shown = Markup(
        '<img data-picture="{}" data-source="{}" data-sha256="{}" alt="{}" width="{}" height="{}">'
    ).format(image.key, image.source, image.sha256, image.alt, image.width, image.height)
    href = as_words(attrs.get("href"))
    return anchor(href, shown) if href else shown


def _image(src: str, alt: str, desk: Desk) -> Image | None:
    media = desk.media.get(referred(src))
    if media is None:
        return None
    image = desk.thumbnails.image(media)
    return replace(image, alt=alt or image.alt)


def _footnote(number: str, inner: Markup) -> Markup:
    return Markup('<div class="footnote"><sup>{}</sup><div>{}</div></div>').format(number, inner)


def _video(video: str) -> Markup:
    address = f"https://www.youtube.com/watch?v={video}"
    return element("p", anchor(address, f"▶ YouTube · {video}"), "video")


def _widget(attrs: Object, caption: Markup, field: Markup | str = "") -> Markup:
    """A button with what stands above it, and the field that it sends."""
    url, words = as_words(attrs.get("url")), as_words(attrs.get("text"))
    button = element("b", words) if PLACEHOLDER.fullmatch(url) else anchor(url, words)
    return element(
        "div", Markup('{}<p class="button">{}{}</p>').format(caption, field, button), "widget"
    )
