"""The plan of a release: which channel goes when, how, at what cost, and with what in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

from adapters import CHANNELS
from adapters.base import Edition, Phase
from bot.preview.labels import channel_name, fact_name
from bot.release.plan import DEFAULT_PLAN, PlanError, delay_words, parse_plan


@dataclass(frozen=True, slots=True)
class Leg:
    """`due` is an offset as the plan writes it; `facts` are pairs of label and value."""

    channel: str
    name: str
    verb: str
    due: str
    cost: str
    calls: int
    facts: tuple[tuple[str, str], ...]
    hash: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """`sentence` is the plan as it was read; `fault` says why it could not be."""

    sentence: str
    fault: str
    legs: tuple[Leg, ...]
    total: str


def timetable(
    editions: Mapping[str, Edition], plan: str, language: str, words: SimpleNamespace
) -> Timetable:
    sentence = plan or DEFAULT_PLAN
    delays, fault = _delays(sentence)
    legs = tuple(_legs(editions, delays, language, words))
    total = sum(edition.cost_usd for edition in editions.values())
    return Timetable(sentence, fault, legs, dollars(total))


def _delays(sentence: str) -> tuple[dict[str, timedelta], str]:
    try:
        legs = parse_plan(sentence, tuple(CHANNELS))
    except PlanError as error:
        return {}, str(error)
    return {leg.channel: leg.delay for leg in legs}, ""


def _legs(
    editions: Mapping[str, Edition],
    delays: Mapping[str, timedelta],
    language: str,
    words: SimpleNamespace,
) -> Iterator[Leg]:
    """In the order of their times."""
    for key in sorted(editions, key=lambda key: delays.get(key, timedelta())):
        edition = editions[key]
        yield Leg(
            channel=key,
            name=channel_name(key, language),
            verb=verb(edition),
            due=delay_words(delays[key]) if key in delays else words.unplanned,
            cost=dollars(edition.cost_usd),
            calls=len(edition.parts),
            facts=tuple((fact_name(label, words), value) for label, value in edition.facts.items()),
            hash=edition.hash,
        )


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
