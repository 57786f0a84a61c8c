"""`pressrun new`: the next issue's file, beside the previous one."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path, PurePosixPath
from shlex import quote
from typing import TYPE_CHECKING

from bot import app
from content.folder import files_of, guessed_time, post_files, read_head
from content.issue import IssueError, load_issue
from content.next_names import day_in_name
from content.numbers import number_of
from content.posts import below, zone_of
from content.problems import Level, Problem
from content.site import Site
from content.successor import NoSuccessor, Previous, Successor, successor

if TYPE_CHECKING:
    from config.settings import Settings

log = logging.getLogger(__name__)

LOOKED_AT = 60  # of the newest posts, for the last that has a number
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: the issue's file and, where the issue before has one, its folder.

    `at` is its release as its front matter has it, in the site's zone; "" where that names no time.
    """

    path: Path
    previous: Path
    issue: Successor
    pictures: Path | None
    at: str = ""


def new_issue(
    place: Path, settings: Settings, *, title: str = "", day: date | None = None, now: datetime
) -> Made:
    """Write the issue after the one named, or after the newest of a folder. Raises BadInput.

    Nothing is ever overwritten. Without a day it is the cadence's next, else the same weekday.
    """
    from config.site import BadSite, detect

    try:
        site = settings.adjust(detect(place))
    except BadSite as error:
        raise app.BadInput([error.problem]) from None
    previous = place if place.is_file() else _newest(place, site)
    known = _read(previous, site)
    try:
        made = successor(known, day or _next_day(known, settings, now), title.strip())
    except NoSuccessor as error:
        step = "Name the day, as in --date 2026-11-30, or a --title."
        raise _refused("no-successor", previous, str(error), step, error.line) from None
    return _write(made, previous, site)


# --- the issue before ---------------------------------------------------------------------------


def _newest(place: Path, site: Site) -> Path:
    """The newest post that has a number, else the newest; drafts where there is nothing else."""
    heads = [read_head(path, site, zone_of(site)) for path in _newest_first(place, site)]
    ready = [head for head in heads if not head.is_draft] or heads
    numbered = [head for head in ready if number_of(head.title) is not None]
    if any(head.when is None for head in numbered):
        numbered.sort(key=lambda head: number_of(head.title) or 0, reverse=True)
    found = next(iter(numbered or ready), None)
    if found is None:
        step = "Write the first issue by hand, or name the folder of the posts."
        raise _refused("no-previous", place, "There is no issue to go on from", step)
    return found.path


def _newest_first(place: Path, site: Site) -> list[Path]:
    files = files_of(site) if _is_above(place, site) else post_files(place.absolute(), site)
    files = [path for path in files if path.stem.lower() not in ("readme", "changelog", "license")]
    zone = zone_of(site)
    dated = [(guessed_time(path, site, zone), path) for path in files]
    earliest = datetime.min.replace(tzinfo=UTC)
    dated.sort(key=lambda each: (each[0] or earliest, each[1]), reverse=True)
    return [path for _, path in dated[:LOOKED_AT]]


def _is_above(place: Path, site: Site) -> bool:
    posts = (site.root / site.posts).absolute()
    return posts.is_relative_to(place.absolute())


def _read(path: Path, site: Site) -> Previous:
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = f"It cannot be read: {type(error).__name__}"
        raise _refused("no-previous", path, reason, "Name another one.") from None
    head = read_head(path, site, zone_of(site))
    zone = zone_of(site)
    moment = _own_date(path, site) or head.when
    here = moment.astimezone(zone) if moment else None
    return Previous(
        below(path, site.root),
        text,
        here.date() if here else day_in_name(path.stem),
        zone,
        _picture_folder(path, site),
        here.time() if here else time(),
    )


def _own_date(path: Path, site: Site) -> datetime | None:
    try:
        return load_issue(path, site).meta.date
    except IssueError:
        return None


def _picture_folder(path: Path, site: Site) -> str:
    """The folder that most pictures of an issue lie in, "" where it is the whole site's."""
    try:
        issue = load_issue(path, site)
    except IssueError:
        return ""
    found = [a.path.parent for a in issue.assets.values() if a.path]
    folders = Counter(str(below(folder, site.root.resolve())) for folder in found)
    beside = path.with_suffix("")
    if not folders:
        return str(below(beside, site.root)) if beside.is_dir() else ""
    return folders.most_common(1)[0][0]


# --- its day ------------------------------------------------------------------------------------


def _next_day(previous: Previous, settings: Settings, now: datetime) -> date | None:
    if previous.day is None:
        return now.astimezone(previous.zone).date()
    planned = _planned_day(previous, settings, now)
    if planned:
        return planned
    day, here = previous.day + WEEK, now.astimezone(previous.zone)
    late = max(0, (here.date() - day).days)
    day += WEEK * -(-late // 7)
    over = day == here.date() and time() < previous.at <= here.time()
    return day + WEEK if over else day


def _planned_day(previous: Previous, settings: Settings, now: datetime) -> date | None:
    """The day of the cadence's next slot after the previous issue's own day."""
    chosen = [one for one in settings.cadences.items() if _is_in(previous.path, one[1].posts)]
    if len(chosen) != 1 or previous.day is None:
        return None
    from bot.release.cadence import cadence, slots

    its = cadence(*chosen[0], previous.zone.key, settings.late)
    end_of_day = datetime.combine(
        previous.day + timedelta(days=1), datetime.min.time(), previous.zone
    ) - timedelta(seconds=1)
    start = max(end_of_day.astimezone(UTC), now.astimezone(UTC))
    slot = next(iter(slots(its, start, start + timedelta(days=400))), None)
    return slot.astimezone(previous.zone).date() if slot else None


def _is_in(path: PurePosixPath, folder: str) -> bool:
    return not folder or path.is_relative_to(folder)


# --- writing ------------------------------------------------------------------------------------


def _write(made: Successor, previous: Path, site: Site) -> Made:
    path = site.root / made.path
    if _taken(path):
        step = f"Go on from it: pressrun new {path}"
        raise _refused("issue-exists", path, "The next issue is already there", step)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(made.text)
    pictures = site.root / made.pictures if made.pictures else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    log.info("%s follows %s", path, previous)
    return Made(path, previous, made, pictures, _release_time(path, site))


def _release_time(path: Path, site: Site) -> str:
    moment = read_head(path, site, zone_of(site)).when
    local = moment.astimezone(zone_of(site)) if moment else None
    return f"{local:%Y-%m-%d %H:%M}" if local and (local.hour or local.minute) else ""


def _taken(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def next_commands(made: Made) -> Iterator[str]:
    """What an author does next, in order."""
    path = quote(str(made.path))
    yield f"pressrun lint {path}"
    yield f"pressrun preview {path}"
    yield f"pressrun release {path}" + (f' --at "{made.at}"' if made.at else "")


def _refused(code: str, path: Path, message: str, step: str, line: int = 0) -> app.BadInput:
    return app.BadInput([Problem(Level.ERROR, code, str(path), line, f"{message}.", step)])
