"""What a newsletter gets without asking: titles, covers, story lines. Extracted, never cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from content.document import Figure, walk
from content.issue import Issue
from content.meta import Value
from content.pictures import named_covers, picture_of
from content.problems import Level, Problem
from content.sections import for_channel, is_story, sections
from content.tables import TABLES, WORDS, Tables, Words

Counter = Callable[[str], int]
Overrides = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Series:
    """`LeadNews 12: Chips` is issue 12 of the series LeadNews with the headline Chips."""

    name: str
    number: int
    headline: str


@dataclass(frozen=True, slots=True)
class Title:
    """`origin` is "override", "title" or "headline"; without a title that fits, text is "" and
    `problem` says so."""

    text: str
    origin: str
    problem: Problem | None = None


def override(issue: Issue, channel: str, key: str, overrides: Overrides | None = None) -> Value:
    """A channel's own value: from `overrides`, else `pressrun.<channel>.<key>` of the issue."""
    if overrides and overrides.get(key) is not None:
        return overrides[key]
    own = issue.meta.own.get(channel)
    return own.get(key) if isinstance(own, dict) else None


def words(language: str) -> Words:
    """The words that a template may add; English for a language without a row."""
    return WORDS.get(language, WORDS["en"])


def series(title: str, tables: Tables = TABLES) -> Series | None:
    """The series, number and headline of a title; the headline of a dangling one is ""."""
    for pattern in tables.series:
        if found := re.fullmatch(pattern, title.strip()):
            return Series(found["name"], int(found["number"]), found["headline"].strip())
    return None


def title_for(
    issue: Issue,
    channel: str,
    limit: int,
    counter: Counter,
    overrides: Overrides | None = None,
    tables: Tables = TABLES,
) -> Title:
    """The channel's own title, the full one, or the headline alone: the first within `limit`.

    A limit of 0 means none. An override that is too long is refused, for it was asked for.
    """
    own = override(issue, channel, "title", overrides)
    if isinstance(own, str) and own.strip():
        return _if_fits(issue, channel, own.strip(), "override", limit, counter)
    if _fits(issue.title, limit, counter):
        return Title(issue.title, "title")
    found = series(issue.title, tables)
    if found and found.headline and _fits(found.headline, limit, counter):
        return Title(found.headline, "headline")
    return _if_fits(issue, channel, issue.title, "title", limit, counter)


def _fits(text: str, limit: int, counter: Counter) -> bool:
    return not limit or counter(text) <= limit


def _if_fits(
    issue: Issue, channel: str, text: str, origin: str, limit: int, counter: Counter
) -> Title:
    if _fits(text, limit, counter):
        return Title(text, origin)
    key = f"pressrun.{channel}.title" if origin == "override" else "title"
    message = f"The title has {counter(text)} characters; {channel} takes {limit}."
    step = f"Write a shorter one as `pressrun: {{{channel}: {{title: …}}}}`."
    line = issue.meta.line(key)
    problem = Problem(Level.ERROR, "title-too-long", str(issue.path), line, message, step)
    return Title("", origin, problem)


def story_headings(issue: Issue, channel: str = "") -> tuple[str, ...]:
    """The headings with a story of their own below them, not a mere collection of links."""
    found = (s.title for s in sections(issue.body, channel) if s.heading and is_story(s))
    return tuple(filter(None, found))


# A cover is shown across the column, at about twice as wide as high.
COVER_WIDTH = 900
COVER_RATIOS = (1.2, 2.6)


def cover(
    issue: Issue, *, channel: str = "", overrides: Overrides | None = None, tables: Tables = TABLES
) -> str | None:
    """The source of the cover: the channel's, the front matter's, or the first fitting picture.

    None when no usable picture will do: then a title card is set.
    """
    named = [picture_of(override(issue, channel, "cover", overrides))]
    named += [source for source, _ in named_covers(issue.meta, tables)]
    for source in named:
        if _usable(issue, source):
            return source
    shown = tuple(for_channel(issue.body.blocks, channel))
    pictures = (block.source for block in walk(shown) if isinstance(block, Figure))
    return next((source for source in pictures if _fits_cover(issue, source)), None)


def _usable(issue: Issue, source: str) -> bool:
    asset = issue.assets.get(source)
    return asset is not None and asset.path is not None


def _fits_cover(issue: Issue, source: str) -> bool:
    asset = issue.assets.get(source)
    if asset is None or asset.path is None or not asset.height:
        return False
    least, most = COVER_RATIOS
    return asset.width >= COVER_WIDTH and least <= asset.width / asset.height <= most
