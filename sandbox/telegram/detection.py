"""What the server finds in a text by itself: mentions, tags, commands, addresses.

Phone and bank card numbers are not looked for. An address without a scheme is seen only under the
common top-level domains named here; the server knows all.
"""

from __future__ import annotations

import re

from sandbox.telegram.entities import Span, units

TLDS = "com|org|net|io|dev|me|ai|app|co|cn|info|edu|gov|uk|de|fr|jp|ru|tv|xyz|page|blog|news|so"
PATTERNS = (
    ("mention", re.compile(r"(?<!\w)@[A-Za-z0-9_]{4,32}(?!\w)")),
    (
        "bot_command",
        re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    ),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}(?![\w#])")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])")),
    (
        "email",
        re.compile(r"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}\b"),
    ),
    (
        "url",
        re.compile(
            r"(?<![\w@.])(?:(?:https?|tg)://[^\s<>\"«»“”‘’]+"
            rf"|(?:[A-Za-z0-9-]+\.)+(?:{TLDS})\b(?:[/?#:][^\s<>\"«»“”‘’]*)?)",
            re.I,
        ),
    ),
)  # fmt: skip
NOT_AT_THE_END = ".,:;!?'\")]}…，。；：！？、）】》」』"


def detected(text: str) -> list[Span]:
    """Sorted, none overlapping another."""
    found = [
        (match.start(), match.start() + len(_kept(kind, match[0])), kind)
        for kind, pattern in PATTERNS
        for match in pattern.finditer(text)
    ]
    spans: list[Span] = []
    done = 0
    for start, end, kind in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= done:
            spans.append(Span(kind, units(text[:start]), units(text[start:end])))
            done = end
    return spans


def _kept(kind: str, match: str) -> str:
    return match.rstrip(NOT_AT_THE_END) if kind == "url" else match
