"""The lock that says which process executes a SQLite store."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.engine.executor import Executor, Holder, who_executes
from tests.bot.engine.stage import Worker, soon

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_the_first_to_ask_executes(tmp_path: Path) -> None:
    first, second = Executor(tmp_path, "serve"), Executor(tmp_path, "publish")

    assert (first.acquire(NOW), second.acquire(NOW)) == (True, False)
    assert first.acquire(NOW)
    first.release()
    assert second.acquire(NOW)


def test_anybody_can_read_who_executes(tmp_path: Path) -> None:
    executor = Executor(tmp_path, "serve")
    assert who_executes(tmp_path) is None

    executor.acquire(NOW)

    assert who_executes(tmp_path) == Holder("serve", os.getpid(), os.uname().nodename, NOW)
    executor.release()
    assert who_executes(tmp_path) is None


def test_reading_where_nothing_ever_ran_leaves_no_trace(tmp_path: Path) -> None:
    assert who_executes(tmp_path / "new") is None

    assert list(tmp_path.iterdir()) == []


def test_a_killed_executor_executes_no_more(
    sqlite_url: str, worker: Callable[..., Worker], tmp_path: Path
) -> None:
    process = worker(sqlite_url)
    holder = who_executes(tmp_path)
    assert holder and holder.pid == process.process.pid

    process.kill()

    soon(lambda: who_executes(tmp_path) is None)
    assert Executor(tmp_path, "serve").acquire(NOW)


def test_one_who_did_not_get_the_lock_takes_nothing_away(tmp_path: Path) -> None:
    first, second = Executor(tmp_path, "serve"), Executor(tmp_path, "publish")
    first.acquire(NOW)
    second.acquire(NOW)

    second.release()

    holder = who_executes(tmp_path)
    assert holder and holder.name == "serve"
