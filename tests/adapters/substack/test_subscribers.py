"""How many the mail goes to is read where it can be read at once, and never guessed."""

from __future__ import annotations

import socket
import time

import pytest

from adapters.abilities import Mailing
from adapters.substack import Substack, client
from adapters.substack.spec import Options
from tests.adapters.raw_server import serving
from tests.adapters.substack.conftest import COOKIE, Control


def test_the_number_of_subscribers_is_read(channel: Substack, control: Control) -> None:
    control("switches", service="substack", name="subscribers", value=4321)

    assert isinstance(channel, Mailing)
    assert channel.subscribers() == 4321


@pytest.mark.parametrize(
    ("switch", "value"), [("checklist", "list"), ("checklist", "none"), ("role", "none")]
)
def test_another_shape_or_a_refusal_gives_no_number(
    channel: Substack, control: Control, switch: str, value: str
) -> None:
    control("switches", service="substack", name=switch, value=value)

    assert channel.subscribers() is None


@pytest.mark.parametrize("action", ["reset", "garbage", "truncate"])
def test_an_answer_that_fails_gives_no_number(
    channel: Substack, control: Control, action: str
) -> None:
    fault = {"service": "substack", "operation": "checklist", "point": "stored"}
    control("faults", **fault, action=action)

    assert channel.subscribers() is None


def test_a_server_that_takes_its_time_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "AT_ONCE", 0.2)
    begun = time.monotonic()

    with serving(_say_nothing) as server:
        home = f"http://127.0.0.1:{server.port}"
        options = Options(publication="sandbox", api=home, web=home)
        found = Substack(options, {"cookie": COOKIE}, lambda _: b"").subscribers()

    assert found is None
    assert time.monotonic() - begun < 2.0


def _say_nothing(connection: socket.socket) -> None:
    connection.recv(65_536)
    time.sleep(0.6)
