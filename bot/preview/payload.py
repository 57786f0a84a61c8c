"""Reading the payloads of parts: what is not of the expected shape says so, by name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from adapters.base import Edition, Json, Media, Part

Object = Mapping[str, Json]

_REFERENCE = re.compile(r"pressrun:ref/([a-z0-9-]+(?:/[a-z0-9-]+)*)/(?:url|id)")


class BadPayload(ValueError):
    """A part is not of the shape that its channel's frame can show."""


def obj(value: Json, what: str) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise BadPayload(f"{what} is not an object")
    return value


def rows(value: Json, what: str) -> list[Json]:
    """A list; nothing counts as an empty one."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadPayload(f"{what} is not a list")
    return value


def text(value: Json, what: str) -> str:
    """A string; nothing counts as an empty one."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadPayload(f"{what} is not a text")
    return value


def number(value: Json, what: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadPayload(f"{what} is not a number")
    return value


def parsed(value: Json, what: str) -> dict[str, Json]:
    """An object that stands as JSON text."""
    try:
        found: Json = json.loads(text(value, what))
    except json.JSONDecodeError:
        raise BadPayload(f"{what} is not JSON") from None
    return obj(found, what)


def part_of_kind(edition: Edition, kind: str) -> Part:
    for part in edition.parts:
        if part.kind == kind:
            return part
    raise BadPayload(f"there is no part of kind {kind}")


def referred(value: str) -> str:
    """The key of the part that a reference stands for, "" when it is none."""
    match = _REFERENCE.fullmatch(value)
    return match[1] if match else ""


def carried(edition: Edition) -> dict[str, Media]:
    """The picture of each part that uploads one, by the part's key."""
    return {part.key: part.media[0] for part in edition.parts if part.media}
