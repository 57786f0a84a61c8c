"""The call log: every request with what was answered, free of credentials."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.exchange import Answer, Exchange, Json, Request, parse_form
from sandbox.store import Store

SECRET_HEADERS = frozenset({"authorization", "cookie", "x-telegram-bot-api-secret-token"})
SECRET_QUERY = frozenset({"access_token", "secret", "client_secret", "refresh_token", "code"})
SECRET_JSON = re.compile(
    r'("(?:secret|access_token|refresh_token|client_secret|secret_token)"\s*:\s*")[^"]*'
)
SECRET_FORM = re.compile(r"\b((?:client_secret|refresh_token|access_token|code)=)[^&\s]+")
SECRET_PATH = re.compile(r"(/bot\d+:)[^/]+")
LONGEST_TEXT = 256_000  # an article of 20,000 Chinese characters stays readable


@dataclass(frozen=True, slots=True)
class Call:
    """`nth` counts the calls of this operation from 1; `outcome` is what became of the answer:
    open, answered, or the fault that ended the exchange."""

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


class Calls:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._table = store.table("core/calls", Call)

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
            headers={k: "***" if k in SECRET_HEADERS else v for k, v in request.headers.items()},
            body=shown_request(request),
            body_bytes=len(request.body),
        )
        self._table.put(str(call.number), call)
        return call

    def end(self, call: Call, answer: Answer | None, faults: list[str], outcome: str) -> Call:
        ended = Call(
            **{
                **asdict(call),
                "status": answer.status if answer else None,
                "answer": shown(answer.body) if answer else None,
                "faults": faults,
                "outcome": outcome,
            }
        )
        self._table.put(str(call.number), ended)
        return ended

    def all(self, service: str = "", operation: str = "") -> list[Call]:
        return [
            call
            for call in self._table.values()
            if service in ("", call.service) and operation in ("", call.operation)
        ]


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
