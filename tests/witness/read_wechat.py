"""A WeChat article as its reader sees it, from the HTML of the draft."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import html

from tests.witness.shown import CannotRead, Shown, found_urls
from tests.witness.wanted import PICTURE

BREAKS = re.compile(
    r"section|p|h[1-6]|blockquote|pre|table|tr|ul|ol|li|hr|br|figure|figcaption|div"
)
GAPS = re.compile(r"td|th")  # cells of a row are apart
SPANS = re.compile(r"span|strong|b|em|i|u|s|del|su[pb]|mark|img|a|code|thead|tbody|mp-style-type")
HIDDEN = re.compile(r"display:none|visibility:hidden|opacity:0(?!\.)|font-size:0(?:px)?(?:;|$)")
BOLD = re.compile(r"font-weight:(?:bold|[6-9]00)")
MONOSPACE = re.compile(r"font-family:[^;]*(?:mono|menlo|consolas|courier)", re.IGNORECASE)
RAISED = re.compile(r"vertical-align:super")
MARK = re.compile(r"\[(\d+)\]")
LIST_TITLE = re.compile(r"^\s*(?:参考链接|参考资料|References|Links)\s*[:：]?\s*$", re.MULTILINE)
REFERENCE = re.compile(r"\[(\d+)\]\s*(?:.*[\s：]|.*:(?=\w+:))?(\S+)")


@dataclass(slots=True)
class _Page:
    stream: list[str] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)  # numbers of references, as often as given
    links: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    bold: list[list[str]] = field(default_factory=list)
    codes: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds around a piece of text."""

    bold: bool = False
    code: bool = False
    raised: bool = False
    linked: bool = False


def wechat_text(source: str) -> Shown:
    """The `content` of an article. The list of references at its end is read for the links that
    it gives to the numbers in the text, and left out of the text."""
    page = _Page()
    _walk(page, html.fragment_fromstring(source, create_parent="section"), _Place())
    stream, listed = _without_references("".join(page.stream))
    prose, _ = _without_references("".join(page.prose))
    unknown = [number for number in page.marks if number not in listed]
    if listed and unknown:
        raise CannotRead(f"numbers without a reference: {unknown}")
    targets = tuple(listed[number] for number in page.marks if number in listed)
    return Shown(
        stream=stream,
        prose=prose,
        figures=tuple(page.figures),
        links=(*page.links, *targets, *found_urls(_unlinked(page, prose))),
        bold=tuple("".join(run) for run in page.bold),
        codes=tuple("".join(run) for run in page.codes),
    )


def _unlinked(page: _Page, prose: str) -> str:
    """Addresses that are the label of a link are not counted a second time."""
    for target in page.links:
        prose = prose.replace(target, " ", 1)
    return prose


def _without_references(text: str) -> tuple[str, dict[str, str]]:
    """The text above the list of references, and the list, when every line of it is one."""
    titles = list(LIST_TITLE.finditer(text))
    if not titles:
        return text, {}
    lines = [line.strip() for line in text[titles[-1].end() :].split("\n") if line.strip()]
    found = [REFERENCE.fullmatch(line) for line in lines]
    if not lines or None in found:
        return text, {}
    rows = {m[1]: m[2] for m in found if m}
    complete = {n: url if ":" in url else f"https://{url}" for n, url in rows.items()}
    return text[: titles[-1].start()], complete


def _walk(page: _Page, element: html.HtmlElement, outside: _Place) -> None:
    if not isinstance(element.tag, str):
        raise CannotRead("a comment in the article")
    tag, style = element.tag, re.sub(r"\s*([:;])\s*", r"\1", element.get("style") or "").lower()
    if HIDDEN.search(style):
        return
    if not any(known.fullmatch(tag) for known in (BREAKS, GAPS, SPANS)):
        raise CannotRead(f"<{tag}>")
    _edge(page, tag)
    place = _entered(page, element, style, outside)
    _put(page, element.text or "", place)
    for child in element:
        _walk(page, child, place)
        _put(page, child.tail or "", place)
    _edge(page, tag)


def _edge(page: _Page, tag: str) -> None:
    edge = "\n" if BREAKS.fullmatch(tag) else " " if GAPS.fullmatch(tag) else ""
    page.stream.append(edge)
    page.prose.append(edge)


def _entered(page: _Page, element: html.HtmlElement, style: str, outside: _Place) -> _Place:
    tag = element.tag
    bold = tag in {"strong", "b"} or BOLD.search(style) is not None
    code = tag in {"pre", "code"} or MONOSPACE.search(style) is not None
    if bold and not outside.bold:
        page.bold.append([])
    if code and not outside.code:
        page.codes.append([])
    if tag == "img":
        page.figures.append(element.get("src") or "")
        page.stream.append(PICTURE)
    if tag == "a" and element.get("href"):
        page.links.append(element.get("href") or "")
    return _Place(
        bold=bold or outside.bold,
        code=code or outside.code,
        raised=tag == "sup" or RAISED.search(style) is not None or outside.raised,
        linked=tag == "a" or outside.linked,
    )


def _put(page: _Page, text: str, place: _Place) -> None:
    page.stream.append(text)
    page.prose.append(" " if place.code else text)
    if place.bold:
        page.bold[-1].append(text)
    if place.code:
        page.codes[-1].append(text)
    if place.raised:
        page.marks.extend(MARK.findall(text))
