"""What every call passes first: method, IP whitelist, token, permission, quota."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_network

from sandbox.exchange import Answer, Exchange, NotModelled, Refused
from sandbox.service import Operation, Setting
from sandbox.wechat.errors import not_in_whitelist, ok, refused
from sandbox.wechat.requests import read_json, text_field
from sandbox.wechat.tokens import Tokens

PREFIX = "/wechat/cgi-bin/"
BEIJING_S = 8 * 3600
DAY_S = 24 * 3600
MONTH_S = 30 * DAY_S
CLEARS_PER_MONTH = 10

# Calls per day of a new account: contract 2.3. Calls that are not listed are not counted.
DAILY: Mapping[str, int] = {
    "token": 2000,
    "stable_token": 500_000,
    "media/uploadimg": 100_000,
    "media/upload": 100_000,
    "material/add_material": 100_000,
    "draft/add": 1000,
    "draft/get": 500,
    "draft/delete": 1000,
    "draft/update": 1000,
    "draft/count": 1000,
    "draft/batchget": 1000,
    "freepublish/submit": 100,
    "freepublish/get": 100,
    "freepublish/delete": 10,
    "freepublish/getarticle": 100,
    "freepublish/batchget": 100,
}


@dataclass(frozen=True, slots=True)
class Usage:
    day: int
    used: int
    minute: int
    in_minute: int


@dataclass(frozen=True, slots=True)
class Clear:
    at: float


class Quota:
    def __init__(self, setting: Setting) -> None:
        self._clock = setting.clock
        self._switches = setting.switches
        self._next = setting.next
        self._usage = setting.table("usage", Usage)
        self._clears = setting.table("clears", Clear)

    def spend(self, name: str) -> None:
        usage = self.today(name)
        if name in DAILY and usage.used >= DAILY[name]:
            raise refused(45009)
        if usage.in_minute >= self._switches.number("minute_quota"):
            raise refused(45011)
        self._usage.put(name, replace(usage, used=usage.used + 1, in_minute=usage.in_minute + 1))

    def today(self, name: str) -> Usage:
        now = self._clock.now()
        day = int((now + BEIJING_S - self._switches.number("quota_reset_hour") * 3600) // DAY_S)
        minute = int(now // 60)
        usage = self._usage.get(name) or Usage(day, 0, minute, 0)
        if usage.day != day:
            usage = replace(usage, day=day, used=0)
        return usage if usage.minute == minute else replace(usage, minute=minute, in_minute=0)

    def set_used(self, name: str, used: int) -> None:
        if name not in DAILY:
            raise ValueError(f"no quota for {name!r}; known: {', '.join(DAILY)}")
        self._usage.put(name, replace(self.today(name), used=used))

    def show(self, exchange: Exchange) -> Answer:
        name = text_field(read_json(exchange, self._switches), "cgi_path").removeprefix("/cgi-bin/")
        if name not in DAILY:
            raise NotModelled(f"openapi/quota/get for {name!r}")
        used = self.today(name).used
        limits = {"daily_limit": DAILY[name], "used": used, "remain": DAILY[name] - used}
        return ok(quota=limits, rate_limit={"call_count": 0, "refresh_second": 0})

    def clear(self, exchange: Exchange) -> Answer:
        if text_field(read_json(exchange, self._switches), "appid") != self._switches.word("appid"):
            raise refused(40013)
        now = self._clock.now()
        lately = [row for row in self._clears.values() if row.at > now - MONTH_S]
        if len(lately) >= CLEARS_PER_MONTH:
            raise refused(48006)
        self._usage.clear()
        self._clears.put(str(self._next("clear")), Clear(now))
        return ok()


class Gate:
    """`settle` brings what happens by itself up to date before a call looks at it."""

    def __init__(
        self, setting: Setting, tokens: Tokens, quota: Quota, settle: Callable[[], None]
    ) -> None:
        self._settle = settle
        self._switches = setting.switches
        self._tokens = tokens
        self._quota = quota

    def open(self, name: str, method: str, handler: Callable[[Exchange], Answer]) -> Operation:
        """A call that needs no token."""

        def guarded(exchange: Exchange) -> Answer:
            self._admit(exchange, method)
            self._quota.spend(name)
            return handler(exchange)

        return Operation(name, PREFIX + name, guarded)

    def call(self, name: str, method: str, handler: Callable[[Exchange], Answer]) -> Operation:
        def guarded(exchange: Exchange) -> Answer:
            self._admit(exchange, method)
            self._tokens.check(exchange.request.query.get("access_token", ""))
            if name.startswith("freepublish/") and self._switches.word("account") != "verified":
                raise refused(48001)
            self._quota.spend(name)
            self._settle()
            return handler(exchange)

        return Operation(name, PREFIX + name, guarded)

    def _admit(self, exchange: Exchange, method: str) -> None:
        if exchange.request.method != method:
            raise refused(43002 if method == "POST" else 43001)
        ip = self._switches.word("egress_ip")
        if not _allowed(ip, self._switches.word("ip_whitelist")):
            raise Refused(not_in_whitelist(ip))


def _allowed(ip: str, whitelist: str) -> bool:
    blocks = [ip_network(block.strip(), strict=False) for block in whitelist.split(",") if block]
    return not blocks or any(ip_address(ip) in block for block in blocks)
