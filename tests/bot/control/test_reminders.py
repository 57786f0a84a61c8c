"""What the control room says by itself: drafts that wait, paused channels, what is late."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.bot.control.phone import Phone, buttons_of, labels, text_of
from tests.bot.control.rooms import Room, laid

ENDED = {"done(published)", "done(draft)"}


def how_often(phone: Phone, words: str) -> int:
    return sum(words in text_of(message) for message in phone.answers())


def publish(room: Room, meanwhile: str = "") -> None:
    """`meanwhile` happens to a service after the plan was shown."""
    plan = room.ada.tell("/publish", "Small Letters 3")
    if meanwhile:
        room.control(f"do/{meanwhile}")
    room.ada.press("Approve", message_id=plan["message_id"])


# --- drafts -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with laid(tmp_path_factory.mktemp("reminders")) as made, made.open():
        publish(made)
        yield made


def test_a_draft_is_remembered_at_its_time_with_what_only_its_backstage_can_set(
    room: Room,
) -> None:
    said = room.ada.until("WeChat: your draft waits for its click")

    assert "Only there you can set: 原创 (original)" in text_of(said)
    assert [b["url"] for b in buttons_of(said) if "url" in b] != []
    assert {"It is published", "It was deleted"} <= set(labels(said))


def test_what_is_published_by_hand_is_confirmed_by_an_address_alone(room: Room) -> None:
    said = room.ada.until("WeChat: your draft waits for its click")
    room.ada.press("It is published", message_id=said["message_id"])
    asked = room.ada.until("Reply with the address", after=said["message_id"])
    wrong = room.ada.say("it is out", reply_to=asked["message_id"])
    room.ada.until("That is no address", after=wrong)
    room.ada.say("https://mp.weixin.qq.com/s/AbCdEfG", reply_to=asked["message_id"])

    row = room.stage.until({"done(published)"}, "wechat")
    assert row["where"] == "https://mp.weixin.qq.com/s/AbCdEfG"
    room.ada.until_any(
        lambda m: m["message_id"] == said["message_id"] and "is answered" in text_of(m),
        "the question as answered",
    )


def test_a_draft_that_was_deleted_is_taken_back(room: Room) -> None:
    question = room.ben.until_any(
        lambda m: "Substack" in text_of(m) and len(labels(m)) == 3, "the draft's question"
    )
    room.ben.press(labels(question)[-1], message_id=question["message_id"])

    assert room.stage.until({"retracted"}, "substack")


# --- alarms -----------------------------------------------------------------------------------


def test_alarms_are_said_once_to_each_operator_and_quiet_hours_hold_back_drafts_alone(
    tmp_path: Path,
) -> None:
    now = datetime.now(UTC)
    quiet = f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(hours=2):%H:%M}"
    with laid(tmp_path, quiet=quiet, late="24h") as room:
        with room.open():
            publish(room, "substack/expire_cookie")
            room.stage.until({"paused"}, "substack")
            room.ada.until("Substack is paused")
            room.ben.until("Substack 已暂停")
            room.stage.until({"done(draft)"}, "wechat")
        with room.open():
            room.ada.tell("/status", "Status")
            assert how_often(room.ada, "Substack is paused") == 1
            assert how_often(room.ben, "Substack 已暂停") == 1
            assert how_often(room.ada, "your draft waits for its click") == 0


@pytest.mark.faults
def test_a_release_whose_time_passes_without_approval_is_an_alarm_once(tmp_path: Path) -> None:
    with laid(tmp_path) as room:
        with room.open():
            room.ada.tell("/publish", "Small Letters 3")
            let_it_be_late(tmp_path / "home" / "sandbox" / "store.db")
            room.ada.until("is not approved")
            room.ben.until_any(lambda m: "批准" in text_of(m) and "⚠️" in text_of(m), "it")
        with room.open():
            room.ada.tell("/status", "Status")
            alarms = [m for m in room.ada.answers() if text_of(m).startswith("Alarm")]
            assert len(alarms) == len({text_of(m) for m in alarms}) == 4


def let_it_be_late(store: Path) -> None:
    """As if its times had been ten minutes ago."""
    then = (datetime.now(UTC) - timedelta(minutes=10)).isoformat(timespec="microseconds")
    with sqlite3.connect(store, timeout=30) as db:
        db.execute("UPDATE deliveries SET due_at = ?", (then,))
