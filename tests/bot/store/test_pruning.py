"""Of a release that is over for long, what went out stays known; what went into it is deleted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.engine.database import FILE as ENGINE_FILE
from bot.release import release as release_module
from bot.release.records import Call
from bot.store import schema as t
from bot.store.pruning import Pruned, prune, prune_jobs
from tests.bot.bench import Bench
from tests.bot.fakes import post, upload
from tests.bot.store.stage import on_store


@pytest.fixture
def bench(url: str, tmp_path: Path) -> Iterator[Bench]:
    with on_store(url, tmp_path) as bench:
        yield bench


def release(bench: Bench, name: str, run: int, **wishes: object) -> str:
    parts = upload(name), post(run, after=(f"image/{name}",))
    return bench.freeze(*parts, run=run, **wishes)  # type: ignore[arg-type]


def after_a_month(bench: Bench) -> datetime:
    bench.clock.moment += timedelta(days=31)
    return bench.clock.moment - timedelta(days=30)


def pictures(bench: Bench) -> list[str]:
    with bench.ledger.engine.connect() as db:
        return sorted(db.execute(sa.select(t.blobs.c.sha256)).scalars())


def test_what_is_over_for_a_month_loses_its_pictures_uploads_and_events(bench: Bench) -> None:
    delivery_id = release(bench, "a", 1)
    bench.run(delivery_id)
    events = len(bench.ledger.events(delivery_id))

    done = prune(bench.ledger.engine, after_a_month(bench))

    assert done == Pruned(pictures=1, uploads=1, events=events)
    assert pictures(bench) == []


def test_what_went_out_stays_known(bench: Bench) -> None:
    delivery_id = release(bench, "a", 1)
    delivery = bench.run(delivery_id)
    sent = bench.ledger.calls(delivery_id)[1]

    prune(bench.ledger.engine, after_a_month(bench))

    assert bench.ledger.delivery(delivery_id) == delivery
    assert bench.ledger.calls(delivery_id) == [sent]
    assert sent.receipt


def test_publishing_again_after_pruning_sends_nothing(bench: Bench) -> None:
    delivery_id = release(bench, "a", 1)
    bench.run(delivery_id)
    prune(bench.ledger.engine, after_a_month(bench))

    bench.run(delivery_id)

    assert bench.service.posts == ["upload-a", "post-1"]


def test_what_ended_lately_is_left_alone(bench: Bench) -> None:
    delivery_id = release(bench, "a", 1)
    bench.run(delivery_id)
    before = calls(bench, delivery_id)

    done = prune(bench.ledger.engine, bench.clock.now() - timedelta(days=30))

    assert (done, calls(bench, delivery_id)) == (Pruned(0, 0, 0), before)


def calls(bench: Bench, delivery_id: str) -> list[Call]:
    return bench.ledger.calls(delivery_id)


def test_an_unfinished_release_keeps_everything(bench: Bench) -> None:
    delivery_id = release(bench, "a", 1, due_in=90 * 86_400)

    done = prune(bench.ledger.engine, after_a_month(bench))

    assert done == Pruned(0, 0, 0)
    assert bench.run(delivery_id).url == "https://fake.example/post-1"


def test_a_picture_that_another_release_needs_stays(bench: Bench) -> None:
    bench.run(release(bench, "a", 1))
    before = after_a_month(bench)
    release(bench, "a", 2, due_in=86_400)

    done = prune(bench.ledger.engine, before)

    assert (done.pictures, done.uploads, pictures(bench)) == (0, 1, ["aaaaaaaa"])


def test_one_open_delivery_keeps_its_whole_release(bench: Bench) -> None:
    first = release(bench, "a", 1)
    bench.run(first)
    second = release(bench, "b", 2, due_in=90 * 86_400)
    with bench.ledger.engine.begin() as db:
        of_first = sa.select(t.deliveries.c.release_id).where(t.deliveries.c.id == first)
        db.execute(
            sa.update(t.deliveries)
            .where(t.deliveries.c.id == second)
            .values(release_id=of_first.scalar_subquery())
        )

    assert prune(bench.ledger.engine, after_a_month(bench)) == Pruned(0, 0, 0)


def test_a_picture_that_is_being_relied_on_stays(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = release_module._keep_blobs
    with on_store(postgres_url, tmp_path) as bench:
        bench.run(release(bench, "a", 1))
        before = after_a_month(bench)
        pruning = threading.Thread(target=lambda: prune(bench.ledger.engine, before))

        def keep_while_pruning(*wishes: Any) -> None:
            keep(*wishes)
            pruning.start()
            while pruning.is_alive() and not waits(bench):
                pass

        monkeypatch.setattr(release_module, "_keep_blobs", keep_while_pruning)
        second = release(bench, "a", 2)
        pruning.join()

        assert pictures(bench) == ["aaaaaaaa"]
        assert len(bench.ledger.calls(second)) == 2


def waits(bench: Bench) -> bool:
    """Whether somebody waits for a lock of the database."""
    with bench.ledger.engine.connect() as db:
        query = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(db.execute(query).scalar())


def test_an_engine_that_never_ran_has_no_jobs(sqlite_url: str, tmp_path: Path) -> None:
    assert prune_jobs(sqlite_url, datetime.fromisoformat("2026-11-23T00:00:00+00:00")) == 0
    assert not (tmp_path / ENGINE_FILE).exists()


def test_an_engine_without_tables_has_no_jobs(postgres_url: str) -> None:
    assert prune_jobs(postgres_url, datetime.fromisoformat("2026-11-23T00:00:00+00:00")) == 0
