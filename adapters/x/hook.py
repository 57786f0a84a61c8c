"""The first post of a digest: the title, and what makes a reader go on. No link, no hashtag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.x.filling import Page, under
from adapters.x.rows import BULLET
from adapters.x.spec import KEY
from adapters.x.wording import has_address, unlinked, weight
from content.defaults import title_for
from content.document import Paragraph, plain_text, walk
from content.issue import Issue
from content.problems import Level, Problem
from content.sections import for_channel
from content.sentences import sentences
from content.teaser import teaser

WRITTEN_BY_RULE = ("headings", "title", "none")  # teasers that are no prose of the author's
TAKEN_FROM_TEXT = ("opening", "fold")  # teasers that stand in the issue's text as well


def hook(issue: Issue, titles: Sequence[str], page: Page) -> str:
    """Title and teaser; where the author wrote none, the title and the stories' headings."""
    title = unlinked(title_for(issue, KEY, page.room, weight).text)
    room = page.room - weight(title) - len("\n\n")
    found = teaser(issue, room, weight, channel=KEY)
    if found.origin not in WRITTEN_BY_RULE and (text := _without_addresses(found.text)):
        return _with_paragraphs(title, list(_paragraphs(text, issue)), page)
    lines: list[str] = []
    for line in (BULLET + unlinked(each) for each in titles if each != issue.title):
        if page.fits(under(title, "\n".join([*lines, line]))):
            lines.append(line)
    return under(title, "\n".join(lines))


def opening(issue: Issue, page: Page) -> str:
    """What the first post takes out of the text: no other post says it again."""
    found = teaser(issue, page.room, weight, channel=KEY)
    return hook(issue, (), page) if found.origin in TAKEN_FROM_TEXT else ""


def hook_problems(issue: Issue, page: Page) -> Iterator[Problem]:
    """What of the author's own words for the first post could not be used."""
    named = title_for(issue, KEY, page.room, weight)
    if named.problem:
        yield named.problem
        return
    file = str(issue.path)
    if has_address(named.text):
        yield Problem(
            Level.WARNING, "x-domain", file, issue.meta.line("title"),
            f"X would link a word of {named.text!r}; a hair space keeps it apart.",
            "Write another title as `pressrun: {x: {title: …}}`.",
        )  # fmt: skip
    room = page.room - weight(unlinked(named.text)) - len("\n\n")
    found = teaser(issue, room, weight, channel=KEY)
    own = issue.meta.own.get(KEY)
    written = own.get("hook") if isinstance(own, dict) else None
    if isinstance(written, str) and _without_addresses(found.text) != written.strip():
        yield Problem(
            Level.ERROR, "x-hook", file, issue.meta.line("pressrun.x.hook"),
            f"The hook weighs {weight(written.strip())}, {max(room, 0)} are left beside the title; "
            "a hook holds no address.",
            "Shorten `x.hook`; the link stands in the last post.",
        )  # fmt: skip


def _with_paragraphs(title: str, paragraphs: list[str], page: Page) -> str:
    while paragraphs and not page.fits(under(title, "\n\n".join(paragraphs))):
        paragraphs.pop()
    return under(title, "\n\n".join(paragraphs))


def _paragraphs(text: str, issue: Issue) -> Iterator[str]:
    """A teaser as the issue has it: in paragraphs again, where it spans several."""
    for block in walk(tuple(for_channel(issue.document.blocks, KEY))):
        if not isinstance(block, Paragraph):
            continue
        whole = plain_text(block.children).strip().replace("\n", " ")
        if whole and text.startswith(whole):
            yield whole
            text = text[len(whole) :].strip()
    if text:
        yield text


def _without_addresses(text: str) -> str:
    """The sentences before the first that X would link."""
    if not has_address(text):
        return text
    end = 0
    for start, after in sentences(text):
        if has_address(text[start:after]):
            break
        end = after
    return text[:end].strip()
