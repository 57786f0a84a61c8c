"""The next issue of a newsletter, made from the previous one: name, front matter, picture folder.

Everything here takes and gives values; nothing is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from content import frontmatter
from content.meta import read_meta
from content.next_names import INDEX, Step, bare, next_folder, next_name, next_path, slugified
from content.numbers import next_title, number_of, number_span, one_more
from content.rewriting import DROP, Drop, Entry, rewritten
from content.tables import TABLES

MOMENTS = frozenset({
    "date", "release", "publishdate", "pubdate", "published_at", "lastmod", "updated", "modified",
    "last_modified_at", "pressrun.release",
})  # fmt: skip
COUNTED = frozenset({"number", "issue", "issue_number", "episode", "edition", "no", "num", "weight",
                     "order"})  # fmt: skip
OF_ONE_ISSUE = frozenset({"canonical_url", "canonicalurl", "canonical", "aliases", "redirect_from",
                          "syndication", "expirydate", "guid", "uuid"})  # fmt: skip
NAMING = frozenset({"slug", "permalink", "url", "ref", "translationkey", "translation_key",
                    "translation_id", "pressrun.id"})  # fmt: skip
WORDS = frozenset({*TABLES.teaser_keys, "seo_title", "lead"})
COVERS = frozenset(key.partition(".")[0] for key in TABLES.cover_keys)
OWN_WORDS = frozenset({*TABLES.teaser_overrides, "title", "slug", "cover", "skip"})


@dataclass(frozen=True, slots=True)
class Previous:
    """The issue before: its path below the site's root, its text, its day, its pictures' folder.

    `day` is None where neither front matter nor name has one; `pictures` is "" for none; `at` is
    when on its day it went out, midnight where that is not known.
    """

    path: PurePosixPath
    text: str
    day: date | None
    zone: ZoneInfo
    pictures: str = ""
    at: time = time()


@dataclass(frozen=True, slots=True)
class Successor:
    """`pictures` is the folder to make below the root, "" for none; `number` None without one."""

    path: PurePosixPath
    text: str
    title: str
    number: int | None
    day: date | None
    pictures: str = ""


class NoSuccessor(Exception):
    """The previous issue cannot be followed; `line` is where, 0 for all of it."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


def successor(previous: Previous, day: date | None, headline: str = "") -> Successor:
    """The issue that follows on a day. Raises NoSuccessor."""
    title = _title_of(previous)
    number = number_of(title)
    step = Step(
        number=number,
        series=_series(title),
        old_day=previous.day,
        new_day=day,
        headline=headline,
        slug=slugified(headline),
        zone=previous.zone,
    )
    named = next_title(title, headline)
    path = next_path(previous.path, step)
    if path == previous.path:
        raise NoSuccessor(f"`{previous.path.name}` has neither number nor date to go on from")
    text = _next_text(previous, step, title, named, path)
    folder = next_folder(previous.pictures, previous.path, path, step)
    return Successor(path, text, named, None if number is None else number + 1, day, folder)


def _title_of(previous: Previous) -> str:
    try:
        parts = frontmatter.read(previous.text, file=str(previous.path))
    except frontmatter.Broken as broken:
        raise NoSuccessor(broken.problem.message, broken.problem.line) from None
    meta, _ = read_meta(parts.keys, file=str(previous.path), zone=previous.zone)
    return meta.title or _first_heading(parts.body)


def _series(title: str) -> str:
    """The first Latin word before the number of a title, in lower case."""
    span = number_span(title)
    words = re.findall(r"[a-z]{3,}", title[: span[0]].lower()) if span else []
    return words[0] if words else ""


def _first_heading(body: str) -> str:
    found = re.match(r"\s*#[ \t]+([^\n]+)", body)
    return found[1].strip(" #\t\r") if found else ""


# --- the text -----------------------------------------------------------------------------------


def _next_text(previous: Previous, step: Step, title: str, named: str, path: PurePosixPath) -> str:
    newline = "\r\n" if "\r\n" in previous.text else "\n"
    text = previous.text.removeprefix("\ufeff").replace("\r\n", "\n")
    mark = text.partition("\n")[0].rstrip()
    parts = frontmatter.read(text, file=str(previous.path))
    if not parts.keys.values:
        return f"# {named}{newline * 2}"
    keys = "\n".join(text.split("\n")[1 : parts.first_line - 2]) + "\n"
    rules = _Rules(previous, step, named, path)
    made = f"{mark}\n{rewritten(keys, mark, rules.of)}{mark}\n\n"
    if "title" not in parts.keys.values and title:
        made += f"# {named}\n\n"
    return made.replace("\n", newline)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What becomes of each key of the previous issue."""

    previous: Previous
    step: Step
    title: str
    path: PurePosixPath

    def of(self, entry: Entry) -> str | Drop | None:
        key = entry.key.lower()
        top = key.partition(".")[0]
        if key == "title":
            return self.title
        if key in MOMENTS:
            return self._moment(entry.value)
        if key in OF_ONE_ISSUE or (top == "pressrun" and self._is_own_word(key)):
            return DROP
        if key in NAMING:
            return self._naming(entry.value)
        if key in COUNTED:
            return self._counted(entry.value)
        if key in WORDS:
            return "" if entry.value is not None else DROP
        if top in COVERS:
            return self._cover(key, entry)
        return None

    def _is_own_word(self, key: str) -> bool:
        """`pressrun.x.hook` and the like."""
        pieces = key.split(".")
        return len(pieces) == 3 and pieces[2] in OWN_WORDS

    def _moment(self, value: str | None) -> str | None:
        if value is None or not value.strip() or not self.step.days:
            return None
        return _shifted(value, self.step.days, self.step.zone)

    def _naming(self, value: str | None) -> str | Drop | None:
        """An address or a name of this one issue: advanced, else taken away."""
        if value is None:
            return DROP
        names = {self.previous.path.stem: self.path.stem,
                 bare(self.previous.path.stem): bare(self.path.stem)}  # fmt: skip
        pieces = re.split(r"(/)", value)
        if any(":" in piece for piece in pieces):
            return None  # a pattern such as `/blog/:year/:title/`
        made = "".join(names.get(p) or next_name(p, self.step, bound=False) for p in pieces)
        if made == value:
            return self.step.slug or DROP
        return made

    def _counted(self, value: str | None) -> str | None:
        number = self.step.number
        digits = (value or "").strip()
        if number is None or not digits.isdecimal() or int(digits) != number:
            return None
        return one_more(digits)

    def _cover(self, key: str, entry: Entry) -> str | Drop | None:
        """A picture of the issue's own goes; the newsletter's, the same every time, stays."""
        if entry.value is None:
            is_list = not entry.nested and self._is_of_issue(entry.text)
            return DROP if is_list else None
        if key.rpartition(".")[2] in ("caption", "alt", "credit"):
            return ""
        return "" if self._is_of_issue(entry.value) else None

    def _is_of_issue(self, value: str) -> bool:
        if not re.search(r"\.\w{2,5}\b", value):
            return False
        if not value.startswith(("/", "http")):
            inside = self.previous.path.stem.partition(".")[0].lower() in INDEX
            return inside or "/" not in value or self._tokens(value)
        return self._tokens(value)

    def _tokens(self, value: str) -> bool:
        """Whether it bears the issue's name, day or number."""
        return any(
            next_name(piece, self.step, bound=False) != piece
            or piece in (self.previous.path.stem, bare(self.previous.path.stem))
            for piece in value.split("/")
        )


_WRITTEN_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_OFFSET = re.compile(r"([+-])(\d{2})(:?)(\d{2})\s*$")


def _shifted(value: str, days: timedelta, zone: ZoneInfo) -> str | None:
    """A moment so many days later, spelled as before; its offset follows the zone's clocks."""
    found = _WRITTEN_DAY.search(value)
    if found is None:
        return None
    try:
        old = date(int(found[1]), int(found[3]), int(found[4]))
        new = old + days
    except (ValueError, OverflowError):
        return None
    mark, wide = found[2], len(found[3]) == 2 or old.month > 9
    month = f"{new.month:02}" if wide else str(new.month)
    day = f"{new.day:02}" if len(found[4]) == 2 else str(new.day)
    text = f"{value[: found.start()]}{new.year}{mark}{month}{mark}{day}{value[found.end() :]}"
    offset = _OFFSET.search(text, found.end() - found.start())
    if offset is None or _offset(old, zone) != offset[1] + offset[2] + offset[4]:
        return text
    now = _offset(new, zone)
    return text[: offset.start()] + now[:3] + offset[3] + now[3:] + text[offset.end() :]


def _offset(day: date, zone: ZoneInfo) -> str:
    return datetime.combine(day, time(12), zone).strftime("%z")
