"""Reading the bodies and the queries of requests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sandbox.exchange import Exchange, NotModelled
from sandbox.substack.errors import invalid, refuse

MOST_PER_PAGE = 50
USUAL_PER_PAGE = 25


def read_object(exchange: Exchange) -> dict[str, Any]:
    if exchange.request.content_type != "application/json":
        raise NotModelled("a body that is not said to be JSON")
    try:
        return exchange.json_object()
    except (ValueError, RecursionError) as malformed:
        raise NotModelled("a body that is no JSON object") from malformed


def given(body: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    """The value that stands there, or nothing."""
    return (body[name],) if name in body else ()


def page_of(exchange: Exchange) -> tuple[int, int]:
    """offset and limit of a list."""
    offset = _number(exchange, "offset", 0)
    limit = _number(exchange, "limit", USUAL_PER_PAGE)
    if not 1 <= limit <= MOST_PER_PAGE:
        raise refuse(invalid("limit", limit, location="query"))
    return offset, limit


def _number(exchange: Exchange, name: str, default: int) -> int:
    raw = exchange.request.query.get(name, "")
    if not raw:
        return default
    if not re.fullmatch(r"\d{1,9}", raw):
        raise refuse(invalid(name, raw, location="query"))
    return int(raw)
