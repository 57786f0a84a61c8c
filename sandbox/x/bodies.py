"""Request bodies: JSON that fits its schema, and the bytes of an upload beside it."""

from __future__ import annotations

import base64
from typing import Any

from sandbox.exchange import Exchange, Refused
from sandbox.x import problems
from sandbox.x.schema import parse_body, require
from sandbox.x.schemas import Object


def json_body(exchange: Exchange, schema: Object) -> dict[str, Any]:
    if exchange.request.content_type != "application/json":
        raise Refused(problems.invalid_request([{"message": problems.JSON_ONLY}]))
    body = parse_body(exchange.request.body)
    require(body, schema)
    checked: dict[str, Any] = body
    return checked


def body_with_media(exchange: Exchange, schema: Object) -> tuple[dict[str, Any], bytes]:
    """The fields beside `media`, and its bytes: raw in multipart, base64 in JSON."""
    if exchange.request.content_type != "multipart/form-data":
        body = json_body(exchange, schema)
        return body, _decoded(body["media"])
    try:
        form = exchange.form()
    except ValueError:
        message = "The multipart body is malformed."
        raise Refused(problems.invalid_request([{"message": message}])) from None
    fields: dict[str, Any] = dict(form.fields)
    contents = {name: upload.content for name, upload in form.files.items()}
    if fields.get("segment_index", "").isdecimal():
        fields["segment_index"] = int(fields["segment_index"])
    require({**fields, **dict.fromkeys(contents, "")}, schema)
    return fields, contents.get("media", fields.get("media", "").encode())


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        message = "$.media: is not valid base64"
        raise Refused(problems.bad_parameter("$.media", [text[:64]], message)) from None
