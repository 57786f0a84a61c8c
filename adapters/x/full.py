"""The whole issue as a thread: nothing left out, cut where a reader would pause."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from adapters.shots import Shot
from adapters.x.posts import Post, Thread, number_weight
from adapters.x.sheet import Sheet, written
from adapters.x.spec import KEY, MOST_PICTURES, Options
from adapters.x.wording import weight
from content.borders import Counter
from content.document import Block, Cue, Document, Heading, Rule, Text
from content.issue import Issue
from content.sections import Section, sections
from content.sentences import clauses, sentences
from content.split import cut_points

GLUE = 40  # characters of its text that a heading keeps, where no clause is short enough
SMALL = 0.4  # of the room: shorter sections without pictures join their neighbours
ANNOUNCING = re.compile(r"[:：](?=\s*\n\s*\S)")
MOST_DIGITS = 6  # of the number of posts, beyond any cap


def full(issue: Issue, document: Document, options: Options) -> Thread:
    """`document` is lowered. The title opens the thread as its first heading."""
    title = Heading(1, (Text(issue.title),), issue.meta.line("title"))
    chains = list(_chains([title] if issue.title else [], sections(document, KEY)))
    drafts = [(chain, written(chain)) for chain in chains]
    count = cache(weight)  # the same texts are weighed from step to step
    least = sum(count(sheet.text) for _, sheet in drafts) // options.max_weight
    posts: tuple[Post, ...] = ()
    for digits in range(len(str(least)), MOST_DIGITS):
        longest = number_weight(10**digits - 1, numbering=options.numbering)
        posts = tuple(_posts(drafts, Room(options.max_weight - longest, count)))
        if len(str(len(posts))) <= digits:
            break
    return Thread(posts)


def _chains(first: list[Block], found: Sequence[Section]) -> Iterator[list[Block]]:
    """Sections with the headings above them that have nothing of their own."""
    chain = first
    for number, section in enumerate(found):
        chain += [*([section.heading] if section.heading else []), *section.blocks]
        if number + 1 < len(found) and not any(_shows(block) for block in section.blocks):
            continue
        if any(_shows(block) for each in found[number + 1 :] for block in each.blocks):
            yield chain
            chain = []
    if chain:  # headings at the very end stay with the last section
        yield chain


def _shows(block: Block) -> bool:
    return not isinstance(block, Cue | Rule)


@dataclass(frozen=True, slots=True)
class Room:
    """What a post may weigh without its number, and what weighs it."""

    most: int
    weight: Counter


Draft = tuple[list[Block], Sheet]  # some blocks, and what they read as


def _posts(drafts: Sequence[Draft], room: Room) -> list[Post]:
    """Of all sheets; what is left of one shares a post with the beginning of the next."""
    made: list[Post] = []
    for sheet in _sheets(drafts, room):
        posts = list(_cut(sheet, room))
        if made and posts and _may_share(made[-1], posts[0], room):
            last = made.pop()
            posts[0] = replace(last, text=f"{last.text}\n\n{posts[0].text}")
        made += posts
    return made


def _may_share(last: Post, first: Post, room: Room) -> bool:
    if last.shots or first.shots:
        return False
    least = min(room.weight(last.text), room.weight(first.text))
    return least < SMALL * room.most and room.weight(f"{last.text}\n\n{first.text}") <= room.most


def _sheets(drafts: Sequence[Draft], room: Room) -> Iterator[Sheet]:
    """One per chain; short ones without pictures join the next."""
    blocks: list[Block] = []
    sheet = Sheet()
    for chain, following in drafts:
        if sheet.text and _belong_together(sheet, following, room):
            blocks = [*blocks, *chain]
            sheet = written(blocks)
            continue
        if blocks:
            yield sheet
        blocks, sheet = list(chain), following
    if blocks:
        yield sheet


def _belong_together(sheet: Sheet, following: Sheet, room: Room) -> bool:
    if sheet.shots or following.shots:
        return False
    weights = room.weight(sheet.text), room.weight(following.text)
    return sum(weights) + len("\n\n") <= room.most or min(weights) < SMALL * room.most


# --- cutting ----------------------------------------------------------------------------------


def _cut(sheet: Sheet, room: Room) -> Iterator[Post]:
    atoms = [*sheet.atoms, *_glued(sheet, room), *_announced(sheet.text, room)]
    cuts = cut_points(sheet.text, room.most, room.weight, atoms=atoms, marks=sheet.marks)
    waiting = list(sheet.shots)
    for start, end in itertools.pairwise((0, *cuts, len(sheet.text))):
        due = [shot for offset, shot in waiting if offset <= end]
        shown = _together(due)
        waiting = waiting[len(shown) :]
        text = sheet.text[start:end].strip()
        if text or shown:
            yield Post(text, shown, sheet.line_at(start))
    while waiting:
        shown = _together([shot for _, shot in waiting])
        yield Post("", shown, shown[0].line)
        waiting = waiting[len(shown) :]


def _together(due: Sequence[Shot]) -> tuple[Shot, ...]:
    """The first ones that one post can show; a picture that comes twice begins another post."""
    shown: list[Shot] = []
    for shot in due[:MOST_PICTURES]:
        if shot.source in {other.source for other in shown}:
            break
        shown.append(shot)
    return tuple(shown)


def _glued(sheet: Sheet, room: Room) -> Iterator[tuple[int, int]]:
    """Each heading with the beginning of what follows it; at the end, with what stands before."""
    for start, end in sheet.headings:
        below = sheet.text[end:]
        if below.strip():
            yield (
                start,
                end + _least(below, room.most - room.weight(sheet.text[start:end]), room.weight),
            )
        elif start:
            before = sheet.text[:start].rstrip()
            yield max(before.rfind("\n"), len(before) - GLUE, 0), end


def _announced(text: str, room: Room) -> Iterator[tuple[int, int]]:
    """Each colon at the end of a line with the beginning of what it announces."""
    for found in ANNOUNCING.finditer(text):
        below = text[found.end() :]
        yield found.start(), found.end() + _least(below, room.most // 2, room.weight)


def _least(below: str, room: int, count: Counter) -> int:
    """How much of a text stays with its heading: a sentence, else a clause, else some words."""
    near = below[: 2 * room] if room > 0 else ""
    lead = len(near) - len(near.lstrip())
    for cut in (sentences, clauses):
        spans = cut(near[lead:])
        if spans and count(near[: lead + spans[0][1]]) <= room:
            return lead + len(near[lead : lead + spans[0][1]].rstrip())
    return min(lead + GLUE, len(below))
