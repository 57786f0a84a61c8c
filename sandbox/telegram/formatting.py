"""From what a request says of a text to the text with its entities, within its limits."""

from __future__ import annotations

import json
from typing import Any

from sandbox.exchange import Json, NotModelled
from sandbox.service import Switches
from sandbox.telegram.arguments import Arguments, Fields
from sandbox.telegram.detection import detected
from sandbox.telegram.entities import (
    QUOTES,
    SPLITTABLE,
    Formatted,
    Span,
    first_hundred,
    settled,
    units,
    with_detected,
)
from sandbox.telegram.errors import Malformed, bad
from sandbox.telegram.links import checked_link, mentioned_user
from sandbox.telegram.markdown import parse_markdown
from sandbox.telegram.markup_html import parse_html

RAW_BYTES = 32_768
TEXT_UNITS = 4096
CAPTION_UNITS = 1024
PLAIN = frozenset({*SPLITTABLE, *QUOTES, "code"})
FOUND_BY_SERVER = frozenset(
    {
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number",
        "bank_card_number",
    }
)  # fmt: skip


def read_text(arguments: Arguments) -> Formatted:
    text = arguments.text("text")
    if not text:
        raise bad("message text is empty")
    return read_formatted(text, arguments.text("parse_mode"), _entities(arguments, "entities"))


def read_caption(arguments: Arguments) -> Formatted:
    entities = _entities(arguments, "caption_entities")
    return read_formatted(arguments.text("caption"), arguments.text("parse_mode"), entities)


def read_formatted(text: str, parse_mode: str, entities: Any) -> Formatted:
    """The text and its entities as they were meant, not cleaned yet. Malformed."""
    _check_bytes(text)
    mode = parse_mode.lower()
    if text and mode not in ("", "none"):
        return _parsed(text, mode)
    given = entities if isinstance(entities, list) else []
    try:
        spans = [span for entity in given if (span := _span(entity)) is not None]
    except Malformed as wrong:
        raise Malformed(f"Can't parse MessageEntity: {wrong}") from wrong
    return Formatted(text, tuple(spans))


def finished_text(raw: Formatted, switches: Switches) -> Formatted:
    """Cleaned, with what the server finds in it. The error of a text that is none."""
    done = _finished(raw, switches, TEXT_UNITS, "message is too long")
    if not done.text:
        raise bad("message text is empty")
    return done


def finished_caption(raw: Formatted, switches: Switches) -> Formatted:
    return _finished(raw, switches, CAPTION_UNITS, "message caption is too long")


def _finished(raw: Formatted, switches: Switches, most: int, too_long: str) -> Formatted:
    try:
        clean = settled(raw.text, [_linked(span) for span in raw.spans])
    except Malformed as wrong:
        raise bad(str(wrong)) from wrong
    length = units(clean.text) if switches.word("text_unit") == "utf16" else len(clean.text)
    if length > most:
        raise bad(too_long)
    limit = switches.number("entity_bytes")
    if limit and sum(map(_wire_bytes, clean.spans)) > limit:
        raise bad("ENTITIES_TOO_LONG")
    kept = Formatted(clean.text, first_hundred(clean.spans))
    return with_detected(kept, detected(clean.text))


def _entities(arguments: Arguments, name: str) -> Any:
    """None also when it is no JSON: the server passes over that without a word."""
    try:
        return json.loads(arguments.text(name) or "null")
    except ValueError:
        return None


def _check_bytes(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as broken:
        raise Malformed("Strings must be encoded in UTF-8") from broken
    if size > RAW_BYTES:
        raise Malformed("Text is too long")


def _parsed(text: str, mode: str) -> Formatted:
    readers = {"html": parse_html, "markdownv2": parse_markdown}
    if mode == "markdown":
        raise NotModelled("the legacy parse_mode Markdown")
    if mode not in readers:
        raise Malformed("Unsupported parse_mode")
    try:
        return readers[mode](text)
    except Malformed as wrong:
        raise Malformed(f"Can't parse entities: {wrong}") from wrong


def _span(value: object) -> Span | None:
    """None for what the server finds by itself."""
    fields = Fields(value, "expected an Object")
    offset, length = fields.required_number("offset"), fields.required_number("length")
    kind = fields.required_text("type")
    if not kind:
        raise Malformed("Type is not specified")
    if kind in FOUND_BY_SERVER:
        return None
    return Span(kind, offset, length, _own_fields(kind, fields))


def _own_fields(kind: str, fields: Fields) -> dict[str, Json]:
    if kind in PLAIN:
        return {}
    match kind:
        case "pre":
            language = fields.text("language")
            return {"language": language} if language else {}
        case "text_link":
            return {"url": fields.required_text("url")}
        case "text_mention":
            return {"user": {"id": fields.required_object("user").required_number("id")}}
        case "custom_emoji":
            return {"custom_emoji_id": fields.required_text("custom_emoji_id")}
        case "date_time":
            moment = fields.required_number("unix_time")
            return {"unix_time": moment, "date_time_format": fields.text("date_time_format")}
    raise Malformed("Unsupported type specified")


def _linked(span: Span) -> Span:
    """A link in its normal form, a link to a person as a mention, one to nothing as nothing."""
    if span.kind != "text_link":
        return span
    url = str(span.more["url"])
    if not url:
        return Span(span.kind, span.offset, 0)
    user = mentioned_user(url)
    if user:
        return Span("text_mention", span.offset, span.length, {"user": {"id": user}})
    try:
        return Span(span.kind, span.offset, span.length, {"url": checked_link(url)})
    except Malformed as wrong:
        raise Malformed(f"Entity {wrong}") from wrong


def _wire_bytes(span: Span) -> int:
    """As Telegram's own wire format packs it: three words, then texts padded to words."""
    return 12 + sum(_padded(str(value)) for value in span.more.values())


def _padded(text: str) -> int:
    size = len(text.encode())
    return (size + (1 if size < 254 else 4) + 3) // 4 * 4
