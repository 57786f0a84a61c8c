"""A release from the phone, from end to end: commands and buttons against the stand-ins."""

from __future__ import annotations

from tests.bot.control.phone import Phone, labels, text_of
from tests.faults.stage import CHANNELS, Stage


def test_an_issue_is_proposed_approved_and_out_on_four_channels(
    stage: Stage, open_room: Phone
) -> None:
    plan = open_room.tell("/publish", "Small Letters 3")
    open_room.press("Approve")
    for channel in CHANNELS:
        stage.until({"done(published)", "done(draft)"}, channel)

    ended = open_room.until("A draft waits")
    assert "Approve" in labels(plan)
    assert ended["message_id"] == plan["message_id"]
    assert "https://" in text_of(ended) or "http://" in text_of(ended)
