"""The plan: which channel goes when, written as a sentence.

`telegram +0, substack +30m, wechat +30m draft, x +1h` is a list of channels with a delay after the
release time and, where it differs from the channel's mode, a verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

DEFAULT_PLAN = "telegram +0, substack +30m, wechat +30m, x +60m"  # most correctable first

_LEG = re.compile(r"(?P<channel>[a-z]+)\s+\+(?P<amount>\d+)(?P<unit>[smhd]?)(?:\s+(?P<verb>\S+))?")
_UNITS = {"": 0, "s": 1, "m": 60, "h": 3600, "d": 86400}


class PlanError(ValueError):
    """A plan that cannot be read; the text says which leg and what would be right."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One channel of a plan: `verb` is "" when the channel's own mode decides."""

    channel: str
    delay: timedelta
    verb: str = ""


def parse_plan(text: str, channels: tuple[str, ...]) -> tuple[Leg, ...]:
    """The legs of a plan, in its order; every channel at most once."""
    legs = tuple(_leg(piece.strip(), channels) for piece in text.split(",") if piece.strip())
    names = [leg.channel for leg in legs]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise PlanError(f"the plan names {', '.join(sorted(twice))} twice")
    return legs


def _leg(text: str, channels: tuple[str, ...]) -> Leg:
    match = _LEG.fullmatch(text)
    if match is None:
        raise PlanError(f"cannot read {text!r} in the plan; write it like 'x +60m'")
    if match["channel"] not in channels:
        raise PlanError(f"no channel {match['channel']!r}; there are {', '.join(channels)}")
    if not match["unit"] and int(match["amount"]):
        raise PlanError(f"{text!r} needs a unit: s, m, h or d, as in '+30m'")
    delay = timedelta(seconds=int(match["amount"]) * _UNITS[match["unit"]])
    return Leg(match["channel"], delay, match["verb"] or "")


def delay_words(delay: timedelta) -> str:
    """A delay as the plan writes it: +0, +30m, +2h."""
    seconds = int(delay.total_seconds())
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        if seconds and seconds % size == 0:
            return f"+{seconds // size}{unit}"
    return "+0"
