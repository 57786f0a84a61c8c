"""A running stand-in of Substack and a channel that talks to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from adapters.substack import Options, Substack
from sandbox import RunningSandbox, serve
from tests.adapters.substack.samples import PNG

Control = Callable[..., Any]
COOKIE = "s%3Asandbox"


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


@pytest.fixture
def options(server: RunningSandbox, control: Control) -> Options:
    return Options(
        api=f"{server.url}/substack/account",
        web=f"{server.url}/substack/pub",
        publication="sandbox",
        mode="web",
    )


@pytest.fixture
def channel(options: Options) -> Substack:
    return Substack(options, {"cookie": COOKIE}, lambda _sha256: PNG)
