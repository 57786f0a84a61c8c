"""Time zones by their IANA names."""

from __future__ import annotations

import zoneinfo

from config.suggest import suggest
from content.dates import zone_named

# Names that people take for zones, and the zone that holds there.
_MEANT = {"Asia/Beijing": "Asia/Shanghai"}


def zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone of a name. Raises ValueError, with a near name where there is one."""
    known = zone_named(name)
    if known is None:
        raise ValueError(_unknown(name))
    return known


def _unknown(name: str) -> str:
    text = suggest(f'"{name}" is not a time zone', name, {*zoneinfo.available_timezones(), *_MEANT})
    for place, meant in _MEANT.items():
        text = text.replace(place + "?", meant + "?")
    return text
