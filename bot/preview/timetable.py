"""The plan of a release: which channel goes when, how, at what cost, and with what in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from adapters import CHANNELS
from adapters.base import Edition, Phase
from bot.preview.labels import channel_name, fact_name, fact_value
from bot.release.plan import DEFAULT_PLAN, PlanError, delay_words, due_times, parse_plan
from bot.release.plan import Leg as PlanLeg
from bot.release.quiet import Quiet, Span
from bot.translations import translated
from config.zones import zone as zone_named

EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan in a sentence, and the release time it counts from where that is known."""

    sentence: str = ""
    slot: datetime | None = None
    zone: str = ""
    quiet: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Leg:
    """`due` is an offset as the plan writes it, `local` and `utc` the moment where it is known;
    `facts` are pairs of label and value."""

    channel: str
    name: str
    verb: str
    due: str
    local: str
    utc: str
    cost: str
    calls: int
    facts: tuple[tuple[str, str], ...]
    hash: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """`sentence` is the plan as it was read; `fault` says why it could not be. `release` is the
    release time in the author's zone, "" where it is not known."""

    sentence: str
    fault: str
    release: str
    legs: tuple[Leg, ...]
    total: str


def timetable(
    editions: Mapping[str, Edition], planned: Planned, language: str, words: SimpleNamespace
) -> Timetable:
    sentence = planned.sentence or DEFAULT_PLAN
    try:
        plan, fault = parse_plan(sentence, tuple(CHANNELS)), ""
    except PlanError as error:
        plan, fault = (), translated(str(error), language)
    rows = tuple(_legs(editions, plan, planned, language, words))
    release = _local(planned.slot, planned.zone) if planned.slot else ""
    total = sum(edition.cost_usd for edition in editions.values())
    return Timetable(sentence, fault, release, rows, dollars(total))


def _legs(
    editions: Mapping[str, Edition],
    plan: Sequence[PlanLeg],
    planned: Planned,
    language: str,
    words: SimpleNamespace,
) -> Iterator[Leg]:
    """In the order of their times; a channel that the plan does not name goes at once."""
    delays = {leg.channel: leg.delay for leg in plan}
    moments = _moments(plan, planned)
    for key in sorted(
        editions,
        key=lambda key: (moments.get(key) or planned.slot or EARLIEST, _delay(delays, key)),
    ):
        edition, at = editions[key], moments.get(key, planned.slot)
        yield Leg(
            channel=key,
            name=channel_name(key, language),
            verb=getattr(words, f"verb_{verb(edition)}"),
            due=delay_words(delays[key]) if key in delays else words.unplanned,
            local=_local(at, planned.zone) if at else "",
            utc=f"{at.astimezone(UTC):%H:%M} UTC" if at else "",
            cost=dollars(edition.cost_usd),
            calls=len(edition.parts),
            facts=tuple(_facts(edition, words)),
            hash=edition.hash,
        )


def _facts(edition: Edition, words: SimpleNamespace) -> Iterator[tuple[str, str]]:
    for label, value in edition.facts.items():
        yield fact_name(label, words), fact_value(label, value, words)


def _delay(delays: Mapping[str, timedelta], key: str) -> timedelta:
    return delays.get(key, timedelta())


def _moments(plan: Sequence[PlanLeg], planned: Planned) -> dict[str, datetime]:
    """When each leg is due, quiet hours left out; nothing without a release time."""
    if planned.slot is None:
        return {}
    zone = planned.zone or "UTC"
    quiet = Quiet(planned.quiet, zone_named(zone)) if planned.quiet else None
    return {key: due.at for key, due in due_times(plan, planned.slot, zone, quiet).items()}


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(zone_named(zone or 'UTC')):%Y-%m-%d %H:%M %Z}"


def verb(edition: Edition) -> str:
    """What will have been done, by the parts: a draft sends nothing that a reader sees."""
    sent = [part for part in edition.parts if part.phase is Phase.SEND]
    if not sent:
        return "draft"
    mailed = any(isinstance(p.payload, dict) and p.payload.get("send") is True for p in sent)
    return "web+email" if mailed else "web"


def dollars(amount: float) -> str:
    """Cents, and tenths of them where there are any."""
    return f"${amount:.2f}" if round(amount * 1000) % 10 == 0 else f"${amount:.3f}"
