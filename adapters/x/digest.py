"""The digest: a first post without a link, up to ten stories, and a last post with the link."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from adapters.lower import lower
from adapters.shots import Shot, shots
from adapters.x.addresses import posted_url
from adapters.x.filling import Filled, Page, story_post, under
from adapters.x.hook import Front, front_of, hook, hook_problems
from adapters.x.posts import Post, Thread, number_weight
from adapters.x.round_ups import round_up_text
from adapters.x.rows import BULLET, Row
from adapters.x.selection import Item, choose
from adapters.x.spec import HASHTAGS, ITEMS, KEY, MOST_PICTURES, SPEC, Options
from adapters.x.stories import Story, stories
from adapters.x.wording import has_address, unlinked
from content.defaults import cover, override, words
from content.document import Document, Heading, plain_text
from content.hashtags import hashtags
from content.issue import Issue
from content.pictures import named_covers, picture_of
from content.problems import Level, Problem
from content.sections import for_channel
from content.tables import TABLES

FRAME = 2  # the first and the last post


def digest(issue: Issue, options: Options) -> Thread:
    document = _lowered(issue)
    skipped = _skipped(issue)
    offered = stories(document, frozenset(skipped))
    room = options.max_weight - number_weight(ITEMS + FRAME, numbering=options.numbering)
    page = Page(room, words(issue.language))
    front = front_of(issue, page)

    def fill(story: Story, promoted: frozenset[Row]) -> Filled:
        if story.round_up:
            return Filled(round_up_text(story, page, promoted))
        return story_post(story, page, said=front.from_text)

    chosen = choose(offered, ITEMS, fill)
    left_out = _left_out(offered, chosen)
    titles = _titles(chosen) or _headings(document)
    last = _closing(issue, left_out, page)
    posts = _with_pictures(issue, Post(hook(front, titles), line=issue.meta.line("title")), chosen)
    return Thread(
        (*posts, *([Post(last, line=1)] if last else [])),
        tuple(_problems(issue, document, chosen, left_out, skipped, front)),
    )


def _lowered(issue: Issue) -> Document:
    """Without footnotes and tables: their numbers and joined cells are no sentences to extract."""
    shows = {**SPEC.shows, "Footnote": "native", "Table": "native"}
    document, _ = lower(replace(issue.body, footnotes=()), KEY, shows, file="")
    return document


def _skipped(issue: Issue) -> tuple[str, ...]:
    value = override(issue, KEY, "skip")
    listed = value if isinstance(value, list) else [value] if value else []
    return tuple(str(heading).strip() for heading in listed)


def _titles(chosen: Sequence[Item]) -> tuple[str, ...]:
    """The stories by name; the round-ups where there are no stories."""
    stories = [item.story for item in chosen if item.story.title and item.story.place[1] == 0]
    telling = [story.title for story in stories if not story.round_up]
    return tuple(telling or [story.title for story in stories])


def _headings(document: Document) -> tuple[str, ...]:
    found = for_channel(document.blocks, KEY)
    return tuple(plain_text(b.children).strip() for b in found if isinstance(b, Heading))


def _left_out(offered: Sequence[Story], chosen: Sequence[Item]) -> tuple[Story, ...]:
    told = {item.story.place[0] for item in chosen}
    return tuple(story for story in offered if story.title and story.place[0] not in told)


# --- the last post ----------------------------------------------------------------------------


def _closing(issue: Issue, left_out: Sequence[Story], page: Page) -> str:
    """What was left out, the one link of the thread, and the hashtags."""
    foot = ""
    if issue.canonical_url:
        link = page.words.full_issue + posted_url(issue.canonical_url)
        foot = "\n".join(filter(None, (link, " ".join(hashtags(issue, HASHTAGS)))))
    titles = [BULLET + unlinked(story.title) for story in left_out]
    for count in range(len(titles), 0, -1):
        lines = [*titles[:count], *([page.words.ellipsis] if count < len(titles) else [])]
        if page.fits(text := under("\n".join(lines), foot)):
            return text
    return foot


# --- pictures ---------------------------------------------------------------------------------


def _with_pictures(issue: Issue, first: Post, chosen: Sequence[Item]) -> Iterator[Post]:
    """The cover on the first post, and each story's own; no picture appears twice."""
    face = _cover(issue, chosen)
    used = {shot.source for shot in face}
    yield replace(first, shots=face)
    for item in chosen:
        fresh = {shot.source: shot for shot in item.story.shots if shot.source not in used}
        shown = tuple(fresh.values())[: MOST_PICTURES if item.post.scant else 1]
        used |= {shot.source for shot in shown}
        yield Post(item.post.text, shown, item.story.line)


def _cover(issue: Issue, chosen: Sequence[Item]) -> tuple[Shot, ...]:
    """The cover the author names, else a fitting picture that belongs to no section."""
    source = cover(issue, channel=KEY)
    if source is None:
        return ()
    named = [picture_of(override(issue, KEY, "cover"))]
    named += [name for name, _ in named_covers(issue.meta, TABLES)]
    if source not in named and source not in _free(issue, chosen):
        return ()
    return (Shot(source, issue.assets[source].line),)


def _free(issue: Issue, chosen: Sequence[Item]) -> set[str]:
    """The pictures above the first heading, where the stories stand below headings."""
    if not any(item.story.title for item in chosen):
        return set()
    blocks = for_channel(issue.body.blocks, KEY)
    opening = itertools.takewhile(lambda block: not isinstance(block, Heading), blocks)
    return {shot.source for shot in shots(Document(tuple(opening)))}


# --- what is said about it ----------------------------------------------------------------------


def _problems(
    issue: Issue,
    document: Document,
    chosen: Sequence[Item],
    left_out: Sequence[Story],
    skipped: Sequence[str],
    front: Front,
) -> Iterator[Problem]:
    file = str(issue.path)
    yield from hook_problems(issue, front)
    if not issue.canonical_url:
        yield Problem(
            Level.ERROR, "x-no-url", file, 1, "The thread has no page of the issue to link to.",
            "Set the site's `url`, or write `canonical_url: https://…` in the front matter.",
        )  # fmt: skip
    unknown = [heading for heading in skipped if heading not in _headings(document)]
    for heading in unknown:
        yield Problem(
            Level.WARNING, "x-skip", file, issue.meta.line("pressrun.x.skip"),
            f"No heading reads {heading!r}, so nothing is skipped.", "Copy it from the issue.",
        )  # fmt: skip
    omitted = [story.title for story in left_out] + [s for s in skipped if s not in unknown]
    if omitted:
        yield Problem(
            Level.NOTE, "x-left-out", file, 0, f"The digest leaves out: {' · '.join(omitted)}",
            "Mark a sentence with <!-- x:post -->, or set channels.x.mode to full.",
        )  # fmt: skip
    if any(issue.framed):
        yield Problem(
            Level.NOTE, "x-left-out", file, 0, "The digest leaves out X's intro and outro.",
            "Set channels.x.mode to full or manual, or write `hook` instead.",
        )  # fmt: skip
    for item in chosen:
        if has_address(item.story.title):
            yield _apart(item.story.title, item.story.line, file)


def _apart(title: str, line: int, file: str) -> Problem:
    return Problem(
        Level.WARNING, "x-domain", file, line,
        f"X would link a word of {title!r}; a hair space keeps it apart.",
        "Say under channels.x.domains what to write instead.",
    )  # fmt: skip
