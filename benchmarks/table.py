"""Figures in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`ratio` is to the peer named in the first row, or what the figure should stay below."""

    name: str
    figure: str
    ratio: str = ""


def table(title: str, rows: Sequence[Row]) -> str:
    widest = max(len(row.name) for row in rows)
    lines = [f"  {row.name:{widest}}  {row.figure:>12}  {row.ratio:>10}".rstrip() for row in rows]
    return "\n".join([title, *lines, ""])
