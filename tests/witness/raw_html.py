"""Blocks of HTML between Markdown: where they end, and what they show."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from tests.witness.page import CannotWitness, Page
from tests.witness.raw_inline import HTML_TAG, unescape
from tests.witness.templates import TAG, put_template

VOID = re.compile(r"area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
HEADING_TAGS = re.compile(r"h[1-6]")
TABLE_TAGS = re.compile(r"table|tbody|thead|tfoot|tr|td|th")
STANDS_ALONE = re.compile(
    r"address|article|aside|blockquote|body|center|d[dlt]|details|dialog|dir|div|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|header|hr|html|iframe|li|main|menu|nav|ol|p|section"
    r"|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
INLINE = re.compile(
    r"a|abbr|b|br|code|del|em|i|img|ins|kbd|mark|s|small|source|span|strong|su[pb]|u|video|audio"
)
START = re.compile(r" {0,3}</?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>]|$)")
ALONE = re.compile(r" {0,3}</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>\s*$")
LOOKS_LIKE_MARKDOWN = re.compile(r"\*\*|\]\(|`|~~|^\s*(?:[-*+]|\d+[.)]|#{1,6}|>)\s", re.MULTILINE)


def starts_html(line: str, *, after_text: bool) -> bool:
    """A tag that stands alone may not interrupt a paragraph, a block-level one may."""
    m = START.match(line)
    if m and m[1].lower() in {"script", "style", "pre", "textarea"}:
        raise CannotWitness(f"HTML {line.strip()!r}")
    if m and STANDS_ALONE.fullmatch(m[1].lower()):
        return True
    return not after_text and ALONE.match(line) is not None


def html_length(lines: list[str]) -> int:
    """How many lines belong to the HTML that starts here.

    It ends at a blank line, or after a line on which everything opened since its start is closed.
    """
    depth = 0
    for count, line in enumerate(lines):
        if not line.strip():
            return count
        for tag in HTML_TAG.finditer(TAG.sub("", line)):
            if VOID.fullmatch(tag[2].lower()) or tag[0].endswith("/>"):
                continue
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth == 0:
            return count + 1
    return len(lines)


def put_html(page: Page, source: str) -> None:
    page.close()
    tags = TAG.findall(source)
    reader = _Reader(page, tags)
    reader.feed(TAG.sub("\x00", source))
    reader.close()
    page.close()


class _Reader(HTMLParser):
    def __init__(self, page: Page, templates: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.templates = iter(templates)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        alone = STANDS_ALONE.fullmatch(tag)
        if not alone and not INLINE.fullmatch(tag):
            raise CannotWitness(f"HTML <{tag}>")
        if any("\x00" in value for value in values.values()):
            raise CannotWitness(f"template inside <{tag}>")
        if alone:
            self.page.open(_kind(tag))
        if tag in {"b", "strong"}:
            self.page.start_bold()
        if tag == "br":
            self.page.put("\n")
        self.page.list_items += tag == "li"
        self._targets(tag, values)

    def _targets(self, tag: str, values: dict[str, str]) -> None:
        if tag == "a" and "href" in values:
            self.page.links.append(unescape(values["href"]))
        if tag == "img":
            self.page.picture(unescape(values["src"]))
        if tag in {"iframe", "video", "audio", "source"} and "src" in values:
            self.page.embeds.append(values["src"])

    def handle_endtag(self, tag: str) -> None:
        if tag in {"b", "strong"}:
            self.page.end_bold()
        if STANDS_ALONE.fullmatch(tag):
            self.page.close()

    def handle_data(self, data: str) -> None:
        if LOOKS_LIKE_MARKDOWN.search(data):
            raise CannotWitness(f"Markdown inside HTML: {data.strip()[:40]!r}")
        for number, text in enumerate(data.split("\x00")):
            if number:
                put_template(self.page, next(self.templates))
            self.page.put(text)


def _kind(tag: str) -> str:
    if HEADING_TAGS.fullmatch(tag):
        return "heading"
    if TABLE_TAGS.fullmatch(tag):
        return "table"
    return "caption" if tag == "figcaption" else "paragraph"
