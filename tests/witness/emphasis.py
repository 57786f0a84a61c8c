"""Which runs of `*`, `_` and `~~` are emphasis, beside Chinese as well as in English."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(slots=True)
class Piece:
    """`kind` is text, code, template, link, bold or run; a run also knows where it may stand."""

    kind: str
    text: str = ""
    opens: bool = False
    closes: bool = False
    length: int = 0
    bold_starts: int = 0
    bold_ends: int = 0


def emphasis_run(source: str, match: re.Match[str]) -> Piece:
    before = _neighbour(source, match.start() - 1, step=-1)
    after = _neighbour(source, match.end(), step=1)
    left, right = _flanks(match[0][0], before, after)
    opens, closes = left, right
    if match[0][0] == "_":
        opens = left and (not right or is_punctuation(before))
        closes = right and (not left or is_punctuation(after))
    return Piece("run", match[0], opens, closes, len(match[0]))


def _neighbour(source: str, at: int, *, step: int) -> str:
    while 0 <= at < len(source) and 0xFE00 <= ord(source[at]) <= 0xFE0F:
        at += step
    return source[at] if 0 <= at < len(source) else "\n"


def _flanks(mark: str, before: str, after: str) -> tuple[bool, bool]:
    spaced = before.isspace() or after.isspace()
    cjk = mark != "_" and not spaced and (is_cjk(before) or is_cjk(after))
    left = not after.isspace() and (
        cjk or not is_punctuation(after) or before.isspace() or is_punctuation(before)
    )
    right = not before.isspace() and (
        cjk or not is_punctuation(before) or after.isspace() or is_punctuation(after)
    )
    return left, right


def is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def is_cjk(char: str) -> bool:
    """Wide, full or half width, or Hangul; emoji are wide too, but they are not writing."""
    emoji = unicodedata.category(char) == "So" and not "\u3000" <= char <= "\u33ff"
    wide = unicodedata.east_asian_width(char) in "WFH"
    return (wide and not emoji) or "\u1100" <= char <= "\u11ff"


def pair_runs(runs: list[Piece]) -> None:
    """CommonMark's rule: each closing run takes the nearest run of its kind that may open."""
    for number, closer in enumerate(runs):
        while closer.closes and closer.length:
            opener_at = _opener(runs, number)
            if opener_at is None:
                break
            opener = runs[opener_at]
            taken = 2 if opener.length >= 2 and closer.length >= 2 else 1
            opener.length -= taken
            closer.length -= taken
            if taken == 2 and closer.text[0] != "~":
                opener.bold_starts += 1
                closer.bold_ends += 1
            for between in runs[opener_at + 1 : number]:
                between.opens = between.closes = False


def _opener(runs: list[Piece], number: int) -> int | None:
    closer = runs[number]
    for at in range(number - 1, -1, -1):
        opener = runs[at]
        if opener.text[0] == closer.text[0] and opener.opens and opener.length:
            if _three(opener, closer):
                continue
            return at
    return None


def _three(opener: Piece, closer: Piece) -> bool:
    """Runs that may both open and close do not pair when their lengths sum to a multiple of 3."""
    both = (opener.opens and opener.closes) or (closer.opens and closer.closes)
    lengths = len(opener.text), len(closer.text)
    return both and sum(lengths) % 3 == 0 and any(length % 3 for length in lengths)
