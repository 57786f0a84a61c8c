r"""parse_mode MarkdownV2, character by character, with the server's complaints.

Offsets in the complaints are bytes of UTF-8; those of the entities are UTF-16 units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sandbox.exchange import Json, NotModelled
from sandbox.telegram.entities import Formatted, Span, units
from sandbox.telegram.errors import Malformed
from sandbox.telegram.links import checked_link, custom_emoji, mentioned_user

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
QUOTE_MARKS = ("**>", ">")
CODE = ("code", "pre")
MARKS = (  # the longer of two that begin alike comes first
    ("__", "underline"), ("_", "italic"), ("*", "bold"), ("~", "strikethrough"), ("||", "spoiler"),
    ("```", "pre"), ("`", "code"), ("![", "custom_emoji"), ("[", "text_link"),
)  # fmt: skip
ENDS = {kind: mark for mark, kind in MARKS} | {"custom_emoji": "]", "text_link": "]"}
NAMES = {
    "underline": "Underline", "italic": "Italic", "bold": "Bold", "spoiler": "Spoiler",
    "strikethrough": "Strikethrough", "pre": "Pre", "code": "Code", "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji", "blockquote": "BlockQuote",
}  # fmt: skip
LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")
ADDRESS = re.compile(r"((?:\\[\x01-\x7e]|\\(?![\x01-\x7e])|[^)\\])*)\)")
NEW_LINE = re.compile(r"\r\n|\n\r|\r|\n")


@dataclass(frozen=True, slots=True)
class Open:
    kind: str
    more: dict[str, Json]
    offset: int
    place: int
    begin: int


@dataclass(slots=True)
class Reading:
    source: str
    at: int = 0
    out: list[str] = field(default_factory=list)
    offset: int = 0
    open: list[Open] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    quoted: bool = False

    @property
    def inner(self) -> str:
        return self.open[-1].kind if self.open else ""

    def bytes_at(self, place: int) -> int:
        return len(self.source[:place].encode())

    def begins(self, mark: str) -> bool:
        return self.source.startswith(mark, self.at)

    def put(self, text: str) -> None:
        self.out.append(text)
        self.offset += units(text)
        self.at += len(text)

    def begin(self, kind: str, width: int, more: dict[str, Json] | None = None) -> None:
        self.open.append(Open(kind, more or {}, self.offset, self.at, len(self.out)))
        self.at += width

    def end(self, kind: str = "", more: dict[str, Json] | None = None) -> None:
        opened = self.open.pop()
        length = self.offset - opened.offset
        if length:
            fields = opened.more if more is None else more
            self.spans.append(Span(kind or opened.kind, opened.offset, length, fields))


def parse_markdown(source: str) -> Formatted:
    reading = Reading(source)
    while reading.at < len(source):
        _step(reading)
    if reading.quoted:
        _end_quote(reading)
    if reading.open:
        raise _endless(reading)
    return Formatted("".join(reading.out), tuple(reading.spans))


def _step(reading: Reading) -> None:
    char = reading.source[reading.at]
    following = reading.source[reading.at + 1 : reading.at + 2]
    in_code = reading.inner in CODE
    if char == "\\" and following and ord(following) <= 126:
        reading.at += 1
        reading.put(following)
    elif not in_code and _begins_line(reading) and (mark := _quote_mark(reading)):
        _quote(reading, mark)
    elif char == "\n" and reading.quoted and not in_code and following != ">":
        _leave_quote(reading)
    elif char not in ("`" if in_code else RESERVED):
        reading.put(char)
    elif _ends_here(reading):
        _close(reading)
    else:
        _open(reading, char)


def _begins_line(reading: Reading) -> bool:
    if reading.out and reading.out[-1] not in "\r\n":
        return False
    return not reading.source.endswith(">", 0, reading.at)


def _quote_mark(reading: Reading) -> str:
    return next((mark for mark in QUOTE_MARKS if reading.begins(mark)), "")


def _quote(reading: Reading, mark: str) -> None:
    """`>` goes on with a quotation or begins one, `**>` always begins one."""
    if reading.quoted:
        reading.at += len(mark)
    else:
        reading.begin("blockquote", len(mark))
        reading.quoted = True


def _leave_quote(reading: Reading) -> None:
    """The line end still belongs to the quotation."""
    expandable = _expandable(reading)
    if expandable:
        reading.open.pop()
    reading.put("\n")
    _end_quote(reading, "expandable_blockquote" if expandable else "blockquote")


def _end_quote(reading: Reading, kind: str = "blockquote") -> None:
    if _expandable(reading):
        reading.open.pop()
        kind = "expandable_blockquote"
    if reading.inner != "blockquote":
        raise _endless(reading)
    reading.end(kind)
    reading.quoted = False


def _expandable(reading: Reading) -> bool:
    """Whether the quotation ends with `||`, which makes it an expandable one."""
    if reading.inner != "spoiler":
        return False
    return not "".join(reading.out[reading.open[-1].begin :]).strip("\r")


def _ends_here(reading: Reading) -> bool:
    end = ENDS.get(reading.inner)
    if end is None or not reading.begins(end):
        return False
    return not (end == "_" and reading.begins("__"))


def _open(reading: Reading, char: str) -> None:
    for mark, kind in MARKS:
        if reading.begins(mark):
            if kind == "pre":
                _open_pre(reading)
            else:
                reading.begin(kind, len(mark))
            return
    raise Malformed(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")


def _open_pre(reading: Reading) -> None:
    found = LANGUAGE.match(reading.source, reading.at + 3)
    language = found[1] if found else ""
    reading.begin("pre", 3 + len(language), {"language": language} if language else {})
    line = NEW_LINE.match(reading.source, reading.at)
    reading.at += len(line[0]) if line else 0


def _close(reading: Reading) -> None:
    opened = reading.open[-1]
    reading.at += len(ENDS[opened.kind])
    match opened.kind:
        case "text_link":
            _close_link(reading)
        case "custom_emoji":
            _close_emoji(reading)
        case _:
            reading.end()


def _close_link(reading: Reading) -> None:
    text = "".join(reading.out[reading.open[-1].begin :])
    address = _address(reading, "a URL") if reading.begins("(") else text
    user = mentioned_user(address)
    if user:
        reading.end("text_mention", {"user": {"id": user}})
        return
    try:
        reading.end("text_link", {"url": checked_link(address)})
    except Malformed:
        reading.open.pop()  # a bad address loses its link, not its text


def _close_emoji(reading: Reading) -> None:
    if not reading.begins("("):
        raise Malformed("Custom emoji entity must contain a tg://emoji URL")
    address = _address(reading, "a custom emoji URL")
    if address.startswith("tg://time"):
        raise NotModelled("dates in MarkdownV2")
    reading.end("custom_emoji", {"custom_emoji_id": custom_emoji(address)})


def _address(reading: Reading, what: str) -> str:
    reading.at += 1
    begin = reading.at
    found = ADDRESS.match(reading.source, begin)
    if not found:
        place = reading.bytes_at(begin)
        raise Malformed(f"Can't find end of {what} at byte offset {place}")
    reading.at = found.end()
    return re.sub(r"\\([\x01-\x7e])", r"\1", found[1])


def _endless(reading: Reading) -> Malformed:
    opened = reading.open[-1]
    name = "PreCode" if opened.kind == "pre" and opened.more else NAMES[opened.kind]
    place = reading.bytes_at(opened.place)
    return Malformed(f"Can't find end of {name} entity at byte offset {place}")
