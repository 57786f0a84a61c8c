"""The posts beside an issue, known by the first lines of each file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from content.dates import aware
from content.issue import Issue
from content.permalink import Place, place
from content.posts import below, zone_of
from content.site import Site
from content.translations import is_translation, language_told, tongue

HEAD = 4096  # bytes; a front matter's title stands well within
_TITLE = re.compile(r"^title\s*[:=]\s*(.+?)\s*$", re.MULTILINE)
_DATE = re.compile(r"^date\s*[:=]\s*[\"']?([^\"'\n]+?)[\"']?\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """`date` is the front matter's, else the file name's."""

    path: Path
    title: str
    slug: str
    date: datetime | None


def neighbours(issue: Issue) -> tuple[Neighbour, ...]:
    """The other posts of the issue's folder and language that have a title, by file name."""
    zone = zone_of(issue.site)
    read = (_neighbour(path, issue, zone) for path in _beside(issue.path))
    return tuple(post for post in read if post)


def _beside(path: Path) -> Iterator[Path]:
    """Files of the same folder, for Jekyll of all `_posts`, for a Hugo bundle those like it."""
    posts = next((folder for folder in path.parents if folder.name == "_posts"), None)
    if posts:
        found = posts.rglob(f"*{path.suffix}")
    elif path.stem.split(".")[0] == "index":
        found = path.parent.parent.glob(f"*/{path.name}")
    else:
        found = path.parent.glob(f"*{path.suffix}")
    yield from (other for other in sorted(found) if other != path)


def _neighbour(path: Path, issue: Issue, zone: ZoneInfo) -> Neighbour | None:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD).decode("utf-8-sig", "ignore").replace("\r\n", "\n")
    except OSError:  # another post that cannot be read says nothing about this one
        return None
    front = re.match(r"(---|\+\+\+)\n(.*?)(?:^\1\s*$|\Z)", head, re.DOTALL | re.MULTILINE)
    title = _TITLE.search(front[2]) if front else None
    if front is None or title is None:
        return None
    where = _place(path, issue.site)
    if where.language != _place(issue.path, issue.site).language or _speaks_other(path, issue):
        return None
    written = _DATE.search(front[2])
    date = aware(written[1] if written else where.date, zone)
    return Neighbour(path, _unquoted(title[1]), where.slug, date)


def _speaks_other(path: Path, issue: Issue) -> bool:
    """A translation of the issue, or of another one into a language that is not the issue's."""
    own, other = below(issue.path, issue.site.root), below(path, issue.site.root)
    told = language_told(other)
    return is_translation(own, other) or (bool(told) and told != tongue(issue))


def _place(path: Path, site: Site) -> Place:
    return place(PurePosixPath(path.as_posix()), site)


def _unquoted(text: str) -> str:
    quoted = re.fullmatch(r"""(["'])(.*)\1\s*(?:#.*)?""", text)
    return quoted[2].strip() if quoted else text.strip()
