"""Where in a frame a line of the issue is seen: by the words of its block."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from content.document import CodeBlock, Figure, Heading, Paragraph, Table, plain_text, walk_all
from content.issue import Issue
from content.problems import Problem

LONGEST = 60  # characters that tell a block from the others


@dataclass(frozen=True, slots=True)
class Place:
    """What is looked for in a frame: the first words of a block, and a picture's source."""

    words: str = ""
    picture: str = ""


NOWHERE = Place()


@dataclass(slots=True)
class Places:
    """The blocks of an issue by their lines."""

    issue: Issue
    _found: dict[int, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for block in walk_all(self.issue.document):
            match block:
                case Paragraph() | Heading():
                    place = _begins(plain_text(block.children))
                case CodeBlock():
                    place = _begins(block.text)
                case Figure():
                    place = Place(_begins(plain_text(block.caption)).words, block.source)
                case Table():
                    place = _begins(" ".join(plain_text(cell) for cell in block.header))
                case _:
                    continue
            self._found.setdefault(block.line, place)

    def of(self, problem: Problem) -> Place:
        """Where the block is seen that a problem is about."""
        own = problem.file == str(self.issue.path)
        before = [line for line in self._found if line <= problem.line] if own else []
        place = self._found[max(before)] if before else NOWHERE
        return replace(place, picture=problem.subject) if problem.subject else place


def _begins(words: str) -> Place:
    return Place(" ".join(words.split())[:LONGEST])
