"""Time zones by their IANA names."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from pathlib import Path

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


def machine_zone(environment: Mapping[str, str], etc: Path = Path("/etc")) -> str:
    """The zone of this machine, as `TZ`, /etc/timezone or /etc/localtime has it; "" if unknown."""
    told = (environment.get("TZ", "").lstrip(":"), _first_line(etc / "timezone"))
    linked = str((etc / "localtime").resolve()).partition("/zoneinfo/")[2]
    return next((name for name in (*told, linked) if name and zone_named(name)), "")


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _unknown(name: str) -> str:
    text = suggest(f'"{name}" is not a time zone', name, {*zoneinfo.available_timezones(), *_MEANT})
    for place, meant in _MEANT.items():
        text = text.replace(place + "?", meant + "?")
    return text
