"""The WeChat edition as an article on a phone, with its entry in the feed.

The article's own markup is shown as it is sent, reduced to what a page may safely hold: elements,
attributes and CSS from a list, pictures from the edition, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from adapters.base import Edition, Json, Media
from bot.preview.night import Sheet, darken
from bot.preview.payload import BadPayload, Object, carried, obj, part_of_kind, referred, rows, text
from bot.preview.pictures import Image, Thumbnails
from bot.preview.safe import anchor, harmless, linkable
from bot.preview.templates import fill

Box = tuple[float, float, float, float]  # left, top, right, bottom, as shares of the sides
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
TAGS = frozenset(
    {
        "a", "b", "blockquote", "br", "code", "del", "em", "figcaption", "figure", "h1", "h2", "h3",
        "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "mark", "ol", "p", "pre", "s", "section",
        "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
    }
)  # fmt: skip
ATTRIBUTES = frozenset({"alt", "colspan", "rowspan"})
DROPPED = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "math"})


@dataclass(frozen=True, slots=True)
class Crop:
    """What a crop leaves of a picture."""

    image: Image
    box: Box

    @property
    def style(self) -> str:
        """Where the whole picture lies behind the window of its crop."""
        left, top, right, bottom = self.box
        wide, high = right - left, bottom - top
        return (
            f"width:{100 / wide:.3f}%;height:{100 / high:.3f}%;"
            f"left:{-100 * left / wide:.3f}%;top:{-100 * top / high:.3f}%"
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """What the articles of a draft share: their pictures, and their colours at night."""

    media: dict[str, Media]
    thumbnails: Thumbnails
    night: Sheet


@dataclass(frozen=True, slots=True)
class Article:
    """`square` is the crop for lists and cards, `comments` whether readers may write any."""

    title: str
    author: str
    digest: str
    original: Markup
    content: Markup
    cover: Crop | None
    square: Crop | None
    comments: bool
    left_out: tuple[str, ...]


def frame(edition: Edition, thumbnails: Thumbnails, labels: SimpleNamespace) -> str:
    """The frame's document."""
    payload = obj(part_of_kind(edition, "draft").payload, "draft")
    desk = Desk(carried(edition), thumbnails, Sheet())
    articles = [
        _article(obj(value, "an article"), desk, labels)
        for value in rows(payload.get("articles"), "articles")
    ]
    if not articles:
        raise BadPayload("the draft holds no article")
    return fill("wechat.html.j2", labels, articles=articles, night=desk.night.css)


def _article(article: Object, desk: Desk, labels: SimpleNamespace) -> Article:
    left_out: list[str] = []
    content = _clean(text(article.get("content"), "content"), desk, left_out)
    cover = desk.media.get(referred(text(article.get("thumb_media_id"), "thumb_media_id")))
    wide, square = _box(article.get("pic_crop_235_1")), _box(article.get("pic_crop_1_1"))
    return Article(
        title=text(article.get("title"), "title"),
        author=text(article.get("author"), "author"),
        digest=text(article.get("digest"), "digest"),
        original=_original(text(article.get("content_source_url"), "content_source_url"), labels),
        content=content,
        cover=Crop(desk.thumbnails.image(cover), wide) if cover else None,
        square=Crop(desk.thumbnails.image(cover), square) if cover else None,
        comments=article.get("need_open_comment") == 1,
        left_out=tuple(dict.fromkeys(left_out)),
    )


def _original(url: str, labels: SimpleNamespace) -> Markup:
    """The link below the article."""
    return anchor(url, labels.read_original) if url else Markup()


def _box(value: Json) -> Box:
    """A crop as WeChat writes it: `x1_y1_x2_y2`, shares of the sides."""
    if value is None:
        return WHOLE
    try:
        left, top, right, bottom = (float(share) for share in text(value, "a crop").split("_"))
    except ValueError:
        raise BadPayload(f"{value!r} is not a crop") from None
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise BadPayload(f"{value!r} is not a crop")
    return left, top, right, bottom


# --- the article's markup -----------------------------------------------------------------------


def _clean(html: str, desk: Desk, left_out: list[str]) -> Markup:
    """The markup from the lists above; what was taken out is named in `left_out`."""
    from lxml import etree
    from lxml.html import fragment_fromstring, tostring

    root = fragment_fromstring(html, create_parent="div")
    for node in list(root.iterdescendants()):
        if isinstance(node, etree.CommentBase | etree.PIBase):
            _take_out(node)
        elif node.tag in DROPPED:
            left_out.append(f"<{node.tag}>")
            _take_out(node)
        elif node.tag not in TAGS:
            left_out.append(f"<{node.tag}>")
            node.drop_tag()
        elif node.tag == "img":
            left_out.extend(_show(node, desk))
        else:
            left_out.extend(_strip(node))
    darken(root, desk.night)
    # All that is left was checked one by one above, and lxml escapes texts and values.
    return Markup(tostring(root, encoding="unicode", method="html"))  # noqa: S704


def _take_out(node: Any) -> None:
    if node.getparent() is not None:
        node.drop_tree()


def _show(node: Any, desk: Desk) -> Iterator[str]:
    """A picture of the edition in place of its reference; any other address loads nothing."""
    alt, css = node.get("alt", ""), node.get("style", "")
    found = desk.media.get(referred(node.get("src", "")))
    image = desk.thumbnails.image(found) if found else None
    node.attrib.clear()
    node.set("alt", alt)
    yield from _restyle(node, css)
    if image and image.key:
        node.set("data-picture", image.key)
        node.set("data-source", image.source)
        node.set("data-sha256", image.sha256)
        node.set("width", str(image.width))
        node.set("height", str(image.height))
    else:
        node.set("class", "missing")


def _strip(node: Any) -> Iterator[str]:
    for name, value in list(node.attrib.items()):
        if name in ATTRIBUTES:
            continue
        del node.attrib[name]
        if name == "style":
            yield from _restyle(node, value)
        elif name == "href" and linkable(value):
            node.set("href", value)
            node.set("target", "_blank")
            node.set("rel", "noreferrer noopener")
        else:
            yield name


def _restyle(node: Any, css: str) -> Iterator[str]:
    """The declarations that only style the element itself."""
    declarations = [piece.strip() for piece in css.split(";") if piece.strip()]
    kept = [piece for piece in declarations if harmless(piece)]
    if kept:
        node.set("style", ";".join(kept))
    yield from (f"style: {piece}" for piece in declarations if piece not in kept)
