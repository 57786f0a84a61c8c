"""The structure rules of the contract, sections 5.3 to 5.5, written from its text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

TAGS = frozenset(
    {"section", "p", "br", "img", "a", "strong", "em", "s", "u", "sub", "sup", "span", "code"}
    | {"pre", "table", "tbody", "tr", "th", "td", "hr"}
)
ATTRIBUTES = {
    "img": {"src", "data-w", "alt"},
    "a": {"href"},
}
FORBIDDEN_CSS = re.compile(
    r"position|transform|animation|@|float|--|var\(|!important|url\(|gradient|opacity|caret-color"
    r"|font-family|(?<![-\w])(?:min-)?(?:width|height)\s*:\s*[\d.]+px|(?<![-\w])height\s*:"
    r"|text-align\s*:\s*(?:start|end)|line-height\s*:\s*0|white-space\s*:\s*(?:pre|nowrap)(?!-)"
    r"|rgba|transparent",
    re.I,
)
BLOCK = r"</?(?:section|p|pre|table|tr|td|th|hr)\b[^>]*>"
LOOSE = re.compile(rf"{BLOCK}[ \n]|[ \n]{BLOCK}")
SOURCE = re.compile(r"pressrun:ref/image/[0-9a-f]{8}/url|https://mmbiz\.qpic\.cn/\S+")


def faults(content: str) -> list[str]:
    """What WeChat or its structure check would object to, in document order."""
    root = html.fragment_fromstring(content)
    found = [] if root.tag == "section" else ["the outermost element is not a section"]
    if LOOSE.search(content):
        found.append("white space around a block")
    for element in root.iter():
        found.extend(f"{element.tag}: {fault}" for fault in _faults(element))
    return found


def _faults(element: HtmlElement) -> Iterator[str]:
    if element.tag not in TAGS:
        yield "tag"
    for name in element.attrib:
        if name != "style" and name not in ATTRIBUTES.get(element.tag, set()):
            yield f"attribute {name}"
    for found in FORBIDDEN_CSS.findall(element.get("style", "")):
        yield f"css {found}"
    if element.tag == "img":
        yield from _image_faults(element)
    if element.tag == "a" and not re.match(r"https?://mp\.weixin\.qq\.com/", element.get("href")):
        yield "a link out of WeChat"
    if element.tag == "pre":
        yield from _code_faults(element)
    if element.tag == "section" and not len(element) and not (element.text or "").strip():
        yield "empty"
    if _nesting(element) > 10:
        yield "nested too deeply"


def _image_faults(image: HtmlElement) -> Iterator[str]:
    if not SOURCE.fullmatch(image.get("src", "")):
        yield "a picture from elsewhere"
    if not re.fullmatch(r"[1-9]\d*", image.get("data-w", "")):
        yield "no natural width"
    if image.get("alt") is None:
        yield "no words"


def _code_faults(pre: HtmlElement) -> Iterator[str]:
    text = pre.text_content()
    if "\n" in text or " " in text:
        yield "a newline or space that the editor trims"
    if "pre-wrap" not in pre.get("style", ""):
        yield "lines that do not wrap"


def _nesting(element: HtmlElement) -> int:
    """How many elements of the same tag and style enclose each other as only children."""
    depth = 1
    parent = element.getparent()
    while parent is not None and len(parent) == 1 and _kind(parent) == _kind(element):
        depth, parent = depth + 1, parent.getparent()
    return depth


def _kind(element: HtmlElement) -> tuple[str, str]:
    return element.tag, element.get("style", "")
