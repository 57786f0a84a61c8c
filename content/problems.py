"""Problems: what is wrong with an issue, as values, until someone tries to publish."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error stops a release, a warning is shown, a note only informs (what was transformed)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in the author's words.

    `code` is stable and kebab-case; `file` is as the author named it; `line` counts from 1 and is
    0 where no line is meant; `next` is the step that mends it. `subject` is the picture source
    that it is about, if any.
    """

    level: Level
    code: str
    file: str
    line: int
    message: str
    next: str = ""
    subject: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        step = f" {self.next}" if self.next else ""
        return f"{place}: {self.level}: {self.message}{step} [{self.code}]"
