"""One issue as several articles of one draft, cut where its headings of the first level stand.

The first article bears the issue's title, each later one that of its heading, which the text then
does not repeat. A heading with a link or a note keeps its place in the text as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from adapters.shots import Shot
from adapters.wechat.headline import cover_shot
from adapters.wechat.spec import KEY, LIMITS
from content.defaults import cover
from content.document import Block, Document, FootnoteRef, Heading, InlineImage, Link, plain_text
from content.issue import Issue
from content.meta import Meta
from content.problems import Level, Problem
from content.runs import inline_nodes, runs

MOST = 8  # articles of a draft


@dataclass(frozen=True, slots=True)
class Section:
    """What becomes one article. `title` is "" for the first, which has the issue's."""

    title: str
    document: Document
    line: int = 0


def sections(document: Document) -> tuple[Section, ...]:
    """The lowered document cut at its H1s; whole where there are fewer than two parts."""
    starts = [n for n, block in enumerate(document.blocks) if _is_border(block) and n > 0]
    cuts = zip((0, *starts), (*starts, len(document.blocks)), strict=True)
    found = [_section(document, document.blocks[a:b], first=a == 0) for a, b in cuts]
    return (*found[:-1], _with_the_rest(found[-1], document, found))


def covers(issue: Issue, found: Sequence[Section]) -> tuple[Shot, ...]:
    """A cover for each article: its own first fitting picture, else that of the issue."""
    whole = cover_shot(issue)
    return (whole, *(_own_cover(issue, section) or whole for section in found[1:]))


def split_problems(found: Sequence[Section], file: str) -> Iterator[Problem]:
    if len(found) == 1:
        yield Problem(
            Level.WARNING, "wechat-not-split", file, 0,
            "`split` is set, but the issue has no second heading of the first level.",
            "Write `# ` before the headings that begin an article.",
        )  # fmt: skip
    if len(found) > MOST:
        yield Problem(
            Level.ERROR, "wechat-too-many-articles", file, found[MOST].line,
            f"The issue makes {len(found)} articles; a draft of WeChat holds {MOST}.",
            "Make some of its headings `##`, or leave sections to other channels.",
        )  # fmt: skip
    limit = LIMITS["title"]
    for section in found:
        if limit.counter(section.title) > limit.value:
            yield Problem(
                Level.ERROR, "title-too-long", file, section.line,
                f"This heading becomes a title of {limit.counter(section.title)} characters; "
                f"WeChat takes {limit.value}.",
                "Shorten the heading, or write it with `##`.",
            )  # fmt: skip


def _is_border(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 1


def _section(document: Document, blocks: tuple[Block, ...], *, first: bool) -> Section:
    head = blocks[0] if blocks else None
    if first or not isinstance(head, Heading):
        return Section("", _with_notes(document, blocks))
    title = " ".join(plain_text(head.children).split())
    says_more = any(
        isinstance(node, Link | FootnoteRef | InlineImage) for node in inline_nodes(head.children)
    )
    rest = blocks if says_more or not title else blocks[1:]
    return Section(title or "", _with_notes(document, rest or blocks), head.line)


def _with_notes(document: Document, blocks: tuple[Block, ...]) -> Document:
    """These blocks and the notes that they refer to, at first hand or through another note."""
    numbers = set(_numbers(Document(blocks)))
    for note in document.footnotes:
        if note.number in numbers:
            numbers.update(_numbers(Document(note.blocks)))
    return Document(blocks, tuple(n for n in document.footnotes if n.number in numbers))


def _with_the_rest(last: Section, document: Document, found: Sequence[Section]) -> Section:
    """The last article holds the notes that no text refers to, as the end of an issue does."""
    taken = {note.number for section in found for note in section.document.footnotes}
    own = {note.number for note in last.document.footnotes}
    notes = tuple(n for n in document.footnotes if n.number in own or n.number not in taken)
    return replace(last, document=replace(last.document, footnotes=notes))


def _numbers(document: Document) -> Iterable[int]:
    for run, _ in runs(document):
        yield from (n.number for n in inline_nodes(run) if isinstance(n, FootnoteRef))


def _own_cover(issue: Issue, section: Section) -> Shot | None:
    alone = replace(issue, document=section.document, meta=Meta(title=section.title), framed=(0, 0))
    source = cover(alone, channel=KEY)
    return Shot(source, issue.assets[source].line) if source else None
