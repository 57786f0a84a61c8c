"""What comes of a call, when the store takes nothing: held on to, and at last looked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.release.states import CallState, DeliveryState
from bot.store.errors import StoreError
from tests.bot.bench import Bench, a_bench
from tests.bot.fakes import post


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with a_bench(tmp_path) as bench:
        yield bench


def refuse(bench: Bench, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """So many answers are not taken by the store."""
    settle, left = bench.ledger.settle, [None] * times

    def full(*args: Any, **values: Any) -> bool:
        if left:
            left.pop()
            raise StoreError("the disk is full", "Free some space.")
        return settle(*args, **values)

    monkeypatch.setattr(bench.ledger, "settle", full)


def test_an_answer_is_held_on_to_until_the_store_takes_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(bench, monkeypatch, 3)
    delivery_id = bench.freeze(post(1))

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert (bench.service.posts, bench.service.looks) == (["post-1"], 0)


def test_a_process_that_could_not_write_looks_for_its_own_call(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(bench, monkeypatch, 6)
    delivery_id = bench.freeze(post(1), post(2))
    deliverer = bench.deliverer()
    with pytest.raises(StoreError):
        deliverer.advance(delivery_id)
    states = bench.states(delivery_id)

    bench.run(delivery_id)

    assert states == [CallState.IN_FLIGHT, CallState.PLANNED]
    assert bench.service.posts == ["post-1", "post-2"]
