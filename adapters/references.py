"""What is known only later: receipts of earlier parts and URLs of other channels, as strings.

`pressrun:ref/<part key>/<url|id>` stands for a receipt of an earlier part, `pressrun:url/<channel>`
for where another channel published. They may stand alone or inside HTML and JSON text; substitution
escapes for its place, and limits count a reserve in their stead.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from adapters.base import Edition, Json, Phase, Receipts

V = TypeVar("V")
Escape = Callable[[str], str]

_REFERENCE = re.compile(
    r"pressrun:(?:ref/(?P<part>[a-z0-9-]+(?:/[a-z0-9-]+)*)/(?P<field>url|id)"
    r"|url/(?P<channel>[a-z]+))(?![a-z0-9-])"
)


ENTITIES = {"entities", "caption_entities"}


class MissingReference(LookupError):
    """A part was asked for before the part it refers to had its receipt."""


def ref(part_key: str, field: str) -> str:
    """The string that stands for `field` ("url" or "id") of the receipt of a part."""
    return f"pressrun:ref/{part_key}/{field}"


def html_escape(value: str) -> str:
    return html.escape(value, quote=True)


def json_escape(value: str) -> str:
    """For a value inside a string inside JSON text."""
    return json.dumps(value, ensure_ascii=False)[1:-1]


def verbatim(value: str) -> str:
    return value


def resolve(
    payload: Json,
    sent: Receipts,
    *,
    urls: Mapping[str, str] | None = None,
    escapes: Mapping[str, Escape] | None = None,
) -> Json:
    """The payload with every reference filled in.

    `escapes` names the JSON keys whose strings are HTML or JSON text, with the escape they need.
    """

    def fill(match: re.Match[str]) -> str:
        if match["channel"]:
            return _lookup(urls or {}, match["channel"])
        receipt = _lookup(sent, match["part"])
        return receipt.id if match["field"] == "id" else receipt.url or ""

    return _map_strings(payload, fill, escapes or {}, verbatim)


def resolve_links(payload: Json, urls: Mapping[str, str]) -> Json:
    """The payload with the addresses of other channels filled in, and nothing else."""

    def fill(match: re.Match[str]) -> str:
        channel = match["channel"]
        return urls[channel] if channel in urls else match[0]

    return _map_strings(payload, fill, {}, verbatim)


def linked_to(edition: Edition, url: str, channel: str) -> Edition:
    """The edition with another channel's address, once it is known, where `url` was linked to.

    A text with entities keeps its words: their offsets count on its length, and what it shows is
    the author's. Links behind words change there too. An edition that is drafted at approval, when
    the address is not known yet, stays as it is.
    """
    if any(part.phase is Phase.PREPARE and not part.repeatable for part in edition.parts):
        return edition
    whole = re.compile(re.escape(url) + r"(?![\w/?#&=%.~-]*[\w/?#&=%~-])")
    reference = f"pressrun:url/{channel}"

    def linked(value: Json) -> Json:
        match value:
            case str():
                return whole.sub(reference, value)
            case list():
                return [linked(item) for item in value]
            case dict():
                kept = {"text", "caption"} if value.keys() & ENTITIES else set()
                return {k: v if k in kept else linked(v) for k, v in value.items()}
            case _:
                return value

    parts = tuple(replace(part, payload=linked(part.payload)) for part in edition.parts)
    return replace(edition, parts=parts)


def with_reserve(text: str, reserve: Mapping[str, int]) -> str:
    """The text as long as it may become; `reserve` counts by the first word of a part key."""

    def fill(match: re.Match[str]) -> str:
        kind = "url" if match["channel"] else match["part"].split("/")[0]
        return "x" * reserve.get(kind, reserve["url"])

    return _REFERENCE.sub(fill, text)


def _lookup(table: Mapping[str, V], key: str) -> V:
    try:
        return table[key]
    except KeyError:
        raise MissingReference(key) from None


def _map_strings(
    value: Json,
    fill: Callable[[re.Match[str]], str],
    escapes: Mapping[str, Escape],
    escape: Escape,
) -> Json:
    match value:
        case str():
            return _REFERENCE.sub(lambda m: escape(fill(m)), value)
        case list():
            return [_map_strings(item, fill, escapes, escape) for item in value]
        case dict():
            return {
                key: _map_strings(item, fill, escapes, escapes.get(key, escape))
                for key, item in value.items()
            }
        case _:
            return value
