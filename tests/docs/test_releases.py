"""What the pages on releases show is taken: legs, times, quiet hours, cadences, answers, states."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from adapters import CHANNELS
from bot.release.actions import ANSWERS
from bot.release.plan import parse_plan, plan_words
from bot.release.states import DeliveryState
from bot.release.times import moment
from config.quiet_hours import quiet_spans
from config.rules import rule
from config.settings import Settings
from tests.docs.pages import DOCS, ROOT, Found, blocks, spans, table_after
from tools.docs_commands import EXIT_CODES

RELEASES = DOCS / "releases.md"
RECURRING = DOCS / "recurring.md"
FRIDAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOURS = re.compile(r"[\w, ]*\b[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}.*")


def _first(page: Path, heading: str) -> list[str]:
    """The first cells of a table, without their backticks."""
    return [row[0].strip("`") for row in table_after(page, heading)]


@pytest.mark.parametrize("leg", _first(RELEASES, "Plans"))
def test_a_leg_is_read_and_written_as_it_stands(leg: str) -> None:
    legs = parse_plan(leg, tuple(CHANNELS))

    assert len(legs) == 1
    assert parse_plan(plan_words(legs), tuple(CHANNELS)) == legs


@pytest.mark.parametrize("time", _first(RELEASES, "Times"))
def test_a_time_is_read_and_lies_ahead(time: str) -> None:
    assert moment(time, "Asia/Shanghai", FRIDAY).at >= FRIDAY


@pytest.mark.parametrize("span", [s for s in spans(RELEASES) if HOURS.search(s.text)], ids=str)
def test_quiet_hours_are_read(span: Found) -> None:
    assert quiet_spans(span.text.removeprefix("quiet: "))


@pytest.mark.parametrize("when", _first(RECURRING, "A cadence"))
def test_a_cadence_is_read(when: str) -> None:
    assert rule(when).cron


@pytest.mark.parametrize(
    "text", [t for p in (RELEASES, RECURRING, DOCS / "workers.md") for t in blocks(p, "yaml")]
)
def test_settings_that_a_page_shows_are_taken(text: str) -> None:
    assert Settings.model_validate(yaml.safe_load(text))


def test_the_cadence_that_is_written_in_full_holds_the_defaults() -> None:
    short, full = (Settings.model_validate(yaml.safe_load(t)) for t in blocks(RECURRING, "yaml"))

    written = full.cadences["weekly"].model_dump(exclude={"when"})

    assert written == short.cadences["weekly"].model_dump(exclude={"when"})


def test_every_state_is_explained_and_no_other() -> None:
    assert sorted(_first(RELEASES, "States")) == sorted(DeliveryState)


def test_everything_that_is_waited_for_is_explained() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "bot/release").glob("*.py"))
    reasons = set(re.findall(r'HoldOn\("(\w+)"', "".join(sources)))

    named = {span.text for span in spans(RELEASES)}

    assert reasons
    assert reasons | {"approval", "time"} <= named


def test_every_question_is_explained_with_its_answers() -> None:
    rows = table_after(RELEASES, "Questions")

    told = {row[0].strip("`"): set(re.findall(r"`([a-z-]+)`", row[2])) for row in rows}

    assert told.keys() == ANSWERS.keys()
    assert {kind: set(answers) - told[kind] for kind, answers in ANSWERS.items()} == {
        kind: set() for kind in ANSWERS
    }


def test_the_exit_codes_for_cron_are_all_of_them() -> None:
    assert _first(RECURRING, "cron, without a daemon") == [str(code) for code in EXIT_CODES]
