"""The plan: which channel goes when, written as a sentence.

`telegram +0, wechat +30m draft, x +1h after telegram within 6h else canonical not later than 22:00`
is a list of legs. A leg is a channel with its delay after the release time and, where they are
wanted, a verb, a channel whose address it waits for, and a time of day that it must not miss.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.release.quiet import Quiet
from bot.release.wall import first_instant, wall
from config.days import DAYS, clock
from config.durations import duration, duration_words
from config.suggest import near
from config.zones import zone as zone_named

T = TypeVar("T")

DEFAULT_PLAN = "telegram +0, substack +30m, wechat +30m, x +60m"  # most correctable first
VERBS = ("draft", "web", "web+email")
OTHERWISE = ("canonical", "skip", "ask")

_EXAMPLE = "x +1h after telegram within 6h else canonical not later than 22:00"
_LEG = re.compile(
    r"""(?P<channel>\S+)\s+\+\s*(?P<delay>\S+)
    (?:\s+(?P<verb>(?!(?:after|not)\b)\S+))?
    (?:\s+after\s+(?P<after>\S+)
       (?:\s+within\s+(?P<within>\S+))?
       (?:\s+else\s+(?P<otherwise>\S+))?)?
    (?:\s+not\s+later\s+than\s+(?P<latest>\S+))?""",
    re.VERBOSE,
)
_KEYWORDS = (*VERBS, "after", "within", "else", "not", "later", "than")


class PlanError(ValueError):
    """A plan that cannot be read; the text says which leg and what would be right."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One channel of a plan.

    `verb` is "" when the channel's own mode decides. `after` names the channel whose address is
    waited for; the delay counts from its being out. `within` bounds the wait, and what holds then
    is `otherwise`: "canonical" links to the blog, "skip" leaves the channel out, "ask" asks.
    `latest` is a time of day in the author's zone.
    """

    channel: str
    delay: timedelta
    verb: str = ""
    after: str = ""
    within: timedelta | None = None
    otherwise: str = "canonical"
    latest: time | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When a leg is due, and when it is too late, in UTC; `note` says what has moved it."""

    at: datetime
    latest: datetime | None = None
    note: str = ""


# --- reading ----------------------------------------------------------------------------------


def parse_plan(text: str, channels: tuple[str, ...]) -> tuple[Leg, ...]:
    """The legs of a plan, in its order; every channel at most once. Raises PlanError."""
    legs = tuple(_leg(piece.strip(), channels) for piece in text.split(",") if piece.strip())
    names = [leg.channel for leg in legs]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise PlanError(f"the plan names {', '.join(sorted(twice))} twice; keep one of the legs")
    _refuse_cycles({leg.channel: leg.after for leg in legs})
    return legs


def _leg(text: str, channels: tuple[str, ...]) -> Leg:
    match = _LEG.fullmatch(text)
    if match is None:
        raise PlanError(f"cannot read {text!r} in the plan; {_hint(text, channels)}")
    _one_of(match["channel"], channels, "channel", text)
    if match["verb"]:
        _one_of(match["verb"], VERBS, "way to go out", text)
    if match["after"]:
        _one_of(match["after"], channels, "channel", text)
    if match["otherwise"]:
        _one_of(match["otherwise"], OTHERWISE, "way out", text)
    return Leg(
        match["channel"],
        _read(duration, match["delay"], text),
        match["verb"] or "",
        match["after"] or "",
        _read(duration, match["within"], text) if match["within"] else None,
        match["otherwise"] or "canonical",
        _read(clock, match["latest"], text) if match["latest"] else None,
    )


def _hint(text: str, channels: tuple[str, ...]) -> str:
    words = [word for word in re.findall(r"[a-z+]{3,}", text) if word not in channels]
    wrong = [word for word in words if word not in (*_KEYWORDS, *OTHERWISE)]
    meant = near(wrong[0], _KEYWORDS) if wrong else ""
    return f"did you mean {meant!r}?" if meant else f"write it like 'x +60m' or {_EXAMPLE!r}"


def _one_of(word: str, known: tuple[str, ...], what: str, text: str) -> None:
    if word not in known:
        meant = near(word, _KEYWORDS if known is VERBS else known)
        hint = f"did you mean {meant}?" if meant else f"there are {', '.join(known)}"
        raise PlanError(f"no {what} {word!r} in {text!r}; {hint}")


def _read(read: Callable[[str], T], word: str, text: str) -> T:
    try:
        return read(word)
    except ValueError as error:
        raise PlanError(f"in {text!r}, {str(error).rstrip('.')}") from None


def _refuse_cycles(waits: Mapping[str, str]) -> None:
    for start in waits:
        path = [start]
        while (following := waits.get(path[-1], "")) and following not in path:
            path.append(following)
        if following == start:
            raise PlanError(_cycle_words(path))


def _cycle_words(path: Sequence[str]) -> str:
    if len(path) == 1:
        return f"{path[0]} cannot wait for itself; name another channel behind 'after'"
    links = [f"{a} waits for {b}" for a, b in zip(path, [*path[1:], path[0]], strict=True)]
    return f"in the plan {' and '.join(links)}, so none of them ever goes; drop one 'after'"


# --- checking and writing ---------------------------------------------------------------------


def check_plan(legs: Sequence[Leg], verbs: Mapping[str, str]) -> None:
    """Refuse to wait for an address that may never come. Raises PlanError.

    `verbs` says how each channel that the newsletter uses goes out; other legs are not looked at.
    """
    for leg in legs:
        if leg.channel not in verbs or not leg.after or leg.within is not None:
            continue
        if leg.after not in verbs:
            why = f"{leg.channel} waits for {leg.after}, which this newsletter does not use"
            others = ", ".join(name for name in verbs if name != leg.channel)
            raise PlanError(f"{why}; name one of {others} behind 'after'")
        if verbs[leg.after] == "draft":
            better = plan_words([replace(leg, within=timedelta(hours=6))])
            why = f"{leg.channel} waits for {leg.after}, but a draft has no address"
            raise PlanError(f"{why}; write {better!r}")


def plan_words(legs: Sequence[Leg]) -> str:
    """The plan as a sentence, which `parse_plan` reads as the same legs."""
    return ", ".join(" ".join(_leg_words(leg)) for leg in legs)


def _leg_words(leg: Leg) -> list[str]:
    words = [leg.channel, delay_words(leg.delay), *filter(None, [leg.verb])]
    if leg.after:
        words += ["after", leg.after]
        words += ["within", duration_words(leg.within)] if leg.within is not None else []
        words += ["else", leg.otherwise] if leg.within or leg.otherwise != "canonical" else []
    return [*words, f"not later than {leg.latest:%H:%M}"] if leg.latest else words


def delay_words(delay: timedelta) -> str:
    """A delay as the plan writes it: +0, +30m, +2h."""
    return f"+{duration_words(delay)}"


# --- when -------------------------------------------------------------------------------------


def due_times(
    legs: Sequence[Leg], slot: datetime, zone: str, quiet: Quiet | None
) -> dict[str, Due]:
    """The moments of a plan that `parse_plan` has read, counted from the release time `slot`.

    A leg that waits for another channel is counted from when that one is due: an estimate. Delays
    are lengths of time, so a day is 24 hours, also when the clocks change.
    """
    named = {leg.channel: leg for leg in legs}
    found: dict[str, Due] = {}

    def due(leg: Leg) -> Due:
        if leg.channel not in found:
            start = due(named[leg.after]).at if leg.after in named else slot.astimezone(UTC)
            found[leg.channel] = _due(leg, start + leg.delay, zone_named(zone), quiet)
        return found[leg.channel]

    return {leg.channel: due(leg) for leg in legs}


def _due(leg: Leg, planned: datetime, zone: ZoneInfo, quiet: Quiet | None) -> Due:
    at = quiet.moved(planned) if quiet else planned
    latest = _latest(at, leg.latest, zone) if leg.latest else None
    if at == planned:
        return Due(at, latest)
    note = f"moved from {_shown(planned, zone)} to {_shown(at, zone)}, out of the quiet hours"
    return Due(at, latest, note)


def _shown(at: datetime, zone: ZoneInfo) -> str:
    shown = wall(at, zone)
    return f"{DAYS[shown.weekday()].capitalize()} {shown:%H:%M}"


def _latest(at: datetime, limit: time, zone: ZoneInfo) -> datetime:
    """The next moment at which the clocks show the limit, `at` itself among them."""
    today = datetime.combine(wall(at, zone).date(), limit)
    latest = first_instant(today, zone)
    return latest if latest >= at else first_instant(today + timedelta(days=1), zone)
