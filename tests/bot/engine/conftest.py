"""A store's URL on either database, engines that are stopped, and workers that are killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.engine.dbos import DbosEngine
from bot.engine.executor import Executor
from tests.bot.engine.stage import Worker


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def engine_of(tmp_path: Path) -> Iterator[Callable[..., DbosEngine]]:
    made: list[DbosEngine] = []

    def make(store: str, threads: int = 8) -> DbosEngine:
        made.append(DbosEngine(store, Clock(), Executor(tmp_path, "test"), threads=threads))
        return made[-1]

    yield make
    for engine in made:
        engine.stop()


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """Starts `worker.py` on a store; see there."""
    started: list[Worker] = []

    def start(store: str, *, seconds: float = 0, **options: str) -> Worker:
        started.append(Worker(store, tmp_path, seconds, options))
        return started[-1]

    yield start
    for process in started:
        process.kill()
