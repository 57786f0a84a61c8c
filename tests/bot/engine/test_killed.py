"""Executors that die, that are replaced, and that are many."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from bot.clock import Clock
from bot.engine.database import open_database
from bot.engine.dbos import DbosEngine
from tests.bot.engine.stage import Worker, later, now, soon, two_polls

EngineOf = Callable[..., DbosEngine]
StartWorker = Callable[..., Worker]
LONG = 60.0


def enqueue(store: str, delivery_id: str, seconds: float = 0) -> None:
    """From a process that does not execute."""
    engine = DbosEngine(store, Clock())
    engine.enqueue(delivery_id, 1, later(seconds))
    engine.stop()


def test_a_file_has_one_executor_and_others_enqueue_for_it(
    sqlite_url: str, worker: StartWorker
) -> None:
    first = worker(sqlite_url, seconds=LONG)
    enqueue(sqlite_url, "a")
    soon(first.advanced)

    second = worker(sqlite_url)
    enqueue(sqlite_url, "b")
    soon(lambda: len(first.advanced()) == 2)
    two_polls()

    assert (first.says, second.says) == ("executes", "enqueues")
    assert first.advanced() == ["a", "b"]


def test_without_a_lock_nobody_executes_a_file(sqlite_url: str) -> None:
    engine = DbosEngine(sqlite_url, Clock())

    engine.start(lambda *_: None)

    assert not engine.executes


def test_who_gets_the_lock_of_a_dead_executor_goes_on_with_its_job(
    sqlite_url: str, worker: StartWorker, engine_of: EngineOf
) -> None:
    dead = worker(sqlite_url, seconds=LONG)
    enqueue(sqlite_url, "a")
    soon(dead.advanced)
    advanced: list[str] = []
    engine = engine_of(sqlite_url)
    engine.start(lambda d, _: advanced.append(d))
    assert not engine.executes

    dead.kill()
    engine.start(lambda d, _: advanced.append(d))

    assert engine.executes
    soon(lambda: advanced == ["a"])


def test_a_job_outlives_an_upgrade(
    sqlite_url: str, worker: StartWorker, engine_of: EngineOf
) -> None:
    older = worker(sqlite_url, seconds=LONG, other_build="1")
    enqueue(sqlite_url, "interrupted")
    soon(older.advanced)
    enqueue(sqlite_url, "asleep", 4)
    older.kill()
    advanced: list[str] = []

    engine_of(sqlite_url).start(lambda d, _: advanced.append(d))

    soon(lambda: sorted(advanced) == ["asleep", "interrupted"])


def test_a_job_that_died_a_thousand_times_is_still_due(
    sqlite_url: str, worker: StartWorker, engine_of: EngineOf
) -> None:
    dead = worker(sqlite_url, seconds=LONG)
    enqueue(sqlite_url, "a")
    soon(dead.advanced)
    dead.kill()
    database = open_database(sqlite_url, 1)
    with database.begin() as connection:
        connection.execute(sa.text("UPDATE workflow_status SET recovery_attempts = 1000"))
    database.dispose()
    advanced: list[str] = []

    engine_of(sqlite_url).start(lambda d, _: advanced.append(d))

    soon(lambda: advanced == ["a"])


def test_a_worker_that_starts_leaves_the_jobs_of_the_others_alone(
    postgres_url: str, worker: StartWorker
) -> None:
    busy = worker(postgres_url, seconds=LONG)
    enqueue(postgres_url, "a")
    soon(busy.advanced)

    worker(postgres_url)
    two_polls()

    assert busy.advanced() == ["a"]


def test_the_job_of_a_dead_worker_is_freed_by_the_next_generation(
    postgres_url: str, worker: StartWorker, engine_of: EngineOf
) -> None:
    dead = worker(postgres_url, seconds=LONG)
    enqueue(postgres_url, "a")
    soon(dead.advanced)
    dead.kill()
    advanced: list[str] = []
    engine = engine_of(postgres_url)
    engine.start(lambda d, _: advanced.append(d))
    assert list(engine.pending()) == ["a"]

    engine.cancel("a")
    assert engine.pending() == {}
    engine.enqueue("a", 2, now())

    soon(lambda: advanced == ["a"])


def test_a_job_is_stranded_once_the_process_that_has_it_is_gone(
    postgres_url: str, worker: StartWorker, engine_of: EngineOf
) -> None:
    busy = worker(postgres_url, seconds=LONG)
    enqueue(postgres_url, "a")
    soon(busy.advanced)
    engine = engine_of(postgres_url)
    asked: list[str] = []

    def is_gone(executor: str) -> bool:
        asked.append(executor)
        return True

    assert engine.stranded(lambda _: False) == []
    assert engine.stranded(is_gone) == ["a"]
    assert len(asked) == 1


def test_three_workers_share_the_jobs_and_none_is_done_twice(
    postgres_url: str, worker: StartWorker
) -> None:
    names = [f"d{number}" for number in range(60)]
    workers = [worker(postgres_url, seconds=0.05) for _ in range(3)]

    engine = DbosEngine(postgres_url, Clock())
    for name in names:
        engine.enqueue(name, 1, now())
    soon(lambda: len(workers[0].advanced()) >= len(names))
    two_polls()
    engine.stop()

    assert sorted(workers[0].advanced()) == sorted(names)
