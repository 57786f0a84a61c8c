"""How the files and folders of the next issue are called, by those of the previous one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from content.tables import TABLES
from content.translations import family


@dataclass(frozen=True, slots=True)
class Step:
    """From one issue to the next. `slug` is the new headline as a name, "" without one; `series`
    the first Latin word of the newsletter's own name, by which its files are known.
    """

    number: int | None
    series: str
    old_day: date | None
    new_day: date | None
    headline: str
    slug: str
    zone: ZoneInfo

    @property
    def days(self) -> timedelta:
        known = self.old_day is not None and self.new_day is not None
        return self.new_day - self.old_day if known else timedelta()  # type: ignore[operator]


TELLING = 10  # smaller numbers stand in headlines, too
SLIP = 2  # by so much a name is off that was copied from the issue before
_OWN_NUMBER = re.compile(r"(?<=[-_])\d{1,3}(?=[-_]|$)")
_DAY = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
INDEX = frozenset({"index", "readme", "_index"})


def next_name(name: str, step: Step, *, bound: bool = True) -> str:
    """A name with the next day and the next number, and the new headline behind it.

    A name without a number is all headline, and is replaced where it is `bound` to one issue.
    """
    found = _DAY.search(name)
    dated = bool(found and step.old_day and found[1] + found[3] + found[4]
                 == f"{step.old_day:%Y%m%d}")  # fmt: skip
    if found and dated and step.new_day:
        mark = found[2]
        day = f"{step.new_day:%Y}{mark}{step.new_day:%m}{mark}{step.new_day:%d}"
        before, behind = name[: found.start()], name[found.end() :]
        return f"{_counted(before, step)}{day}{_behind_day(behind, step)}"
    counted = _counted(name, step)
    return counted if counted != name or not bound else (step.slug or name)


def _behind_day(rest: str, step: Step) -> str:
    counted = _counted(rest, step)
    if counted != rest or not rest.strip("-_."):
        return counted
    fallback = f"issue-{step.number + 1}" if step.number is not None else "next"
    return f"{rest[0] if rest[0] in '-_.' else '-'}{step.slug or fallback}"


def _counted(name: str, step: Step) -> str:
    """The number advanced; what stood behind it was the old headline.

    A name that begins like the series and bears another number was misnamed: it is put right, and
    so is one whose number is hardly another.
    """
    if step.number is None:
        return name
    found = re.search(rf"(?<!\d)0*{step.number}(?!\d)", name)
    if found is None and step.series and name.lower().lstrip("-_").startswith(step.series):
        found = _OWN_NUMBER.search(name)
    if found is None and step.number >= TELLING:
        near = (n for n in _OWN_NUMBER.finditer(name) if abs(int(n[0]) - step.number) <= SLIP)
        found = next(near, None)
    if found is None:
        return name
    rest = name[found.end() :]
    tail = f"{rest[0]}{step.slug}" if rest[:1] in ("-", "_") and step.slug else ""
    tail = tail if rest[:1] in ("-", "_") else rest
    return f"{name[: found.start()]}{step.number + 1:0{_width(found[0])}}{tail}"


def _width(digits: str) -> int:
    return len(digits) if digits.startswith("0") else 0


def slugified(headline: str) -> str:
    """Latin letters and digits with hyphens, cut at a word; "" of a headline in other letters."""
    words = [word for word in re.split(r"[^a-z0-9]+", headline.lower()) if word]
    if any(ord(letter) > 0x2FF and letter.isalpha() for letter in headline):
        return ""
    while words and len("-".join(words)) > TABLES.slug_cut_at - 10:
        words.pop()
    return "-".join(words)


def next_path(path: PurePosixPath, step: Step) -> PurePosixPath:
    *folders, _ = path.parts
    stem, language = _without_language(path.stem)
    bundle = stem.lower() in INDEX
    name = stem if bundle else next_name(stem, step)
    if folders and (bundle or name == stem):
        folders[-1] = next_name(folders[-1], step, bound=bundle)
    return PurePosixPath(*_calendar(folders, step), f"{name}{language}{path.suffix}")


def _without_language(stem: str) -> tuple[str, str]:
    bare, dot, last = stem.rpartition(".")
    return (bare, f".{last}") if dot and family(last) else (stem, "")


def _calendar(folders: list[str], step: Step) -> Iterator[str]:
    """Folders of years and months follow the day."""
    old, new = step.old_day, step.new_day
    in_year = False
    for folder in folders:
        if old and new and folder == f"{old:%Y}":
            in_year = True
            yield f"{new:%Y}"
        elif old and new and in_year and folder == f"{old:%m}":
            yield f"{new:%m}"
        elif old and new and folder == f"{old:%Y-%m}":
            yield f"{new:%Y-%m}"
        else:
            yield folder


def next_folder(pictures: str, old: PurePosixPath, new: PurePosixPath, step: Step) -> str:
    """The folder of pictures, where the previous issue has one of its own."""
    if not pictures:
        return ""
    folder = PurePosixPath(pictures)
    if old.parent != new.parent and folder.is_relative_to(old.parent):
        return str(new.parent / folder.relative_to(old.parent))
    names = {old.stem: new.stem, bare(old.stem): bare(new.stem)}
    parts = [names.get(part) or next_name(part, step, bound=False) for part in folder.parts]
    made = PurePosixPath(*_calendar(parts, step))
    return str(made) if made != folder and parts != list(folder.parts) else ""


def bare(stem: str) -> str:
    """The name behind its day."""
    found = _DAY.match(stem)
    return stem[found.end() :].lstrip("-_.") or stem if found else stem


def day_in_name(name: str) -> date | None:
    """The first day that a name holds, `2026-11-23` or `20261123`."""
    found = _DAY.search(name)
    try:
        return date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        return None
