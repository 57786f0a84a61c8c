"""The title as part of a series: its headline, its number, the number and length of its slug."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from content.defaults import Series, series
from content.issue import Issue
from content.neighbours import Neighbour
from content.problems import Level, Problem
from content.tables import Tables

_DANGLING = re.compile(r"[:：|｜—–-]$")
_NUMBERED = re.compile(r"(?P<name>.+?)\s*[#＃第]?\s*\d+\s*[期号]?")


def lint_series(
    issue: Issue, neighbours: tuple[Neighbour, ...], tables: Tables
) -> Iterator[Problem]:
    kin = tuple(_kin(neighbours, tables))
    if _dangles(issue.title, kin):
        yield _problem(issue, "title", Level.ERROR, "dangling-title",
                       f"The title `{issue.title}` lacks its headline.",
                       "Write the headline behind the number.")  # fmt: skip
    if own := series(issue.title, tables):
        yield from _against_slug(issue, own)
        yield from _against_kin(issue, own, kin)
    yield from _cut_slug(issue, tables)


Kin = tuple[Neighbour, Series]


def _kin(neighbours: tuple[Neighbour, ...], tables: Tables) -> Iterator[Kin]:
    for post in neighbours:
        if found := series(post.title, tables):
            yield post, found


def _dangles(title: str, kin: tuple[Kin, ...]) -> bool:
    """Ends where a headline should begin; `Name 13` does so when its series has headlines."""
    if _DANGLING.search(title.strip()):
        return True
    bare = _NUMBERED.fullmatch(title.strip())
    return bare is not None and any(_same(bare["name"], other.name) for _, other in kin)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _numbers(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"(?<!\d)\d{1,4}(?!\d)", text)}


def _against_slug(issue: Issue, own: Series) -> Iterator[Problem]:
    numbers = _numbers(issue.slug)
    strange = sorted(numbers - _numbers(own.headline) - _numbers(own.name))
    if strange and own.number not in numbers:
        yield _problem(issue, "title", Level.WARNING, "slug-number",
                       f"The title says number {own.number}, the slug `{issue.slug}` says "
                       f"{strange[0]}.",
                       "Rename the file before it is published: its address stays.")  # fmt: skip


def _against_kin(issue: Issue, own: Series, kin: tuple[Kin, ...]) -> Iterator[Problem]:
    others = [(post, it) for post, it in kin if _same(it.name, own.name)]
    for post, it in others:
        if it.number == own.number:
            yield _problem(issue, "title", Level.WARNING, "number-taken",
                           f"Number {own.number} is also `{post.path.name}`.",
                           f"Give this one number {_next(issue, others)}.")  # fmt: skip
            return
    expected = _next(issue, others)
    if expected and own.number != expected:
        yield _problem(issue, "title", Level.WARNING, "number-gap",
                       f"Number {own.number} follows number {expected - 1}.",
                       f"Write {expected}, if none is missing.")  # fmt: skip


def _next(issue: Issue, others: list[Kin]) -> int | None:
    """One more than the newest issue before this one."""
    before = [(post.date, it.number) for post, it in others if _earlier(post.date, issue.meta.date)]
    return max(before)[1] + 1 if before else None


def _earlier(other: datetime | None, own: datetime | None) -> bool:
    return other is not None and (own is None or other < own)


def _cut_slug(issue: Issue, tables: Tables) -> Iterator[Problem]:
    slug = issue.slug
    last = re.split(r"[-_]", slug)[-1].lower()
    torn = len(slug) >= 0.7 * tables.slug_cut_at and (
        last in tables.cut_words or re.fullmatch(r"[a-z]", last)
    )
    if len(slug) == tables.slug_cut_at or torn:
        yield _problem(issue, "slug", Level.WARNING, "slug-cut",
                       f"The slug `{slug}` looks cut off ({len(slug)} characters).",
                       "End it at a word before it is published: its address stays.")  # fmt: skip


def _problem(issue: Issue, key: str, level: Level, code: str, message: str, step: str) -> Problem:
    return Problem(level, code, str(issue.path), issue.meta.line(key), message, step)
