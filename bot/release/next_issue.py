"""Which issue a cadence's slot is for: picked from the folder of posts by front matter alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from bot.release.cadence import Cadence, slot_before, slots
from bot.release.wall import first_instant, wall
from config.zones import zone as zone_named
from content import frontmatter
from content.meta import Meta, read_meta
from content.permalink import place
from content.posts import below, dated
from content.site import Site

SUFFIXES = (".md", ".markdown")
_NAMED = 3  # how many posts that were passed over a sentence names


@dataclass(frozen=True, slots=True)
class Choice:
    """The issue of a slot; without one `path` is None and `key` "".

    `key` is the issue's, as `load_issue` makes it. `words` is one sentence for the author; `passed`
    names each post of the slot's time that was not taken, and why.
    """

    path: Path | None
    key: str
    words: str
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Post:
    """`name` is its path below the site's root; `fault` says why it can be no issue."""

    path: Path
    name: str
    key: str
    when: datetime | None
    fault: str = ""


def next_issue(site: Site, cadence: Cadence, slot: datetime, taken: frozenset[str]) -> Choice:
    """The earliest issue of a slot's time whose key is not `taken`, and which is not a draft.

    A slot's time lasts from the end of the day of the slot before until the end of its own day; on
    a day with several slots, from one to the next. `release:` counts before `date:`, that before
    the day of the file name.
    """
    posts = cadence.posts or site.posts
    if not (site.root / posts).is_dir():
        return Choice(None, "", f"there is no folder {site.root / posts}")
    zone = zone_named(cadence.zone)
    found = [_judged(post, taken) for post in _posts(site.root / posts, site, zone)]
    span = _end(cadence, slot_before(cadence, slot), zone), _end(cadence, slot, zone)
    timely = sorted((post for post in found if _within(post, span)), key=_order)
    chosen = next((post for post in timely if not post.fault), None)
    undated = (post for post in found if post.when is None)
    passed = tuple(_passed(post) for post in (*timely, *undated) if post is not chosen)
    if chosen is None:
        first, last = (_day(moment, zone) for moment in span)
        text = f"no issue in {posts or site.root} is dated after {first} and up to {last}"
        return Choice(None, "", "; ".join([text, *_some(passed)]), passed)
    day = _day(chosen.when or slot, zone)
    return Choice(chosen.path, chosen.key, f"{chosen.name}, dated {day}", passed)


def _within(post: _Post, span: tuple[datetime, datetime]) -> bool:
    return post.when is not None and span[0] < post.when <= span[1]


def _order(post: _Post) -> tuple[datetime | None, str]:
    return post.when, post.name


def _end(cadence: Cadence, slot: datetime, zone: ZoneInfo) -> datetime:
    tomorrow = datetime.combine(wall(slot, zone).date() + timedelta(days=1), time())
    midnight = first_instant(tomorrow, zone) - timedelta(microseconds=1)
    another = next(slots(cadence, slot, midnight), None)
    return slot if another else midnight


# --- the posts --------------------------------------------------------------------------------


def _posts(folder: Path, site: Site, zone: ZoneInfo) -> Iterator[_Post]:
    for path in sorted(folder.rglob("*")):
        name = below(path, site.root)
        hidden = any(part.startswith(".") for part in name.parts)
        if path.suffix.lower() in SUFFIXES and not hidden and path.stem != "_index":
            yield _post(path, name, site, zone)


def _post(path: Path, name: PurePosixPath, site: Site, zone: ZoneInfo) -> _Post:
    """What the front matter says; of one that cannot be read, what the file's name does."""
    where = place(name, site)
    try:
        parts = frontmatter.read(path.read_text(encoding="utf-8"), file=str(name))
        meta, _ = read_meta(parts.keys, file=str(name), zone=zone)
        fault = "is a draft" if meta.draft or "_drafts" in where.folder else ""
    except frontmatter.Broken as broken:
        meta, fault = Meta(), f"cannot be read: {broken.problem.message.rstrip('.')}"
    except (OSError, UnicodeDecodeError):
        meta, fault = Meta(), "cannot be read"
    meta = dated(meta, where, zone)
    return _Post(path, str(name), _key(meta, name), meta.release or meta.date, fault)


def _key(meta: Meta, name: PurePosixPath) -> str:
    """`pressrun.id`, else the path below the root; a test holds it against `load_issue`."""
    own = meta.own.get("id")
    named = isinstance(own, str | int) and not isinstance(own, bool) and str(own).strip()
    return str(own).strip() if named else str(name)


def _judged(post: _Post, taken: frozenset[str]) -> _Post:
    return replace(post, fault="has its release already") if post.key in taken else post


# --- words ------------------------------------------------------------------------------------


def _passed(post: _Post) -> str:
    reason = post.fault or ("has no date" if post.when is None else "is for the same slot")
    return f"{post.name} {reason}"


def _some(passed: Sequence[str]) -> list[str]:
    more = len(passed) - _NAMED
    return [*passed[:_NAMED], *([f"and {more} more"] if more > 0 else [])]


def _day(moment: datetime, zone: ZoneInfo) -> str:
    """The day, with the time only where it is not the day's last or first."""
    shown = wall(moment, zone)
    whole = shown.time() in (time.min, time.max)
    return f"{shown:%Y-%m-%d}" if whole else f"{shown:%Y-%m-%d %H:%M}"
