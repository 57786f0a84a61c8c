"""A running stand-in of X, and a channel that talks to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
import requests
from PIL import Image

from adapters.x import Options, X
from sandbox import RunningSandbox, serve
from tests.adapters.x.issues import SECRETS

Control = Callable[..., Any]


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
    requests.delete(f"{server.url}/_control/faults", timeout=5).raise_for_status()
    return ask


@pytest.fixture(scope="session")
def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def channel(server: RunningSandbox, control: Control, png: bytes) -> X:
    options = Options(api=f"{server.url}/x", web=f"{server.url}/x")
    return X(options, SECRETS, lambda _sha256: png)
