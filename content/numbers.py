"""The number within a title: `周刊 12`, `第 12 期`, `Vol. 3, No. 7`; and the title after it."""

from __future__ import annotations

import re

from content.tables import TABLES, Tables

# From the surest to the vaguest; a volume counts only where no number stands beside it.
_PATTERNS = (
    r"第\s*(?P<number>\d+)\s*[期号回篇]",
    r"(?i:\b(?:No|Nr|Issue|Episode|Ep|Number)\b\.?\s*|№\s*)[#＃]?(?P<number>\d+)",
    r"[#＃]\s*(?P<number>\d+)\b",
    r"(?i:\bVol(?:ume)?\b\.?\s*)(?P<number>\d+)",
    r"^(?P<number>\d+)\s*[:：]",
    r"\s(?P<number>\d+)(?:\s*[|｜—–·]|\s+-\s)",
    r"(?P<number>\d+)\s*[期号]?$",
)


def number_span(title: str, tables: Tables = TABLES) -> tuple[int, int] | None:
    """Where the number stands; None in a title without one. A year is no number."""
    text = title.rstrip()
    patterns = (re.compile(pattern) for pattern in (*_PATTERNS[:4], *tables.series, *_PATTERNS[4:]))
    for pattern in patterns:
        for found in pattern.finditer(text):
            if not _is_year(found["number"]):
                return found.span("number")
    return None


def number_of(title: str, tables: Tables = TABLES) -> int | None:
    span = number_span(title, tables)
    return int(title[slice(*span)]) if span else None


_BEHIND = re.compile(
    r"(?P<close>\s*[期号回篇]?\s*[)）\]】」]?)(?P<gap>\s*(?:[:：|｜—–·,，]|\s-\s)\s*)?(?P<rest>.*)",
    re.DOTALL,
)


def next_title(title: str, headline: str = "") -> str:
    """One number more, with a new headline; without one the title waits for it (`News 13:`)."""
    span = number_span(title)
    if span is None:
        return headline
    if headline and number_of(headline) == (number_of(title) or 0) + 1:
        return headline
    before, old, behind = title[: span[0]], title[slice(*span)], title[span[1] :]
    found = _BEHIND.fullmatch(behind)
    close, gap, rest = found.group("close", "gap", "rest") if found else ("", None, behind)
    start = f"{before}{one_more(old)}{close}"
    if gap is not None:
        apart = " " if not rest and gap[-1] in ":|,-" else ""
        return f"{start}{gap}{apart}{headline}" if headline else f"{start}{gap}".rstrip()
    if not headline:
        return start + rest
    wide = re.search(r"[\u3400-\u9fff]", title) is not None
    return f"{start}{rest}{'：' if wide else ': '}{headline}"


def one_more(digits: str) -> str:
    return f"{int(digits) + 1:0{len(digits)}}"


def _is_year(digits: str) -> bool:
    return len(digits) >= 5 or (len(digits) == 4 and digits[:2] in ("19", "20"))
