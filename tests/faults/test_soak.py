"""Random kills under random faults: see soak.py. The long form takes half an hour: `make soak`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.faults.figures import Count
from tests.faults.letters import Shown, lay_out_many, shown_undisturbed
from tests.faults.soak import Course, explained, soak
from tests.faults.stage import staged

Soaked: TypeAlias = Callable[..., str]

BOUNDED = Course(kills=10, issues=2, between=2.0, seconds=300.0)
HUNDRED = Course(kills=100, issues=30)
SHARED = 1.5  # between kills that go to one of three
ONCE = Course(kills=30, issues=10)


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Shown]:
    folder = tmp_path_factory.mktemp("clean")
    with staged(folder, lambda site: lay_out_many(site, 1)[0]) as stage:
        return shown_undisturbed(stage)


@pytest.fixture
def soaked(tmp_path: Path, shown: Mapping[str, Shown], count: Count) -> Soaked:
    """Runs a course, counts what came of it, and says in words what is wrong with it."""

    def run(name: str, course: Course, database: str = "") -> str:
        with staged(tmp_path, lambda site: lay_out_many(site, course.issues)[0]) as stage:
            stage.database = database
            outcome = soak(stage, course, shown)
            count("random kills", name, outcome.figures())
            return explained(stage, outcome)

    return run


def test_ten_kills_of_a_daemon_double_and_lose_nothing(soaked: Soaked) -> None:
    assert soaked("sqlite, serve, short", BOUNDED) == ""


@pytest.mark.faults
def test_ten_kills_of_three_workers_double_and_lose_nothing(
    soaked: Soaked, postgres_url: str
) -> None:
    course = replace(BOUNDED, workers=3)

    assert soaked("postgresql, 3 workers, short", course, postgres_url) == ""


@pytest.mark.faults
def test_a_hundred_kills_of_a_daemon_double_and_lose_nothing(soaked: Soaked) -> None:
    assert soaked("sqlite, serve", HUNDRED) == ""


@pytest.mark.faults
def test_a_hundred_kills_of_three_workers_double_and_lose_nothing(
    soaked: Soaked, postgres_url: str
) -> None:
    assert (
        soaked("postgresql, 3 workers", replace(HUNDRED, workers=3, between=SHARED), postgres_url)
        == ""
    )


@pytest.mark.faults
def test_two_workers_of_the_same_name_double_and_lose_nothing(
    soaked: Soaked, postgres_url: str
) -> None:
    course = replace(ONCE, workers=2, executor_id="twin")

    assert soaked("postgresql, 2 of one name", course, postgres_url) == ""


@pytest.mark.faults
@pytest.mark.parametrize("incident", ["wiped", "restored"])
def test_a_daemon_whose_past_is_lost_doubles_and_loses_nothing(
    soaked: Soaked, incident: str
) -> None:
    assert soaked(f"sqlite, {incident}", replace(ONCE, incident=incident)) == ""


@pytest.mark.faults
@pytest.mark.parametrize("incident", ["wiped", "restored"])
def test_workers_whose_past_is_lost_double_and_lose_nothing(
    soaked: Soaked, incident: str, postgres_url: str
) -> None:
    course = replace(ONCE, workers=3, incident=incident, between=SHARED)

    assert soaked(f"postgresql, {incident}", course, postgres_url) == ""
