"""Reading request bodies as WeChat does: raw UTF-8 JSON, in which \\uXXXX stays what it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sandbox.exchange import Exchange
from sandbox.service import Switches
from sandbox.wechat.errors import refused

# An escape whose backslash is not itself escaped.
ESCAPE = re.compile(rb"(?<!\\)((?:\\\\)*)\\(u[0-9a-fA-F]{4})")


def read_json(exchange: Exchange, switches: Switches) -> dict[str, Any]:
    body = exchange.request.body
    if not body.strip():
        raise refused(44002)
    if switches.word("unicode_escapes") == "40033" and ESCAPE.search(body):
        raise refused(40033)
    try:
        value = json.loads(ESCAPE.sub(rb"\1\\\\\2", body).decode())
    except ValueError as malformed:
        raise refused(47001) from malformed
    if not isinstance(value, dict):
        raise refused(47001)
    return value


def text_field(body: Mapping[str, Any], name: str, default: str = "") -> str:
    value = body.get(name, default)
    if not isinstance(value, str):
        raise refused(47001)
    return value


def whole_number(body: Mapping[str, Any], name: str, default: int, error: int) -> int:
    value = body.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise refused(error)
    return value


def media_id_field(body: Mapping[str, Any]) -> str:
    media_id = text_field(body, "media_id")
    if not media_id:
        raise refused(41006)
    if len(media_id) > 128:
        raise refused(40118)
    return media_id


def page_of(body: Mapping[str, Any]) -> tuple[int, int, bool]:
    """offset, count (1..20) and no_content of a batchget."""
    offset = whole_number(body, "offset", 0, 40035)
    count = whole_number(body, "count", 0, 40035)
    no_content = whole_number(body, "no_content", 0, 40035)
    if offset < 0 or not 1 <= count <= 20 or no_content not in (0, 1):
        raise refused(40035)
    return offset, count, no_content == 1
