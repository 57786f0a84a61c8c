# ruff: noqa: T201 - how long it took is worth a look, and no reason to fail
"""/status is answered while something slow is under way: by the order of events, not by a clock."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.bot.control.phone import text_of
from tests.bot.control.rooms import Room, laid
from tests.faults.stage import ROOT

CORPUS = ROOT.parent / "shared" / "corpus"
SLOW = 6.0  # seconds that an upload takes


def calls(room: Room, service: str, operation: str) -> list[dict[str, Any]]:
    query = {"service": service, "operation": operation}
    found: list[dict[str, Any]] = requests.get(
        f"{room.stage.url}/_control/calls", params=query, timeout=10
    ).json()
    return found


def under_way(room: Room, service: str, operation: str) -> dict[str, Any]:
    """Wait for a call that has come and is not answered yet."""
    ends = time.monotonic() + 60
    while True:
        open_ones = [c for c in calls(room, service, operation) if c["outcome"] == "open"]
        if open_ones:
            return open_ones[0]
        assert time.monotonic() < ends, f"no {operation} was under way"
        time.sleep(0.05)


def status_during(room: Room, service: str, operation: str) -> None:
    """Ask while such a call waits for its answer; it still waits when we are answered."""
    slow = under_way(room, service, operation)
    begun = time.monotonic()
    room.ada.tell("/status", "Status")
    print(f"/status during {operation}: {time.monotonic() - begun:.2f} s")
    found = next(c for c in calls(room, service, operation) if c["number"] == slow["number"])
    assert found["outcome"] == "open"


def make_slow(room: Room, service: str, operation: str) -> None:
    room.stage.inject(service=service, operation=operation, action="lag", times=None, seconds=SLOW)


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("telegram", "sendPhoto"),
        pytest.param("x", "media/upload", marks=pytest.mark.faults),
    ],
)
def test_status_is_answered_while_a_release_uploads_slowly(
    tmp_path: Path, service: str, operation: str
) -> None:
    with laid(tmp_path) as room, room.open():
        make_slow(room, service, operation)
        room.ada.tell("/publish", "Small Letters 3")
        room.ada.press("Approve")
        status_during(room, service, operation)


@pytest.mark.faults
def test_status_is_answered_while_a_preview_uploads_slowly(tmp_path: Path) -> None:
    with laid(tmp_path) as room, room.open():
        make_slow(room, "telegram", "sendPhoto")
        room.ada.say("/preview")
        status_during(room, "telegram", "sendPhoto")


@pytest.mark.skipif(not CORPUS.exists(), reason="the real issues lie outside the repository")
def test_status_comes_before_the_preview_of_an_issue_with_thirty_pictures(tmp_path: Path) -> None:
    with laid(tmp_path, with_most_pictures) as room, room.open():
        asked = room.ada.say(f"/preview {room.stage.issue.name}")
        begun = time.monotonic()
        status = room.ada.tell("/status", "Status")
        print(f"/status during a preview: {time.monotonic() - begun:.2f} s")

        shown = [m for m in room.ada.answers() if m["message_id"] > asked]
        assert not any("weight" in text_of(m) for m in shown)
        assert status["message_id"] < room.ada.until("weight", after=asked)["message_id"]
        print(f"the preview: {time.monotonic() - begun:.2f} s")


def with_most_pictures(site: Path) -> Path:
    subprocess.run(
        [sys.executable, CORPUS / "make_site.py", site], check=True, stdout=subprocess.DEVNULL
    )
    return max((site / "_posts").iterdir(), key=lambda p: p.read_text(encoding="utf-8").count("!["))
