"""The daemon is killed in the middle of a release: the next one mends its message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.bot.control.conftest import ADA, BEN
from tests.bot.control.phone import labels, text_of
from tests.bot.control.rooms import Room, laid
from tests.faults.stage import CHANNELS

ENDED = {"done(published)", "done(draft)"}
KILLS = [
    ("x", "tweets/create", 2, "stored"),
    pytest.param("telegram", "sendPhoto", 1, "received", marks=pytest.mark.faults),
]


@pytest.mark.parametrize(("service", "operation", "nth", "point"), KILLS)
def test_the_same_message_says_how_it_ended_after_a_kill(
    tmp_path: Path, service: str, operation: str, nth: int, point: str
) -> None:
    with laid(tmp_path) as room:
        before = published(room, tmp_path, (service, operation, nth, point))
        with room.open():
            settle(room)
            ended = room.ada.until_any(
                lambda m: m["message_id"] == before["message_id"] and "Done" in text_of(m),
                "the end in the message of before",
            )
        assert all(state in text_of(ended) for state in ("published", "draft made"))
        for channel in CHANNELS:
            assert len({p["text"] for p in posts(room, channel)}) == len(posts(room, channel)) > 0
        assert len(about_the_release(room, ADA)) == len(about_the_release(room, BEN)) == 1


def published(room: Room, folder: Path, kill: tuple[str, str, int, str]) -> dict[str, Any]:
    """Approve on the phone, and have the daemon killed there; the message of the release."""
    service, operation, nth, point = kill
    with room.stage.daemon() as process:
        room.stage.kill_at(service, operation, nth, point).write_text(str(process.pid))
        plan = room.ada.tell("/publish", "Small Letters 3")
        room.ada.press("Approve")
        assert process.wait(timeout=60) == -9
    assert (folder / "pid").exists()
    return plan


def settle(room: Room) -> None:
    """Wait until all has ended; what is asked meanwhile is answered by looking."""
    for channel in CHANNELS:
        row = room.stage.until({*ENDED, "asked"}, channel)
        if row["state"] == "asked":
            room.ada.until_any(lambda m: "It is not, send it" in labels(m), "the question")
            room.ada.press("It is not, send it")
            room.stage.until(ENDED, channel)


def posts(room: Room, channel: str) -> list[dict[str, Any]]:
    return room.stage.feed(channel)


def about_the_release(room: Room, user: int) -> list[str]:
    """The messages that show it, of those that stand in a person's chat."""
    phone = room.ada if user == ADA else room.ben
    return [
        text_of(m) for m in phone.answers()
        if "Telegram:" in text_of(m).replace("：", ":") and "X:" in text_of(m).replace("：", ":")
    ]  # fmt: skip
