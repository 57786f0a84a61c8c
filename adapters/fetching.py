"""Reading a page or a picture of the open web: public hosts alone, few redirects, capped size."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies

import requests

from adapters.errors import CallError
from adapters.http import Answer, call

REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
# Some services answer a browser only; this says truly what asks, in the shape they look for.
AGENT = "Mozilla/5.0 (compatible; pressrun import; reads one page for its author)"


class NotFetched(Exception):
    """The address was not read; the message says why, in a sentence's words."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """`url` is where the last redirect led; `charset` what the answer named, "" if nothing."""

    url: str
    body: bytes
    charset: str = ""


def fetch(url: str, *, most: int, deadline: float = 30.0, loopback: bool = False) -> Fetched:
    """The bytes at `url`, at most `most` of them. `loopback` lets this machine be asked, as
    rehearsals do; no other private address ever is. Raises NotFetched."""
    with requests.Session() as session:
        session.headers["User-Agent"] = AGENT
        session.headers["Accept-Language"] = "zh-CN,zh;q=0.9,en;q=0.8"
        for _ in range(REDIRECTS + 1):
            answer = _asked(session, url, most, deadline, loopback=loopback)
            if answer.status not in _MOVED or not answer.headers.get("location"):
                return _read(url, answer)
            url = _joined(url, answer.headers["location"])
    raise NotFetched(f"it was redirected more than {REDIRECTS} times")


def refuse_private(url: str, *, loopback: bool = False) -> None:
    """Raises NotFetched for what is no address of the open web, by each address of its name."""
    _public(*_place(url), loopback=loopback)


# --- inside -----------------------------------------------------------------------------------

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def _asked(
    session: requests.Session, url: str, most: int, deadline: float, *, loopback: bool
) -> Answer:
    refuse_private(url, loopback=loopback)  # also where a proxy looks the name up

    def looked_up(host: str, port: int) -> list[str]:
        """A name may lead elsewhere a moment later: what is asked is what was looked at."""
        found = _public(host, port, loopback=loopback)
        if not found:
            raise NotFetched(f"the name {host} is unknown")
        return [str(address) for address in found]

    try:
        return call(
            session, "GET", url, name=_named(url), effect=False, deadline=deadline, max_body=most,
            resolve=looked_up,
        )  # fmt: skip
    except CallError as error:
        raise NotFetched(str(error).rstrip(".")) from None


def _read(url: str, answer: Answer) -> Fetched:
    if answer.status != 200:
        raise NotFetched(f"{_named(url)} answered {answer.status}")
    kind = answer.headers.get("content-type", "")
    named = kind.partition("charset=")[2].split(";")[0].strip().strip("\"'").lower()
    return Fetched(url, answer.body, named if named.replace("-", "").isalnum() else "")


def _named(url: str) -> str:
    return urlsplit(url).hostname or "the address"


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise NotFetched("it was redirected to what is no address") from None


def _place(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise NotFetched("it is no address") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NotFetched("it is no address of the web (http or https)")
    return parts.hostname, port


def _public(host: str, port: int, *, loopback: bool) -> list[_Address]:
    """Every address of a name, if all are public. Raises NotFetched."""
    found = _addresses(host, port)
    for address in found:
        inner = getattr(address, "ipv4_mapped", None) or address
        if loopback and inner.is_loopback:
            continue
        if not inner.is_global or inner.is_multicast:
            raise NotFetched(f"{host} is not on the open web")
    return found


def _addresses(host: str, port: int) -> list[_Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        if _by_proxy():  # the proxy looks the name up, and answers for where it leads
            return [] if _is_name(host) else [ipaddress.ip_address(host)]
        raise NotFetched(f"the name {host} is unknown") from None
    return [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in found]


def _by_proxy() -> bool:
    return bool(getproxies().get("https"))


def _is_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False
