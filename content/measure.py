"""How long a text is, in the unit each service counts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from content.emoji import JOINER, SEQUENCE
from content.tlds import TLDS_2021, TLDS_SINCE
from content.urls import INVALID, TLDS, UrlSpan, url_spans

# twitter-text config/v3.json: U+0000–10FF, 2000–200D, 2010–201F and 2032–2037 weigh 1, a URL 23,
# all the rest 2. Latin-1 and what is above the last range are told apart before these are asked.
MIXED = re.compile("[\u0100-\u2037][\u0100-\u2037]*")  # a plain + is looked for more slowly
HEAVY = re.compile("[\u1100-\u1fff\u200e\u200f\u2020-\u2031]+")
URL_WEIGHT = 23
EMOJI_WEIGHT = 2
MAY_JOIN = re.compile("[\u200d\u20e3\ufe0f\U0001f1e6-\U000e007f]")  # sooner told than JOINER
NEWER_TLD = re.compile(rf"\.(?:{'|'.join(sorted(TLDS_SINCE))})", re.IGNORECASE)
REFUSED = re.compile(f"[{INVALID}]")


def x_weight(text: str, *, emoji: bool = True) -> int:
    """The weighted length of twitter-text 3; `emoji=False` gives that of its version 2.

    Whether X knows the top-level domains that came after its list of 2021 is not documented, so
    both readings are made and the greater one holds.
    """
    text = unicodedata.normalize("NFC", text)
    if "." not in text:
        return _words(text, emoji=emoji)
    weight = _with_urls(text, url_spans(text, TLDS_2021), emoji=emoji)
    if NEWER_TLD.search(text):
        weight = max(weight, _with_urls(text, url_spans(text, TLDS), emoji=emoji))
    return weight


def plain_weight(text: str) -> int:
    """What its characters weigh one by one, where neither URLs nor emoji need an exact count."""
    mixed = "".join(MIXED.findall(text))
    heavy = len(text) - len(text.encode("latin-1", "ignore")) - len(mixed)
    return len(text) + heavy + (len("".join(HEAVY.findall(mixed))) if mixed else 0)


def x_valid(text: str, limit: int = 280) -> bool:
    """Whether X takes it as a post: neither empty nor too heavy, none of U+FFFE U+FEFF U+FFFF."""
    return 0 < x_weight(text) <= limit and not REFUSED.search(text)


def utf16_units(text: str) -> int:
    """What Telegram counts: limits, entity offsets and lengths."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def characters(text: str) -> int:
    """Code points."""
    return len(text)


def utf8_bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _with_urls(text: str, spans: Sequence[UrlSpan], *, emoji: bool) -> int:
    weight, at = URL_WEIGHT * len(spans), 0
    for span in spans:
        weight += _words(text[at : span.start], emoji=emoji)
        at = span.end
    return weight + _words(text[at:], emoji=emoji)


def _words(text: str, *, emoji: bool) -> int:
    if text.isascii():
        return len(text)
    weight = plain_weight(text)
    if emoji and MAY_JOIN.search(text) and JOINER.search(text):
        weight -= sum(plain_weight(match[0]) - EMOJI_WEIGHT for match in SEQUENCE.finditer(text))
    return weight
