"""What an editor would catch before an issue goes out. Findings of the loader are not repeated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

from content.hashtags import is_channel
from content.issue import Issue
from content.lint_series import lint_series
from content.lint_text import lint_text
from content.neighbours import Neighbour
from content.permalink import place
from content.posts import name_date, zone_of
from content.problems import Level, Problem
from content.tables import TABLES, Tables


def lint(
    issue: Issue,
    *,
    neighbours: tuple[Neighbour, ...] = (),
    now: datetime | None = None,
    tables: Tables = TABLES,
) -> tuple[Problem, ...]:
    """Problems by line, those of the loader (`issue.problems`) left out.

    `neighbours` are the posts beside it, `now` an aware moment; what needs one is skipped without.
    """
    found = [
        *lint_series(issue, neighbours, tables),
        *_times(issue, now),
        *_name_date(issue),
        *_tags(issue, tables),
        *_address(issue),
        *lint_text(issue, tables),
    ]
    return tuple(sorted(found, key=lambda problem: problem.line))


def _times(issue: Issue, now: datetime | None) -> Iterator[Problem]:
    meta, file = issue.meta, str(issue.path)
    line = meta.line("date")
    if meta.date and meta.release and meta.release < meta.date:
        yield Problem(Level.WARNING, "release-before-date", file, line,
                      f"It is released at {_shown(meta.release)}, before its date "
                      f"{_shown(meta.date)}: the site may not show it then.",
                      "Move the date to the release or before it.")  # fmt: skip
    elif meta.date and meta.release and meta.release != meta.date:
        yield Problem(Level.WARNING, "release-differs", file, line,
                      f"The date says {_shown(meta.date)}, the release {_shown(meta.release)}.",
                      "Make them the same, or leave one out.")  # fmt: skip
    if now and meta.date and meta.date > now:
        yield Problem(Level.WARNING, "future-date", file, line,
                      f"The date {_shown(meta.date)} is still to come: most sites build the post "
                      "only then.", "Check that the site is built again at that time.")  # fmt: skip


def _name_date(issue: Issue) -> Iterator[Problem]:
    """A file name's day that the front matter contradicts; the site goes by the front matter."""
    where, zone = place(PurePosixPath(issue.path.as_posix()), issue.site), zone_of(issue.site)
    named, date = name_date(where, zone), issue.meta.date
    if named and date and named.date() not in (date.date(), date.astimezone(zone).date()):
        yield Problem(Level.WARNING, "name-date", str(issue.path), issue.meta.line("date"),
                      f"The file name says {where.date}, the date {date:%Y-%m-%d}.",
                      "Make them the same.")  # fmt: skip


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M %z}"


def _tags(issue: Issue, tables: Tables) -> Iterator[Problem]:
    channels = [tag for tag in issue.meta.tags if is_channel(tag, tables)]
    if channels:
        names = ", ".join(channels)
        yield Problem(Level.ERROR, "channel-tag", str(issue.path), issue.meta.line("tags"),
                      f"Tags that name a channel, not a topic: {names}.",
                      "Delete them, or write what the issue is about.")  # fmt: skip


def _address(issue: Issue) -> Iterator[Problem]:
    if issue.canonical_url is None:
        yield Problem(Level.WARNING, "no-canonical-url", str(issue.path), 0,
                      "The address of the post on the site is not known.",
                      "Write `canonical_url: https://…`, or give the site's url.")  # fmt: skip
