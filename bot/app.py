"""The use cases of reading and rendering; publishing and what follows it are in bot.release.

Every surface (command line, control room, daemon) comes in here and through bot.publishing,
bot.release.actions and bot.updating; none of them touches the ledger by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from content.issue import Issue
from content.problems import Level, Problem
from content.site import Site

if TYPE_CHECKING:
    from adapters.base import Channel, Edition, Pictures


Adjust = Callable[[Site], Site]  # what the settings make of a site

LEFT_OUT = frozenset({"channel-tag"})  # errors of the page that no edition repeats


class BadInput(Exception):
    """Something the author has to mend first; nothing was sent."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


# --- reading and rendering --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rendered:
    """An issue with its editions, and all that is wrong with any of them."""

    issue: Issue
    editions: Mapping[str, Edition]
    blobs: Mapping[str, bytes]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.level is Level.ERROR)


def as_found(site: Site) -> Site:
    return site


def read(path: Path, adjust: Adjust = as_found) -> Issue:
    """The issue at a path, in its site as the settings adjust it. Raises BadInput."""
    from config.site import BadSite, detect
    from content.issue import IssueError, load_issue

    try:
        return load_issue(path, adjust(detect(path)))
    except BadSite as error:
        raise BadInput([error.problem]) from None
    except IssueError as error:
        raise BadInput(error.problems) from None


def check(path: Path, adjust: Adjust, now: datetime) -> tuple[Issue, tuple[Problem, ...]]:
    """The issue and what an editor would say about it, but for what its author ignores."""
    from content.ignoring import heard

    issue, problems = _checked(path, adjust, now)
    return issue, _sorted(heard(issue, problems))


def _checked(path: Path, adjust: Adjust, now: datetime) -> tuple[Issue, tuple[Problem, ...]]:
    from content.lint import lint
    from content.neighbours import neighbours

    issue = read(path, adjust)
    found = lint(issue, neighbours=neighbours(issue), now=now)
    return issue, _sorted([*issue.problems, *found])


def render(
    path: Path,
    adjust: Adjust,
    channels: Mapping[str, Channel],
    now: datetime,
    *,
    waive: Sequence[str] = (),
) -> Rendered:
    """The issue as each of the channels will show it; sends nothing. Raises BadInput."""
    from content.ignoring import heard

    issue, problems = _checked(path, adjust, now)
    editions: dict[str, Edition] = {}
    blobs: dict[str, bytes] = {}
    found = [*problems]
    for key, channel in channels.items():
        shown, said = _for_channel(issue, key, adjust, now)
        pictures = channel.prepare(shown)
        made = channel.render(shown, pictures)
        editions[key] = replace(made, files={**made.files, **_files(issue, shown, pictures)})
        blobs.update(pictures.blobs)
        found += [*said, *editions[key].problems]
    problems = _sorted(waived(found, waive))
    return Rendered(issue, editions, blobs, _sorted(heard(issue, problems)))


def _for_channel(
    issue: Issue, channel: str, adjust: Adjust, now: datetime
) -> tuple[Issue, list[Problem]]:
    """What one channel shows: the issue, or its translation, as it is chosen for that channel."""
    from content.choices import as_chosen, as_version, version

    path, told = version(issue, channel)
    found = [*told]
    if path is not None:
        translated, problems = _checked(path, adjust, now)
        issue = as_version(translated, issue, channel)
        found += problems
    shown, said = as_chosen(issue, channel)
    return shown, [*found, *said]


def _files(issue: Issue, shown: Issue, pictures: Pictures) -> dict[str, str]:
    """What a channel shows of other files than the issue's own: a translation, the pictures."""
    files: dict[str, str] = {}
    if shown.path != issue.path:
        files[str(shown.path.resolve())] = shown.source_sha256
    for picture in pictures.rows.values():
        asset = shown.assets.get(picture.source)
        if asset and asset.path and picture.source_sha256:
            files[str(asset.path.absolute())] = picture.source_sha256
    return files


def waived(problems: Sequence[Problem], waive: Sequence[str] = ()) -> list[Problem]:
    """What no edition carries is a warning: a picture done without, a tag left out anyway."""

    def harmless(problem: Problem) -> bool:
        return problem.code in LEFT_OUT or (bool(problem.subject) and problem.subject in waive)

    return [replace(p, level=Level.WARNING) if harmless(p) else p for p in problems]


def _once_per_picture(problems: Sequence[Problem]) -> Iterator[Problem]:
    """A picture that the issue has named as unusable is not named again by every channel."""
    named: set[str] = set()
    for problem in problems:
        known = problem.subject in named
        if problem.subject and problem.level is not Level.NOTE:
            named.add(problem.subject)
        if not known:
            yield problem


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    order = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}
    unique = dict.fromkeys(_once_per_picture(problems))
    return tuple(sorted(unique, key=lambda p: (order[p.level], p.file, p.line, p.code)))
