"""A store that is copied is whole there, and sends nothing more from where it was."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.engine.executor import Executor
from bot.release.states import DeliveryState
from bot.store import moving
from bot.store.alone import InUse
from bot.store.db import open_store
from bot.store.errors import StoreError
from bot.store.moving import Copied, copy_store
from tests.bot.bench import Bench
from tests.bot.fakes import FakeClock, FakeService, post, upload
from tests.bot.store.stage import on_store

NOW = FakeClock().now()


@pytest.fixture(params=["to postgres", "to sqlite"])
def way(request: pytest.FixtureRequest, sqlite_url: str, postgres_url: str) -> tuple[str, str]:
    """Where the store is, and where it goes."""
    here = request.param == "to postgres"
    return (sqlite_url, postgres_url) if here else (postgres_url, sqlite_url)


@pytest.fixture
def first(way: tuple[str, str], tmp_path: Path) -> Bench:
    """A thread of three of which one is out; its process has ended."""
    with on_store(way[0], tmp_path) as bench:
        delivery_id = bench.freeze(upload("a"), post(1, after=("image/a",)), post(2), post(3))
        bench.run(delivery_id, until=bench.clock.after(1))
    return bench


def copied(way: tuple[str, str], home: Path) -> Copied:
    return copy_store(*way, home, NOW)


def go_on(url: str, first: Bench, home: Path) -> Bench:
    with on_store(url, home, first.service, first.clock) as bench:
        (delivery,) = bench.ledger.deliveries()
        bench.run(delivery.id)
    return bench


def test_every_row_goes_over(way: tuple[str, str], first: Bench, tmp_path: Path) -> None:
    done = copied(way, tmp_path)

    assert done.rows == {
        "accounts": 1, "blobs": 1, "calls": 4, "deliveries": 1, "events": done.rows["events"],
        "newsletters": 0, "notices": 0, "people": 0, "releases": 1, "secret_ages": 0,
        "slots": 0, "uploads": 1,
    }  # fmt: skip
    assert done.rows["events"] > 0


def test_the_new_store_goes_on_where_the_old_one_stopped(
    way: tuple[str, str], first: Bench, tmp_path: Path
) -> None:
    copied(way, tmp_path)

    go_on(way[1], first, tmp_path)

    assert first.service.posts == ["upload-a", "post-1", "post-2", "post-3"]


def test_the_old_store_sends_nothing_more(
    way: tuple[str, str], first: Bench, tmp_path: Path
) -> None:
    copied(way, tmp_path)

    with on_store(way[0], tmp_path, first.service, first.clock) as old:
        (delivery,) = old.ledger.deliveries()
        delivery = old.run(delivery.id)

    assert first.service.posts == ["upload-a", "post-1"]
    assert delivery.state is DeliveryState.PAUSED
    assert delivery.reason.startswith("this store was copied to ")


def test_the_engine_there_is_handed_every_job(
    way: tuple[str, str], first: Bench, tmp_path: Path
) -> None:
    with on_store(way[0], tmp_path, clock=first.clock) as old:
        soon = old.clock.after(60)
        old.ledger.jobs.queued(old.ledger.jobs.due(soon))
    copied(way, tmp_path)

    with on_store(way[1], tmp_path, clock=first.clock) as new:
        assert len(new.ledger.jobs.due(soon)) == 1


def test_nothing_is_copied_over_another_store(way: tuple[str, str], tmp_path: Path) -> None:
    for url in way:
        with on_store(url, tmp_path) as bench:
            bench.freeze(post(1))

    with pytest.raises(StoreError, match="holds releases"):
        copied(way, tmp_path)

    with on_store(way[0], tmp_path) as bench:
        assert bench.ledger.accounts.paused("telegram|loopback|1") is None


def test_what_arrives_otherwise_is_not_kept(
    way: tuple[str, str], first: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(into: sa.Connection) -> bool:
        into.execute(sa.insert(moving.t.newsletters).values(NOISE))
        return True

    monkeypatch.setattr(moving, "is_empty", spoil)

    with pytest.raises(StoreError, match="newsletters: what arrived is not what was sent"):
        copied(way, tmp_path)

    go_on(way[0], first, tmp_path)
    assert first.service.posts == ["upload-a", "post-1", "post-2", "post-3"]
    engine = open_store(way[1])
    with engine.connect() as db:
        assert db.execute(sa.select(moving.t.newsletters)).all() == []
    engine.dispose()


NOISE = {"id": "noise", "settings": "{}", "created_at": NOW, "updated_at": NOW}


def test_a_copy_that_was_cut_short_can_be_made_again(
    way: tuple[str, str], first: Bench, tmp_path: Path
) -> None:
    with on_store(way[0], tmp_path) as old:
        old.ledger.accounts.pause("telegram|loopback|1", f"{moving.MOVED}elsewhere")

    copied(way, tmp_path)

    go_on(way[1], first, tmp_path)
    assert first.service.posts == ["upload-a", "post-1", "post-2", "post-3"]


def test_a_store_is_not_copied_under_a_process_that_executes(
    sqlite_url: str, tmp_path: Path
) -> None:
    with on_store(sqlite_url, tmp_path) as bench:
        bench.freeze(post(1))
    daemon = Executor(tmp_path, "serve")
    daemon.acquire(NOW)

    with pytest.raises(InUse):
        copied((sqlite_url, f"sqlite:///{tmp_path / 'other.db'}"), tmp_path)

    daemon.release()


def test_new_events_are_numbered_behind_the_copied_ones(
    sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    with on_store(sqlite_url, tmp_path) as bench:
        delivery_id = bench.freeze(post(1))
        bench.run(delivery_id)
    copied((sqlite_url, postgres_url), tmp_path)

    with on_store(postgres_url, tmp_path, FakeService(), bench.clock) as new:
        new.run(new.freeze(post(1), run=2))
        events = new.ledger.events(delivery_id)

    assert events == bench.ledger.events(delivery_id)
