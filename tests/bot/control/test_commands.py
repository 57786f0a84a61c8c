"""Every command of the control room, with something to act on and with nothing."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot.listing import ref_of
from tests.bot.control.conftest import BEN
from tests.bot.control.phone import Phone, buttons_of, labels, text_of
from tests.bot.control.rooms import Room, add_post, laid
from tests.bot.control.test_languages import WORD, english_in
from tests.faults.stage import CHANNELS

ENDED = {"done(published)", "done(draft)"}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with laid(tmp_path_factory.mktemp("commands")) as made:
        for day, name in enumerate(("Alpha", "Bravo", "Charlie", "Delta", "Echo"), start=1):
            add_post(made, f"{name} letter", day)
        with made.open():
            yield made


def answer(phone: Phone, text: str) -> dict[str, Any]:
    """What comes next after a command."""
    return phone.until_any(lambda _: True, f"an answer to {text}", after=phone.say(text))


# --- with nothing to act on -------------------------------------------------------------------

NOTHING = {
    "/approve": "Nothing waits for approval",
    "/hold": "Nothing is on its way",
    "/resume": "Nothing is on its way",
    "/cancel": "Nothing is on its way",
    "/retry": "Nothing is on its way",
    "/reschedule": "Nothing is on its way",
    "/reschedule +2h": "Nothing is on its way",
    "/status": "Nothing is on its way",
    "/decide": "Nothing waits for your answer",
    "/retract": "Nothing is out",
    "/preview Zulu": "no post named Zulu",
    "/plan Zulu": "no post named Zulu",
    "/publish Zulu": "no post named Zulu",
    "/hold Zulu": "no post named Zulu",
    "/start pub_00000000": "no post named 00000000",
    "/start rel_000000000000": "000000000000",
}


@pytest.mark.parametrize("command", NOTHING)
def test_a_command_with_nothing_to_act_on_says_so(room: Room, command: str) -> None:
    said = answer(room.ada, command)
    assert NOTHING[command] in text_of(said)

    chinese = text_of(answer(room.ben, command))
    assert english_in([chinese], f"Zulu {socket.gethostname()}") == set()
    assert chinese != text_of(said)


# --- one after the other ----------------------------------------------------------------------


def test_help_names_every_command(room: Room) -> None:
    said = text_of(answer(room.ada, "/help"))

    assert [word for word in NOTHING if word.split()[0] not in said] == []


def test_a_command_that_there_is_not_gets_the_help(room: Room) -> None:
    assert text_of(answer(room.ada, "/cancell")).startswith("What you can do here")
    assert text_of(answer(room.ben, "/cancell@pressrun_sandbox_bot")).startswith("可用的命令")


def test_issues_are_listed_the_newest_first_with_a_button_each(room: Room) -> None:
    said = answer(room.ada, "/issues")

    assert labels(said)[0].startswith("Small Letters 3")
    assert [label.split()[0] for label in labels(said)[1:]] == [
        "Echo", "Delta", "Charlie", "Bravo", "Alpha",
    ]  # fmt: skip


def test_a_preview_of_one_channel_shows_that_one_alone(room: Room) -> None:
    asked = room.ada.say("/preview x Alpha")
    room.ada.until_any(lambda m: labels(m) == ["Publish"], "the summary", after=asked)
    shown = [text_of(m) for m in room.ada.answers() if m["message_id"] > asked]

    assert any("weight" in text for text in shown)
    assert not any(m.get("document") for m in room.ada.answers() if m["message_id"] > asked)


def test_a_plan_keeps_nothing(room: Room) -> None:
    said = answer(room.ada, "/plan Alpha")

    assert "Alpha letter" in text_of(said)
    assert labels(said) == ["Publish"]
    assert room.stage.deliveries() == []


def test_the_doctor_says_what_it_found(room: Room) -> None:
    asked = room.ada.say("/doctor")
    said = room.ada.until("Check-up", after=asked)

    assert "telegram" in text_of(said).lower()


def test_a_release_is_moved_in_every_way_held_resumed_and_called_off(room: Room) -> None:
    plan = room.ada.tell("/publish Alpha", "Alpha letter")
    number = plan["message_id"]
    moved = room.ada.until("Alpha letter", after=room.ada.say("/reschedule +2h"))
    first = due(room)
    room.ada.tell("/reschedule", "When shall it go out?")
    room.ada.press("Other")
    asked = room.ada.until("Reply with a time", after=moved["message_id"])
    replies = {"soonish": "soonish", "2020-01-01 08:00": "past", "2037-01-05 08:00": "2037"}
    said = [
        text_of(
            room.ada.until_any(
                lambda _: True, words,
                after=room.ada.say(text, reply_to=asked["message_id"]),
            )
        )
        for text, words in replies.items()
    ]  # fmt: skip
    assert "soonish" in said[0]
    assert "past" in said[1]
    assert due(room).startswith("2037-01-05T08:00")
    assert due(room) > first

    room.ada.press("Approve")
    room.ada.until("is approved and waits", after=number)
    room.ada.tell("/hold", "It is held")
    room.ada.tell("/resume", "is approved and waits")
    room.ada.tell("/cancel", "called off")
    assert {row["state"] for row in rows(room, "Alpha")} == {"cancelled"}
    assert "Nothing is on its way" in text_of(answer(room.ada, "/cancel"))


def due(room: Room) -> str:
    return str(min(row["due_at"] for row in rows(room, "Alpha")))


def rows(room: Room, title: str) -> list[dict[str, Any]]:
    return [row for row in room.stage.deliveries() if row["title"].startswith(title)]


def until(room: Room, title: str, states: set[str], channel: str = "") -> list[dict[str, Any]]:
    """Wait until the deliveries of that title, or that one, are in one of these states."""
    ends = time.monotonic() + 60
    while True:
        found = [row for row in rows(room, title) if channel in ("", row["channel"])]
        if found and all(row["state"] in states for row in found):
            return found
        assert time.monotonic() < ends, [(d["channel"], d["state"], d["reason"]) for d in found]
        time.sleep(0.3)


def test_what_is_held_in_the_middle_is_finished_after_resume_with_everything_once(
    room: Room,
) -> None:
    room.stage.inject(
        service="x", operation="tweets/create", action="lag", point="stored", seconds=8
    )
    room.ada.tell("/publish Small", "Small Letters 3")
    room.ada.press("Approve")
    sending(room, 1)
    moving = room.ada.until_any(lambda m: HOLDS & set(labels(m)), "a button to hold it")
    room.ada.press(*HOLDS & set(labels(moving)))
    held = until(room, "Small", {*ENDED, "held"})
    sending(room, 1, outcome="answered")
    answer(room.ada, "/status")

    assert "held" in {row["state"] for row in held}
    assert len(creates(room)) == 1
    room.ada.press("Resume")
    until(room, "Small", ENDED)
    for channel in CHANNELS:
        texts = [post["text"] for post in room.stage.feed(channel)]
        assert len(set(texts)) == len(texts) > 0
    assert len(creates(room)) == len(room.stage.feed("x")) > 1


HOLDS = {"Hold", "Hold the rest"}


def creates(room: Room) -> list[dict[str, Any]]:
    import requests

    query = {"service": "x", "operation": "tweets/create"}
    found: list[dict[str, Any]] = requests.get(
        f"{room.stage.url}/_control/calls", params=query, timeout=10
    ).json()
    return found


def sending(room: Room, n: int, outcome: str = "") -> None:
    """Wait until so many posts have been asked of X, or answered by it."""
    ends = time.monotonic() + 60
    while len([c for c in creates(room) if outcome in ("", c["outcome"])]) < n:
        assert time.monotonic() < ends, creates(room)
        time.sleep(0.05)


def test_a_refused_channel_goes_on_after_retry(room: Room) -> None:
    room.stage.inject(
        service="x", operation="tweets/create", action="status", status=400,
        body={"title": "Invalid Request", "detail": "nonsense", "status": 400},
    )  # fmt: skip
    room.ada.tell("/publish Bravo", "Bravo letter")
    room.ada.press("Approve")
    until(room, "Bravo", {"failed"}, "x")
    said = room.ada.tell("/retry Bravo", "Bravo letter")
    until(room, "Bravo", ENDED, "x")

    assert "failed" not in text_of(said)
    assert "did not" not in text_of(said)


@pytest.fixture(scope="module")
def out(room: Room) -> str:
    """The title of an issue that is out."""
    plan = room.ada.tell("/publish Echo", "Echo letter")
    room.ada.press("Approve", message_id=plan["message_id"])
    until(room, "Echo", ENDED)
    return "Echo"


def test_decide_shows_the_open_questions_once_more(room: Room, out: str) -> None:
    room.ada.until_any(
        lambda m: text_of(m).startswith(out) and "It was deleted" in labels(m), "its question"
    )
    asked = room.ada.say("/decide")
    said = room.ada.until("your draft waits for its click", after=asked)

    assert {"It is published", "It was deleted"} <= set(labels(said))


def test_retract_says_what_is_removed_and_what_only_a_person_can_remove(
    room: Room, out: str
) -> None:
    said = room.ada.tell(f"/retract {out}", "Take it back?")

    assert "will be removed" in text_of(said)
    before = len(room.stage.feed("x"))
    room.ada.press("Remove")
    removed(room, before)
    room.ada.until("taken back", after=said["message_id"])


def removed(room: Room, before: int) -> None:
    ends = time.monotonic() + 60
    while len(room.stage.feed("x")) >= before:
        assert time.monotonic() < ends, room.stage.feed("x")
        time.sleep(0.2)


# --- deep links -------------------------------------------------------------------------------


def test_a_link_to_a_post_opens_its_plan(room: Room) -> None:
    said = answer(room.ada, f"/start pub_{ref_of('_posts/2026-11-03-charlie-letter.md')}")

    assert "Charlie letter" in text_of(said)
    assert "Approve" in labels(said)


def test_a_link_that_the_command_line_prints_opens_the_release(room: Room) -> None:
    path = next(room.stage.issue.parent.glob("*delta*"))
    code, said = room.stage.command("release", str(path), "--at", "2037-01-05 08:00")
    assert "link" in said, said
    link = said["link"]
    shown = answer(room.ben, "/start " + link.partition("?start=")[2])

    assert code == 3
    assert link.startswith("https://t.me/")
    assert "Delta letter" in text_of(shown)
    assert "批准" in labels(shown)
    assert WORD.findall(text_of(shown).replace("Delta letter", ""))  # names of channels
    assert buttons_of(shown)
    assert english_in([t for t in room.said_to(BEN)[-6:] if t], "Delta letter") == set()
