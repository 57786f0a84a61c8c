"""What stands around an issue: title, cover and hashtags, and in a summary the greetings."""

from __future__ import annotations

from adapters.lower import lower
from adapters.shots import Shot, shots
from adapters.telegram.blocks import TextItem, items
from adapters.telegram.passages import load
from adapters.telegram.rich import Rich
from adapters.telegram.shaping import shaped
from adapters.telegram.spec import KEY, LIMITS, SPEC
from content.defaults import Title, cover, title_for
from content.document import Block, Document
from content.issue import Issue

HASHTAGS = 3
GREETINGS = 1_024  # the most of a summary that intro and outro may take together

Texts = tuple[Rich, ...]


def title(issue: Issue) -> Title:
    limit = LIMITS["title"]
    return title_for(issue, KEY, limit.value, limit.counter)


def face(issue: Issue, *, always: bool = False) -> list[Shot]:
    """The cover, where the text does not show it, and no page whose preview does.

    `always` is for what has no preview of a page.
    """
    source = cover(issue, channel=KEY) if always or not issue.canonical_url else None
    if not source or any(shot.source == source for shot in shots(issue.document, KEY)):
        return []
    return [Shot(source, issue.assets[source].line)]


def greetings(issue: Issue) -> tuple[Texts, Texts]:
    """The channel's intro and outro as texts; nothing where they are too long for a summary."""
    before, after = issue.framed
    blocks = issue.document.blocks
    intro, outro = _texts(blocks[:before]), _texts(blocks[len(blocks) - after :])
    return (intro, outro) if load((*intro, *outro)) <= GREETINGS else ((), ())


def _texts(blocks: tuple[Block, ...]) -> Texts:
    document, _ = lower(shaped(Document(blocks)), KEY, SPEC.shows, file="")
    return tuple(item.rich for item in items(document) if isinstance(item, TextItem))
