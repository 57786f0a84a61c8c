"""A running stand-in of Telegram and a channel that talks to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
import requests
from PIL import Image

from adapters.telegram import Options, Telegram
from sandbox import RunningSandbox, serve

Control = Callable[..., Any]
TOKEN = "1000000001:sandbox-token"


@pytest.fixture(scope="session")
def server() -> Iterator[RunningSandbox]:
    with serve() as running:
        yield running


@pytest.fixture
def control(server: RunningSandbox) -> Control:
    """control("faults", action="reset") posts, control("calls") gets; everything starts empty."""

    def ask(path: str, **body: Any) -> Any:
        url = f"{server.url}/_control/{path}"
        answer = requests.post(url, json=body, timeout=5) if body else requests.get(url, timeout=5)
        assert answer.status_code == 200, answer.text
        return answer.json()

    requests.post(f"{server.url}/_control/reset", json={}, timeout=5).raise_for_status()
    return ask


@pytest.fixture(scope="session")
def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def channel(server: RunningSandbox, control: Control, png: bytes) -> Telegram:
    base = f"{server.url}/telegram"
    options = Options(api=base, web=base, chat="@pressrun_sandbox")
    return Telegram(options, {"token": TOKEN}, lambda _sha256: png)
