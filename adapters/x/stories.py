"""What a digest chooses from: each section as a story or a round-up, in document order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from adapters.shots import Shot, shots
from adapters.x.rows import COLON, Row, is_opinion, opinion_body, rows
from adapters.x.wording import weight
from content.document import CodeBlock, Document, Figure, List, Table
from content.greetings import matter
from content.measure import plain_weight
from content.sections import Section, has_text, is_round_up, sections
from content.sentences import sentences_of
from content.split import balanced
from content.tables import TABLES, Tables

PASSAGE = 200  # weight of text that a part of a story has at least
SPLIT = 300  # weight above which a story told in parts has two of them at least
PART = 250  # weight that a part may have to be told whole
WHOLE = 260  # weight of a list up to which it stays in one part
PICTURE = 60  # weight that a picture counts for: what an author illustrates matters to them


class Story(NamedTuple):
    """`place` orders stories as the document does; `group` numbers the heading of the highest level
    that it stands under; `take` is the author's opinion. A part of a story has no title but its
    first part."""

    title: str
    line: int
    place: tuple[int, int]
    group: int
    rows: tuple[Row, ...]
    take: Row | None
    shots: tuple[Shot, ...]
    round_up: bool
    size: int  # weight of its text and pictures: how much the author made of it

    @property
    def goes_on(self) -> bool:
        """Whether it is a part of a story behind the first."""
        return not self.title and self.place[1] > 0

    @property
    def cued(self) -> bool:
        return any(row.cued for row in self.rows)


def stories(document: Document, skipped: frozenset[str] = frozenset()) -> tuple[Story, ...]:
    """The sections that have something to show, without those the author skips.

    What stands above the first heading is the teaser's; where there is no heading it is the story.
    """
    found = sections(document, "x")
    headed = [section for section in found if section.heading]
    highest = min([section.heading.level for section in headed if section.heading], default=0)
    stories: list[Story] = []
    group = 0
    for number, section in enumerate(headed or found):
        group += bool(section.heading and section.heading.level == highest)
        story = _story(section, number, group)
        if number == 0:
            story = story._replace(rows=_behind_greeting(story.rows))
        if story.title not in skipped and (story.rows or _has_more(section, story)):
            stories.append(story)
    return tuple(stories)


def _behind_greeting(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Without the good morning of a letter, unless there is nothing else."""
    prose = [row.text for row in itertools.takewhile(lambda row: not row.marker, rows)]
    number, start = matter(prose)
    if start:
        first = rows[number]
        links = tuple([(a - start, b - start) for a, b in first.links if a >= start])
        text = first.text[start:]
        first = first._replace(text=text, links=links, lead=0, lead_in="")
        return (first, *rows[number + 1 :])
    return rows[number:] or rows


def _has_more(section: Section, story: Story) -> bool:
    """Pictures, code or tables: nothing to tell, and yet something that may be missed."""
    code = any(isinstance(block, CodeBlock) for block in section.blocks)
    return bool(story.shots) or code or has_text(section)


def unsaid(story: Story, said: str) -> Story:
    """Without the paragraphs that stand in `said`, unless there are no others."""
    rest = tuple([row for row in story.rows if row.cued or row.text not in said])
    return story._replace(rows=rest or story.rows) if said else story


def passages(story: Story, most: int) -> tuple[Story, ...]:
    """A long story in up to `most` parts of about equal length, cut between its blocks."""
    groups = _groups(story.rows)
    sizes = [_weight(group) for group in groups]
    fewest = max(sum(sizes) // PASSAGE, 2 if sum(sizes) > SPLIT else 1)
    if min(most, len(sizes), fewest) < 2:
        return (story,)
    counts = range(min(most, len(sizes), fewest), min(most, len(sizes)) + 1)
    cuts = min([_cuts(sizes, count) for count in counts], key=lambda cuts: _untold(sizes, cuts))
    parts = [
        tuple(itertools.chain.from_iterable(groups[start:end]))
        for start, end in itertools.pairwise(cuts)
    ]
    return tuple(_passage(story, part, number, parts) for number, part in enumerate(parts))


def _cuts(sizes: Sequence[int], count: int) -> tuple[int, ...]:
    return (0, *balanced(sizes, count, sum(sizes)), len(sizes))


def _untold(sizes: Sequence[int], cuts: Sequence[int]) -> int:
    """What the parts weigh above what a post tells whole; the fewest parts come first."""
    parts = [sum(sizes[start:end]) for start, end in itertools.pairwise(cuts)]
    return sum([max(0, part - PART) for part in parts])


def _groups(rows: Sequence[Row]) -> list[tuple[Row, ...]]:
    """What a part may not begin in: a list short enough for one post, with what announces it."""
    blocks = [tuple(block) for _, block in itertools.groupby(rows, key=lambda row: row.block)]
    groups: list[tuple[Row, ...]] = []
    for block in blocks:
        first, *others = [block] if _weight(block) <= WHOLE else [(row,) for row in block]
        announced = groups and block[0].marker and groups[-1][-1].text.endswith(COLON)
        groups[-1:] = [(*groups[-1], *first)] if announced else [*groups[-1:], first]
        groups += others
    return groups


def _weight(rows: Sequence[Row]) -> int:
    return sum([weight(row.text) for row in rows])


def round_up_items(story: Story) -> Iterator[Story]:
    """Each item as a story of its own, its lead-in words the title."""
    for number, row in enumerate(story.rows, start=1):
        if row.marker and row.lead_in:
            yield story._replace(
                title=row.lead_in, line=row.line, place=(story.place[0], number),
                rows=(row,), take=None, shots=(), round_up=False,
            )  # fmt: skip


def points_only(take: Row, tables: Tables = TABLES) -> bool:
    """Whether an opinion says no more than where to read it."""
    start = opinion_body(take, tables)
    labels = sum(weight(take.text[a:b]) for a, b in take.links)
    return labels > 0 and weight(take.text[start:]) - labels <= labels


def _story(section: Section, number: int, group: int) -> Story:
    found = rows(section.blocks)
    opinions = [row for row in found if is_opinion(row)]
    telling = [row for row in opinions if not points_only(row)]
    plain = tuple([row for row in found if row not in opinions]) if opinions else found
    told = plain or tuple(telling[:1])  # an opinion that is all there is counts as the story
    shown = tuple([b for b in section.blocks if type(b) is Figure or type(b) is Table])
    pictures = shots(Document(shown)) if shown else ()
    return Story(
        title=section.title,
        line=section.heading.line if section.heading else 1,
        place=(number, 0),
        group=group,
        rows=told,
        take=telling[0] if telling and plain else None,
        shots=pictures,
        round_up=_may_collect(section, found) and is_round_up(section),
        size=_size(told, pictures),
    )


def _may_collect(section: Section, found: Sequence[Row]) -> bool:
    """Whether links are in half of the list items at least: told without weighing the prose."""
    items = sum([len(block.items) for block in section.blocks if isinstance(block, List)])
    return items > 1 and 2 * sum([bool(row.links) for row in found]) >= items


def _size(rows: Sequence[Row], pictures: Sequence[Shot]) -> int:
    """How much there is to tell; addresses are never told."""
    text = " ".join([row.text for row in rows if "://" not in row.text])
    return plain_weight(text) + PICTURE * len(pictures)


def _passage(
    story: Story, part: tuple[Row, ...], number: int, parts: Sequence[tuple[Row, ...]]
) -> Story:
    first_line = part[0].line if number else 0
    last_line = parts[number + 1][0].line if number + 1 < len(parts) else float("inf")
    pictures = tuple(shot for shot in story.shots if first_line <= shot.line < last_line)
    return story._replace(
        title=story.title if number == 0 else "",
        place=(story.place[0], number),
        rows=part,
        take=story.take if number + 1 == len(parts) else None,
        shots=pictures,
        size=_size(part, pictures),
    )


def first_sentence(text: str) -> str:
    start, end = next(sentences_of(text), (0, 0))
    return text[start:end].strip()
