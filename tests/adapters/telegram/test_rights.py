"""What the bot may do in its channel, and what comes of it when Telegram does not tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import requests

from adapters.errors import NotAllowed, TryLater
from adapters.telegram import Options
from adapters.telegram.rights import Rights, read_rights
from sandbox import RunningSandbox
from tests.adapters.telegram.conftest import TOKEN, Control

REFUSED = "Copy the bot's token from @BotFather again."


def rights(server: RunningSandbox) -> Rights:
    options = Options(api=f"{server.url}/telegram", chat="@pressrun_sandbox")
    return read_rights(options, TOKEN, requests.Session())


def test_the_bot_is_named_with_what_it_may_do(server: RunningSandbox, control: Control) -> None:
    control("do/telegram/grant_rights", rights=["can_post_messages", "can_delete_messages"])

    found = rights(server)

    assert (found.bot, found.post, found.others) == ("@pressrun_sandbox_bot", True, ("delete",))
    assert found.at is not None
    assert abs(datetime.now(UTC) - found.at) < timedelta(minutes=5)


def test_a_bot_that_left_may_not_post(server: RunningSandbox, control: Control) -> None:
    control("do/telegram/kick", chat="@pressrun_sandbox")

    with pytest.raises(NotAllowed, match="kicked") as error:
        rights(server)

    assert error.value.code == "rights"


def test_a_page_that_is_no_answer_of_telegram_is_a_wrong_address(
    server: RunningSandbox, control: Control
) -> None:
    control("faults", service="telegram", operation="getMe", action="status", status=404, body="no")

    with pytest.raises(NotAllowed, match="getMe: not found") as error:
        rights(server)

    assert error.value.next_step == REFUSED


def test_too_many_questions_are_asked_again_later(server: RunningSandbox, control: Control) -> None:
    control("faults", service="telegram", operation="getChatMember", action="refusal",
            details={"seconds": 7})  # fmt: skip

    with pytest.raises(TryLater):
        rights(server)


def test_a_token_that_telegram_repeats_is_hidden(server: RunningSandbox, control: Control) -> None:
    control("faults", service="telegram", operation="getMe", action="refusal",
            details={"code": 401, "text": TOKEN})  # fmt: skip

    with pytest.raises(NotAllowed) as error:
        rights(server)

    assert TOKEN not in str(error.value)
