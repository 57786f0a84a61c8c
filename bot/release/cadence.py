"""Cadences: when a recurring release has its slots, and which of them need a release now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cronsim import CronSim

from bot.release.wall import first_instant, wall
from config.durations import duration_words
from config.rules import CatchUp, Rule
from config.settings import CadenceSettings
from config.zones import zone as zone_named

_PUT_BACK = timedelta(days=1)  # by more no clock of the time zone database ever was


@dataclass(frozen=True, slots=True)
class Cadence:
    """A recurring release. `zone` is an IANA name.

    `lead` before a slot its release is created. A slot later than `late_limit` counts as missed,
    and `catch_up` says what becomes of it. `approval` asks before each release; `posts` is the
    folder of its issues below the site's root, "" for the site's own; `pull` fetches the site's
    git before each slot.
    """

    name: str
    rule: Rule
    zone: str
    lead: timedelta = timedelta(hours=12)
    catch_up: CatchUp = CatchUp.LATEST
    approval: bool = True
    posts: str = ""
    pull: bool = False
    late_limit: timedelta = timedelta(hours=2)


def cadence(name: str, chosen: CadenceSettings, zone: str, late_limit: timedelta) -> Cadence:
    """A newsletter's cadence as its settings have it; `zone` holds where the rule names none."""
    return Cadence(
        name,
        chosen.when,
        chosen.when.zone or zone,
        lead=chosen.lead,
        catch_up=chosen.catch_up,
        approval=chosen.approval,
        posts=chosen.posts,
        pull=chosen.pull,
        late_limit=late_limit,
    )


def slots(cadence: Cadence, after: datetime, until: datetime) -> Iterator[datetime]:
    """The slots later than `after` and not later than `until`, in UTC, the earliest first.

    A slot that falls into a gap of the clocks is at the gap's end; one that the clocks show twice
    is at the first time. Slots that so fall together are one.
    """
    zone = zone_named(cadence.zone)
    last = after
    for shown in CronSim(cadence.rule.cron, wall(after, zone)):
        at = first_instant(shown, zone)
        if at > until:
            return
        if at > last:
            yield at
            last = at


def slot_before(cadence: Cadence, slot: datetime) -> datetime:
    """The last slot earlier than a moment."""
    zone = zone_named(cadence.zone)
    shown = CronSim(cadence.rule.cron, wall(slot, zone) + _PUT_BACK, reverse=True)
    return next(at for at in (first_instant(one, zone) for one in shown) if at < slot)


def to_create(cadence: Cadence, last_slot: datetime | None, now: datetime) -> list[datetime]:
    """The slots after `last_slot` whose lead time has come, the earliest first.

    None is for a cadence that is seen for the first time: what is past then was never missed. The
    caller keeps `now` as the last slot where nothing comes back, or the next call is a first one.
    """
    begun = list(slots(cadence, last_slot or now, now + cadence.lead))
    missed = [slot for slot in begun if slot + cadence.late_limit < now]
    return _caught_up(cadence.catch_up, missed, begun[len(missed) :], now)


def _caught_up(
    policy: CatchUp, missed: list[datetime], kept: list[datetime], now: datetime
) -> list[datetime]:
    """Missed slots before the kept ones; where a kept one has come, it is the latest."""
    came = [slot for slot in kept if slot <= now]
    match policy:
        case CatchUp.ALL:
            return [*missed, *kept]
        case CatchUp.LATEST if missed and not came:
            return [missed[-1], *kept]
        case _:
            return kept


def words(cadence: Cadence) -> str:
    """A cadence in words: `every monday at 08:00 Asia/Shanghai, made 12h before, asks first`."""
    made = f"made {duration_words(cadence.lead)} before"
    asks = "asks first" if cadence.approval else "asks nobody"
    catches = f"catches up {_CATCHES[cadence.catch_up]}"
    return f"{cadence.rule.text} {cadence.zone}, {made}, {asks}, {catches}"


_CATCHES = {CatchUp.SKIP: "nothing", CatchUp.LATEST: "the newest slot", CatchUp.ALL: "every slot"}
