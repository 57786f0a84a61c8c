"""What every call passes first: network filter, rate, host, redirect, cookie, rights."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from sandbox.exchange import Answer, Exchange, NotModelled, Refused
from sandbox.service import Operation
from sandbox.substack import errors
from sandbox.substack.errors import refuse
from sandbox.substack.rows import Minute, Session, State

Host = Literal["account", "pub"]
Who = Literal["anyone", "user", "writer"]
Handler = Callable[[Exchange], Answer | Awaitable[Answer]]

PREFIXES: Mapping[Host, str] = {
    "account": "/substack/account/api/v1/", "pub": "/substack/pub/api/v1/",
}  # fmt: skip
# Cloudflare's filter on some publications: contract 3.1.
BLOCKED_AGENTS = ("python-requests", "python-urllib", "node")
PUBLISHERS = ("admin", "owner", "editor")


@dataclass(frozen=True, slots=True)
class Call:
    """`who` may make it; `switch` and its value say when the call is on this host at all."""

    name: str
    method: str
    host: Host
    path: str
    handler: Handler
    who: Who = "writer"
    switch: tuple[str, str] = ("", "")


class Gate:
    """`settle` brings what happens by itself up to date before a call looks at it."""

    def __init__(self, state: State, settle: Callable[[], None]) -> None:
        self._state = state
        self._switches = state.switches
        self._settle = settle

    def operations(self, calls: list[Call]) -> list[Operation]:
        """Every call on its host, and a 404 for each on the other host."""
        there = [_operation(call.name, call.host, call, self._guarded(call)) for call in calls]
        astray = [
            _operation("wrong_host", _other(call.host), call, self._astray(call)) for call in calls
        ]
        return there + astray

    def _guarded(self, call: Call) -> Handler:
        def guarded(exchange: Exchange) -> Answer | Awaitable[Answer]:
            self._admit(exchange, call)
            self._settle()
            return call.handler(exchange)

        return self._speaking(guarded)

    def _astray(self, call: Call) -> Handler:
        def guarded(exchange: Exchange) -> Answer:
            self._pass_filters(exchange)
            raise refuse(_nothing_there(_other(call.host)))

        return self._speaking(guarded)

    def _speaking(self, handler: Handler) -> Handler:
        """Refusals in the language of the account."""

        def speaking(exchange: Exchange) -> Answer | Awaitable[Answer]:
            try:
                return handler(exchange)
            except Refused as refused:
                language = self._switches.word("language")
                raise refuse(errors.spoken(refused.answer, language)) from refused

        return speaking

    def _admit(self, exchange: Exchange, call: Call) -> None:
        self._pass_filters(exchange)
        name, value = call.switch
        if name and self._switches.word(name) != value:
            raise refuse(_elsewhere(call))
        if call.host == "pub":
            self._check_redirect(exchange)
        if call.who != "anyone":
            self._check_cookie(exchange, call)
            self._check_rights(exchange, call)

    def _pass_filters(self, exchange: Exchange) -> None:
        agent = exchange.request.headers.get("user-agent", "").lower()
        if self._switches.flag("cloudflare") and agent.startswith(BLOCKED_AGENTS):
            raise refuse(errors.blocked())
        self._count()

    def _count(self) -> None:
        most = self._switches.number("requests_per_minute")
        if not most:
            return
        number = int(self._state.clock.now() // self._state.clock.paced(60.0))
        minute = self._state.minutes.get("minute") or Minute(number, 0)
        used = minute.used + 1 if minute.number == number else 1
        self._state.minutes.put("minute", Minute(number, used))
        if used > most:
            raise refuse(errors.too_many())

    def _check_redirect(self, exchange: Exchange) -> None:
        """Without Referer the canonical host sends API calls on, where the cookie is missing."""
        domain = self._switches.word("custom_domain")
        request = exchange.request
        if domain and not request.headers.get("referer"):
            path = request.path.removeprefix("/substack/pub")
            there = {"location": f"https://{domain}{path}"}
            raise refuse(Answer(301, b"", "text/plain", there))

    def _check_cookie(self, exchange: Exchange, call: Call) -> None:
        raw = _cookies(exchange).get("substack.sid", "")
        wanted = {"any": True, "encoded": "%3A" in raw, "decoded": ":" in raw}
        ours = unquote(raw) == self._switches.word("cookie")
        expired = (self._state.session.get("session") or Session(expired=False)).expired
        if ours and not expired and wanted[self._switches.word("cookie_form")]:
            return
        gone = bool(raw) and call.host == "pub" and self._switches.number("expired_cookie") == 403
        if gone or call.name == "publication":
            raise refuse(errors.not_authorized())
        raise refuse(errors.signed_out())

    def _check_rights(self, exchange: Exchange, call: Call) -> None:
        role = self._switches.word("role")
        if call.host == "pub" and not self._is_ours(exchange):
            raise refuse(errors.not_authorized())
        if call.who == "user":
            return
        if role == "none" or self._switches.flag("suspended"):
            raise refuse(errors.not_authorized())
        if call.name == "publish" and role not in PUBLISHERS:
            raise NotModelled(f"publishing as {role}")

    def _is_ours(self, exchange: Exchange) -> bool:
        host = exchange.request.own_host
        return host in (None, f"{self._switches.word('publication')}.substack.com")


def _operation(name: str, host: Host, call: Call, handler: Handler) -> Operation:
    return Operation(name, PREFIXES[host] + call.path, handler, (call.method,))


def _other(host: Host) -> Host:
    return "pub" if host == "account" else "account"


def _nothing_there(host: Host) -> Answer:
    return errors.not_found() if host == "pub" else errors.no_such_page()


def _elsewhere(call: Call) -> Answer:
    """Drafts that the publication's host does not give away are there, but not for this account."""
    if call.host == "pub" and call.name.startswith("drafts/"):
        return errors.not_authorized()
    return _nothing_there(call.host)


def _cookies(exchange: Exchange) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in exchange.request.headers.get("cookie", "").split(";")]
    return {name.strip(): value.strip() for name, _, value in pairs}
