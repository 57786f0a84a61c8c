"""The problems of a release, arranged for reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.base import Edition
from bot.preview.places import Place, Places
from bot.translations import in_language
from content.posts import below
from content.problems import Level, Problem

LINES = 10  # of the list before anything is unfolded


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: where, what, and which channels meet it (none: the issue itself).

    `seen` is what a frame is searched for when the problem is clicked.
    """

    place: str
    message: str
    next: str
    channels: tuple[str, ...]
    seen: Place


@dataclass(frozen=True, slots=True)
class Group:
    """The problems of one code. `next` is the step that mends them all, "" when they differ.

    `opened` is for errors, as long as the whole list stays short.
    """

    level: Level
    code: str
    findings: tuple[Finding, ...]
    next: str
    opened: bool = False


def groups(
    problems: Iterable[Problem], editions: Mapping[str, Edition], places: Places
) -> tuple[Group, ...]:
    """By code, errors first; the order within is that of the problems. In the issue's language."""
    met = _channels(editions)
    found: dict[tuple[Level, str], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.level, problem.code), []).append(problem)
    order = list(Level)
    rows = sorted(found.items(), key=lambda item: order.index(item[0][0]))
    return _opened([_group(level, code, each, met, places) for (level, code), each in rows])


def _opened(made: Sequence[Group]) -> tuple[Group, ...]:
    """Errors are read at once, warnings and notes when they are asked for."""
    left = LINES - sum(group.level is not Level.NOTE for group in made)
    found = []
    for group in made:
        fits = group.level is Level.ERROR and len(group.findings) <= left
        left -= len(group.findings) if fits else 0
        found.append(replace(group, opened=fits))
    return tuple(found)


def _group(
    level: Level,
    code: str,
    problems: list[Problem],
    met: Mapping[tuple[object, ...], list[str]],
    places: Places,
) -> Group:
    told = [in_language(problem, places.issue.language) for problem in problems]
    steps = {problem.next for problem in told}
    shared = steps.pop() if len(steps) == 1 else ""
    findings = tuple(
        Finding(
            place=_place(p, places),
            message=said.message,
            next="" if shared else said.next,
            channels=tuple(met.get(identity(p), ())),
            seen=places.of(p),
        )
        for p, said in zip(problems, told, strict=True)
    )
    return Group(level, code, findings, shared)


def _place(problem: Problem, places: Places) -> str:
    """File and line; the issue's own file is named from the site's root."""
    issue = places.issue
    own = problem.file == str(issue.path)
    file = str(below(issue.path, issue.site.root)) if own else problem.file
    return f"{file}:{problem.line}" if problem.line else file


def _channels(editions: Mapping[str, Edition]) -> dict[tuple[object, ...], list[str]]:
    met: dict[tuple[object, ...], list[str]] = {}
    for key, edition in editions.items():
        for problem in dict.fromkeys(edition.problems):
            met.setdefault(identity(problem), []).append(key)
    return met


def identity(problem: Problem) -> tuple[object, ...]:
    """A problem without its level, which a waiver changes."""
    return problem.code, problem.file, problem.line, problem.message


def count(problems: Iterable[Problem], level: Level) -> int:
    return sum(problem.level is level for problem in problems)
