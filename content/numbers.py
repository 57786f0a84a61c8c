"""The number of an issue within its title: `周刊 12`, `#12`, `第 12 期`, `Vol. 3, No. 7`."""

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


def _is_year(digits: str) -> bool:
    return len(digits) >= 5 or (len(digits) == 4 and digits[:2] in ("19", "20"))
