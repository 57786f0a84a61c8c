"""One request and its answer, as a handler sees them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from python_multipart import FormParser
from python_multipart.multipart import Field, File, parse_options_header

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]

MAX_BODY_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(
    value: Json,
    status: int = 200,
    content_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status, body, content_type, headers or {})


def html_answer(html: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(status, html.encode(), "text/html; charset=utf-8", headers or {})


class Refused(Exception):
    """The service read the request and says no with this answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class NotModelled(Exception):
    """Nobody knows what the real service answers here: 501, and listed for the tests."""


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """A form-urlencoded or multipart body. Of a repeated name the last one stays."""

    fields: Mapping[str, str]
    files: Mapping[str, Upload]


@dataclass(frozen=True, slots=True)
class Request:
    """`headers` have lower-case names; `path` is decoded and carries the service's prefix."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    own_host: str | None = None  # the service's own host when it came in the Host header

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def origin(self) -> str:
        """Scheme and authority as the client sees this server."""
        return f"http://{self.headers.get('host', '127.0.0.1')}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """`params` are the named pieces of the path; `injected` tells whether a fault is due here."""

    request: Request
    service: str
    operation: str
    params: Mapping[str, str]
    injected: Callable[[str], Mapping[str, Any] | None] = lambda _name: None

    def json(self) -> Any:
        """The body as JSON; ValueError when it is not (bad UTF-8 included)."""
        return json.loads(self.request.body)

    def json_object(self) -> dict[str, Any]:
        """The body as a JSON object; ValueError for anything else."""
        value = self.json()
        if not isinstance(value, dict):
            raise ValueError("the body is not a JSON object")
        return value

    def form(self) -> Form:
        """The body as a form, empty when it is of another type; ValueError when malformed."""
        return parse_form(self.request.headers.get("content-type", ""), self.request.body)


def parse_query(raw: bytes) -> dict[str, str]:
    return dict(parse_qsl(raw.decode("latin-1"), keep_blank_values=True))


def parse_form(content_type: str, body: bytes) -> Form:
    kind, options = parse_options_header(content_type)
    if kind == b"application/x-www-form-urlencoded":
        return Form(dict(parse_qsl(body.decode(), keep_blank_values=True)), {})
    if kind != b"multipart/form-data":
        return Form({}, {})
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    parser = FormParser(
        "multipart/form-data",
        lambda part: _keep_field(part, fields),
        lambda part: _keep_file(part, files),
        boundary=options.get(b"boundary"),
        config={"MAX_MEMORY_FILE_SIZE": MAX_BODY_BYTES},
    )
    stream = io.BytesIO(body)
    while chunk := stream.read(1 << 20):
        parser.write(chunk)
    parser.finalize()
    return Form(fields, files)


def _keep_field(part: Any, fields: dict[str, str]) -> None:
    assert isinstance(part, Field)  # noqa: S101
    fields[_text(part.field_name)] = _text(part.value)


def _keep_file(part: Any, files: dict[str, Upload]) -> None:
    assert isinstance(part, File)  # noqa: S101
    part.file_object.seek(0)
    name = _text(part.field_name)
    kind = getattr(part, "content_type", None)
    files[name] = Upload(name, _text(part.file_name), _text(kind), part.file_object.read())
    part.close()


def _text(raw: bytes | str | None) -> str:
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else (raw or "")
