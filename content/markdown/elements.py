"""HTML elements as inline nodes: one table, for tags inside Markdown and for embedded HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from markdown_it.common.normalize_url import normalizeLink, validateLink

from content.document import (
    Break,
    Code,
    Embed,
    Emph,
    Inline,
    InlineImage,
    Link,
    Mark,
    RawHtml,
    Rule,
    Strike,
    Strong,
    Sub,
    Super,
    Text,
    Underline,
    plain_text,
)  # fmt: skip
from content.markdown.reading import Reading
from content.markdown.runs import Item, spans_of
from content.markdown.services import service_and_address
from content.runs import inline_nodes

Attributes = Mapping[str, str]

MARKS: Mapping[str, Callable[[tuple[Inline, ...]], Inline]] = {
    "strong": Strong, "b": Strong, "em": Emph, "i": Emph, "cite": Emph, "dfn": Emph, "var": Emph,
    "s": Strike, "del": Strike, "strike": Strike, "mark": Mark, "u": Underline, "ins": Underline,
    "sup": Super, "sub": Sub,
}  # fmt: skip
CODES = frozenset({"code", "kbd", "samp", "tt"})
PLAYERS = frozenset({"iframe", "video", "audio", "embed", "object"})
# Nothing of these is text for a reader.
UNSEEN = frozenset(
    {"script", "style", "template", "noscript", "svg", "canvas", "head", "title", "meta", "link",
     "base", "select", "textarea", "math", "datalist", "applet", "frameset"}
)  # fmt: skip
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
     "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
     "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav",
     "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th",
     "thead", "tr", "ul", "caption", "dir", "noframes"}
)  # fmt: skip
_PLAIN = frozenset(
    {"a", "abbr", "acronym", "area", "bdi", "bdo", "big", "button", "col", "colgroup", "data",
     "font", "input", "label", "map", "meter", "nobr", "optgroup", "option", "output", "param",
     "picture", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "slot", "small", "source",
     "span", "time", "track", "wbr", "img", "br", "swiper-container", "swiper-slide"}
)  # fmt: skip
_KNOWN = _PLAIN | BLOCKS | UNSEEN | PLAYERS | CODES | frozenset(MARKS)

_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""", re.DOTALL
)
_NOTE_MARK = re.compile(r"\^\S+")
_CLEAN = re.compile(r"(?:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]++|%[0-9A-Fa-f]{2})*+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def attributes(text: str) -> Attributes:
    """The attributes of a tag from what stands between its name and `>`."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), html.unescape(value))
    return found


def is_hidden(attrs: Attributes) -> bool:
    return "hidden" in attrs or bool(_HIDDEN.search(attrs.get("style", "")))


def is_known(name: str) -> bool:
    return name in _KNOWN


def void(name: str, attrs: Attributes, line: int, reading: Reading) -> list[Item]:
    """An element without content."""
    match name:
        case "br":
            return [Break()]
        case "hr":
            return [Rule(line)]
        case "img":
            return image(attrs, line, reading)
        case "embed":
            return player(name, attrs, line, reading)
        case "input" if attrs.get("type", "").lower() == "checkbox":
            return [Text("☑ " if "checked" in attrs else "☐ ")]
        case _:
            return []


def image(attrs: Attributes, line: int, reading: Reading) -> list[Item]:
    source = attrs.get("src") or attrs.get("data-src") or attrs.get("data-original") or ""
    source = reading.address(source.strip(), line)
    if not source:
        reading.warn("no-source", line, "An <img> names no picture; it is left out.")
        return []
    return [InlineImage(source, attrs.get("alt", ""), attrs.get("title", ""), line)]


def element(
    name: str, attrs: Attributes, items: Sequence[Item], line: int, reading: Reading
) -> list[Item]:
    """An inline element with its content, as nodes; wrappers leave their content alone."""
    if is_hidden(attrs):
        reading.warn("hidden-html", line, f"A hidden <{name}> is left out.")
        return []
    if name in MARKS:
        return marked(MARKS[name], items)
    if name in CODES:
        spans, lifted = spans_of(items)
        return [Code(plain_text(spans)), *lifted] if plain_text(spans) else [*spans, *lifted]
    if name == "a":
        return anchor(attrs, items, line, reading)
    if name in PLAYERS:
        return player(name, attrs, line, reading)
    if name == "q":
        return [Text("“"), *items, Text("”")]
    if name == "rt":
        return [Text("("), *items, Text(")")]
    if name == "rp":
        return []
    if not is_known(name):
        unknown_element(name, line, reading)
    return list(items)


def marked(mark: Callable[[tuple[Inline, ...]], Inline], items: Sequence[Item]) -> list[Item]:
    spans, lifted = spans_of(items)
    return [mark(spans), *lifted] if spans else list(lifted)


def unknown_element(name: str, line: int, reading: Reading) -> None:
    reading.warn(
        "unknown-html",
        line,
        f"<{name}> is no element of HTML; it is left out, the text inside it stays.",
        f"If it is meant as text, write it as code: `<{name}>`.",
    )


def raw_html(name: str, source: str, line: int, reading: Reading) -> RawHtml:
    reading.warn("raw-html", line, f"<{name}> cannot be shown in any channel; it is left out.")
    return RawHtml(source, line)


def anchor(attrs: Attributes, items: Sequence[Item], line: int, reading: Reading) -> list[Item]:
    if not attrs.get("href"):
        return list(items)
    return link(attrs["href"].strip(), attrs.get("title", ""), items, line, reading)


def link(target: str, title: str, items: Sequence[Item], line: int, reading: Reading) -> list[Item]:
    href = safe_address(target, line, reading)
    spans, lifted = spans_of(items)
    if not href:
        return [*spans, *lifted]
    if not spans:
        reading.warn("empty-link", line, f"A link to {href} has no text; it is left out.")
        return list(lifted)
    pictures = [item for item in spans if isinstance(item, InlineImage)]
    if pictures and not any(_shows(item) for item in spans):
        return [*(Link(href, (picture,), title, line) for picture in pictures), *lifted]
    if any(map(_holds_link, spans)):
        return [*_around_links(href, title, spans, line), *lifted]
    return [Link(href, _note_mark(spans), title, line), *lifted]


def _around_links(href: str, title: str, spans: tuple[Inline, ...], line: int) -> Iterator[Inline]:
    """A link within a link is the one that counts, as in Markdown; the outer one is around it."""
    for linked, group in groupby(spans, _holds_link):
        run = tuple(group)
        if linked or not any(_shows(node) or isinstance(node, InlineImage) for node in run):
            yield from run
        else:
            yield Link(href, run, title, line)


def _holds_link(span: Inline) -> bool:
    return any(isinstance(node, Link) for node in inline_nodes((span,)))


def _shows(node: Inline) -> bool:
    """Whether a node is anything but a picture and the space around it."""
    blank = isinstance(node, Text) and not node.text.strip()
    return not (blank or isinstance(node, InlineImage | Break))


def safe_address(target: str, line: int, reading: Reading) -> str:
    """The address filled in and encoded, or none if it is a script or the like."""
    href = clean_address(reading.address(target, line))
    if href.startswith(("https://", "http://")) or validateLink(href):
        return href
    reading.warn("refused-link", line, f"A link to {href[:40]} is refused; its text stays.")
    return ""


def clean_address(address: str) -> str:
    """Percent-encoded as a browser would send it."""
    return address if _CLEAN.fullmatch(address) else normalizeLink(address)


def _note_mark(spans: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """`[^1](url)` is a superscript link."""
    match spans:
        case (Text(text),) if text.startswith("^") and _NOTE_MARK.fullmatch(text):
            return (Super((Text(text[1:]),)),)
        case _:
            return spans


def player(name: str, attrs: Attributes, line: int, reading: Reading) -> list[Item]:
    """A video, a sound or a frame; what browsers show instead of it is no text for readers."""
    source = attrs.get("src") or attrs.get("data-src") or attrs.get("data") or ""
    url = reading.address(source.strip(), line)
    if not url or not validateLink(url):
        return [raw_html(name, f"<{name}>", line, reading)]
    service, address = service_and_address(url)
    if name in {"video", "audio"}:
        service = service or name
    return [Embed(service, address, line, attrs.get("title", ""))]
