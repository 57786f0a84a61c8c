"""The call log: every request with what was answered, free of credentials."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.exchange import Answer, Exchange, Json, Request, parse_form
from sandbox.store import Store

SECRET_HEADERS = frozenset(
    {"authorization", "cookie", "set-cookie", "x-telegram-bot-api-secret-token"}
)
SECRET_QUERY = frozenset({"access_token", "secret", "client_secret", "refresh_token", "code"})
SECRET_JSON = re.compile(
    r'("(?:secret|access_token|refresh_token|client_secret|secret_token)"\s*:\s*")[^"]*'
)
SECRET_FORM = re.compile(r"\b((?:client_secret|refresh_token|access_token|code)=)[^&\s]+")
SECRET_PATH = re.compile(r"(/bot\d+:)[^/]+")
LONGEST_TEXT = 256_000  # an article of 20,000 Chinese characters stays readable
MOST_CALLS = 5_000
MOST_TEXT = 64_000_000  # characters of requests and answers; the oldest calls go first


@dataclass(frozen=True, slots=True)
class Call:
    """`nth` counts the calls of this operation from 1; `outcome` is what became of the answer:
    open, answered, or the fault that ended the exchange; `seconds` is how long that took."""

    number: int
    at: float
    service: str
    operation: str
    nth: int
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Json
    body_bytes: int
    status: int | None = None
    answer: Json = None
    faults: list[str] = field(default_factory=list)
    outcome: str = "open"
    answer_headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float | None = None


class Calls:
    def __init__(
        self, store: Store, most_calls: int = MOST_CALLS, most_text: int = MOST_TEXT
    ) -> None:
        self._store = store
        self._most_calls, self._most_text = most_calls, most_text
        self._table = store.table("core/calls", Call)
        self._text = sum(_size(call) for call in self._table.values())

    def begin(self, exchange: Exchange, at: float) -> Call:
        request = exchange.request
        key = f"core/nth/{exchange.service}/{exchange.operation}"
        call = Call(
            number=self._store.next("core/calls"),
            at=at,
            service=exchange.service,
            operation=exchange.operation,
            nth=self._store.next(key),
            method=request.method,
            path=SECRET_PATH.sub(r"\1***", request.path),
            query={k: "***" if k in SECRET_QUERY else v for k, v in request.query.items()},
            headers=_blanked(request.headers),
            body=shown_request(request),
            body_bytes=len(request.body),
        )
        self._put(call)
        return call

    def end(
        self, call: Call, answer: Answer | None, faults: list[str], outcome: str, seconds: float
    ) -> Call:
        ended = Call(
            **{
                **asdict(call),
                "status": answer.status if answer else None,
                "answer": shown(answer.body) if answer else None,
                "faults": faults,
                "outcome": outcome,
                "answer_headers": _answer_headers(answer) if answer else {},
                "seconds": round(seconds, 4),
            }
        )
        self._put(ended)
        return ended

    def forget(self) -> None:
        """The table has been emptied."""
        self._text = 0

    def get(self, number: int) -> Call | None:
        return self._table.get(str(number))

    def all(self, service: str = "", operation: str = "") -> list[Call]:
        return [
            call
            for call in self._table.values()
            if service in ("", call.service) and operation in ("", call.operation)
        ]

    def _put(self, call: Call) -> None:
        before = self._table.get(str(call.number))
        self._table.put(str(call.number), call)
        self._text += _size(call) - (_size(before) if before else 0)
        while len(self._table) > self._most_calls or self._text > self._most_text:
            oldest = self._table.first()
            self._table.drop(str(oldest.number))
            self._text -= _size(oldest)


def _size(call: Call) -> int:
    return sum(len(text) for text in (call.body, call.answer) if isinstance(text, str))


def _blanked(headers: Mapping[str, str]) -> dict[str, str]:
    return {k: "***" if k.lower() in SECRET_HEADERS else v for k, v in headers.items()}


def _answer_headers(answer: Answer) -> dict[str, str]:
    return {"content-type": answer.content_type, **_blanked(answer.headers)}


def shown_request(request: Request) -> Json:
    if request.content_type != "multipart/form-data":
        return shown(request.body)
    try:
        form = parse_form(request.headers.get("content-type", ""), request.body)
    except ValueError:
        return digest(request.body)
    files: dict[str, Any] = {
        name: {"filename": file.filename, "content_type": file.content_type, **digest(file.content)}
        for name, file in form.files.items()
    }
    return {"fields": dict(form.fields), "files": files}


def shown(body: bytes) -> Json:
    """Text without secrets; a digest for what is long or not text."""
    if len(body) > LONGEST_TEXT:
        return digest(body)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return digest(body)
    return SECRET_FORM.sub(r"\1***", SECRET_JSON.sub(r"\1***", text))


def digest(body: bytes) -> dict[str, Json]:
    return {"sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}
