"""Putting a backup in a store's place: whole or not at all, and never under one that sends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.engine.database import FILE as ENGINE_FILE
from bot.engine.database import SCHEMA as ENGINE_SCHEMA
from bot.engine.executor import Executor
from bot.store import restoring
from bot.store import schema as t
from bot.store.alone import InUse
from bot.store.backups import back_up
from bot.store.db import open_store
from bot.store.errors import StoreError
from bot.store.restoring import restore
from tests.bot.fakes import FakeClock, post
from tests.bot.store.stage import on_store


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def backup(url: str, tmp_path: Path, clock: FakeClock) -> Iterator[Path]:
    """Of a store with two releases; since then there is a third one."""
    with on_store(url, tmp_path, clock=clock) as bench:
        bench.freeze(post(1), run=1)
        bench.freeze(post(1), run=2)
        made = back_up(url, tmp_path / "backups", clock.now())
        bench.freeze(post(1), run=3)
    return made


def runs(url: str) -> list[int]:
    engine = open_store(url)
    with engine.connect() as db:
        found = db.execute(sa.select(t.deliveries.c.run).order_by(t.deliveries.c.run)).scalars()
        said = list(found)
    engine.dispose()
    return said


def test_what_was_there_before_can_be_put_back_too(
    url: str, tmp_path: Path, backup: Path, clock: FakeClock
) -> None:
    done = restore(url, backup, tmp_path, clock.now())

    assert (done.releases, runs(url)) == (2, [1, 2])
    assert done.before == tmp_path / "backups" / "before-restore-20261123T000000Z.db"
    restore(url, done.before, tmp_path, clock.now())
    assert runs(url) == [1, 2, 3]


def test_a_backup_stays_as_it_is(url: str, tmp_path: Path, backup: Path, clock: FakeClock) -> None:
    whole = backup.read_bytes()

    restore(url, backup, tmp_path, clock.now())

    assert backup.read_bytes() == whole
    assert not list(tmp_path.glob("restoring-*"))


def test_a_store_that_is_gone_is_made_anew(tmp_path: Path, clock: FakeClock) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    with on_store(url, tmp_path, clock=clock) as bench:
        bench.freeze(post(1))
    made = back_up(url, tmp_path / "backups", clock.now())
    (tmp_path / "store.db").unlink()

    done = restore(url, made, tmp_path, clock.now())

    assert (done.before, runs(url)) == (None, [1])


@pytest.mark.parametrize("left", ["garbage", "newer"])
def test_a_store_that_nobody_can_read_is_replaced_and_kept(
    sqlite_url: str, tmp_path: Path, clock: FakeClock, left: str
) -> None:
    with on_store(sqlite_url, tmp_path, clock=clock) as bench:
        bench.freeze(post(1))
        made = back_up(sqlite_url, tmp_path / "backups", clock.now())
        with bench.ledger.engine.begin() as db:
            db.execute(sa.text("UPDATE alembic_version SET version_num = '0999'"))
    if left == "garbage":
        (tmp_path / "store.db").write_bytes(b"\xff" * 9999)
    broken = (tmp_path / "store.db").read_bytes()

    done = restore(sqlite_url, made, tmp_path, clock.now())

    assert runs(sqlite_url) == [1]
    assert done.before and done.before.read_bytes() == broken


def test_nothing_is_replaced_under_a_process_that_executes(
    sqlite_url: str, tmp_path: Path, clock: FakeClock
) -> None:
    with on_store(sqlite_url, tmp_path, clock=clock) as bench:
        bench.freeze(post(1))
        made = back_up(sqlite_url, tmp_path / "backups", clock.now())
        bench.freeze(post(1), run=2)
    daemon = Executor(tmp_path, "serve")
    daemon.acquire(clock.now())

    with pytest.raises(InUse, match=r"^serve .process .* executes this store\. End it"):
        restore(sqlite_url, made, tmp_path, clock.now())

    daemon.release()
    assert runs(sqlite_url) == [1, 2]


def test_nothing_is_replaced_under_a_process_that_may_send(
    postgres_url: str, tmp_path: Path, clock: FakeClock
) -> None:
    with on_store(postgres_url, tmp_path, clock=clock) as bench:
        bench.freeze(post(1))
        made = back_up(postgres_url, tmp_path / "backups", clock.now())

        with pytest.raises(InUse, match="1 process of pressrun may be sending"):
            restore(postgres_url, made, tmp_path, clock.now())


def test_a_process_that_comes_in_between_stops_it(
    postgres_url: str, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_store(postgres_url, tmp_path, clock=clock) as bench:
        bench.freeze(post(1))
    made = back_up(postgres_url, tmp_path / "backups", clock.now())
    monkeypatch.setattr("bot.store.alone._nobody_there", lambda _: None)

    with on_store(postgres_url, tmp_path), pytest.raises(InUse):
        restore(postgres_url, made, tmp_path, clock.now())

    assert runs(postgres_url) == [1]


def test_what_fails_on_the_way_changes_nothing(
    url: str, tmp_path: Path, backup: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StoreError("the line is cut", "Wait.")

    monkeypatch.setattr(restoring, "copy_rows", broken)

    with pytest.raises(StoreError, match="the line is cut"):
        restore(url, backup, tmp_path, clock.now())

    assert runs(url) == [1, 2, 3]


@pytest.mark.parametrize("content", [b"", b"The minutes of the last meeting.\n" * 99])
def test_what_is_no_backup_is_refused(
    sqlite_url: str, tmp_path: Path, clock: FakeClock, content: bytes
) -> None:
    with on_store(sqlite_url, tmp_path, clock=clock) as bench:
        bench.freeze(post(1))
    (tmp_path / "notes.db").write_bytes(content)

    with pytest.raises(StoreError, match=r"notes.db .*\. Name another"):
        restore(sqlite_url, tmp_path / "notes.db", tmp_path, clock.now())

    assert runs(sqlite_url) == [1]


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    sqlite_url: str, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old.db"
    first_schema(old, monkeypatch)

    done = restore(sqlite_url, old, tmp_path, clock.now())

    assert done.releases == 0


def first_schema(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import command

    with monkeypatch.context() as patched:
        upgrade = command.upgrade
        patched.setattr(command, "upgrade", lambda config, _: upgrade(config, "0001"))
        open_store(f"sqlite:///{path}").dispose()


def test_the_engine_forgets_its_jobs_in_a_file(
    sqlite_url: str, tmp_path: Path, clock: FakeClock
) -> None:
    with on_store(sqlite_url, tmp_path, clock=clock) as bench:
        bench.freeze(post(1))
    (tmp_path / ENGINE_FILE).touch()

    restore(sqlite_url, back_up(sqlite_url, tmp_path, clock.now()), tmp_path, clock.now())

    assert not (tmp_path / ENGINE_FILE).exists()


def test_the_engine_forgets_its_jobs_in_a_schema(
    postgres_url: str, tmp_path: Path, clock: FakeClock
) -> None:
    with on_store(postgres_url, tmp_path, clock=clock) as bench:
        bench.freeze(post(1))
        with bench.ledger.engine.begin() as db:
            db.execute(sa.schema.CreateSchema(ENGINE_SCHEMA))

    restore(postgres_url, back_up(postgres_url, tmp_path, clock.now()), tmp_path, clock.now())

    with bench.ledger.engine.connect() as db:
        assert ENGINE_SCHEMA not in sa.inspect(db).get_schema_names()
    bench.ledger.engine.dispose()


def test_a_job_is_enqueued_again_though_it_was_before(
    url: str, tmp_path: Path, clock: FakeClock
) -> None:
    with on_store(url, tmp_path, clock=clock) as bench:
        delivery_id = bench.freeze(post(1))
        jobs = bench.ledger.jobs
        jobs.queued(jobs.due(clock.now()))
        made = back_up(url, tmp_path / "backups", clock.now())
    restore(url, made, tmp_path, clock.now())

    with on_store(url, tmp_path, clock=clock) as bench:
        due = bench.ledger.jobs.due(clock.now())

    assert [job.delivery_id for job in due] == [delivery_id]
