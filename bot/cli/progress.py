"""How a release shows that it moves: bars on a terminal, else a line for each channel."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from bot.cli.output import say
from bot.release.states import FINISHED, CallState, DeliveryState

if TYPE_CHECKING:
    from bot.release.records import Delivery
    from bot.wiring import Workshop

    Tell = Callable[[Delivery], None]


def progress(shop: Workshop) -> AbstractContextManager[Tell]:
    """Gives the function that is told of each step of a delivery."""
    return _bars(shop) if sys.stdout.isatty() else _lines(shop)


@contextmanager
def _bars(shop: Workshop) -> Iterator[Tell]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("  {task.description:9}"), BarColumn(24), MofNCompleteColumn(),
               TextColumn("{task.fields[state]:16}"), TimeElapsedColumn())  # fmt: skip
    with Progress(*columns) as shown:
        bars = {key: shown.add_task(key, total=None, state="") for key in shop.channels}

        def tell(delivery: Delivery) -> None:
            done, total = _parts(shop, delivery)
            bar = bars[delivery.channel]
            shown.update(bar, completed=done, total=total, state=delivery.state.value)
            if delivery.state in FINISHED:
                shown.stop_task(bar)

        yield tell


@contextmanager
def _lines(shop: Workshop) -> Iterator[Tell]:
    """One line for each channel, when it rests."""
    started, told = time.monotonic(), set()

    def tell(delivery: Delivery) -> None:
        moving = delivery.state in (DeliveryState.WAITING, DeliveryState.SENDING)
        if moving or delivery.id in told:
            return
        told.add(delivery.id)
        done, total = _parts(shop, delivery)
        seconds = time.monotonic() - started
        parts = f"{done} of {total} calls"
        say(f"  {delivery.channel:9} {parts:15} {seconds:4.1f} s  {delivery.state.value}")

    yield tell


def _parts(shop: Workshop, delivery: Delivery) -> tuple[int, int]:
    calls = shop.ledger.calls(delivery.id)
    return sum(call.state is CallState.DONE for call in calls), len(calls)
