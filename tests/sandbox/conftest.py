"""A running sandbox for the tests of this folder, and a short way to its control paths."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from PIL import Image

from sandbox import RunningSandbox, serve

Control = Callable[..., Any]


@pytest.fixture(scope="session")
def server() -> Iterator[RunningSandbox]:
    with serve() as running:
        yield running


@pytest.fixture
def sandbox(server: RunningSandbox) -> RunningSandbox:
    """The session's sandbox, emptied."""
    requests.post(f"{server.url}/_control/reset", json={}, timeout=30).raise_for_status()
    return server


@pytest.fixture
def control(sandbox: RunningSandbox) -> Control:
    """control("faults", service="blog", action="reset") posts; control("calls") gets."""

    def call(path: str, **body: Any) -> Any:
        url = f"{sandbox.url}/_control/{path}"
        sent = requests.post(url, json=body, timeout=30) if body else requests.get(url, timeout=30)
        assert sent.status_code == 200, sent.text
        return sent.json()

    return call


@pytest.fixture
def a_png() -> bytes:
    """A picture of 40 by 30 pixels."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#3a6ea5").save(out, "png")
    return out.getvalue()
