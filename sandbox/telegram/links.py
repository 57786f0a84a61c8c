"""Which addresses Telegram takes for links, and how it writes them."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from sandbox.telegram.errors import Malformed

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
OWN_SCHEMES = ("tg", "ton", "tonsite")
USER = re.compile(r"tg:(?://)?user/?\?id=(\d+)$", re.I)
OWN_LINK = re.compile(r"(?:([a-z]+):)?(?://)?([^/?#]*)/?(?:\?([^#]*))?", re.I)
BLANK = re.compile(r"[\x00-\x20]")


def checked_link(link: str) -> str:
    """The address in its normal form; Malformed when it is none."""
    scheme = SCHEME.match(link)
    if scheme and scheme[1].lower() in OWN_SCHEMES:
        return link
    if scheme and scheme[1].lower() not in ("http", "https"):
        raise Malformed(f"URL '{link}' is invalid: Unsupported URL protocol")
    try:
        return _normal(link if scheme else f"http://{link}")
    except ValueError as wrong:
        raise Malformed(f"URL '{link}' is invalid: Wrong HTTP URL") from wrong


def mentioned_user(link: str) -> int:
    """The id in tg://user?id=…, else 0."""
    found = USER.match(link.strip())
    return int(found[1]) if found else 0


def custom_emoji(link: str) -> str:
    """The id in tg://emoji?id=…; Malformed says what is wrong with it."""
    found = OWN_LINK.match(link.strip())
    scheme, host, query = (piece or "" for piece in found.groups()) if found else ("", "", "")
    if scheme.lower() != "tg":
        raise Malformed("Custom emoji URL must have scheme tg")
    if host.lower() != "emoji":
        raise Malformed('Custom emoji URL must have host "emoji"')
    number: str | None = dict(parse_qsl(query, keep_blank_values=True)).get("id")
    if number is None:
        raise Malformed("Custom emoji URL must have an emoji identifier")
    if not re.fullmatch(r"[1-9]\d*", number):
        raise Malformed("Invalid custom emoji identifier specified")
    return number


def _normal(link: str) -> str:
    """ValueError when there is no host with a dot, or the port is no number."""
    scheme, _, rest = link.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    tail = rest[len(authority) :]
    parts = urlsplit(f"http://{authority}/")
    host = parts.hostname or ""
    if ("." not in host and ":" not in host) or BLANK.search(authority) or parts.port == 0:
        raise ValueError(host)
    user, at, place = authority.rpartition("@")
    path = tail if tail.startswith("/") else f"/{tail}"
    return f"{scheme.lower()}://{user}{at}{place.lower()}{BLANK.sub(_escaped, path)}"


def _escaped(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"
