"""The digest: a first post without a link, up to ten stories, and a last post with the link."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from adapters.lower import lower
from adapters.shots import Shot, shots
from adapters.x.addresses import posted_url
from adapters.x.bold_headings import with_headings
from adapters.x.filling import Filled, Page, story_post, under
from adapters.x.hook import Front, front_of, hook, hook_problems
from adapters.x.posts import Post, Thread, number_weight
from adapters.x.round_ups import round_up_post
from adapters.x.rows import BULLET, Row
from adapters.x.selection import Fill, Item, choose
from adapters.x.short_posts import shared
from adapters.x.spec import HASHTAGS, ITEMS, KEY, MOST_PICTURES, SPEC, Options
from adapters.x.stories import Story, round_up_items, stories, unsaid
from adapters.x.wording import HAIR, unlinked
from content.defaults import cover, override, words
from content.document import Block, Details, Document, Heading, Quote, plain_text, walk
from content.hashtags import hashtags
from content.issue import Issue
from content.pictures import named_covers, picture_of
from content.problems import Level, Problem
from content.sections import for_channel, sections
from content.tables import TABLES
from content.urls import url_spans

MOST_ITEMS = 2 * ITEMS  # stories of a digest when all of them are short
FRAME = 2  # the first and the last post


def digest(issue: Issue, options: Options) -> Thread:
    issue = replace(issue, document=with_headings(issue.document))
    document = _lowered(issue)
    skipped = _skipped(issue)
    room = options.max_weight - number_weight(ITEMS + FRAME, numbering=options.numbering)
    page = Page(room, words(issue.language))
    front = front_of(issue, page)
    offered = tuple(unsaid(s, front.from_text) for s in stories(document, frozenset(skipped)))
    opening = not front.text and len(offered) == 1 and not offered[0].title
    if opening:  # a list without a word above it: its first items are the first post
        offered = (offered[0]._replace(title=issue.title),)

    def fill(story: Story, elsewhere: frozenset[Row]) -> Filled:
        if story.round_up:
            return round_up_post(story, page, elsewhere)
        return story_post(story, page, said=front.from_text)

    chosen = _chosen(offered, fill, page)
    left_out = (*_left_out(offered, chosen), *(_items_left_out(chosen) if opening else ()))
    titles = _titles(chosen) or _headings(document)
    last = _closing(issue, left_out, page)
    first = [] if opening and chosen else [Post(hook(front, titles), line=issue.meta.line("title"))]
    shown = _without(document, skipped)
    posts = _illustrated(first, issue, shown, chosen, page)
    return Thread(
        (*posts, *([Post(last, line=1)] if last else [])),
        (
            *_problems(issue, document, chosen, left_out, skipped, front),
            *_picture_notes(posts, document, str(issue.path)),
        ),
    )


def _chosen(offered: Sequence[Story], fill: Fill, page: Page) -> tuple[Item, ...]:
    """As many as make ten posts: where short ones share a post, there is room for more."""
    chosen = choose(offered, ITEMS, fill)
    free = ITEMS - len(shared(chosen, page))
    while free and len(chosen) + free <= MOST_ITEMS:
        more = choose(offered, len(chosen) + free, fill)
        free = ITEMS - len(shared(more, page))
        if free < 0 or len(more) <= len(chosen):
            break
        chosen = more
    return chosen


def _lowered(issue: Issue) -> Document:
    """Without footnotes and tables: their numbers and joined cells are no sentences to extract."""
    shows = {**SPEC.shows, "Footnote": "native", "Table": "native"}
    written = replace(issue.body, blocks=tuple(map(_titled, issue.body.blocks)), footnotes=())
    document, _ = lower(written, KEY, shows, file="")
    return document


def _titled(block: Block) -> Block:
    """A folded part as a callout: its summary names what it holds, and tells nothing itself."""
    if not isinstance(block, Details) or any(type(b) is Heading for b in walk(block.blocks)):
        return block
    return Quote(block.blocks, block.line, title=block.summary)


def _skipped(issue: Issue) -> tuple[str, ...]:
    value = override(issue, KEY, "skip")
    listed = value if isinstance(value, list) else [value] if value else []
    return tuple(str(heading).strip() for heading in listed)


def _without(document: Document, skipped: Sequence[str]) -> Document:
    kept = [each for each in sections(document, KEY) if each.title not in skipped]
    return Document(tuple([block for section in kept for block in section.blocks]))


def _titles(chosen: Sequence[Item]) -> tuple[str, ...]:
    """The stories by name; the round-ups where there are no stories."""
    stories = [item.story for item in chosen if item.story.title and item.story.place[1] == 0]
    telling = [story.title for story in stories if not story.round_up]
    return tuple(dict.fromkeys(telling or [story.title for story in stories]))


def _headings(document: Document) -> tuple[str, ...]:
    found = for_channel(document.blocks, KEY)
    return tuple(plain_text(b.children).strip() for b in found if isinstance(b, Heading))


def _left_out(offered: Sequence[Story], chosen: Sequence[Item]) -> tuple[Story, ...]:
    told = {item.story.place[0] for item in chosen}
    return tuple(story for story in offered if story.title and story.place[0] not in told)


def _items_left_out(chosen: Sequence[Item]) -> Iterator[Story]:
    """Of a list that is the whole issue, the items for which there was no room."""
    told = {row for item in chosen for row in item.post.told or item.story.rows}
    for item in chosen[:1]:
        yield from (each for each in round_up_items(item.story) if each.rows[0] not in told)


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


def _illustrated(
    first: Sequence[Post], issue: Issue, document: Document, chosen: Sequence[Item], page: Page
) -> list[Post]:
    """The cover on the first post, and each story's own; no picture appears twice.

    Where no post would show any, the first one shows the issue's first.
    """
    face = _cover(issue, chosen) if first else ()
    used = {shot.source for shot in face}
    posts = [replace(post, text=unlinked(post.text), shots=face) for post in first]
    for item in shared(chosen, page):
        fresh = {shot.source: shot for shot in item.story.shots if shot.source not in used}
        shown = tuple(fresh.values())[: MOST_PICTURES if item.post.scant else 1]
        used |= {shot.source for shot in shown}
        posts.append(Post(unlinked(item.post.text), shown, item.story.line))
    if first and not any(post.shots for post in posts):
        posts[0] = replace(posts[0], shots=_pictures(document)[:MOST_PICTURES])
    return posts


def _pictures(document: Document) -> tuple[Shot, ...]:
    """Each once, in order."""
    found = shots(Document(for_channel(document.blocks, KEY)))
    return tuple({shot.source: shot for shot in reversed(found)}.values())[::-1]


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
    yield from _apart(chosen, file)


def _apart(chosen: Sequence[Item], file: str) -> Iterator[Problem]:
    """Each word that X would link, once."""
    said: set[str] = set()
    for item in chosen:
        for span in url_spans(f"{item.story.title}\n{item.post.text}".replace(HAIR, "")):
            if span.text not in said:
                said.add(span.text)
                yield Problem(
                    Level.WARNING, "x-domain", file, item.story.line,
                    f"X would link {span.text!r}; a hair space keeps it apart.",
                    "Say under channels.x.domains what to write instead.",
                )  # fmt: skip


def _picture_notes(posts: Sequence[Post], document: Document, file: str) -> Iterator[Problem]:
    every = {shot.source for shot in _pictures(document)}
    shown = {shot.source for post in posts for shot in post.shots}
    if missing := every - shown:
        yield Problem(
            Level.NOTE, "x-left-out", file, 0,
            f"The digest leaves out {len(missing)} of {len(every)} pictures.",
            "Name the one of the first post as `cover`, or set channels.x.mode to full.",
        )  # fmt: skip
