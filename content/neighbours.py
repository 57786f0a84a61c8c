"""The posts beside an issue, known by the first lines of each file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from content.dates import aware, zone_named
from content.issue import Issue
from content.permalink import place

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
    """The other posts of the issue's folder that have a title, by file name."""
    zone = zone_named(issue.site.zone) or ZoneInfo("UTC")
    read = (_neighbour(path, issue, zone) for path in _beside(issue.path))
    return tuple(post for post in read if post)


def _beside(path: Path) -> Iterator[Path]:
    """Files of the same folder; for a Hugo bundle the same file of the folders beside its own."""
    if path.stem.split(".")[0] == "index":
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
    where = place(PurePosixPath(path.as_posix()), issue.site)
    written = _DATE.search(front[2])
    date = aware(written[1] if written else where.date, zone)
    return Neighbour(path, _unquoted(title[1]), where.slug, date)


def _unquoted(text: str) -> str:
    quoted = re.fullmatch(r"""(["'])(.*)\1\s*(?:#.*)?""", text)
    return quoted[2].strip() if quoted else text.strip()
