"""How the commands speak: problems, tables and JSON, on standard output; failures on the error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from content.problems import Level, Problem

DONE, FAILED, BAD_INPUT, WAITING, NOTHING_DUE = 0, 1, 2, 3, 4  # exit codes


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    sys.stderr.write(text + "\n")


def say_json(value: Any) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=2))


def problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "level": problem.level.value,
        "code": problem.code,
        "file": problem.file,
        "line": problem.line,
        "message": problem.message,
        "next": problem.next,
    }


def say_problems(problems: Iterable[Problem], *, least: Level = Level.WARNING) -> None:
    """One line each; notes only when asked for."""
    for problem in problems:
        if problem.level is not Level.NOTE or least is Level.NOTE:
            say(str(problem))


def count_words(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning, 4 notes`."""
    parts = []
    for level in Level:
        count = sum(1 for p in problems if p.level is level)
        if count:
            parts.append(f"{count} {level.value}{'s' if count != 1 else ''}")
    return ", ".join(parts) or "no problems"


def say_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns padded to their widest cell, Chinese counted double."""
    table = [list(head), *(list(row) for row in rows)]
    widths = [max(_width(row[n]) for row in table) for n in range(len(head))]
    for row in table:
        cells = (
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        say("  ".join(cells).rstrip())


def local(moment: datetime, zone: str) -> str:
    """A moment in the author's zone."""
    return moment.astimezone(ZoneInfo(zone or "UTC")).strftime("%Y-%m-%d %H:%M %Z")


def both_times(moment: datetime, zone: str) -> str:
    """A moment in the author's zone and in UTC."""
    utc = moment.astimezone(ZoneInfo("UTC")).strftime("%H:%M UTC")
    return f"{local(moment, zone)} ({utc})"


def facts_line(facts: Mapping[str, str]) -> str:
    return ", ".join(f"{label} {value}" for label, value in facts.items())


def _width(text: str) -> int:
    return sum(2 if ord(c) >= 0x1100 and c != "…" else 1 for c in text)
