"""The HTML of a rich message as its readers see it.

Every element is written anew from the lists below: what is on none of them gives only its words,
and is named. core.telegram.org/bots/api#rich-message-formatting-options
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.preview.album import Album, album, picture
from bot.preview.payload import Object, obj, rows, text
from bot.preview.pictures import Image
from bot.preview.safe import anchor, element, joined
from bot.preview.telegram_text import code_block, folded, found, is_long, rich

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SAME = frozenset({
    "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "mark", "sub", "sup",
    "cite", "h1", "h2", "h3", "h4", "h5", "h6", "p", "footer", "aside", "ul", "figure",
    "figcaption", "table", "tr", "caption",
})  # fmt: skip
EMPTY = {"hr": "<hr>", "br": "<br>"}
RENAMED = {
    "tg-math": ("code", "formula"),
    "tg-spoiler": ("span", "spoiler"),
    "tg-reference": ("span", "reference"),
    "tg-slideshow": ("div", "slides"),
}
CELLS = frozenset({"td", "th"})
SIDES = frozenset({"left", "center", "right"})
CLOSED = frozenset({"a", "code", "pre", "tg-math", "tg-math-block"})
PHOTO = re.compile(r"tg://photo\?id=([A-Za-z0-9_-]{1,64})")
TALLEST = 99  # of what a cell may span, more than a table has


@dataclass(slots=True)
class Reader:
    """`pictures` by the ids that the request binds; `left_out` names what is not shown."""

    pictures: Mapping[str, Image]
    formula: str  # the label of a formula of its own
    missing: str
    left_out: list[str] = field(default_factory=list)

    def read(self, html: str) -> Markup:
        from lxml.html import fragment_fromstring

        return self._inside(fragment_fromstring(html, create_parent="div"))

    def _inside(self, node: HtmlElement) -> Markup:
        words = _plain if _is_closed(node) else _marked
        pieces = [words(node.text)]
        for child in node:
            if isinstance(child.tag, str):
                pieces.append(self._element(child))
            pieces.append(words(child.tail))
        return joined(pieces)

    def _element(self, node: HtmlElement) -> Markup:
        tag = node.tag
        if tag in SAME:
            return element(tag, self._inside(node))
        if tag in EMPTY:
            return Markup(EMPTY[tag])  # noqa: S704 - words of ours
        if tag in RENAMED:
            name, style = RENAMED[tag]
            return element(name, self._inside(node), style)
        if tag in CELLS:
            return self._cell(node)
        known = {
            "a": self._link, "img": self._image, "blockquote": self._quote, "pre": self._code,
            "details": self._details, "tg-math-block": self._formula, "tg-collage": self._collage,
            "ol": self._list, "li": self._item,
        }  # fmt: skip
        if tag in known:
            return known[tag](node)
        self.left_out.append(f"<{tag}>")
        return self._inside(node)

    # --- text -------------------------------------------------------------------------------

    def _link(self, node: HtmlElement) -> Markup:
        href = node.get("href", "")
        inner = self._inside(node)
        if not href:
            return inner  # a place that others lead to
        return element("span", inner, "reference") if href[:1] == "#" else anchor(href, inner)

    def _quote(self, node: HtmlElement) -> Markup:
        inner = self._inside(node)
        if node.get("expandable") is not None and is_long(inner):
            return folded(inner)
        return element("blockquote", inner, "quote")

    def _code(self, node: HtmlElement) -> Markup:
        styles = [child.get("class", "") for child in node if child.tag == "code"]
        language = styles[0].removeprefix("language-") if styles else ""
        return code_block(_plain(node.text_content()), language)

    def _formula(self, node: HtmlElement) -> Markup:
        return code_block(_plain(node.text_content()), self.formula)

    # --- blocks -----------------------------------------------------------------------------

    def _details(self, node: HtmlElement) -> Markup:
        heads = [child for child in node if child.tag == "summary"]
        head = joined([self._inside(child) for child in heads[:1]])
        for child in heads[:1]:
            child.drop_tree()
        opened = Markup(" open") if node.get("open") is not None else ""
        return Markup('<details class="part"{}><summary>{}</summary>{}</details>').format(
            opened, head, self._inside(node)
        )

    def _list(self, node: HtmlElement) -> Markup:
        start = _number(node.get("start"))
        return Markup('<ol start="{}">{}</ol>').format(start, self._inside(node))

    def _item(self, node: HtmlElement) -> Markup:
        boxes = [child for child in node if child.tag == "input"]
        if not boxes:
            return element("li", self._inside(node))
        checked = boxes[0].get("checked") is not None
        boxes[0].drop_tree()
        return element("li", self._inside(node), "task done" if checked else "task")

    def _cell(self, node: HtmlElement) -> Markup:
        side = node.get("align", "")
        style = f' class="{side}"' if side in SIDES else ""
        spans = "".join(
            f' {name}="{min(_number(node.get(name)), TALLEST)}"'
            for name in ("colspan", "rowspan")
            if node.get(name)
        )
        cell = Markup(f"<{node.tag}{style}{spans}>")  # noqa: S704 - words and numbers of ours
        return cell + self._inside(node) + Markup(f"</{node.tag}>")  # noqa: S704 - td or th

    # --- pictures ---------------------------------------------------------------------------

    def _image(self, node: HtmlElement) -> Markup:
        image = self._found(node)
        return picture(image, self.missing) if image else self._not_found(node)

    def _collage(self, node: HtmlElement) -> Markup:
        shown = [image for each in node.iter("img") if (image := self._found(each))]
        rest = [self._not_found(each) for each in node.iter("img") if not self._found(each)]
        return joined([*(drawn(part, self.missing) for part in album(shown)), *rest])

    def _found(self, node: HtmlElement) -> Image | None:
        match = PHOTO.fullmatch(node.get("src", ""))
        return self.pictures.get(match[1]) if match else None

    def _not_found(self, node: HtmlElement) -> Markup:
        self.left_out.append("<img>")
        source = node.get("src", "")
        return Markup('<span class="missing">{}: {}</span>').format(self.missing, source)


def drawn(part: Album, missing: str) -> Markup:
    """An album within a message."""
    boxes = joined([
        Markup('<span class="tile" style="{}">{}</span>').format(style, picture(image, missing))
        for image, style in part.tiles
    ])  # fmt: skip
    return Markup('<div class="album" style="aspect-ratio:{}">{}</div>').format(part.ratio, boxes)


def bound(message: Object) -> list[str]:
    """The ids that the message gives to its files, in their order."""
    return [
        text(obj(item, "media").get("id"), "an id") for item in rows(message.get("media"), "media")
    ]


def _number(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() else 1


def _is_closed(node: HtmlElement) -> bool:
    """Whether Telegram finds nothing by itself in there: in links, code and formulas."""
    while node is not None:
        if node.tag in CLOSED:
            return True
        node = node.getparent()
    return False


def _marked(words: str | None) -> Markup:
    return rich(words, found(words, ())) if words else Markup()


def _plain(words: str | None) -> Markup:
    return Markup("{}").format(words or "")
