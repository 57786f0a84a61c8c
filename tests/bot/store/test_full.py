"""A disk that fills up in the middle of a release, on a real small disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from adapters.base import Accepted, Part, Receipt
from bot.release.states import CallState, DeliveryState
from bot.store.db import ROOM, check_room, open_store
from bot.store.errors import StoreError
from tests.bot.bench import Bench
from tests.bot.fakes import FakeChannel, post
from tests.bot.store.stage import fill, free, on_store
from tests.faults.stage import Stage, staged


@pytest.fixture
def bench(disk: Path) -> Iterator[Bench]:
    with on_store(f"sqlite:///{disk / 'store.db'}", disk) as bench:
        yield bench


def test_a_full_disk_stops_a_release_before_its_next_call(bench: Bench, disk: Path) -> None:
    delivery_id = bench.freeze(post(1), post(2))
    fill(disk)

    with pytest.raises(StoreError, match="is full"):
        bench.run(delivery_id)

    assert bench.service.posts == []


def test_when_there_is_room_again_it_goes_on(bench: Bench, disk: Path) -> None:
    delivery_id = bench.freeze(post(1), post(2))
    fill(disk)
    with pytest.raises(StoreError):
        bench.run(delivery_id)
    free(disk)

    delivery = bench.run(delivery_id)

    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert bench.service.posts == ["post-1", "post-2"]


class FillingChannel(FakeChannel):
    """The disk is full when the answer to a call comes back."""

    disk: Path

    def send(self, part: Part, sent: Mapping[str, Receipt]) -> Receipt | Accepted:
        answer = super().send(part, sent)
        fill(self.disk)
        return answer


def test_an_answer_that_cannot_be_written_down_is_looked_for_by_the_next_process(
    disk: Path,
) -> None:
    url = f"sqlite:///{disk / 'store.db'}"
    with on_store(url, disk) as first:
        channel = FillingChannel(first.service)
        channel.disk = disk
        first.around.channels["telegram"] = channel
        delivery_id = first.freeze(post(1), post(2))
        with pytest.raises(StoreError, match="is full"):
            first.run(delivery_id)
        states = first.states(delivery_id)
    free(disk)

    with on_store(url, disk, first.service, first.clock) as second:
        delivery = second.run(delivery_id)

    assert states == [CallState.IN_FLIGHT, CallState.PLANNED]
    assert delivery.state is DeliveryState.DONE_PUBLISHED
    assert first.service.posts == ["post-1", "post-2"]


def test_room_is_asked_for_before_there_is_none(disk: Path) -> None:
    engine = open_store(f"sqlite:///{disk / 'store.db'}")
    check_room(engine)
    fill(disk)
    with (disk / "filler").open("r+b") as file:
        file.truncate(file.seek(0, 2) - ROOM // 2)

    with pytest.raises(StoreError, match="is full"):
        check_room(engine)

    engine.dispose()


# --- the installed command --------------------------------------------------------------------


@pytest.fixture
def stage(tmp_path: Path, disk: Path) -> Iterator[Stage]:
    """With its home on the small disk; what the stand-ins keep is elsewhere."""
    with staged(tmp_path / "stage") as made:
        (made.folder / "home").symlink_to(disk, target_is_directory=True)
        yield made


LAG = 5.0  # seconds in which the disk is filled


def published(stage: Stage, disk: Path, operation: str) -> tuple[int, dict[str, Any]]:
    """What the command says when the disk fills up while that call of it is answered."""
    stage.inject(service="x", operation=operation, point="stored", action="lag", seconds=LAG)
    done: list[tuple[int, dict[str, Any]]] = []
    command = threading.Thread(target=lambda: done.append(stage.publish("x")))
    command.start()
    while (operation, 1) not in stage.calls("x"):
        assert command.is_alive()
    fill(disk)
    command.join()
    return done[0]


@pytest.mark.parametrize(
    "operation",
    [pytest.param("users/tweets", marks=pytest.mark.faults), "tweets/create"],
)
def test_the_command_stops_and_goes_on_where_it_stopped(
    stage: Stage, disk: Path, operation: str
) -> None:
    stopped, said = published(stage, disk, operation)
    calls = stage.calls("x")
    free(disk)

    code, _ = stage.publish("x")

    assert stopped == 2
    assert b"is full. Free some space" in said["stderr"].splitlines()[-1]
    assert b"Traceback" not in said["stderr"]
    assert calls[-1] == (operation, 1)
    assert code == 0
    assert [kind for kind, _, _ in stage.shown("x")] == ["post", "reply", "reply", "reply"]
