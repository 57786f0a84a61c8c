"""One reading of one source: where it stands, its template tags, and what was found wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from content.document import Block, Inline
from content.markdown.tags import fill_target
from content.problems import Level, Problem


@dataclass(slots=True)
class Note:
    """A footnote's definition as it stands in the source; `label` is the author's own."""

    label: str
    blocks: tuple[Block, ...]
    line: int


@dataclass(slots=True)
class Reading:
    """`first` is the line of the file on which `text`, which is being parsed, begins.

    `spans` parses inline Markdown that an attribute holds, such as a caption; it takes the line.
    """

    file: str
    first: int
    table: Mapping[str, str]
    spans: Callable[[str, int], tuple[Inline, ...]]
    text: str = ""
    env: MutableMapping[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    depth: int = 0
    ref_lines: dict[int, int] = field(default_factory=dict)

    def warn(self, code: str, line: int, message: str, step: str = "") -> None:
        self.problems.append(Problem(Level.WARNING, code, self.file, line, message, step))

    def note(self, code: str, line: int, message: str, step: str = "") -> None:
        self.problems.append(Problem(Level.NOTE, code, self.file, line, message, step))

    def error(self, code: str, line: int, message: str, step: str = "") -> None:
        self.problems.append(Problem(Level.ERROR, code, self.file, line, message, step))

    def unknown_tag(self, raw: str, line: int) -> None:
        self.warn(
            "unknown-tag",
            line,
            f"The template tag {_short(raw)} is unknown; it is left out.",
            "Say in the configuration's tag table what it becomes, or remove it.",
        )

    def address(self, target: str, line: int) -> str:
        """A link's or picture's address with its template tags filled in."""
        if "{" not in target:
            return target
        return fill_target(target, self.table, lambda raw: self.unknown_tag(raw, line))


def _short(raw: str) -> str:
    words = " ".join(raw.split())
    return words if len(words) <= 60 else f"{words[:57]}…"
