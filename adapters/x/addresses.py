"""Addresses as X finds them whole: in ASCII, and ending in a character that may end one."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from content.urls import url_spans

KEPT = "%/:=&?~#+!$,;'@()*[]-._|"
PLAIN = re.compile(r"[^A-Za-z0-9\-._~/:?=&%#@+]")


def posted_url(href: str) -> str:
    """The address as it is written into a post; mail addresses without their scheme."""
    if href.startswith("mailto:"):
        return href.removeprefix("mailto:")
    parts = urlsplit(href)
    url = urlunsplit((
        parts.scheme, _host(parts.netloc), *(quote(p, safe=KEPT) for p in parts[2:]),
    ))  # fmt: skip
    return url if _is_found(url) else _stricter(url)


def _host(netloc: str) -> str:
    if netloc.isascii():
        return netloc
    try:
        return netloc.encode("idna").decode()
    except UnicodeError:
        return quote(netloc, safe=KEPT)


def _is_found(url: str) -> bool:
    spans = url_spans(url)
    return len(spans) == 1 and spans[0].text == url


def _stricter(url: str) -> str:
    """With everything escaped that might end an address early, where that helps."""
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    escaped = PLAIN.sub(lambda found: quote(found[0], safe=""), path)
    if escaped and escaped[-1] in ".:?&%@~-":
        escaped = f"{escaped[:-1]}%{ord(escaped[-1]):02X}"
    stricter = f"{scheme}{mark}{host}{slash}{escaped}"
    return stricter if _is_found(stricter) else url
