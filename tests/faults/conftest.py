"""A stage for each test, what an undisturbed run shows, and the figures at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.figures import Count, added_up, counting, lines
from tests.faults.stage import CHANNELS, Stage, staged


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each feed shows after an undisturbed run."""
    shown = {}
    for channel in CHANNELS:
        with staged(tmp_path_factory.mktemp("clean")) as made:
            made.publish(channel)
            shown[channel] = made.shown(channel)
    return shown


@pytest.fixture
def count(record_property: Callable[[str, object], None]) -> Count:
    return counting(record_property)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter,
) -> Iterator[None]:
    """Last of all, what was counted. With pytest-xdist this needs `tests/faults` as an argument."""
    yield
    for line in lines(added_up(terminalreporter.stats)):
        terminalreporter.write_line(line)
