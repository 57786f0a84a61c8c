"""Phrases that the screens share: channels, moments, parts, states and their marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.control.words import count, say
from bot.preview.labels import channel_name
from bot.release.records import Delivery
from bot.release.states import DeliveryState
from bot.release.waits import GATE
from bot.translations import in_language
from config.zones import zone as zone_named
from content.markdown.cjk import is_cjk
from content.problems import Problem

D = DeliveryState

MARKS = {
    D.WAITING: "⏳",
    D.SENDING: "📤",
    D.DONE_DRAFT: "📝",
    D.DONE_PUBLISHED: "✅",
    D.HELD: "⏸",
    D.PAUSED: "⚠️",
    D.ASKED: "⚠️",
    D.MISSED: "⚠️",
    D.FAILED: "❌",
    D.CANCELLED: "❌",
    D.STOPPED: "❌",
    D.RETRACTED: "🗑",
}
ENDS = {"update": "state.updated", "links": "state.linked", "retract": "state.removed"}
MINUTE, HOUR = 60, 3600

_PART = re.compile(r"(?P<kind>[a-z-]+)(?:/(?P<rest>.+))?")
_NESTED = ("edit", "delete")


def channel(lang: str, key: str) -> str:
    """A channel as its readers call it; the author's own page is one too."""
    return say(lang, "channel.blog") if key == GATE else channel_name(key, lang)


def verb(lang: str, key: str) -> str:
    """How a channel gets it; a verb that nobody named keeps its own word."""
    return say(lang, f"verb.{key}") if key in ("draft", "web", "web+email") else key


def subscribers(lang: str, number: int | None) -> str:
    """Whom a mail goes to; all of them where their number is not known."""
    if number is None:
        return say(lang, "subscribers.all")
    key = "subscribers.one" if number == 1 else "subscribers.many"
    return say(lang, key, n=f"{number:,}")


def clauses(lang: str, texts: Sequence[str]) -> str:
    return say(lang, "comma").join(texts)


def listed(lang: str, names: Sequence[str]) -> str:
    return say(lang, "list").join(names)


def sentence(lang: str, text: str) -> str:
    """With a capital and a full stop of its own script; a Chinese one may end in a Latin word."""
    bare = text.rstrip()
    whole = bare[:1].upper() + bare[1:]
    if not whole or whole[-1] in ".!?。！？…":
        return whole
    chinese = lang == "zh" and any(is_cjk(sign) for sign in whole)
    return whole + ("。" if chinese or is_cjk(whole[-1]) else ".")


# --- time -------------------------------------------------------------------------------------


def local(at: datetime, zone: str) -> datetime:
    return at.astimezone(zone_named(zone or "UTC"))


def moment(lang: str, at: datetime, zone: str) -> str:
    """A moment in the author's zone: `Mon 6 Oct 08:00`."""
    return _dated(lang, "date.moment", local(at, zone))


def day(lang: str, at: datetime, zone: str) -> str:
    """A day with its year, in the author's zone."""
    shown = local(at, zone)
    return say(lang, "date.year", day=_dated(lang, "date.day", shown), year=shown.year)


def short_moment(lang: str, at: datetime, zone: str) -> str:
    """Without the day of the week, for tables."""
    return _dated(lang, "date.short", local(at, zone))


def clock(at: datetime, zone: str) -> str:
    return f"{local(at, zone):%H:%M}"


def lasting(lang: str, seconds: float) -> str:
    """A time in its largest fitting unit."""
    if seconds < 2 * MINUTE:
        return say(lang, "time.seconds", n=round(seconds))
    if seconds < 2 * HOUR:
        return say(lang, "time.minutes", n=round(seconds / MINUTE))
    return say(lang, "time.hours", n=round(seconds / HOUR))


def one_day(moments: Sequence[datetime], zone: str) -> bool:
    return len({local(at, zone).date() for at in moments}) == 1


def zone_line(lang: str, moments: Sequence[datetime], zone: str) -> str:
    """The zone by its name, with the day where it is the same for all."""
    name = zone or "UTC"
    if not one_day(moments, zone):
        return say(lang, "plan.zone-only", zone=name)
    return say(lang, "plan.zone", day=day(lang, moments[0], zone), zone=name)


def _dated(lang: str, key: str, shown: datetime) -> str:
    values = {
        "weekday": say(lang, "date.weekdays").split()[shown.weekday()],
        "day": shown.day,
        "month": say(lang, "date.months").split()[shown.month - 1],
        "clock": f"{shown:%H:%M}",
    }
    return say(lang, key, **values)


# --- parts and states -------------------------------------------------------------------------

NUMBERED = ("message", "rich", "album", "photo", "post")
NAMED = (
    "also-on", "draft", "settings", "publish", "unpublish", "republish", "image", "cover", "alt",
    "section", "tag", "new-tag",
)  # fmt: skip


def part(lang: str, key: str) -> str:
    """A part in the words of its channel; one that nobody named keeps its key."""
    match = _PART.fullmatch(key)
    kind, rest = (match["kind"], match["rest"] or "") if match else ("", "")
    if kind in _NESTED and rest:
        return say(lang, f"part.{kind}", part=part(lang, rest))
    if kind in NUMBERED and rest:
        return say(lang, f"part.{kind}", n=rest)
    if kind in NAMED:
        return say(lang, f"part.{kind}")
    return key or say(lang, "part.whole")


def is_part(key: str) -> bool:
    """Whether it is the key of a part that has words of its own."""
    return bool(key) and part("en", key) != key


def state(lang: str, delivery: Delivery) -> str:
    """What became of it, in a word or two."""
    match delivery.state:
        case D.DONE_PUBLISHED if delivery.channel == GATE:
            return say(lang, "state.live")
        case D.DONE_PUBLISHED if delivery.purpose in ENDS:
            return say(lang, ENDS[delivery.purpose])
        case D.DONE_PUBLISHED if delivery.verb == "web+email":
            return say(lang, "state.mailed")
        case _:
            return say(lang, f"state.{delivery.state.name.lower()}")


def dollars(amount: float) -> str:
    """Cents, and tenths of them where there are any."""
    return f"${amount:.2f}" if round(amount * 1000) % 10 == 0 else f"${amount:.3f}"


def problem_total(lang: str, counts: Sequence[tuple[str, int]]) -> str:
    """`2 errors, 1 warning`; "" when there are none."""
    return clauses(lang, [count(lang, what, n) for what, n in counts if n])


def in_one_line(lang: str, problem: Problem) -> str:
    """What is wrong and what mends it, in the reader's language."""
    said = in_language(problem, lang)
    return followed_by(said.message, said.next)


def followed_by(first: str, second: str) -> str:
    """Two sentences; Chinese ones stand without a space between."""
    return f"{first}{'' if first.endswith('。') else ' '}{second}".strip()
