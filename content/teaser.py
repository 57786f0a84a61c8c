"""The few lines that stand for an issue: a subtitle, a digest, a hook. One rule for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.defaults import Counter, Overrides, override, series, story_headings, words
from content.document import Block, Heading, Paragraph, plain_text, walk
from content.document import Teaser as Fold
from content.greetings import matter
from content.issue import Issue
from content.meta import Value
from content.sections import for_channel
from content.sentences import sentences
from content.tables import TABLES, Tables


@dataclass(frozen=True, slots=True)
class Teaser:
    """`origin` says where the words are from: "override", a front matter key, "fold" (above
    `<!--more-->`), "opening" (before the first heading), "headings", "title" or "none"."""

    text: str
    origin: str


def teaser(
    issue: Issue,
    limit: int,
    counter: Counter,
    *,
    channel: str = "",
    overrides: Overrides | None = None,
    tables: Tables = TABLES,
) -> Teaser:
    """The first source of which whole units fit into `limit`: never cut, "" only if none fits."""
    for origin, units, joiner in _sources(issue, channel, overrides, tables):
        if text := _taken(units, joiner, limit, counter):
            return Teaser(text, origin)
    return Teaser("", "none")


Source = tuple[str, tuple[str, ...], str]  # origin, units, what stands between two units


def _sources(
    issue: Issue, channel: str, overrides: Overrides | None, tables: Tables
) -> Iterator[Source]:
    for key in tables.teaser_overrides:
        yield from _written("override", override(issue, channel, key, overrides))
    for key in tables.teaser_keys:
        yield from _written(key, issue.meta.values.get(key))
    blocks = tuple(for_channel(issue.body.blocks, channel))
    yield "fold", _units(_above_fold(blocks)), ""
    yield "opening", _units(_opening(blocks, issue.title)), ""
    yield "headings", story_headings(issue, channel), words(issue.language).joiner
    found = series(issue.title, tables)
    yield "title", (issue.title,), ""
    yield "title", (found.headline if found else "",), ""


def _written(origin: str, value: Value) -> Iterator[Source]:
    """The author's own words: all of them as they stand, else their first sentences."""
    if isinstance(value, str) and value.strip():
        yield origin, (value.strip(),), ""
        yield origin, _units([value.strip()]), ""


def _above_fold(blocks: tuple[Block, ...]) -> list[str]:
    fold = next((n for n, block in enumerate(blocks) if isinstance(block, Fold)), 0)
    return _to_the_matter(_prose(blocks[:fold]))


def _opening(blocks: tuple[Block, ...], title: str) -> list[str]:
    """What stands above the first heading; a first heading that repeats the title is none."""
    if blocks and _heading(blocks[0]) == title:
        blocks = blocks[1:]
    end = next((n for n, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))
    return _to_the_matter(_prose(tuple(b for b in blocks[:end] if isinstance(b, Paragraph))))


def _to_the_matter(paragraphs: list[str]) -> list[str]:
    """Without the good morning that a letter begins with."""
    number, offset = matter(paragraphs)
    return [text[offset * (n == number) :] for n, text in enumerate(paragraphs) if n >= number]


def _heading(block: Block) -> str | None:
    return plain_text(block.children).strip() if isinstance(block, Heading) else None


def _prose(blocks: tuple[Block, ...]) -> list[str]:
    paragraphs = (plain_text(b.children).strip() for b in walk(blocks) if isinstance(b, Paragraph))
    bare = (_TAGS.sub("", text.replace("\n", " ")) for text in paragraphs)
    return [text for text in bare if text]


_TAGS = re.compile(r"(?:(?:^|\s+)#(?!\d+\b)[^\s#]+)+\s*$")  # a note's own, behind its words


def _units(paragraphs: list[str]) -> tuple[str, ...]:
    """Whole sentences; a paragraph after one that ends in Latin script is set off by a space."""
    units: list[str] = []
    for text in paragraphs:
        gap = " " if units and not _WIDE_END.search(units[-1]) else ""
        pieces = [text[start:end] for start, end in sentences(text)]
        units += [f"{gap}{pieces[0]}", *pieces[1:]]
    return tuple(units)


_WIDE_END = re.compile(r"[。！？；…”』」）》]$")
_DANGLING = re.compile(r"[:：]\s*$")


def _taken(units: tuple[str, ...], joiner: str, limit: int, counter: Counter) -> str:
    """As many units from the first as fit; one that only leads in to what follows is not last."""
    count = 0
    while count < len(units) and counter(joiner.join(units[: count + 1]).strip()) <= limit:
        count += 1
    while count and _DANGLING.search(units[count - 1]):
        count -= 1
    return joiner.join(units[:count]).strip()
