"""What is wrong with a store is said in sentences; a store that works has none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import schema as t
from bot.store.checking import check
from bot.store.db import SCHEMA
from tests.bot.bench import Bench
from tests.bot.fakes import post, upload
from tests.bot.store.stage import on_store

CALLS = t.calls.c


@pytest.fixture
def bench(url: str, tmp_path: Path) -> Iterator[Bench]:
    with on_store(url, tmp_path) as bench:
        yield bench


@pytest.fixture
def delivery(bench: Bench) -> str:
    """One that is due in an hour, with its picture uploaded."""
    parts = upload("a"), post(1, after=("image/a",)), post(2)
    delivery_id = bench.freeze(*parts, due_in=3600)
    bench.run(delivery_id, until=bench.clock.after(1))
    return f"delivery {delivery_id} (telegram)"


def spoil(bench: Bench, change: sa.Update | sa.Delete) -> tuple[str, ...]:
    with bench.ledger.engine.begin() as db:
        db.execute(change)
    return check(bench.ledger.engine).problems


def test_a_store_that_works_is_in_order(bench: Bench, delivery: str) -> None:
    bench.run(bench.freeze(post(1), run=2))

    found = check(bench.ledger.engine)

    assert (found.problems, found.schema, found.releases, found.open) == ((), SCHEMA, 2, 1)


def test_an_edit_may_wait_for_what_it_edits(bench: Bench) -> None:
    base = bench.freeze(post(1))
    bench.run(base)
    edit = post(9, after=("message/1",))
    bench.freeze(edit, purpose="update", revision=2, base_id=base)

    assert check(bench.ledger.engine).problems == ()


def call(key: str, **values: object) -> sa.Update:
    return sa.update(t.calls).where(CALLS.key == key).values(**values)


SPOILED = [
    (call("message/1", state="sent"), "message/1 has no known state: 'sent'"),
    (call("message/1", phase="later"), "message/1 has no known phase: 'later'"),
    (call("message/1", state="in_flight", owner="x"), "message/1 is in_flight without started_at"),
    (call("message/1", state="accepted"), "message/1 is accepted without job"),
    (call("image/a", receipt=None), "image/a is done without receipt"),
    (call("image/a", receipt="{}"), "image/a cannot be read: 'expires_at'"),
    (call("message/2", waits_for='["message/9"]'),
     "message/2 waits for a part that is not there: message/9"),
    (call("message/2", position=1), "two calls have the same place"),
    (sa.delete(t.blobs), "image/a needs a picture that is not there: aaaaaaaa"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), SPOILED)
def test_what_makes_no_sense_is_named(
    bench: Bench, delivery: str, change: sa.Update | sa.Delete, words: str
) -> None:
    assert spoil(bench, change) == (f"{delivery}: {words}",)


def test_an_unknown_state_of_a_delivery_is_named(bench: Bench, delivery: str) -> None:
    found = spoil(bench, sa.update(t.deliveries).values(state="published"))

    assert found == (f"{delivery}: there is no state 'published'",)


def test_an_account_that_is_busy_with_nothing_is_named(bench: Bench, delivery: str) -> None:
    found = spoil(bench, sa.update(t.accounts).values(busy_with="gone"))

    assert found == (
        "account telegram|loopback|1: busy with delivery gone, which is over or unknown",
    )


def test_what_is_over_may_have_lost_its_pictures(bench: Bench) -> None:
    bench.run(bench.freeze(upload("a"), post(1, after=("image/a",))))

    assert spoil(bench, sa.delete(t.blobs)) == ()


def test_a_store_that_is_behind_is_not_looked_into(bench: Bench) -> None:
    found = spoil(bench, sa.text("UPDATE alembic_version SET version_num = '0001'"))  # type: ignore[arg-type]

    assert found == (f"the schema is 0001, and this version's {SCHEMA}: pressrun db upgrade",)


def test_a_row_that_belongs_to_nothing_is_named(sqlite_url: str, tmp_path: Path) -> None:
    with on_store(sqlite_url, tmp_path) as bench:
        bench.run(bench.freeze(post(1)))
        with bench.ledger.engine.connect() as db:
            db.exec_driver_sql("ROLLBACK")
            db.exec_driver_sql("PRAGMA foreign_keys = OFF")
            db.exec_driver_sql("DELETE FROM releases")

        problems = check(bench.ledger.engine).problems

    assert problems == ("deliveries: row 1 belongs to none of releases",)


def test_damaged_pages_are_named(sqlite_url: str, tmp_path: Path) -> None:
    with on_store(sqlite_url, tmp_path) as bench:
        bench.freeze(*(post(n) for n in range(1, 200)), due_in=3600)
        with bench.ledger.engine.begin() as db:
            db.exec_driver_sql("PRAGMA writable_schema = ON")
            db.exec_driver_sql("DELETE FROM sqlite_master WHERE name = 'deliveries_by_wake_time'")
        bench.ledger.engine.dispose()

        problems = check(bench.ledger.engine).problems

    assert problems
    assert all(problem.startswith(f"{tmp_path / 'store.db'}: ") for problem in problems)
