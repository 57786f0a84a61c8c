"""The next issue of a newsletter, made from the previous one: name, front matter, picture folder.

Everything here takes and gives values; nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from content import frontmatter
from content.meta import read_meta
from content.numbers import number_span
from content.rewriting import DROP, Drop, Entry, rewritten
from content.tables import TABLES
from content.translations import family

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

    `day` is None where neither front matter nor name has one; `pictures` is "" for none.
    """

    path: PurePosixPath
    text: str
    day: date | None
    zone: ZoneInfo
    pictures: str = ""


@dataclass(frozen=True, slots=True)
class Successor:
    """`pictures` is the folder to make below the root, "" for none; `number` None without one."""

    path: PurePosixPath
    text: str
    title: str
    number: int | None
    day: date | None
    pictures: str = ""


def day_in_name(name: str) -> date | None:
    """The first day that a name holds, `2026-11-23` or `20261123`."""
    found = _DAY.search(name)
    try:
        return date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        return None


class NoSuccessor(Exception):
    """The previous issue cannot be followed; `line` is where, 0 for all of it."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


def successor(previous: Previous, day: date | None, headline: str = "") -> Successor:
    """The issue that follows on a day. Raises NoSuccessor."""
    title = _title_of(previous)
    number = _number(title)
    step = _Step(
        number=number,
        old_day=previous.day,
        new_day=day,
        headline=headline,
        slug=_slugified(headline),
        zone=previous.zone,
    )
    named = next_title(title, headline)
    path = _next_path(previous.path, step)
    if path == previous.path:
        raise NoSuccessor(f"`{previous.path.name}` has neither number nor date to go on from")
    text = _next_text(previous, step, title, named, path)
    folder = _next_folder(previous, path, step)
    return Successor(path, text, named, None if number is None else number + 1, day, folder)


# --- the title ----------------------------------------------------------------------------------

_BEHIND = re.compile(
    r"(?P<close>\s*[期号回篇]?\s*[)）\]】」]?)(?P<gap>\s*(?:[:：|｜—–·,，]|\s-\s)\s*)?(?P<rest>.*)",
    re.DOTALL,
)


def next_title(title: str, headline: str = "") -> str:
    """One number more, with a new headline; without one the title waits for it (`News 13:`)."""
    span = number_span(title)
    if span is None:
        return headline
    if headline and _number(headline) == (_number(title) or 0) + 1:
        return headline
    before, old, behind = title[: span[0]], title[slice(*span)], title[span[1] :]
    found = _BEHIND.fullmatch(behind)
    close, gap, rest = found.group("close", "gap", "rest") if found else ("", None, behind)
    start = f"{before}{_one_more(old)}{close}"
    if gap is not None:
        apart = " " if not rest and gap[-1] in ":|,-" else ""
        return f"{start}{gap}{apart}{headline}" if headline else f"{start}{gap}".rstrip()
    if not headline:
        return start + rest
    wide = re.search(r"[\u3400-\u9fff]", title) is not None
    return f"{start}{rest}{'：' if wide else ': '}{headline}"


def _one_more(digits: str) -> str:
    return f"{int(digits) + 1:0{len(digits)}}"


def _number(title: str) -> int | None:
    span = number_span(title)
    return int(title[slice(*span)]) if span else None


def _title_of(previous: Previous) -> str:
    try:
        parts = frontmatter.read(previous.text, file=str(previous.path))
    except frontmatter.Broken as broken:
        raise NoSuccessor(broken.problem.message, broken.problem.line) from None
    meta, _ = read_meta(parts.keys, file=str(previous.path), zone=previous.zone)
    return meta.title or _first_heading(parts.body)


def _first_heading(body: str) -> str:
    found = re.match(r"\s*#[ \t]+([^\n]+)", body)
    return found[1].strip(" #\t\r") if found else ""


# --- names --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Step:
    """From one issue to the next. `slug` is the new headline as a name, "" without one."""

    number: int | None
    old_day: date | None
    new_day: date | None
    headline: str
    slug: str
    zone: ZoneInfo

    @property
    def days(self) -> timedelta:
        known = self.old_day is not None and self.new_day is not None
        return self.new_day - self.old_day if known else timedelta()  # type: ignore[operator]


_DAY = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_INDEX = frozenset({"index", "readme", "_index"})


def _next_name(name: str, step: _Step, *, bound: bool = True) -> str:
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


def _behind_day(rest: str, step: _Step) -> str:
    counted = _counted(rest, step)
    if counted != rest or not rest.strip("-_."):
        return counted
    fallback = f"issue-{step.number + 1}" if step.number is not None else "next"
    return f"{rest[0] if rest[0] in '-_.' else '-'}{step.slug or fallback}"


def _counted(name: str, step: _Step) -> str:
    """The number advanced; what stood behind it was the old headline."""
    if step.number is None:
        return name
    found = re.search(rf"(?<!\d)0*{step.number}(?!\d)", name)
    if found is None:
        return name
    rest = name[found.end() :]
    tail = f"{rest[0]}{step.slug}" if rest[:1] in ("-", "_") and step.slug else ""
    tail = tail if rest[:1] in ("-", "_") else rest
    return f"{name[: found.start()]}{_one_more(found[0])}{tail}"


def _slugified(headline: str) -> str:
    """Latin letters and digits with hyphens, cut at a word; "" of a headline in other letters."""
    words = [word for word in re.split(r"[^a-z0-9]+", headline.lower()) if word]
    if any(ord(letter) > 0x2FF and letter.isalpha() for letter in headline):
        return ""
    while words and len("-".join(words)) > TABLES.slug_cut_at - 10:
        words.pop()
    return "-".join(words)


def _next_path(path: PurePosixPath, step: _Step) -> PurePosixPath:
    *folders, _ = path.parts
    stem, language = _without_language(path.stem)
    bundle = stem.lower() in _INDEX
    name = stem if bundle else _next_name(stem, step)
    if folders and (bundle or name == stem):
        folders[-1] = _next_name(folders[-1], step, bound=bundle)
    return PurePosixPath(*_calendar(folders, step), f"{name}{language}{path.suffix}")


def _without_language(stem: str) -> tuple[str, str]:
    bare, dot, last = stem.rpartition(".")
    return (bare, f".{last}") if dot and family(last) else (stem, "")


def _calendar(folders: list[str], step: _Step) -> Iterator[str]:
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


def _next_folder(previous: Previous, path: PurePosixPath, step: _Step) -> str:
    """The folder of pictures, where the previous issue has one of its own."""
    if not previous.pictures:
        return ""
    old, new = previous.path, path
    folder = PurePosixPath(previous.pictures)
    if old.parent != new.parent and folder.is_relative_to(old.parent):
        return str(new.parent / folder.relative_to(old.parent))
    names = {old.stem: new.stem, _bare(old.stem): _bare(new.stem)}
    parts = [names.get(part) or _next_name(part, step, bound=False) for part in folder.parts]
    made = PurePosixPath(*_calendar(parts, step))
    return str(made) if made != folder and parts != list(folder.parts) else ""


def _bare(stem: str) -> str:
    """The name behind its day."""
    found = _DAY.match(stem)
    return stem[found.end() :].lstrip("-_.") or stem if found else stem


# --- the text -----------------------------------------------------------------------------------


def _next_text(previous: Previous, step: _Step, title: str, named: str, path: PurePosixPath) -> str:
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
    step: _Step
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
                 _bare(self.previous.path.stem): _bare(self.path.stem)}  # fmt: skip
        pieces = re.split(r"(/)", value)
        if any(":" in piece for piece in pieces):
            return None  # a pattern such as `/blog/:year/:title/`
        made = "".join(names.get(p) or _next_name(p, self.step, bound=False) for p in pieces)
        if made == value:
            return self.step.slug or DROP
        return made

    def _counted(self, value: str | None) -> str | None:
        number = self.step.number
        digits = (value or "").strip()
        if number is None or not digits.isdecimal() or int(digits) != number:
            return None
        return _one_more(digits)

    def _cover(self, key: str, entry: Entry) -> str | Drop | None:
        """A picture of the issue's own goes; the newsletter's, the same every time, stays."""
        if entry.value is None:
            return DROP if "{" not in entry.key and self._names_issue(entry) else None
        last = key.rpartition(".")[2]
        if last in ("caption", "alt", "credit", "teaser_text"):
            return ""
        return "" if self._is_of_issue(entry.value) else None

    def _names_issue(self, entry: Entry) -> bool:
        start, end = entry.written
        keys = self.previous.text.removeprefix("\ufeff").replace("\r\n", "\n").partition("\n")[2]
        written = keys[start:end]
        return not re.search(r":\s", written) and self._is_of_issue(written)

    def _is_of_issue(self, value: str) -> bool:
        if not re.search(r"\.\w{2,5}\b", value):
            return False
        if not value.startswith(("/", "http")):
            inside = self.previous.path.stem.partition(".")[0].lower() in _INDEX
            return inside or "/" not in value or self._tokens(value)
        return self._tokens(value)

    def _tokens(self, value: str) -> bool:
        """Whether it bears the issue's name, day or number."""
        return any(
            _next_name(piece, self.step, bound=False) != piece
            or piece in (self.previous.path.stem, _bare(self.previous.path.stem))
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
