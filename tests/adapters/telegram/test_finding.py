"""What is made of a post whose answer was lost, by a bot that may show it to its operator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.base import Absent, Anchor, CannotTell, Edition, Found, Intent, Partial, Receipt
from adapters.errors import OutcomeUnknown, TryLater
from adapters.telegram import Telegram
from tests.adapters.telegram.conftest import TOKEN
from tests.adapters.telegram.samples import edition_of, sections

Control = Callable[..., Any]
Sent = dict[str, Receipt]
INTENT = Intent(datetime(2025, 11, 3, tzinfo=UTC), 1, Anchor())
METHODS = {"message": "sendMessage", "photo": "sendPhoto", "album": "sendMediaGroup"}


@pytest.fixture
def edition() -> Edition:
    """A text, a photo with its text, an album, a text."""
    return edition_of(
        f"导语。\n\n{sections(1, 300, 1)}\n\n{sections(1, 300, 3)}\n\n## 完\n\n谢谢。"
    )


@pytest.fixture
def finder(channel: Telegram, png: bytes) -> Telegram:
    options = channel._options.model_copy(update={"operator": "4242"})
    return Telegram(options, {"token": TOKEN}, lambda _: png)


def send_before(channel: Telegram, edition: Edition, place: int) -> Sent:
    sent: Sent = {}
    for part in edition.parts[:place]:
        sent[part.key] = channel.send(part, sent)
    return sent


def lose(control: Control, edition: Edition, place: int, action: str, point: str) -> None:
    control(
        "faults", service="telegram", operation=METHODS[edition.parts[place].kind], action=action,
        point=point,
    )  # fmt: skip


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_post_that_stands_is_found_with_its_ids(
    finder: Telegram, edition: Edition, control: Control, place: int
) -> None:
    part, sent = edition.parts[place], send_before(finder, edition, place)
    lose(control, edition, place, "reset", "stored")
    with pytest.raises(OutcomeUnknown):
        finder.send(part, sent)

    found = finder.find(part, sent, INTENT)

    assert isinstance(found, Found)
    assert found.receipt.details["message_ids"] == {1: [2], 2: [3, 4, 5], 3: [6]}[place]
    assert found.receipt.url == f"{finder._options.web}/pressrun_sandbox/{found.receipt.id}"


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_post_that_never_arrived_is_absent(
    finder: Telegram, edition: Edition, control: Control, place: int
) -> None:
    part, sent = edition.parts[place], send_before(finder, edition, place)
    lose(control, edition, place, "reset", "received")
    with pytest.raises(OutcomeUnknown):
        finder.send(part, sent)

    assert finder.find(part, sent, INTENT) == Absent()


def test_a_part_of_an_album_is_told(finder: Telegram, edition: Edition, control: Control) -> None:
    sent = send_before(finder, edition, 2)
    control(
        "faults", service="telegram", operation="sendMediaGroup", action="album_partial",
        point="inside", details={"live": 2, "text": "x"},
    )  # fmt: skip
    with pytest.raises(OutcomeUnknown):
        finder.send(edition.parts[2], sent)

    found = finder.find(edition.parts[2], sent, INTENT)

    assert isinstance(found, Partial)
    assert [receipt.id for receipt in found.receipts] == ["3", "4"]


def test_other_peoples_posts_and_gaps_are_looked_past(
    finder: Telegram, edition: Edition, control: Control
) -> None:
    sent = send_before(finder, edition, 1)
    control("switches", service="telegram", name="message_ids", value="gaps")
    others = [control("do/telegram/foreign_post", text=f"别人的第{n}条") for n in range(6)]
    lose(control, edition, 1, "reset", "stored")
    with pytest.raises(OutcomeUnknown):
        finder.send(edition.parts[1], sent)

    found = finder.find(edition.parts[1], sent, INTENT)

    assert len(others) == 6
    assert isinstance(found, Found)


def test_no_copy_stays_with_the_operator(
    finder: Telegram, edition: Edition, control: Control
) -> None:
    sent = send_before(finder, edition, 2)

    finder.find(edition.parts[1], {"message/1": sent["message/1"]}, INTENT)

    calls = [call["operation"] for call in control("calls")]
    assert calls.count("forwardMessage") > 0
    assert calls[-1] == "deleteMessages"


@pytest.mark.parametrize("value", ["not_found", "protected"])
def test_where_bots_may_not_forward_a_person_is_asked(
    finder: Telegram, edition: Edition, control: Control, value: str
) -> None:
    sent = send_before(finder, edition, 2)
    control("switches", service="telegram", name="forwards", value=value)

    first = {"message/1": sent["message/1"]}
    assert isinstance(finder.find(edition.parts[1], first, INTENT), CannotTell)


def test_an_operator_that_blocked_the_bot_pauses_nothing(
    finder: Telegram, edition: Edition, control: Control
) -> None:
    sent = send_before(finder, edition, 1)
    control("do/telegram/block", user=4242)

    assert isinstance(finder.find(edition.parts[1], sent, INTENT), CannotTell)


def test_the_first_message_has_nothing_to_look_behind(finder: Telegram, edition: Edition) -> None:
    assert isinstance(finder.find(edition.parts[0], {}, INTENT), CannotTell)


def test_without_an_operator_a_person_is_asked(channel: Telegram, edition: Edition) -> None:
    sent = send_before(channel, edition, 1)

    assert isinstance(channel.find(edition.parts[1], sent, INTENT), CannotTell)


def test_pictures_without_words_are_left_to_a_person(finder: Telegram, control: Control) -> None:
    wordless = edition_of("前。\n\n![](a.png)\n\n![](b.png)", "inline")
    sent = send_before(finder, wordless, 2)

    first = {"message/1": sent["message/1"]}
    assert isinstance(finder.find(wordless.parts[1], first, INTENT), CannotTell)


def test_a_lost_answer_while_looking_proves_nothing(
    finder: Telegram, edition: Edition, control: Control
) -> None:
    sent = send_before(finder, edition, 1)
    control(
        "faults", service="telegram", operation="forwardMessage", action="reset", point="received"
    )

    with pytest.raises(TryLater):
        finder.find(edition.parts[1], sent, INTENT)
