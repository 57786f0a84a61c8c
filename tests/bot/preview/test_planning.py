"""The release time that a preview's timetable counts from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.preview.planning import planned
from config.settings import Settings
from tests.bot.fakes import issue
from tests.bot.preview.pages import rendered

NOW = datetime(2026, 11, 20, tzinfo=UTC)
DATE = datetime(2026, 11, 23, tzinfo=UTC)
RELEASE = datetime(2026, 12, 24, tzinfo=UTC)
WEEKLY = {"weekly": {"when": "every monday at 08:00 Asia/Shanghai"}}
ELSEWHERE = {"weekly": {"when": "every monday at 08:00 Asia/Shanghai", "posts": "essays"}}


@pytest.mark.parametrize(
    ("release", "cadences", "slot"),
    [
        (None, {}, None),
        (None, WEEKLY, DATE),
        (None, ELSEWHERE, None),
        (RELEASE, WEEKLY, RELEASE),
    ],
)
def test_the_release_time_is_the_issues_own_or_its_cadences_slot(
    release: datetime | None,
    cadences: dict[str, dict[str, str]],
    slot: datetime | None,
    tmp_path: Path,
) -> None:
    made = issue(tmp_path)
    made = replace(made, meta=replace(made.meta, date=DATE, release=release))
    settings = Settings.model_validate({"cadences": cadences})

    assert planned(rendered({}, of=made), settings, NOW).slot == slot
