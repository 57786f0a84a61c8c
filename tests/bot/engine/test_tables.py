"""The engine's tables: what they hold, and what happens when they are lost."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.clock import Clock
from bot.engine.database import drop_tables, open_database
from bot.engine.dbos import DbosEngine
from tests.bot.engine.stage import later, now, soon

EngineOf = Callable[..., DbosEngine]


def drop_everything(store: str) -> None:
    database = open_database(store, 1)
    drop_tables(database)
    database.dispose()


def drop_one(store: str) -> None:
    database = open_database(store, 1)
    with database.begin() as connection:
        connection.execute(sa.text("DROP TABLE workflow_input"))
    database.dispose()


LOSSES = pytest.mark.parametrize(
    ("store", "lose"),
    [("sqlite", drop_everything), ("sqlite", drop_one), ("postgres", drop_everything)],
    indirect=["store"],
)


@LOSSES
def test_tables_lost_between_two_runs_are_made_anew(
    store: str, engine_of: EngineOf, lose: Callable[[str], None]
) -> None:
    advanced: list[str] = []
    engine = engine_of(store)
    engine.start(lambda d, _: advanced.append(d))
    engine.enqueue("lost", 1, later(3600))
    engine.stop()

    lose(store)

    engine.start(lambda d, _: advanced.append(d))
    engine.enqueue("a", 1, now())
    engine.run_until_idle()
    assert advanced == ["a"]
    assert engine.pending() == {}


@LOSSES
def test_tables_lost_while_the_engine_runs_are_made_anew(
    store: str, engine_of: EngineOf, lose: Callable[[str], None]
) -> None:
    advanced: list[str] = []
    engine = engine_of(store)
    engine.start(lambda d, _: advanced.append(d))

    lose(store)

    engine.enqueue("a", 1, now())
    soon(lambda: advanced == ["a"])


def test_who_does_not_execute_leaves_the_making_of_tables_to_who_does(store: str) -> None:
    engine = DbosEngine(store, Clock())

    engine.enqueue("a", 1, now())

    assert engine.pending() == {}
    assert engine.prune(now()) == 0
    engine.cancel("a")
    engine.stop()


def test_a_job_is_strings_in_json(sqlite_url: str, engine_of: EngineOf) -> None:
    engine = engine_of(sqlite_url)
    engine.start(lambda *_: None)
    at = later(3600)

    engine.enqueue("a", 7, at)

    database = open_database(sqlite_url, 1)
    with database.connect() as connection:
        stored = connection.execute(sa.text("SELECT inputs FROM workflow_input")).scalar_one()
    database.dispose()
    assert json.loads(stored) == {"positionalArgs": ["a", "7", at.isoformat()], "namedArgs": {}}


def test_what_went_wrong_in_an_advance_is_not_kept(
    sqlite_url: str, engine_of: EngineOf, tmp_path: Path
) -> None:
    tried: list[str] = []

    def advance(delivery_id: str, _generation: int) -> None:
        tried.append(delivery_id)
        raise ValueError("token-12345")

    engine = engine_of(sqlite_url)
    engine.start(advance)
    engine.enqueue("a", 1, now())
    engine.enqueue("b", 1, now())
    engine.run_until_idle()
    engine.stop()

    assert sorted(tried) == ["a", "b"]
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("engine.db*"))
    assert b"12345" not in kept


def test_pruning_deletes_what_ended_before_and_leaves_what_waits(
    store: str, engine_of: EngineOf
) -> None:
    engine = engine_of(store)
    engine.start(lambda *_: None)
    engine.enqueue("done", 1, now())
    engine.run_until_idle()
    engine.enqueue("cancelled", 1, later(3600))
    engine.cancel("cancelled")
    engine.enqueue("waits", 1, later(3600))

    assert engine.prune(now() - timedelta(days=30)) == 0
    assert engine.prune(later(60)) == 2

    assert list(engine.pending()) == ["waits"]


def test_forgetting_drops_every_job(sqlite_url: str, engine_of: EngineOf) -> None:
    advanced: list[str] = []
    engine = engine_of(sqlite_url)
    engine.start(lambda d, _: advanced.append(d))
    engine.enqueue("a", 3, now())
    engine.run_until_idle()
    engine.stop()

    engine.forget()
    engine.start(lambda d, _: advanced.append(d))
    engine.enqueue("a", 3, now())
    engine.run_until_idle()

    assert advanced == ["a", "a"]


def test_the_file_is_for_its_owner_alone(
    sqlite_url: str, engine_of: EngineOf, tmp_path: Path
) -> None:
    engine_of(sqlite_url).start(lambda *_: None)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("engine.db*")}

    assert modes == {0o600}
