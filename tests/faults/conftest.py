"""A stage for each test, and what an undisturbed run shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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
