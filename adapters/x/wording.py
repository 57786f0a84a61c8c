"""Text made safe to post: nobody is mentioned, one cashtag at most, no address by accident.

The means is a hair space (weight 1, next to invisible, white space to every comparison): `@ name`
is no mention, while a full-width at sign would still be one. Characters X refuses are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from content.measure import plain_weight, x_weight
from content.sentences import Span
from content.urls import INVALID, url_spans

HAIR = "\u200a"
AT = "@＠"
MENTION = re.compile(rf"(?<![A-Za-z0-9_!#$%&*{AT}])[{AT}](?=[A-Za-z0-9_])")
CASHTAG = re.compile(r"(?<![^\s\W])\$(?=[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?![A-Za-z0-9_]))")
SCHEME = re.compile(r"(https?)://", re.IGNORECASE)
REFUSED = re.compile(f"[{INVALID}]")
# Text that weighs what its characters weigh one by one: without `@`, accents and joined emoji, and
# without a dot or a dollar before a letter, so that nothing in it is an address or a cashtag.
SINGLE = (
    r"\n -#%-\-/-?A-~\u00a1-\u00ff\u2010-\u2027\u3001-\u3029\u4e00-\u9fff"
    r"\uff01-\uff1f\uff21-\uff5e\U0001f300-\U0001f3fa\U0001f400-\U0001faff"
)
ORDINARY = re.compile(rf"[{SINGLE}]*+(?:[.$](?![^\W\d_])[{SINGLE}]*+)*+")
TWELVE_IDEOGRAPHS = re.compile("(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){12}")
NEEDS_CARE = re.compile(f"[{AT}${INVALID}]")


def safe(text: str) -> str:
    """The text of a post as it is sent; what stands inside an address stays as it is."""
    if ORDINARY.fullmatch(text) or not NEEDS_CARE.search(text):
        return text
    text = REFUSED.sub("", text)
    addresses = [(span.start, span.end) for span in url_spans(text)]
    marks = [*_mentions(text, addresses), *_further_cashtags(text, addresses)]
    for end in sorted(marks, reverse=True):
        text = f"{text[:end]}{HAIR}{text[end:]}"
    return f"{HAIR}{text}" if text[:1] in tuple(AT) else text


def weight(text: str) -> int:
    """The weighted length of a text once it is safe."""
    return plain_weight(text) if ORDINARY.fullmatch(text) else x_weight(safe(text))


def weighs(text: str, least: int) -> bool:
    """Whether the text weighs as much as `least`, itself less than an address weighs."""
    if len(text) >= least and (text.isascii() or TWELVE_IDEOGRAPHS.match(text)):
        return True  # as one by one, or as a part of an address
    return weight(text) >= least


def has_address(text: str) -> bool:
    """Whether X links any of it, with a scheme or without, or might once it knows the domain."""
    if "://" in text and SCHEME.search(text):
        return True
    return "." in text and bool(url_spans(text))


def shows_address(text: str) -> bool:
    """Whether a reader is to go there: a scheme, a path or a host below a host. `Node.ai` and
    `README.md` are words that only look like an address."""
    if "://" in text and SCHEME.search(text):
        return True
    spans = url_spans(text) if "." in text else ()
    return any("/" in span.text or span.text.count(".") > 1 for span in spans)


def weight_unlinked(text: str) -> int:
    """What a text weighs once none of it is linked."""
    return plain_weight(text) if ORDINARY.fullmatch(text) else x_weight(safe(unlinked(text)))


def unlinked(text: str) -> str:
    """The text with hair spaces inside its addresses, so that X links none."""
    for _ in range(len(text)):
        spans = url_spans(text) if "." in text else ()
        if not spans:
            break
        for span in reversed(spans):
            apart = span.text.replace(".", f".{HAIR}")
            text = f"{text[: span.start]}{apart}{text[span.end :]}"
    return SCHEME.sub(rf"\1:{HAIR}//", text) if "://" in text else text


def renamed(text: str, domains: Mapping[str, str]) -> str:
    """The author's own words for what X would take for an address; `https://…` stays."""
    if not domains or "." not in text:
        return text
    for span in reversed(url_spans(text)):
        if not span.has_scheme and span.text in domains:
            text = f"{text[: span.start]}{domains[span.text]}{text[span.end :]}"
    return text


def _mentions(text: str, addresses: list[Span]) -> Iterator[int]:
    return (m.end() for m in MENTION.finditer(text) if not _within(m.start(), addresses))


def _further_cashtags(text: str, addresses: list[Span]) -> list[int]:
    found = [m.end() for m in CASHTAG.finditer(text) if not _within(m.start(), addresses)]
    return found[1:]


def _within(offset: int, spans: list[Span]) -> bool:
    return any(start <= offset < end for start, end in spans)
