"""Who is let in: nothing that anybody else does has an effect, and it is said once a day at most.

What they wrote is nowhere in the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.bot.control.conftest import ADA, BEN, STRANGER, phone
from tests.bot.control.phone import Phone, labels, text_of
from tests.bot.control.rooms import Room, add_post, laid
from tests.bot.control.steps import (
    BEN_APPROVED,
    FILLER,
    TELEGRAM_ALONE,
    approved_by,
    approved_for,
    proposed,
    rows_of,
    shows,
    until_any_of,
    until_sent,
)

PLANNED = "Planned for later"
WORD = "persimmon"
LINE = "serves its owner only"
GROUP = -5001


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A release that is approved for in an hour, so that a press or a command could stop it."""
    with laid(tmp_path_factory.mktemp("strangers"), **TELEGRAM_ALONE) as made, made.open():
        add_post(made, PLANNED, 2, FILLER)
        approved_for(made.ada, PLANNED, datetime.now(UTC) + timedelta(hours=1))
        made.ada._do("add_group", chat_id=GROUP, title="Friends of letters")
        made.ada.until_any(shows(PLANNED, "Hold"), "the release")
        yield made


def test_a_stranger_gets_one_line_a_day_and_no_command_of_theirs_has_an_effect(
    room: Room,
) -> None:
    stranger = phone(room.stage, STRANGER, "Mal", "en")

    for text in (f"/hold {WORD}", f"/hold {PLANNED}", f"/cancel {PLANNED}", f"{WORD} again"):
        turned_away(room, STRANGER, lambda text=text: stranger.say(text))
    stranger.upload(f"{WORD}.md", b"# Mine")
    until_noted(room, STRANGER, 5)

    assert [LINE in text_of(m) and str(STRANGER) in text_of(m) for m in stranger.answers()] == [
        True
    ]
    assert untouched(room)
    assert WORD not in log(room)


def test_a_button_that_somebody_else_presses_does_nothing_and_says_so_once(room: Room) -> None:
    other = phone(room.stage, STRANGER + 1, "Mallory", "zh-hans")
    message = room.ada.until_any(shows(PLANNED, "Hold"), "the release")["message_id"]

    presses = [
        turned_away(room, other.user, lambda: other.press("Hold", chat_id=ADA, message_id=message))
        for _ in range(2)
    ]
    answers = [answer_to(other, number) for number in presses]

    assert "只为它的主人服务" in answers[0]["text"]
    assert not answers[1].get("text")
    assert other.answers() == []
    assert untouched(room)
    assert "p:hold" not in log(room)


def test_a_group_is_no_place_for_the_room_even_for_an_operator(room: Room) -> None:
    stranger = phone(room.stage, STRANGER + 2, "Eve", "en")

    for each in (stranger, room.ben):
        for text in (f"/hold {PLANNED}", f"/status {WORD}"):
            turned_away(room, each.user, lambda each=each, text=text: each.say(text, chat_id=GROUP))
    until_any_of(lambda: said_in_group(room)[1:])
    assert untouched(room)
    said = said_in_group(room)

    assert [str(STRANGER + 2) in said[0], str(BEN) in said[1]] == [True, True]
    assert len(said) == 2
    assert WORD not in log(room)


def said_in_group(room: Room) -> list[str]:
    return [text_of(m) for m in room.ada.chat(GROUP) if m["from"]["is_bot"]]


def test_a_stranger_is_not_let_in_when_telling_them_so_fails(room: Room) -> None:
    stranger = phone(room.stage, STRANGER + 3, "Trudy", "en")
    details = {"code": 403, "text": "Forbidden: bot was blocked by the user"}
    room.stage.inject(
        service="telegram", operation="sendMessage", action="refusal", details=details
    )

    turned_away(room, stranger.user, lambda: stranger.say(f"/hold {PLANNED}"))
    until_any_of(lambda: [True] * ("could not be told so" in log(room)))

    assert stranger.answers() == []
    assert untouched(room)


def untouched(room: Room) -> bool:
    """Nothing but what Ada did has moved the release."""
    room.ada.tell("/status", "Status")
    release = room.ada.until_any(shows(PLANNED, "Hold"), "the release")
    moves = rows_of(room, "SELECT count(*) FROM events WHERE move LIKE ?", "%-> held")
    return "approved and waits" in text_of(release) and moves == [(0,)]


def turned_away(room: Room, user: int, act: Any) -> Any:
    """Do it, and wait until the log has one more attempt of theirs; what it gave."""
    before = noted(room, user)
    found = act()
    until_noted(room, user, before + 1)
    return found


def until_noted(room: Room, user: int, count: int) -> None:
    until_any_of(lambda: [True] * (noted(room, user) >= count))


def noted(room: Room, user: int) -> int:
    return sum(f" {user} " in line and "not let in" in line for line in log(room).splitlines())


def log(room: Room) -> str:
    return (room.stage.folder / "home.log").read_text(encoding="utf-8")


def answer_to(phone: Phone, press: str) -> dict[str, Any]:
    """What a press was answered with; the spinner ends with it."""
    until_any_of(lambda: [True] if phone._do("callback", callback_query_id=press)["answer"] else [])
    found: dict[str, Any] = phone._do("callback", callback_query_id=press)["answer"]
    return found


# --- two operators, of whom the other approves ------------------------------------------------


def test_with_approval_by_another_the_proposer_cannot_approve_and_the_other_can(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    control = {"operators": [ADA, BEN], "approval": "other"}
    folder = tmp_path_factory.mktemp("other")
    with laid(folder, control=control, **TELEGRAM_ALONE) as room, room.open():
        title = "Approved by the other"
        add_post(room, title, 2, FILLER)
        plan = proposed(room.ada, title)
        room.ada.press("Approve", message_id=plan["message_id"])
        room.ada.until("Somebody else has to approve", after=plan["message_id"])
        before = approved_by(room, title)
        other = room.ben.until_any(shows(title, "批准"), "Ben's message")
        room.ben.press("批准", message_id=other["message_id"])
        until_sent(room, title)

        assert before == [""]
        assert approved_by(room, title) == [BEN_APPROVED]
        mine = room.ada.until_any(
            lambda m: m["message_id"] == plan["message_id"] and labels(m) == ["Retract"], "the end"
        )
        assert f"Approved by {BEN_APPROVED}." in text_of(mine)
