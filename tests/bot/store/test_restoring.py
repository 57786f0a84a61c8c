"""A restored backup does not know what went out after it: nothing of that goes out again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.release.states import DeliveryState
from bot.store import restoring
from bot.store.backups import back_up
from bot.store.restoring import Restored, restore
from tests.bot.bench import Bench
from tests.bot.fakes import FakeService, post, upload
from tests.bot.store.stage import on_store


def saved(bench: Bench, url: str) -> Path:
    bench.clock.moment += timedelta(minutes=1)
    return back_up(url, bench.folder / "backups", bench.clock.now())


def put_back(bench: Bench, url: str, backup: Path) -> Restored:
    bench.clock.moment += timedelta(hours=1)
    return restore(url, backup, bench.folder, bench.clock.now())


def posts(service: FakeService) -> list[str]:
    return [text for text in service.posts if text.startswith("post")]


def run_after_going_back(url: str, home: Path) -> tuple[Bench, DeliveryState]:
    """A thread goes out, a backup of before is put back, and another process goes on."""
    with on_store(url, home) as first:
        delivery_id = first.freeze(upload("a"), post(1, after=("image/a",)), post(2), post(3))
        backup = saved(first, url)
        first.run(delivery_id)
    put_back(first, url, backup)
    with on_store(url, home, first.service, first.clock) as second:
        return second, second.run(delivery_id).state


def test_a_thread_that_went_out_since_is_not_sent_again(url: str, tmp_path: Path) -> None:
    bench, state = run_after_going_back(url, tmp_path)

    assert state is DeliveryState.DONE_PUBLISHED
    assert posts(bench.service) == ["post-1", "post-2", "post-3"]


def test_without_looking_it_would_be_sent_again(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "mark", lambda *_: (0, 0))

    bench, _ = run_after_going_back(url, tmp_path)

    assert posts(bench.service) == ["post-1", "post-2", "post-3"] * 2


@pytest.mark.parametrize("out", [[], ["post-1"], ["post-1", "post-2", "post-3"]])
def test_whatever_went_out_since_the_rest_follows(url: str, tmp_path: Path, out: list[str]) -> None:
    with on_store(url, tmp_path) as first:
        delivery_id = first.freeze(post(1), post(2), post(3))
        backup = saved(first, url)
    put_back(first, url, backup)

    with on_store(url, tmp_path, FakeService([*out]), first.clock) as second:
        delivery = second.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert second.service.posts == ["post-1", "post-2", "post-3"]


def test_a_backup_of_one_database_can_be_put_into_the_other(
    sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    with on_store(sqlite_url, tmp_path) as first:
        delivery_id = first.freeze(post(1), post(2))
        backup = saved(first, sqlite_url)

    put_back(first, postgres_url, backup)

    with on_store(postgres_url, tmp_path, clock=first.clock) as second:
        second.run(delivery_id)
    assert second.service.posts == ["post-1", "post-2"]
