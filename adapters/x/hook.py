"""The first post of a digest: the title, and what makes a reader go on. No link, no hashtag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.x.filling import Page, under
from adapters.x.rows import BULLET
from adapters.x.spec import KEY
from adapters.x.wording import has_address, shows_address, unlinked, weight
from content.defaults import Title, title_for
from content.document import Paragraph, plain_text, walk
from content.greetings import matter
from content.issue import Issue
from content.problems import Level, Problem
from content.sections import for_channel
from content.sentences import sentences
from content.teaser import Teaser, teaser

SLIGHT = 30  # weight of a teaser that says too little by itself
WRITTEN_BY_RULE = ("headings", "title", "none")  # teasers that are no prose of the author's
TAKEN_FROM_TEXT = ("opening", "fold")  # teasers that stand in the issue's text as well


@dataclass(frozen=True, slots=True)
class Front:
    """What the first post says before any headings: `text` is the title with the teaser, "" where
    the author wrote none."""

    page: Page
    named: Title
    found: Teaser
    text: str

    @property
    def title(self) -> str:
        return unlinked(self.named.text)

    @property
    def from_text(self) -> str:
        """The first post where it is taken out of the issue's text: no other post says it again."""
        return self.text if self.found.origin in TAKEN_FROM_TEXT else ""


def front_of(issue: Issue, page: Page) -> Front:
    named = title_for(issue, KEY, page.room, weight)
    title = unlinked(named.text)
    found = teaser(issue, page.room - weight(title) - len("\n\n"), weight, channel=KEY)
    prose = "" if found.origin in WRITTEN_BY_RULE else _without_addresses(found.text)
    told = _with_paragraphs(title, list(_paragraphs(prose, issue)), page) if prose else ""
    return Front(page, named, found, told)


def hook(front: Front, titles: Sequence[str]) -> str:
    """Title and teaser; where the author wrote next to none, the stories' headings too."""
    told = front.text or front.title
    if weight(told) - weight(front.title) > SLIGHT:
        return told
    lines: list[str] = []
    for line in (BULLET + unlinked(each) for each in titles if each not in front.named.text):
        if front.page.fits(under(told, "\n".join([*lines, line]))):
            lines.append(line)
    return under(told, "\n".join(lines))


def hook_problems(issue: Issue, front: Front) -> Iterator[Problem]:
    """What of the author's own words for the first post could not be used."""
    if front.named.problem:
        yield front.named.problem
        return
    file = str(issue.path)
    if has_address(front.named.text):
        yield Problem(
            Level.WARNING, "x-domain", file, issue.meta.line("title"),
            f"X would link a word of {front.named.text!r}; a hair space keeps it apart.",
            "Write another title as `pressrun: {x: {title: …}}`.",
        )  # fmt: skip
    own = issue.meta.own.get(KEY)
    written = own.get("hook") if isinstance(own, dict) else None
    if isinstance(written, str) and _without_addresses(front.found.text) != written.strip():
        room = front.page.room - weight(front.title) - len("\n\n")
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
    for block in walk(for_channel(issue.body.blocks, KEY)):
        if not text:
            return
        if not isinstance(block, Paragraph) or text[:1] not in plain_text(block.children):
            continue
        whole = plain_text(block.children).strip().replace("\n", " ")
        if not text.startswith(whole):
            whole = whole[matter((whole,))[1] :]
        if whole and text.startswith(whole):
            yield whole
            text = text[len(whole) :].strip()
    if text:
        yield text


def _without_addresses(text: str) -> str:
    """The sentences before the first that X would link."""
    if not shows_address(text):
        return text
    end = 0
    for start, after in sentences(text):
        if shows_address(text[start:after]):
            break
        end = after
    return text[:end].strip()
