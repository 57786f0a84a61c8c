"""Which issue a cadence's slot is for: picked from the folder of posts by front matter alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.release.cadence import Cadence, slot_before, slots
from bot.release.wall import first_instant, wall
from config.zones import zone as zone_named
from content.folder import Head, post_files, read_head
from content.site import Site
from content.versions import by_post

_LONGEST = timedelta(days=400)  # between two slots
_SLOTS_DAY = timedelta(days=2)  # by more a slot's time never outlasts it
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


def next_issue(site: Site, cadence: Cadence, slot: datetime, taken: frozenset[str]) -> Choice:
    """The earliest issue of a slot's time whose key is not `taken`, and which is not a draft.

    A slot's time lasts from the end of the day of the slot before until the end of its own day; on
    a day with several slots, from one to the next. `release:` counts before `date:`, that before
    the day of the file name. A post with translations is one issue.
    """
    posts = cadence.posts or site.posts
    if not (site.root / posts).is_dir():
        return Choice(None, "", f"there is no folder {site.root / posts}")
    zone = zone_named(cadence.zone)
    heads = (read_head(path, site, zone) for path in post_files(site.root / posts, site))
    found = [_judged(head, taken) for head, *_ in by_post(heads, site, taken)]
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


def slot_of(cadence: Cadence, when: datetime, now: datetime) -> datetime | None:
    """The slot to come in whose time a post of that date falls; None when it is over."""
    zone = zone_named(cadence.zone)
    coming = slots(cadence, max(now, when - _SLOTS_DAY), when + _LONGEST)
    slot = next((slot for slot in coming if when <= _end(cadence, slot, zone)), None)
    if slot is None or when <= _end(cadence, slot_before(cadence, slot), zone):
        return None
    return slot


def _within(post: Head, span: tuple[datetime, datetime]) -> bool:
    return post.when is not None and span[0] < post.when <= span[1]


def _order(post: Head) -> tuple[datetime | None, str]:
    return post.when, post.name


def _judged(post: Head, taken: frozenset[str]) -> Head:
    """With what is against it here, too."""
    fault = post.fault or ("is a draft" if post.is_draft else "")
    return replace(post, fault="has its release already" if post.key in taken else fault)


def _end(cadence: Cadence, slot: datetime, zone: ZoneInfo) -> datetime:
    tomorrow = datetime.combine(wall(slot, zone).date() + timedelta(days=1), time())
    midnight = first_instant(tomorrow, zone) - timedelta(microseconds=1)
    another = next(slots(cadence, slot, midnight), None)
    return slot if another else midnight


# --- words ------------------------------------------------------------------------------------


def _passed(post: Head) -> str:
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
