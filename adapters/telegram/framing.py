"""What stands around an issue in every layout: its title, its cover, how many hashtags."""

from __future__ import annotations

from adapters.shots import Shot, shots
from adapters.telegram.spec import KEY, LIMITS
from content.defaults import Title, cover, title_for
from content.issue import Issue

HASHTAGS = 3


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
