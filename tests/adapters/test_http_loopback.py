"""The stand-ins are reached in spite of a proxy; everything else goes through it."""

from __future__ import annotations

import pytest

from adapters.errors import TryLater
from tests.adapters.raw_server import OK, answering, post, serving


@pytest.fixture(autouse=True)
def dead_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")


def test_a_call_to_this_machine_takes_no_proxy() -> None:
    with serving(answering(OK)) as server:
        assert post(server.url()).status == 200


def test_a_call_elsewhere_takes_the_proxy() -> None:
    with pytest.raises(TryLater, match=r"the proxy did not connect|no connection"):
        post("http://elsewhere.invalid/")
