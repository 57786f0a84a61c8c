"""Access tokens: `/token` and `/stable_token` are two isolated namespaces."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace

from sandbox.exchange import Answer, Exchange
from sandbox.service import Setting
from sandbox.wechat.errors import refused, say
from sandbox.wechat.requests import read_json, text_field

LIFE_S = 7200
OVERLAP_S = 300
REFRESH_GAP_S = 30
REFRESHES_PER_DAY = 20
DAY_S = 24 * 3600
FORM = re.compile(r"[A-Za-z0-9_-]{136}")


@dataclass(frozen=True, slots=True)
class Token:
    """`dead_at` is when a newer token ended it, before its time; 0 when none did."""

    value: str
    space: str
    expires_at: float
    dead_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Refresh:
    at: float


class Tokens:
    def __init__(self, setting: Setting) -> None:
        self._clock = setting.clock
        self._switches = setting.switches
        self._next = setting.next
        self._tokens = setting.table("tokens", Token)
        self._refreshes = setting.table("refreshes", Refresh)

    def plain(self, exchange: Exchange) -> Answer:
        query = exchange.request.query
        if query.get("grant_type") != "client_credential":
            raise refused(40002)
        self._check_account(query.get("appid", ""), query.get("secret", ""))
        self._end("token", OVERLAP_S if self._switches.flag("token_overlap") else 0)
        return self._told(self._issue("token"))

    def stable(self, exchange: Exchange) -> Answer:
        body = read_json(exchange, self._switches)
        if body.get("grant_type") != "client_credential":
            raise refused(40002)
        self._check_account(text_field(body, "appid"), text_field(body, "secret"))
        if body.get("force_refresh") is True:
            self._refresh()
        current = self._current("stable")
        if current is None or current.expires_at - self._clock.now() <= OVERLAP_S:
            current = self._issue("stable")
        return self._told(current)

    def check(self, value: str) -> None:
        if not value:
            raise refused(41001)
        if not FORM.fullmatch(value):
            raise refused(40014)
        token = self._tokens.get(value)
        now = self._clock.now()
        if token is None or (token.dead_at and token.dead_at <= now):
            raise refused(40001)
        if token.expires_at <= now:
            raise refused(42001)

    def invalidate(self) -> None:
        """Every token ends now, as if somebody else had fetched new ones."""
        for space in ("token", "stable"):
            self._end(space, 0)

    def _check_account(self, appid: str, secret: str) -> None:
        if not appid:
            raise refused(41002)
        if appid != self._switches.word("appid"):
            raise refused(40013)
        if not secret:
            raise refused(41004)
        if secret != self._switches.word("secret"):
            raise refused(40125)

    def _refresh(self) -> None:
        """20 times a day, and silently not at all within 30 seconds of the last time."""
        now = self._clock.now()
        today = [row.at for row in self._refreshes.values() if row.at > now - DAY_S]
        if today and now - today[-1] < REFRESH_GAP_S:
            return
        if len(today) >= REFRESHES_PER_DAY:
            raise refused(45009)
        self._refreshes.put(str(self._next("refresh")), Refresh(now))
        self._end("stable", 0)

    def _issue(self, space: str) -> Token:
        token = Token(secrets.token_urlsafe(102), space, self._clock.now() + LIFE_S)
        self._tokens.put(token.value, token)
        return token

    def _current(self, space: str) -> Token | None:
        now = self._clock.now()
        alive = [
            token
            for token in self._tokens.values()
            if token.space == space and not token.dead_at and token.expires_at > now
        ]
        return alive[-1] if alive else None

    def _end(self, space: str, grace_s: float) -> None:
        now = self._clock.now()
        for token in self._tokens.values():
            if token.space == space and not token.dead_at:
                self._tokens.put(token.value, replace(token, dead_at=now + grace_s))

    def _told(self, token: Token) -> Answer:
        left = int(token.expires_at - self._clock.now() + 0.5)
        return say({"access_token": token.value, "expires_in": left})
