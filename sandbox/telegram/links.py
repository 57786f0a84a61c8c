"""Which addresses Telegram takes for links, and how it writes them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sandbox.telegram.errors import Malformed

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
OWN_SCHEMES = ("tg", "ton", "tonsite")
USER = re.compile(r"tg://user/?\?id=(\d+)$", re.I)
EMOJI = re.compile(r"tg://emoji/?\?id=(\d+)$", re.I)
BLANK = re.compile(r"[\x00-\x20]")


def checked_link(link: str) -> str:
    """The address in its normal form; Malformed when it is none."""
    link = link.strip()
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


def _normal(link: str) -> str:
    parts = urlsplit(link)
    host = parts.hostname or ""
    if ("." not in host and ":" not in host) or BLANK.search(host):
        raise ValueError(host)
    authority = parts.netloc.rpartition("@")
    where = f"{authority[0]}{authority[1]}{authority[2].lower()}"
    rest = link.split("://", 1)[1][len(parts.netloc) :]
    rest = rest if rest.startswith("/") else f"/{rest}"
    _ = parts.port  # ValueError when it is no number
    return f"{parts.scheme.lower()}://{where}{BLANK.sub(_escaped, rest)}"


def _escaped(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"
