"""WeChat's articles: sections for everything, headings and lists made of styles."""

from __future__ import annotations

import re
from typing import TypeGuard

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from content.importing.trees import attr, is_text, made, number, style, text_of

_BULLET = re.compile(r"^\s*(?:[•◦▪‣·]|(?P<box>[☐☑])|(?P<number>\d{1,3})[.、)])\s+")
_HEADING = 18  # pixels from which a bold line of its own is a heading
_LONGEST = 80  # characters of a heading


def settle_wechat(body: Tag) -> None:
    """Headings, lists and quotations that are written as styles, as elements."""
    _headings(body)
    _lists(body)
    _quotes(body)


def _headings(body: Tag) -> None:
    found = [(tag, size) for tag in body.find_all("p") if (size := _heading_size(tag))]
    sizes = sorted({size for _, size in found}, reverse=True)
    for tag, size in found:
        tag.name = f"h{min(2 + sizes.index(size), 6)}"


def _heading_size(tag: Tag) -> float:
    """The size of a short bold line that stands alone, else 0."""
    words = "".join(text_of(tag).split())
    if not 0 < len(words) <= _LONGEST or tag.find_parent(["li", "td", "th", "blockquote", "h1"]):
        return 0
    size, bold = 0.0, False
    place: Tag | None = tag
    while place is not None and "".join(text_of(place).split()) == words:
        size = number(style(place, "font-size")) or size
        weight = style(place, "font-weight")
        bold = bold or place.name in {"strong", "b"} or bool(re.match(r"bold|[6-9]00", weight))
        inner = [one for one in place.children if isinstance(one, Tag) and text_of(one).strip()]
        place = inner[0] if len(inner) == 1 else None
    return size if bold and size >= _HEADING else 0


def _lists(body: Tag) -> None:
    """Innermost first, so that an inner list is part of an item when the outer one is made."""
    for section in reversed(body.find_all(["section", "div"])):
        if style(section, "text-indent").startswith("-"):
            _list(section)


def _list(section: Tag) -> None:
    items: list[Tag] = []
    start, ordered = 1, False
    for child in list(section.children):
        mark = _BULLET.match(text_of(child)) if _is_paragraph(child) else None
        if mark is not None and isinstance(child, Tag):
            if not items:
                start, ordered = int(mark["number"] or 1), bool(mark["number"])
            _unmark(child, mark)
            items.append(made("li", child))
        elif items:
            items[-1].append(child)
        elif not (isinstance(child, NavigableString) and not child.strip()):
            return
    if items:
        section.replace_with(made("ol" if ordered else "ul", *items, start=str(start)))


def _is_paragraph(node: PageElement) -> TypeGuard[Tag]:
    return isinstance(node, Tag) and node.name == "p"


def _unmark(paragraph: Tag, mark: re.Match[str]) -> None:
    """Take the mark off the paragraph's first words; a task gets a box."""
    left = mark.end()
    for node in [one for one in paragraph.descendants if is_text(one)]:
        text = str(node)
        node.replace_with(NavigableString(text[left:]))
        left = max(0, left - len(text))
        if not left:
            break
    if mark["box"]:
        paragraph.insert(0, made("pr-box", checked="yes" if mark["box"] == "☑" else ""))


def _quotes(body: Tag) -> None:
    for section in body.find_all("section"):
        line = attr(section, "style").replace(" ", "").lower()
        if "border-left:" in line and "background" in line and "padding" in line:
            section.name = "blockquote"
