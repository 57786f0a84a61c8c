"""SIGSTOP for longer than a lease, as when the lid is closed: never a duplicate, never a loss."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.stage import Stage

LONG = 7.0  # seconds; the shortest lease is five, whatever the pace
EFFECTS = {
    "telegram": "sendMessage",
    "substack": "drafts/put",
    "wechat": "draft/add",
    "x": "tweets/create",
}
BEFORE = {"substack": "drafts/get"}  # a reading after the call was taken and before it is sent
MOMENTS = [(c, op, p) for c, op in EFFECTS.items() for p in ("received", "stored", "answered")]
BOUNDED = {("telegram", "sendMessage", "received"), ("x", "tweets/create", "stored")}


def cases() -> list[Any]:
    return [
        pytest.param(*moment, marks=[] if moment in BOUNDED else [pytest.mark.faults])
        for moment in MOMENTS
    ]


@pytest.mark.parametrize(("channel", "operation", "point"), cases())
def test_a_process_stopped_after_its_bytes_left_doubles_nothing(
    stage: Stage, clean: dict[str, Any], channel: str, operation: str, point: str
) -> None:
    pidfile = stage.stop_at(channel, operation, 1, point, seconds=LONG)

    code, _ = stage.publish(channel, pidfile=pidfile)

    assert code == 0
    assert stage.shown(channel) == clean[channel]


def test_a_process_stopped_before_its_last_look_sends_nothing_late(
    stage: Stage, clean: dict[str, Any]
) -> None:
    """The reading before a Substack draft is written is answered; then the lid is closed."""
    pidfile = stage.stop_at("substack", BEFORE["substack"], 1, "answered", seconds=LONG)

    code, _ = stage.publish("substack", pidfile=pidfile)

    assert code == 0
    assert stage.shown("substack") == clean["substack"]


@pytest.mark.parametrize("channel", ["telegram", pytest.param("x", marks=pytest.mark.faults)])
def test_stopped_between_look_and_socket_another_worker_asks_and_sends_nothing(
    stage: Stage, clean: dict[str, Any], channel: str, postgres_url: str
) -> None:
    stage.database = postgres_url
    script = Path(__file__).with_name("stopped_between.py")
    command = [sys.executable, str(script), str(stage.issue), channel, str(2 * LONG)]
    stopped = subprocess.Popen(command, env=stage.environment(), stdout=subprocess.DEVNULL)
    stage.until({"sending"}, channel)

    code, _ = stage.publish(channel)
    first = stage.shown(channel)
    stopped.wait(timeout=120)
    again, _ = stage.publish(channel)

    assert code == 3  # it asks, for the other process lives
    assert first == []
    assert again == 0  # the answer of the one that woke up settled it
    assert stage.shown(channel) == clean[channel]
