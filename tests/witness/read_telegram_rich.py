"""A rich message as its reader sees it, from the HTML of the request (Bot API 10.1)."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from tests.witness.shown import CannotRead, Shown, found_urls
from tests.witness.wanted import PICTURE

LINES = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "footer", "hr", "ul", "ol", "li", "tr",
         "blockquote", "aside", "figure", "figcaption", "table", "caption", "details", "summary",
         "tg-collage", "tg-slideshow", "tg-math-block", "img"}  # fmt: skip
CELLS = {"td", "th"}
WITHIN = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "mark", "sub", "sup",
          "tg-spoiler", "a", "tg-math", "input"}  # fmt: skip
BOLD = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"}
CODE = {"code", "pre", "tg-math", "tg-math-block"}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.stream: list[str] = []
        self.prose: list[str] = []
        self.links: list[str] = []
        self.figures: list[str] = []
        self.bold: list[list[str]] = []
        self.codes: list[list[str]] = []
        self.plain: list[str] = []  # what no link covers

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in LINES | CELLS | WITHIN:
            raise CannotRead(f"<{tag}>")
        given = dict(attrs)
        self._edge(tag)
        if tag in BOLD and not BOLD.intersection(self.open):
            self.bold.append([])
        if tag in CODE and not CODE.intersection(self.open):
            self.codes.append([])
        href = given.get("href") or ""
        if href and not href.startswith("#"):
            self.links.append(href)
        if tag == "img":
            self.figures.append(given.get("src") or "")
            self.stream.append(PICTURE)
        if tag not in ("img", "hr", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise CannotRead(f"</{tag}> where it does not belong")
        self._edge(tag)

    def handle_data(self, data: str) -> None:
        code = CODE.intersection(self.open)
        self.stream.append(data)
        self.prose.append(" " if code else data)
        self.plain.append(" " if code or "a" in self.open else data)
        if BOLD.intersection(self.open):
            self.bold[-1].append(data)
        if code:
            self.codes[-1].append(data)

    def _edge(self, tag: str) -> None:
        edge = "\n" if tag in LINES else " " if tag in CELLS else ""
        for each in (self.stream, self.prose, self.plain):
            each.append(edge)


def telegram_rich(payload: Mapping[str, Any]) -> Shown:
    """A sendRichMessage body, its pictures by the ids that it binds."""
    message = payload["rich_message"]
    bound = {row["id"] for row in message.get("media", ())}
    page = _Page()
    page.feed(message["html"])
    page.close()
    unbound = [f for f in page.figures if f.removeprefix("tg://photo?id=") not in bound]
    if page.open or unbound:
        raise CannotRead(f"open tags {page.open}, pictures without files {unbound}")
    return Shown(
        stream="".join(page.stream),
        prose="".join(page.prose),
        figures=tuple(page.figures),
        links=(*page.links, *found_urls("".join(page.plain))),
        bold=tuple("".join(run) for run in page.bold),
        codes=tuple("".join(run) for run in page.codes),
    )
