"""A Telegram message as its reader sees it, from text and entities (Bot API)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.witness.shown import CannotRead, Shown, found_urls, in_order
from tests.witness.wanted import PICTURE

Payload = Mapping[str, Any]
Span = tuple[int, int]  # UTF-16 units

ENTITIES = {"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "code", "pre",
            "expandable_blockquote", "text_link", "text_mention", "custom_emoji"}  # fmt: skip


def telegram_text(payload: Payload, *, captions_are_text: bool = False) -> Shown:
    """A sendMessage, sendPhoto, sendDocument or sendMediaGroup body.

    A caption is running text in layouts that put a section into its picture's caption: say so
    with `captions_are_text`.
    """
    if "parse_mode" in payload or "rich_message" in payload:
        raise CannotRead("only text with entities is read")
    if "text" in payload:
        return _run(payload["text"], _rows(payload.get("entities")))
    items = _rows(payload["media"]) if "media" in payload else [_single(payload)]
    return in_order(_item(item, captions_are_text=captions_are_text) for item in items)


def _rows(value: object) -> Sequence[Payload]:
    """A list, or in a form the JSON of one."""
    rows = json.loads(value) if isinstance(value, str) else value
    if rows is not None and not isinstance(rows, list):
        raise CannotRead(f"a list was expected, not {rows!r}")
    return rows or []


def _single(payload: Payload) -> Payload:
    media = payload.get("photo") or payload.get("document") or payload.get("animation")
    if media is None:
        raise CannotRead(f"neither text nor picture in {sorted(payload)}")
    return {**payload, "media": media}


def _item(item: Payload, *, captions_are_text: bool) -> Shown:
    run = _run(item.get("caption") or "", _rows(item.get("caption_entities")))
    figure = (str(item["media"]),)
    if captions_are_text:
        stream = f"{PICTURE}\n{run.stream}"
        return Shown(stream, run.prose, figure, run.links, run.bold, run.codes)
    captions = (run.stream,) if run.stream else ()
    return Shown(PICTURE, "", figure, run.links, captions=captions)


def _run(text: str, entities: Sequence[Payload]) -> Shown:
    units = text.encode("utf-16-le")
    spans = [(row, _span(units, row)) for row in entities]
    code = [span for row, span in spans if row["type"] in {"code", "pre"}]
    labels = [span for row, span in spans if row["type"] == "text_link"]
    targets = tuple(row["url"] for row, _ in spans if row["type"] == "text_link")
    return Shown(
        stream=text,
        prose=_blanked(units, code),
        links=targets + found_urls(_blanked(units, [*code, *labels])),
        bold=tuple(_cut(units, span) for row, span in spans if row["type"] == "bold"),
        codes=tuple(_cut(units, span) for span in code),
    )


def _span(units: bytes, row: Payload) -> Span:
    start, end = row["offset"], row["offset"] + row["length"]
    if row["type"] not in ENTITIES:
        raise CannotRead(f"entity {row['type']!r}")
    if not 0 <= start < end <= len(units) // 2:
        raise CannotRead(f"entity outside its text: {dict(row)}")
    if _is_low_surrogate(units, start) or _is_low_surrogate(units, end):
        raise CannotRead(f"entity that splits a character: {dict(row)}")
    return start, end


def _is_low_surrogate(units: bytes, at: int) -> bool:
    return 0xDC <= int.from_bytes(units[2 * at + 1 : 2 * at + 2], "little") <= 0xDF


def _cut(units: bytes, span: Span) -> str:
    return units[2 * span[0] : 2 * span[1]].decode("utf-16-le")


def _blanked(units: bytes, spans: Iterable[Span]) -> str:
    """The text with spaces in place of these spans."""
    out = bytearray(units)
    for start, end in spans:
        out[2 * start : 2 * end] = " ".encode("utf-16-le") * (end - start)
    return out.decode("utf-16-le")
