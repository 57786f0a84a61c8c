"""What a channel's rule asks of a picture and what was done to it, in the page's language.

The ledger is made and stored in English: points between commas.
"""

from __future__ import annotations

import re
from types import MappingProxyType

_ZH = {
    # rules
    r"(\S+) only": r"只收 \1",
    r"below (.+)": r"须小于 \1",
    r"at most (\S+) px wide": r"宽不超过 \1 像素",
    r"at most (\S+) px high": r"高不超过 \1 像素",
    r"at most (\S+) px width \+ height": r"宽高之和不超过 \1 像素",
    r"sides at most (\S+) : 1": r"长宽比不超过 \1 : 1",
    "no transparency": "不能透明",
    "no animation": "不能是动图",
    "upright without EXIF": "须转正，不靠 EXIF",
    "8 bits of RGB": "须为 8 位 RGB",
    # what was done
    "as is": "原样",
    "rotated by EXIF": "按 EXIF 转正",
    r"first of (\d+) frames": r"取 \1 帧中的第一帧",
    "16 bit -> 8 bit": "16 位 → 8 位",
    "transparency on white": "透明处填白",
    r"padded to (\d+) x (\d+) px": r"补白到 \1 × \2 像素",
    r"(\d+) px -> (\d+) px wide": r"宽 \1 → \2 像素",
    r"(\d+) px -> (\d+) px high": r"高 \1 → \2 像素",
    r"(.+) -> (.+)": r"\1 → \2",
}
LANGUAGES = MappingProxyType({"zh": tuple((re.compile(k), v) for k, v in _ZH.items())})


def in_words(points: str, language: str) -> str:
    """The points in that language; one that is not known stays as it is."""
    known = LANGUAGES.get(language)
    if known is None:
        return points
    return "，".join(_point(text, known) for text in points.split(", "))


def _point(text: str, known: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    found = ((pattern.fullmatch(text), words) for pattern, words in known)
    return next((match.expand(words) for match, words in found if match), text)
