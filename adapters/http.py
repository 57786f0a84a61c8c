"""One HTTP call: a wall-clock deadline, a cap on the answer, no redirects, no retries.

What went wrong is told by what it means for the caller: TryLater when nothing has left or nothing
can be doubled, OutcomeUnknown when the call may have taken effect. No error carries an address: a
Telegram token stands in the path, a WeChat token in the query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from requests.cookies import extract_cookies_to_jar
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.exceptions import IncompleteRead as CutOff

from adapters.errors import CallError, NotAllowed, OutcomeUnknown, TryLater
from adapters.wire import SPARE, OneCall, Resolve, TooLate, Wire

CONNECT_SECONDS = 15.0
CHUNK = 65_536
EXCERPT = 300
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})  # where a proxy would look on itself

Auth = Callable[[requests.PreparedRequest], requests.PreparedRequest] | AuthBase | tuple[str, str]
File = tuple[str, bytes, str]  # name, content, MIME type

# In the order in which they are looked for along the chain of an error.
REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (TooLate, "no connection in time"),
    (NameResolutionError, "the host name is unknown"),
    (NewConnectionError, "no connection"),  # urllib3 derives it from the next one
    (ConnectTimeoutError, "no connection in time"),
    (SSLError, "no secure connection (certificate or clock)"),
    (ProxyError, "the proxy did not connect"),
    (CutOff, "the answer was cut off"),
    (IncompleteRead, "the answer was cut off"),
    (RemoteDisconnected, "the connection was closed without an answer"),
    (ConnectionResetError, "the connection was reset"),
    (ReadTimeoutError, "no answer in time"),
    (TimeoutError, "no answer in time"),
)
SECRETS = re.compile(
    r"(?<=bot)\d+:[\w-]{20,}"
    r"|(?<=Bearer )[\w.~+/=-]+"
    r"""|(?i:(?<=token=)|(?<=secret=)|(?<=sid=)|(?<=token":")|(?<=secret":"))[^\s"'&;,]+"""
)
HIDDEN = "***"


_GUARD: ContextVar[Callable[[], None] | None] = ContextVar("guard", default=None)


@contextmanager
def guarded(check: Callable[[], None]) -> Iterator[None]:
    """Every call with an effect made inside runs `check` when its connection stands and nothing
    has left; what it raises comes out as it is."""
    token = _GUARD.set(check)
    try:
        yield
    finally:
        _GUARD.reset(token)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status; `headers` are found in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """As UTF-8, which all four services speak; WeChat names no charset and gets guessed."""
        return self.body.decode("utf-8", errors="replace")


def call(
    session: requests.Session,
    method: str,
    url: str,
    *,
    name: str,
    effect: bool,
    deadline: float = 60.0,
    max_body: int = 10_000_000,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, str | int] | None = None,
    data: Mapping[str, str] | bytes | None = None,
    json_bytes: bytes | None = None,
    files: Mapping[str, File] | None = None,
    auth: Auth | None = None,
    before_first_byte: Callable[[], None] | None = None,
    resolve: Resolve | None = None,
) -> Answer:
    """One request on a connection of its own, `deadline` seconds from now until the last byte.

    `effect` says that doing it twice would show. `name` stands for the address in every error.
    `before_first_byte` runs when the connection stands and nothing has left; what it raises comes
    out as it is. `resolve` says which addresses are asked, where no proxy stands between; what it
    raises comes out, too. Raises TryLater, OutcomeUnknown, and NotAllowed for an address or a
    header that cannot be sent.
    """
    prepared = _prepared(
        session,
        name,
        requests.Request(
            method,
            url,
            headers=dict(headers or {}),
            params=dict(params or {}),
            data=json_bytes if json_bytes is not None else data,
            files=dict(files) if files else None,
            auth=auth or session.auth or _unsigned,
        ),
    )
    if json_bytes is not None:
        prepared.headers.setdefault("Content-Type", "application/json")
    guard = before_first_byte or (_GUARD.get() if effect else None)
    with Wire(deadline, guard, resolve) as wire:
        outcome = _attempt(session, prepared, wire, deadline, max_body)
        if wire.refusal is not None:
            raise wire.refusal
    if isinstance(outcome, Answer):
        return outcome
    raise _lost(name, outcome, wire, effect=effect, deadline=deadline)


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without the secrets given, and without what looks like one of any service."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return SECRETS.sub(HIDDEN, text)


def excerpt(answer: Answer, secrets: Iterable[str] = ()) -> str:
    """The beginning of an answer on one line, fit for an error or a log."""
    text = " ".join(redacted(answer.text, secrets).split())
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"


def described(name: str, answer: Answer, secrets: Iterable[str] = ()) -> str:
    """`sendMessage answered 400: {"ok":false,…}`."""
    return f"{name} answered {answer.status}: {excerpt(answer, secrets) or 'nothing'}"


class _TooLong(ValueError):
    """The answer is larger than the cap."""


def _unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps requests from taking a password out of ~/.netrc."""
    return request


def _prepared(
    session: requests.Session, name: str, request: requests.Request
) -> requests.PreparedRequest:
    try:
        prepared = session.prepare_request(request)
    except (requests.RequestException, ValueError):
        prepared = None
    if prepared is None or not (prepared.url or "").startswith(("http://", "https://")):
        raise _unsendable(name)
    prepared.headers["Connection"] = "close"
    return prepared


def _host(prepared: requests.PreparedRequest) -> str:
    return urlsplit(prepared.url or "").hostname or ""


def _attempt(
    session: requests.Session,
    prepared: requests.PreparedRequest,
    wire: Wire,
    deadline: float,
    max_body: int,
) -> Answer | BaseException:
    """The answer, or what prevented it: errors of requests carry the address, so none gets out."""
    around = session.merge_environment_settings(
        prepared.url or "", proxies={}, stream=True, verify=None, cert=None
    )
    try:
        with closing(OneCall(wire)) as transport:
            response = transport.send(
                prepared,
                stream=True,
                timeout=(min(CONNECT_SECONDS, deadline), deadline + SPARE),
                verify=True if around["verify"] is None else around["verify"],
                cert=around["cert"],
                proxies={} if _host(prepared) in LOOPBACK else around["proxies"],
            )
            extract_cookies_to_jar(session.cookies, prepared, response.raw)  # type: ignore[no-untyped-call]
            body = b"".join(_capped(response.iter_content(CHUNK), max_body))
            # A connection closed by the clock looks like the end of the headers or of the body.
            if wire.expired:
                return TooLate()
            return Answer(response.status_code, response.headers, body)
    except (HTTPError, HTTPException, OSError, ValueError) as error:  # requests' own are OSErrors
        return error
    except Exception as error:
        if wire.refusal is not error:
            raise
        return error


def _capped(chunks: Iterator[bytes], most: int) -> Iterator[bytes]:
    length = 0
    for chunk in chunks:
        length += len(chunk)
        if length > most:
            raise _TooLong
        yield chunk


def _lost(
    name: str, error: BaseException, wire: Wire, *, effect: bool, deadline: float
) -> CallError:
    if not wire.begun:
        return _unsendable(name) if isinstance(error, ValueError) else _unreachable(name, error)
    reason = f"no answer within {deadline:g} s" if wire.expired else _reason(error)
    kind = OutcomeUnknown if effect else TryLater
    return kind(f"{name}: {reason}.", code="lost_answer")


def _unreachable(name: str, error: BaseException) -> TryLater:
    step = "Check this machine's network; nothing was sent."
    return TryLater(f"{name}: {_reason(error)}.", code="unreachable", next_step=step)


def _unsendable(name: str) -> NotAllowed:
    step = "Check the channel's address and credentials in the configuration."
    message = f"{name}: the address or a header cannot be sent."
    return NotAllowed(message, code="bad_request", next_step=step)


def _reason(error: BaseException) -> str:
    if isinstance(error, _TooLong):
        return "the answer is too long"
    causes = list(_chain(error))
    known = (words for kind, words in REASONS if any(isinstance(c, kind) for c in causes))
    return next(known, "the connection failed")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it wraps: requests and urllib3 put the cause into `args` and `reason`."""
    yield error
    inner = (*error.args, getattr(error, "reason", None), error.__cause__)
    for cause in inner:
        if isinstance(cause, BaseException) and cause is not error:
            yield from _chain(cause)
