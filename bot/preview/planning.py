"""The plan that a page shows, and the release time that it counts from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.preview.timetable import Planned
from content.posts import below

if TYPE_CHECKING:
    from bot.app import Rendered
    from config.settings import Settings
    from content.issue import Issue


def planned(rendered: Rendered, settings: Settings, now: datetime) -> Planned:
    """The plan, from the release time that the issue names, else from its cadence's slot."""
    issue = rendered.issue
    slot = issue.meta.release or _slot(issue, settings, now)
    return Planned(settings.plan, slot, issue.site.zone, settings.quiet)


def _slot(issue: Issue, settings: Settings, now: datetime) -> datetime | None:
    """When the newsletter's cadence will take the issue; None when none does."""
    if not settings.cadences or issue.meta.date is None:
        return None
    from bot.release.cadence import cadence
    from bot.release.next_issue import slot_of

    zone, date = issue.site.zone or "UTC", issue.meta.date
    path = below(issue.path, issue.site.root)
    kept = [
        cadence(name, chosen, zone, settings.late)
        for name, chosen in settings.cadences.items()
        if path.is_relative_to(chosen.posts or issue.site.posts)
    ]
    return min(filter(None, (slot_of(its, date, now) for its in kept)), default=None)
