"""What a clock on the wall means: the instants at which it shows a time, in zones that change.

Wall times are datetimes without a zone; instants are in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks of the zone show at a moment."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def instants(shown: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """When the clocks show that: once, twice where they are put back, or never in a gap."""
    readings = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return tuple(sorted({at for at in readings if wall(at, zone) == shown}))


def first_instant(shown: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which the clocks show that; for a time in a gap, the gap's end."""
    found = instants(shown, zone)
    return found[0] if found else gap_end(shown, zone)


def gap_end(shown: datetime, zone: ZoneInfo) -> datetime:
    """The first instant after the gap that holds a time which does not exist."""
    # PEP 495: in a gap fold 1 counts with the offset from after it, and so lands before it.
    before = shown.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = shown.replace(tzinfo=zone, fold=0).astimezone(UTC)
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
