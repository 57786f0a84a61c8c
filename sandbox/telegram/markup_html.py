"""parse_mode HTML: the tags that Telegram knows, and its words for everything else.

Offsets in its complaints are bytes of UTF-8; those of the entities are UTF-16 units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from sandbox.exchange import Json
from sandbox.telegram.entities import Formatted, Span, units
from sandbox.telegram.errors import Malformed
from sandbox.telegram.links import checked_link, mentioned_user

STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
TAGS = frozenset({*STYLES, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"})
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![A-Za-z]));?")
NAME = re.compile(r"[^\s>]*")
SPACE = re.compile(r"\s*")
TOKEN = re.compile(r"[A-Za-z0-9.-]*")
ATTRIBUTE = re.compile(r"[^\s=>]*")


@dataclass(slots=True)
class Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    begin: int


@dataclass(slots=True)
class Reading:
    """`at` is the place in the source, `out` what is read so far, `offset` its UTF-16 length."""

    source: str
    at: int = 0
    out: list[str] = field(default_factory=list)
    offset: int = 0
    open: list[Open] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def bytes_at(self, place: int) -> int:
        return len(self.source[:place].encode())

    def skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.at)
        text = found[0] if found else ""
        self.at += len(text)
        return text

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def put(self, text: str) -> None:
        self.out.append(text)
        self.offset += units(text)


def parse_html(source: str) -> Formatted:
    reading = Reading(source)
    while reading.at < len(source):
        char = reading.peek()
        if char == "<":
            _tag(reading)
        elif char == "&" and (found := REFERENCE.match(source, reading.at)) and _decoded(found):
            reading.put(_decoded(found))
            reading.at = found.end()
        else:
            reading.put(char)
            reading.at += 1
    if reading.open:
        raise Malformed(f'Can\'t find end tag corresponding to start tag "{reading.open[-1].tag}"')
    text = "".join(reading.out)
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise Malformed(
            "Text contains invalid Unicode characters after decoding HTML entities, check for "
            "unmatched surrogate code units"
        )
    return Formatted(text, tuple(_plain_code(span) for span in reading.spans))


def _plain_code(span: Span) -> Span:
    """Only `pre` has a language: `code` alone loses it."""
    return replace(span, more={}) if span.kind == "code" else span


def _decoded(found: re.Match[str]) -> str:
    if found[3]:
        return NAMED[found[3]]
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if 0 < code < 0x10FFFF else ""


def _tag(reading: Reading) -> None:
    begin = reading.at
    reading.at += 1
    if reading.peek() == "/":
        reading.at += 1
        _end_tag(reading, begin)
    else:
        _start_tag(reading, begin)


def _start_tag(reading: Reading, begin: int) -> None:
    where = f"at byte offset {reading.bytes_at(begin)}"
    tag = reading.skip(NAME).lower()
    if not reading.peek():
        raise Malformed(f"Unclosed start tag {where}")
    if tag not in TAGS:
        raise Malformed(f'Unsupported start tag "{tag}" {where}')
    attributes: dict[str, str] = {}
    reading.skip(SPACE)
    while reading.peek() != ">":
        name = reading.skip(ATTRIBUTE)
        if not reading.peek():
            raise Malformed(f"Unclosed start tag {where}")
        if not name:
            raise Malformed(f'Empty attribute name in the tag "{tag}" {where}')
        attributes[name] = _attribute_value(reading, tag, where)
        reading.skip(SPACE)
        if not reading.peek():
            raise Malformed(f"Unclosed start tag {where}")
    reading.at += 1
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise Malformed(f'Tag "span" must have class "tg-spoiler" {where}')
    reading.open.append(Open(tag, attributes, reading.offset, len(reading.out)))


def _attribute_value(reading: Reading, tag: str, where: str) -> str:
    reading.skip(SPACE)
    if reading.peek() != "=":
        return ""
    reading.at += 1
    reading.skip(SPACE)
    if not reading.peek():
        raise Malformed(f'Unclosed start tag "{tag}" {where}')
    quote = reading.peek()
    if quote in "'\"":
        return _quoted(reading, quote)
    begin = reading.at
    token = reading.skip(TOKEN).lower()
    if reading.peek() and not re.match(r"[\s>]", reading.peek()):
        place = reading.bytes_at(begin)
        raise Malformed(f"Unexpected end of name token at byte offset {place}")
    return token


def _quoted(reading: Reading, quote: str) -> str:
    begin = reading.at + 1
    end = reading.source.find(quote, begin)
    end = len(reading.source) if end < 0 else end
    reading.at = end + 1
    return REFERENCE.sub(lambda found: _decoded(found) or found[0], reading.source[begin:end])


def _end_tag(reading: Reading, begin: int) -> None:
    where = f"at byte offset {reading.bytes_at(begin)}"
    if not reading.open:
        raise Malformed(f"Unexpected end tag {where}")
    name = reading.skip(NAME).lower()
    reading.skip(SPACE)
    if reading.peek() != ">":
        raise Malformed(f"Unclosed end tag {where}")
    reading.at += 1
    opened = reading.open.pop()
    if name and name != opened.tag:
        raise Malformed(f'Unmatched end tag {where}, expected "</{opened.tag}>", found "</{name}>"')
    if reading.offset > opened.offset:
        _close(reading, opened)


def _close(reading: Reading, opened: Open) -> None:
    span = _span_of(reading, opened)
    if span is None:
        return
    last = reading.spans[-1] if reading.spans else None
    same = last is not None and (last.offset, last.length) == (span.offset, span.length)
    if same and last is not None and {last.kind, span.kind} == {"code", "pre"}:
        language = _language(opened.attributes) or str(last.more.get("language", ""))
        if language:
            reading.spans[-1] = Span("pre", span.offset, span.length, {"language": language})
            return
    reading.spans.append(span)


def _span_of(reading: Reading, opened: Open) -> Span | None:
    length = reading.offset - opened.offset
    kind, more = opened.tag, dict[str, Json]()
    match opened.tag:
        case "a":
            return _link(reading, opened, length)
        case "blockquote":
            kind = "expandable_blockquote" if "expandable" in opened.attributes else "blockquote"
        case "tg-emoji":
            kind, more = "custom_emoji", {"custom_emoji_id": _emoji(opened.attributes)}
        case "tg-time":
            kind, more = "date_time", _time(opened.attributes)
        case "code":
            language = _language(opened.attributes)
            more = {"language": language} if language else {}
        case "pre":
            pass
        case style:
            kind = STYLES[style]
    return Span(kind, opened.offset, length, more)


def _link(reading: Reading, opened: Open, length: int) -> Span | None:
    address = opened.attributes.get("href") or "".join(reading.out[opened.begin :])
    user = mentioned_user(address)
    if user:
        return Span("text_mention", opened.offset, length, {"user": {"id": user}})
    try:
        return Span("text_link", opened.offset, length, {"url": checked_link(address)})
    except Malformed:
        return None  # a bad address loses its link, not its text


def _language(attributes: dict[str, str]) -> str:
    name = attributes.get("class", "")
    return name.removeprefix("language-") if name.startswith("language-") else ""


def _emoji(attributes: dict[str, str]) -> str:
    name = attributes.get("emoji-id", "")
    if not name.isdecimal() or int(name) == 0:
        raise Malformed("Invalid custom emoji identifier specified")
    return name


def _time(attributes: dict[str, str]) -> dict[str, Json]:
    if not attributes.get("unix", "").isdecimal():
        raise Malformed("Invalid date specified")
    return {"unix_time": int(attributes["unix"]), "date_time_format": attributes.get("format", "")}
