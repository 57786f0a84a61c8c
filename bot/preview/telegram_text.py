"""A text with its entities as markup: those that are sent, and those that Telegram finds itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from adapters.base import Json
from bot.preview.payload import BadPayload, Object, number, obj, rows, text
from bot.preview.safe import anchor, element, joined
from content.measure import plain_weight, utf16_units
from content.urls import url_spans

TAGS = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code"}
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
OPAQUE = frozenset({"code", "pre", "text_link"})  # nothing is looked for within these
FOLDED = 3  # lines of a quotation that can be unfolded
IN_A_LINE = 44  # narrow characters, about
# core.telegram.org/bots/api#messageentity: what becomes a link without an entity of ours.
# With a scheme any domain is one.
WITH_SCHEME = re.compile(
    r"(?<!\w)https?://(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}(?::\d+)?(?:[/?#][^\s<>\"“”‘’«»]*)?"
)
NOT_AT_THE_END = ".,:;!?'\")]}…，。；：！？、）】》」』"
FOUND = {
    "hashtag": re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}"),
    "mention": re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)"),
    "bot_command": re.compile(r"(?<![\w/<>.:])/[A-Za-z0-9_]{1,64}(?![\w/<>])"),
    "cashtag": re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])"),
    "email": re.compile(r"(?<![\w.+-])[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}\b"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """An entity over UTF-16 units `start` to `end`; `word` is an address or a language."""

    kind: str
    start: int
    end: int
    word: str = ""


def words_of(holder: Object, name: str) -> Markup:
    """The field `text` or `caption` of a message, as its readers see it."""
    if not holder.get(name):
        return Markup()
    words, spans = raw(holder), spans_of(holder)
    return rich(words, [*spans, *found(words, spans)])


def raw(holder: Object) -> str:
    return text(holder.get("text") or holder.get("caption"), "text")


def spans_of(holder: Object) -> list[Span]:
    """The entities that are sent."""
    name = "entities" if "text" in holder else "caption_entities"
    return [_span(entity) for entity in rows(holder.get(name), name)]


def _span(value: Json) -> Span:
    entity = obj(value, "an entity")
    start = number(entity.get("offset"), "offset")
    length = number(entity.get("length"), "length")
    if start < 0 or length < 0:
        raise BadPayload("an entity lies before its text")
    word = text(entity.get("url") or entity.get("language"), "url")
    return Span(text(entity.get("type"), "type"), start, start + length, word)


# --- what Telegram finds ------------------------------------------------------------------------


def found(words: str, sent: Sequence[Span]) -> list[Span]:
    """Addresses, hashtags, mentions, commands and cashtags outside of code and links."""
    closed = [(span.start, span.end) for span in sent if span.kind in OPAQUE]
    spans: list[Span] = []
    for kind, start, end, word in sorted(_candidates(words), key=lambda each: each[1]):
        at = utf16_units(words[:start])
        span = Span(kind, at, at + utf16_units(words[start:end]), word)
        if not any(a < span.end and span.start < b for a, b in closed):
            spans.append(span)
            closed.append((span.start, span.end))
    return spans


def _candidates(words: str) -> Iterator[tuple[str, int, int, str]]:
    for span in url_spans(words):
        yield "url", span.start, span.end, span.text if span.has_scheme else f"http://{span.text}"
    for match in WITH_SCHEME.finditer(words):
        link = match[0].rstrip(NOT_AT_THE_END)
        yield "url", match.start(), match.start() + len(link), link
    for kind, pattern in FOUND.items():
        for match in pattern.finditer(words):
            yield kind, match.start(), match.end(), f"mailto:{match[0]}" if kind == "email" else ""


# --- markup -------------------------------------------------------------------------------------


def rich(words: str, spans: Sequence[Span]) -> Markup:
    """A text with its entities as markup; one that crosses another's end is cut there."""
    units = words.encode("utf-16-le", "surrogatepass")
    ordered = sorted(spans, key=lambda span: (span.start, -span.end))
    return _stretch(units, ordered, 0, len(units) // 2)


def _stretch(units: bytes, spans: Sequence[Span], start: int, end: int) -> Markup:
    pieces: list[Markup] = []
    at, left = start, list(spans)
    while left:
        span = left.pop(0)
        begin, stop = max(at, span.start), min(end, span.end)
        if begin >= stop:
            continue
        inside = [other for other in left if other.start < stop]
        left = [other for other in left if other.end > stop]
        pieces.append(_plain(units, at, begin))
        pieces.append(_wrapped(span, _stretch(units, inside, begin, stop)))
        at = stop
    return joined([*pieces, _plain(units, at, end)])


def _plain(units: bytes, start: int, end: int) -> Markup:
    return escape(units[2 * start : 2 * end].decode("utf-16-le", "replace"))


def _wrapped(span: Span, inner: Markup) -> Markup:
    if span.kind in {"text_link", "url", "email"}:
        return anchor(span.word, inner)
    if span.kind in QUOTES:
        folds = span.kind == "expandable_blockquote"
        return folded(inner) if folds and is_long(inner) else element("span", inner, "quote")
    if span.kind == "pre":
        return code_block(inner, span.word)
    if span.kind in FOUND:
        return element("span", inner, "tag")
    if span.kind == "spoiler":
        return element("span", inner, "spoiler")
    return element(TAGS.get(span.kind, "span"), inner)


def is_long(inner: Markup) -> bool:
    """Whether a quotation takes more lines than are seen while it is folded."""
    words = Markup(re.sub(r"<[^>]*>", "", inner)).unescape()  # noqa: S704 - only text comes of it
    rows_of = (max(1, -(-plain_weight(line) // IN_A_LINE)) for line in words.split("\n"))
    return sum(rows_of) > FOLDED


def folded(inner: Markup) -> Markup:
    """A quotation of which three lines are seen until it is clicked; it takes no script."""
    return Markup('<details class="quote fold"><summary>{}</summary></details>').format(inner)


def code_block(inner: Markup, language: str) -> Markup:
    label = Markup(' data-language="{}"').format(language) if language else ""
    return Markup('<span class="pre"{}>{}</span>').format(label, inner)
