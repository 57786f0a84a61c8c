"""From the preview to the receipts: what is approved is what goes out, once, whoever presses."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
import requests

from config.sandbox import SECRETS
from tests.bot.control.phone import labels, text_of
from tests.bot.control.rooms import Room, add_post, laid
from tests.bot.control.steps import (
    ADA_APPROVED,
    BEN_APPROVED,
    FILLER,
    TELEGRAM_ALONE,
    approve,
    approved_by,
    approved_for,
    asked_about,
    at_once,
    events,
    lose,
    pictured,
    plan_after,
    proposed,
    sent,
    shows,
    until_any_of,
    until_out,
    until_sent,
)
from tests.faults.stage import CHANNELS


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Telegram alone, so that each release is soon out."""
    with laid(tmp_path_factory.mktemp("approval"), **TELEGRAM_ALONE) as made, made.open():
        yield made


# --- the whole way ----------------------------------------------------------------------------


def test_what_was_previewed_is_approved_and_goes_out_on_four_channels(tmp_path: Path) -> None:
    with laid(tmp_path) as room, room.open():
        shown = previewed(room)
        pictures = [m for m in shown if "photo" in m]
        edition = [text_of(m) for m in shown[: shown.index(pictures[-1]) + 1]]
        thread = next(text_of(m) for m in shown if "weight" in text_of(m))
        page = next(m for m in shown if "document" in m)
        summary = text_of(shown[-1])
        assert re.findall(r"(\d)/(\d) · weight \d+ of 280", thread) == [
            ("1", "4"), ("2", "4"), ("3", "4"), ("4", "4"),
        ]  # fmt: skip
        assert "Cost: about $0.255" in thread
        assert b"apprentices were sent to carry paper" in downloaded(room, page)
        assert "Problems: 1 note" in summary
        assert summary.count("2 pictures (2 as is)") == len(CHANNELS)

        room.ada.press("Publish", message_id=shown[-1]["message_id"])
        plan = plan_after(room.ada, shown[-1]["message_id"])
        room.ada.press("Approve", message_id=plan["message_id"])
        ended = room.ada.until("Done. A draft waits")

        assert ended["message_id"] == plan["message_id"]
        assert f"Approved by {ADA_APPROVED}." in text_of(ended)
        links = [e["url"] for e in ended["entities"] if e["type"] == "text_link"]
        rows = {row["channel"]: row for row in room.stage.deliveries()}
        assert {rows[channel]["where"] for channel in CHANNELS} == set(links)
        assert {rows[channel]["state"] for channel in CHANNELS} == {
            "done(published)",
            "done(draft)",
        }
        assert [p["text"] for p in room.stage.feed("telegram")] == edition
        assert approved_by(room, "Small Letters 3: Two pictures") == [ADA_APPROVED]


def previewed(room: Room) -> list[dict[str, Any]]:
    """What /preview shows, up to its summary."""
    asked = room.ada.say("/preview Small Letters 3")
    room.ada.until_any(lambda m: labels(m) == ["Publish"], "the summary", after=asked)
    return [m for m in room.ada.answers() if m["message_id"] > asked]


def downloaded(room: Room, message: dict[str, Any]) -> bytes:
    token, document = SECRETS["telegram"]["token"], message["document"]
    assert document["file_name"] == "preview.html"
    url = f"{room.stage.url}/telegram"
    asked = {"file_id": document["file_id"]}
    found = requests.post(f"{url}/bot{token}/getFile", json=asked, timeout=10).json()["result"]
    return requests.get(f"{url}/file/bot{token}/{found['file_path']}", timeout=10).content


# --- an edit voids ----------------------------------------------------------------------------


def test_an_edit_after_the_plan_voids_it_and_the_new_plan_sends_the_new_text(room: Room) -> None:
    path = add_post(room, "Edited before", 2, f"The first words. {FILLER}")
    plan = proposed(room.ada, "Edited before")
    change(path)
    room.ada.press("Approve", message_id=plan["message_id"])
    told = room.ada.until("has changed since this was shown", after=plan["message_id"])
    anew = plan_after(room.ada, told["message_id"])
    void = room.ada.until_any(
        lambda m: m["message_id"] == plan["message_id"] and labels(m) == [], "the void plan"
    )
    before = sent(room, "Edited before")

    room.ada.press("Approve", message_id=anew["message_id"])
    until_sent(room, "Edited before")

    assert before == []
    assert "a newer version took its place" in text_of(void)
    assert ["second words" in text for text in sent(room, "Edited before")] == [True]
    assert approved_by(room, "Edited before") == ["", ADA_APPROVED]


def test_an_edit_between_approval_and_the_first_call_is_asked_about(room: Room) -> None:
    """Three issues for the three ways to go on: as approved, not at all, approved anew."""
    titles = ("Edited late, kept", "Edited late, stopped", "Edited late, anew")
    paths = [
        add_post(room, title, day, f"The first words. {FILLER}")
        for day, title in enumerate(titles, 3)
    ]
    due = datetime.now(UTC) + timedelta(seconds=15)
    for title in titles:
        approved_for(room.ada, title, due)
    for path in paths:
        change(path)
    kept, stopped, anew = (asked_about(room.ada, title, "Send as approved") for title in titles)
    before = [sent(room, title) for title in titles]

    room.ada.press("Send as approved", message_id=kept["message_id"])
    room.ada.press("Do not send it", message_id=stopped["message_id"])
    plan = proposed(room.ada, titles[2])
    room.ada.press("Approve", message_id=plan["message_id"])
    for title in (titles[0], titles[2]):
        until_sent(room, title)
    room.ada.until_any(
        lambda m: titles[1] in text_of(m) and "called off" in text_of(m), "the one not sent"
    )

    assert before == [[], [], []]
    assert "has changed since it was approved" in text_of(anew)
    assert ["first words" in text for text in sent(room, titles[0])] == [True]
    assert sent(room, titles[1]) == []
    assert ["second words" in text for text in sent(room, titles[2])] == [True]


def change(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("first words", "second words"), encoding="utf-8")


# --- twice, and by two ------------------------------------------------------------------------


def test_approve_pressed_twice_has_one_effect_and_the_second_press_is_told(room: Room) -> None:
    add_post(room, "Pressed twice", 6, FILLER)
    plan = proposed(room.ada, "Pressed twice")

    for _ in range(2):
        room.ada.press("Approve", message_id=plan["message_id"])
    told = room.ada.until("has done this already", after=plan["message_id"])
    until_sent(room, "Pressed twice")

    assert text_of(told) == f"{ADA_APPROVED} has done this already."
    assert len(sent(room, "Pressed twice")) == 1


def test_of_two_operators_who_approve_at_once_one_does_and_the_other_is_told(room: Room) -> None:
    add_post(room, "Approved by two", 7, FILLER)
    plan = proposed(room.ada, "Approved by two")
    other = room.ben.until_any(shows("Approved by two", "批准"), "Ben's message")

    at_once(
        lambda: room.ada.press("Approve", message_id=plan["message_id"]),
        lambda: room.ben.press("批准", message_id=other["message_id"]),
    )
    until_sent(room, "Approved by two")
    who = approved_by(room, "Approved by two")
    second, words = {
        ADA_APPROVED: (room.ben, f"{ADA_APPROVED} 已经"),
        BEN_APPROVED: (room.ada, f"{BEN_APPROVED} has done"),
    }[who[0]]

    assert words in text_of(second.until(words))
    assert len(who) == len(sent(room, "Approved by two")) == 1


def test_of_two_operators_who_hold_at_once_one_does_and_the_other_is_told(room: Room) -> None:
    add_post(room, "Held by two", 8, FILLER)
    approved_for(room.ada, "Held by two", datetime.now(UTC) + timedelta(hours=1))
    mine = room.ada.until_any(shows("Held by two", "Hold"), "Ada's message")
    other = room.ben.until_any(shows("Held by two", "暂缓"), "Ben's message")

    at_once(
        lambda: room.ada.press("Hold", message_id=mine["message_id"]),
        lambda: room.ben.press("暂缓", message_id=other["message_id"]),
    )
    held = room.ada.until_any(shows("Held by two", "Resume"), "it held")
    until_any_of(
        lambda: (
            [m for m in room.ada.answers() if "out of date" in text_of(m)]
            + [m for m in room.ben.answers() if "已过期" in text_of(m)]
        )
    )

    assert "It is held." in text_of(held)
    assert events(room, "Held by two", "%-> held") == 1


def test_of_two_operators_who_have_it_sent_again_one_does_and_nothing_is_there_twice(
    room: Room,
) -> None:
    lose(room, "received")
    pictured(room, "Sent again by two", 9)
    approve(room.ada, "Sent again by two")
    mine = asked_about(room.ada, "Sent again by two", "It is not, send it")
    other = asked_about(room.ben, "Sent again by two", "没有，重发")

    at_once(
        lambda: room.ada.press("It is not, send it", message_id=mine["message_id"]),
        lambda: room.ben.press("没有，重发", message_id=other["message_id"]),
    )
    until_sent(room, "Sent again by two")
    until_any_of(
        lambda: (
            [m for m in room.ada.answers() if "is answered already" in text_of(m)]
            + [m for m in room.ben.answers() if "已经回答过" in text_of(m)]
        )
    )

    assert len(sent(room, "Sent again by two")) == 1


# --- restarts between the question and the answer ---------------------------------------------


def test_the_buttons_and_the_prompt_of_before_two_restarts_work(tmp_path: Path) -> None:
    with laid(tmp_path, **TELEGRAM_ALONE) as room:
        with room.open():
            lose(room, "stored")
            pictured(room, "Lost and there", 9)
            approve(room.ada, "Lost and there")
            question = asked_about(room.ada, "Lost and there", "It is there")
        with room.stage.daemon() as process:
            room.ada.press("It is there", message_id=question["message_id"])
            prompt = room.ada.until("Reply with the address", after=question["message_id"])
            kill(process)
        with room.stage.daemon():
            url = f"{room.stage.url}{room.stage.feed('telegram')[-1]['url']}"
            room.ada.say(url, reply_to=prompt["message_id"])
            until_out(room.ada, "Lost and there")

        assert "Telegram: is" in text_of(question)
        assert "no clear answer came back" in text_of(question)
        assert len(sent(room, "Lost and there")) == 1
        assert [row["where"] for row in room.stage.deliveries()] == [url]


@pytest.mark.faults
def test_a_press_that_comes_once_more_after_a_kill_does_not_answer_the_next_question(
    tmp_path: Path,
) -> None:
    """The first try and the second are lost, so the same thing is asked twice."""
    with laid(tmp_path, **TELEGRAM_ALONE) as room:
        with room.stage.daemon() as process:
            lose(room, "received", times=2)
            pictured(room, "Lost twice", 9)
            approve(room.ada, "Lost twice")
            first = asked_about(room.ada, "Lost twice", "It is not, send it")
            room.ada.press("It is not, send it", message_id=first["message_id"])
            again = asked_about(
                room.ada, "Lost twice", "It is not, send it", after=first["message_id"]
            )
            kill(process)
        room.ada._do("redeliver")
        with room.stage.daemon():
            room.ada.until("is answered already", after=again["message_id"])
            before = sent(room, "Lost twice")
            room.ada.press("It is not, send it", message_id=again["message_id"])
            until_out(room.ada, "Lost twice")

        assert before == []
        assert len(sent(room, "Lost twice")) == 1


def kill(process: Popen[bytes]) -> None:
    process.kill()
    process.wait(timeout=20)


def test_whether_to_call_it_off_stands_until_it_is_answered(room: Room) -> None:
    add_post(room, "Quoin", 19, FILLER)
    approved_for(room.ada, "Quoin", datetime.now(UTC) + timedelta(days=2))
    release = room.ada.until_any(shows("Quoin", "Cancel"), "the release")

    room.ada.press("Cancel", message_id=release["message_id"])
    room.ada.until("Call it off?")
    time.sleep(6)  # twice as long as the room needs to put the release in its place
    asked = room.ada.until("Call it off?")
    room.ada.press("Leave it", message_id=asked["message_id"])

    left = room.ada.until_any(shows("Quoin", "Cancel"), "the release")
    assert left["message_id"] == asked["message_id"] == release["message_id"]
