"""Where X sees a URL, with a scheme or without, as twitter-text 3.1 finds them.

A host is a run of characters that are neither ASCII punctuation nor space, so Chinese may stand in
it; without a scheme only its ASCII part counts. A path or a query ends before Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from content.tlds import TLDS_2021, TLDS_SINCE

TLDS = TLDS_2021 | TLDS_SINCE
LONGEST_TLD = max(map(len, TLDS))
TLD_STARTS = frozenset(tld[:2] for tld in TLDS) | {"xn"}  # all there is to see of most dots
MAX_URL = 4096  # with the scheme, which twitter-text counts once more
MAX_LABEL = 63  # RFC 1034, in punycode
MAX_SLUG = 40  # of a t.co address
SCHEME = 9  # "https://" and the character before it


@dataclass(frozen=True, slots=True)
class UrlSpan:
    """`start` and `end` are code point offsets of `text`."""

    start: int
    end: int
    text: str

    @property
    def has_scheme(self) -> bool:
        return bool(WITH_SCHEME.match(self.text))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A host and what follows it, not yet judged; all offsets are of the whole text."""

    before: str
    start: int
    host: int
    host_end: int
    end: int
    has_path: bool


INVALID = "\ufffe\ufeff\uffff"
DIRECTION = "\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
SPACE = "\t-\r \u0085\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
PUNCTUATION = r"!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$"
NAME = f"[^{PUNCTUATION}{SPACE}{INVALID}{DIRECTION}]"
# Accented Latin; the second half is what a case-blind reading adds to it.
LATIN = (
    "a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268"
    "\u026f\u0272\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
    "\u0260\u0269\u0275\u0280\u0283\u0288-\u028c\u0292\u0399\u03b9\u1fbe\u2c65\u2c66\u2c7e\u2c7f"
)
WORD = rf"{LATIN}\u0400-\u04ff\u1c80-\u1c87"
PATH = rf"[{WORD}0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&]"
PARENS = rf"\((?:{PATH}+|{PATH}*\({PATH}+\){PATH}*)\)"
PATH_END = rf"(?:[{WORD}0-9+\-=_#/]|{PARENS})"
QUERY = r"\?[a-zA-Z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-zA-Z0-9\-_&=#/]"

RUN = re.compile(rf"(?:{NAME}|[_.\-])+")
UP_TO_A_RUN = re.compile(
    rf"(?s:.*)[!'#%&()*+,\\/:;<=>?@\[\]^{{|}}~${SPACE}{INVALID}{DIRECTION}]"  # what no name has
)
# Of a character beyond the BMP the reference sees two halves: the first may precede the second.
LABELS = re.compile(
    rf"(?P<before>(?=[\U00010000-\U0010ffff])|[^A-Za-z0-9@＠$#＃{INVALID}]|^)(?P<scheme>[hH][tT][tT][pP][sS]?://)?"
    rf"(?P<labels>(?:{NAME}(?:[_-]*+{NAME})*+\.)+)"
)
ASCII_LABELS = re.compile(rf"(?:[{LATIN}0-9\-]+\.)+")
TLD = re.compile(rf"[0-9a-zA-Z\u0080-\uffff]{{2,{LONGEST_TLD}}}")
NO_TLD_BEFORE = re.compile(r"[0-9a-zA-Z@+-]")
IDEOGRAPHIC_DOT = re.compile("[\u3002\uff0e\uff61]")
PUNYCODE = re.compile(r"xn--[-0-9a-z]+", re.IGNORECASE | re.ASCII)
TAIL = re.compile(
    rf"(?::[0-9]+)?"
    rf"(?P<path>/(?:{PATH}*(?:{PARENS}{PATH}*)*{PATH_END}|@{PATH}+/)*)?"
    rf"(?:{QUERY})?"
)
WITH_SCHEME = re.compile("https?://", re.IGNORECASE)
NOT_BEFORE_A_HOST = frozenset("-_./")
T_CO = re.compile(rf"https?://t\.co/([a-z0-9]+)(?:{QUERY})?", re.IGNORECASE | re.ASCII)


def url_spans(text: str, tlds: Collection[str] = TLDS) -> tuple[UrlSpan, ...]:
    if "." not in text or _first_dot(text, 0, tlds) < 0:
        return ()
    found = (
        span for candidate in _candidates(text, tlds) for span in _judged(candidate, text, tlds)
    )
    return tuple(UrlSpan(start, end, text[start:end]) for start, end in found)


def accidental_domains(text: str) -> tuple[UrlSpan, ...]:
    """What reads as a word (`Claude.ai`, `README.md`) and may be counted and billed as a URL.

    More than `url_spans` finds: Chinese before a host is not held against it, however long it is.
    """
    bare = (found for found in _candidates(text, TLDS) if found.host == found.start)
    spans = (span for found in bare for span in _bare_hosts(found, text, TLDS))
    return tuple(UrlSpan(start, end, text[start:end]) for start, end in spans)


def _candidates(text: str, tlds: Collection[str]) -> Iterator[_Candidate]:
    at = 0
    for start, end in _runs_with_a_domain(text, tlds):
        at = max(at, start - SCHEME)
        while labels := LABELS.search(text, at, end):
            host_end = _host_end(text, *labels.span("labels"), tlds)
            if host_end:
                candidate = _candidate(text, labels, host_end)
                at = candidate.end
                yield candidate
            else:  # an underscore may spoil this host and not one that begins behind it
                spoiler = labels["labels"].find("_")
                at = labels.end() - 1 if spoiler < 0 else labels.start("labels") + spoiler


def _runs_with_a_domain(text: str, tlds: Collection[str]) -> Iterator[tuple[int, int]]:
    """Each run of name characters and dots from its start to its last dot before a domain."""
    behind = 0  # the run before
    while (dot := _first_dot(text, behind, tlds)) >= 0:
        between = UP_TO_A_RUN.match(text, behind, dot)
        start = between.end() if between else behind
        run = RUN.match(text, start)
        behind = run.end() if run else dot
        one = text.find(".", dot, behind) < 0
        yield start, dot if one else _last_dot(text, dot - 1, behind, tlds)


def _first_dot(text: str, start: int, tlds: Collection[str]) -> int:
    """Where the first dot before a top-level domain ends; -1 when there is none."""
    dot = text.find(".", start)
    while dot >= 0 and not _tld_end(text, dot + 1, tlds):
        dot = text.find(".", dot + 1)
    return dot + 1 if dot >= 0 else -1


def _last_dot(text: str, start: int, end: int, tlds: Collection[str]) -> int:
    """The same of the last one, where there is one."""
    while not _tld_end(text, (dot := text.rfind(".", start, end)) + 1, tlds):
        end = dot
    return dot + 1


def _host_end(text: str, start: int, end: int, tlds: Collection[str]) -> int:
    """Of the longest host whose labels begin at `start`; 0 when there is none."""
    dot = end - 1
    while dot > start:
        previous = text.rfind(".", start, dot)
        label = text[max(previous + 1, start) : dot]
        if "_" not in label and (host_end := _tld_end(text, dot + 1, tlds)):
            return host_end
        dot = previous
    return 0


def _tld_end(text: str, at: int, tlds: Collection[str]) -> int:
    if text[at : at + 2].lower() not in TLD_STARTS:
        return 0
    name = TLD.match(text, at)
    for end in range(name.end(), at + 1, -1) if name else ():
        if text[at:end].lower() in tlds and not NO_TLD_BEFORE.match(text, end):
            return end
    punycode = PUNYCODE.match(text, at)
    return punycode.end() if punycode else 0


def _candidate(text: str, labels: re.Match[str], host_end: int) -> _Candidate:
    tail = TAIL.match(text, host_end)
    return _Candidate(
        before=labels["before"],
        start=labels.end("before"),
        host=labels.start("labels"),
        host_end=host_end,
        end=tail.end() if tail else host_end,
        has_path=bool(tail and tail["path"]),
    )


def _judged(found: _Candidate, text: str, tlds: Collection[str]) -> Iterator[tuple[int, int]]:
    if _too_long(found) or not _resolvable(text[found.host : found.host_end], tlds):
        return
    if found.host > found.start:
        yield from _without_more_than_the_slug(found, text)
    else:
        yield from _bare_hosts(found, text, tlds)


def _bare_hosts(found: _Candidate, text: str, tlds: Collection[str]) -> Iterator[tuple[int, int]]:
    """The ASCII hosts between Chinese; what follows the candidate belongs to the last."""
    host = text[found.host : found.host_end]
    hosts = [(found.host + start, found.host + end) for start, end in _ascii_hosts(host, tlds)]
    if found.before not in NOT_BEFORE_A_HOST:
        yield from hosts[:-1]
        yield from ((start, _with_path(end, found)) for start, end in hosts[-1:])


def _with_path(end: int, found: _Candidate) -> int:
    return end + found.end - found.host_end if found.has_path else end


def _without_more_than_the_slug(found: _Candidate, text: str) -> Iterator[tuple[int, int]]:
    short = T_CO.match(text, found.start, found.end)
    if not short:
        yield found.start, found.end
    elif len(short[1]) <= MAX_SLUG:
        yield found.start, short.end()


def _ascii_hosts(host: str, tlds: Collection[str]) -> Iterator[tuple[int, int]]:
    at = 0
    while labels := ASCII_LABELS.search(host, at):
        end = _host_end(host, *labels.span(), tlds)
        if end:
            yield labels.start(), end
        at = end or labels.end()


def _too_long(found: _Candidate) -> bool:
    scheme = found.host - found.start or len("https://")
    return scheme + found.end - found.start > MAX_URL


def _resolvable(host: str, tlds: Collection[str]) -> bool:
    """`xn--` promises ASCII, and every label must fit when it is written in it."""
    if host.startswith("xn--") and not any(_ascii_hosts(host, tlds)):
        return False
    if host.isascii():
        return max(map(len, host.split("."))) <= MAX_LABEL
    return all(
        len(label) <= MAX_LABEL and len(_punycode(label)) <= MAX_LABEL for label in host.split(".")
    )


def _punycode(label: str) -> str:
    parts = IDEOGRAPHIC_DOT.split(label)
    return ".".join(p if p.isascii() else "xn--" + p.encode("punycode").decode() for p in parts)
