"""As fast as Telegram wants it: edits that rest, other programs that poll, and no Telegram at all.

Times are those at which the stand-in was called.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import requests

from config.sandbox import SECRETS
from tests.bot.control.conftest import ADA
from tests.bot.control.phone import Phone, labels, text_of
from tests.bot.control.rooms import Room, add_post, laid
from tests.bot.control.steps import FILLER, TELEGRAM_ALONE, approved_for, shows, until_any_of

PLANNED, FILE = "Planned for later", "2026-11-02-planned-for-later.md"
EDIT = "editMessageText"
LEAST = 3.0  # seconds between two edits of one message
REST = 6  # seconds that Telegram asks for


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A release that is approved for in an hour, to be held and resumed."""
    with laid(tmp_path_factory.mktemp("pace"), **TELEGRAM_ALONE) as made, made.open():
        add_post(made, PLANNED, 2, FILLER)
        approved_for(made.ada, PLANNED, datetime.now(UTC) + timedelta(hours=1))
        made.ada.until_any(shows(PLANNED, "Hold"), "the release")
        yield made


# --- edits ------------------------------------------------------------------------------------


def test_edits_of_one_message_are_three_seconds_apart_and_the_last_state_is_written(
    room: Room,
) -> None:
    message = room.ada.until_any(shows(PLANNED, "Hold"), "the release")
    hold, resume = data_of(message, "Hold"), data_of(message, "Hold").replace("hold", "resume")
    before = len(room.calls(EDIT))

    room.ada.press_data(hold)
    held = until_in(room.ada, message, "Resume")
    room.ada.press_data(resume)
    until_in(room.ada, message, "Hold")
    room.stage.command("hold", FILE)
    until_in(room.ada, message, "Resume")
    room.ada.press_data(resume)
    until_in(room.ada, message, "Hold")

    edits = [c["at"] for c in room.calls(EDIT)[before:] if of(c, message)]
    gaps = [later - earlier for earlier, later in pairwise(edits)]
    assert "It is held." in text_of(held)
    assert len(gaps) >= 3
    assert min(gaps) >= LEAST


@pytest.mark.parametrize("phone", ["the command line", "the button"])
def test_a_429_on_an_edit_is_waited_out_and_the_last_state_written_in_the_same_message(
    room: Room, phone: str
) -> None:
    message = room.ada.until_any(shows(PLANNED, "Hold"), "the release")
    there = [m["message_id"] for m in room.ada.answers()]
    room.stage.inject(
        service="telegram", operation=EDIT, action="refusal", details={"seconds": REST}
    )

    if phone == "the button":
        room.ada.press("Hold", message_id=message["message_id"])
    else:
        room.stage.command("hold", FILE)
    held = until_in(room.ada, message, "Resume")

    edits = room.calls(EDIT)
    refused = max(n for n, call in enumerate(edits) if call["status"] == 429)
    assert "It is held." in text_of(held)
    assert edits[refused + 1]["at"] - edits[refused]["at"] >= REST
    assert [m["message_id"] for m in room.ada.answers()] == there
    room.ada.press("Resume", message_id=message["message_id"])
    until_in(room.ada, message, "Hold")


def data_of(message: dict[str, Any], label: str) -> str:
    rows = message["reply_markup"]["inline_keyboard"]
    return next(str(b["callback_data"]) for row in rows for b in row if b["text"] == label)


def until_in(phone: Phone, message: dict[str, Any], label: str) -> dict[str, Any]:
    """Wait until this very message has the button."""
    return phone.until_any(
        lambda m: m["message_id"] == message["message_id"] and label in labels(m), label
    )


def of(call: dict[str, Any], message: dict[str, Any]) -> bool:
    fields = call["fields"]
    about = (fields.get("chat_id"), fields.get("message_id"))
    return about == (str(ADA), str(message["message_id"]))


# --- polling ----------------------------------------------------------------------------------


def test_a_second_poller_is_told_of_once_and_the_room_goes_on_when_it_ends(room: Room) -> None:
    with polled_by_another(room):
        room.ada.until("Another program polls this bot")
        room.ben.until("另一个程序在使用")
        until_any_of(lambda: conflicts(room)[3:])
    room.ada.tell("/status", "Status")

    assert [len([m for m in phone.answers() if words in text_of(m)]) for phone, words in (
        (room.ada, "Another program polls"), (room.ben, "另一个程序"),
    )] == [1, 1]  # fmt: skip
    assert "another program asks this bot for updates" in log(room)


@contextmanager
def polled_by_another(room: Room) -> Iterator[None]:
    """A program that asks for the bot's updates all the time, and confirms none."""
    url = f"{room.stage.url}/telegram/bot{SECRETS['telegram']['token']}/getUpdates"
    ended = threading.Event()

    def poll() -> None:
        while not ended.is_set():
            requests.post(url, json={"timeout": 1, "allowed_updates": ALLOWED}, timeout=10)

    thread = threading.Thread(target=poll)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


ALLOWED = ["message", "callback_query"]


def conflicts(room: Room) -> list[dict[str, Any]]:
    """Of the control room's own requests; the other program waits a second at most."""
    return [
        c
        for c in room.calls("getUpdates")
        if c["status"] == 409 and '"timeout": 1,' not in str(c["body"])
    ]


def test_the_room_opens_later_when_telegram_cannot_be_reached_at_the_start(tmp_path: Path) -> None:
    """Each of the calls of a start fails once, and so does the polling."""
    with laid(tmp_path, **TELEGRAM_ALONE) as room:
        for operation in ("getMe", "deleteMyCommands", "deleteWebhook", "getUpdates"):
            room.stage.inject(
                service="telegram", operation=operation, action="refusal",
                details={"code": 502, "text": "Bad Gateway"},
            )  # fmt: skip
        with room.stage.daemon():
            room.ada.tell("/help", "/publish")
            room.ada.tell("/publish Small Letters 3", "Small Letters 3")
        assert log(room).count("the bot cannot be reached") == 3
        assert "the control room has failed" not in log(room)


def log(room: Room) -> str:
    return (room.stage.folder / "home.log").read_text(encoding="utf-8")
