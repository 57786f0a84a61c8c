"""What a proposal says before anybody agrees: to how many a mail would go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.publishing import Wish, propose
from bot.wiring import Home, workshop
from config.settings import Settings
from sandbox import RunningSandbox, serve
from tests.faults.stage import lay_out


@pytest.fixture(scope="module")
def server() -> Iterator[RunningSandbox]:
    with serve() as running:
        yield running


def proposed(tmp_path: Path, url: str, **options: Any) -> tuple[Mapping[str, int], int]:
    """The numbers of a proposal, and how often Substack was asked for one."""
    requests.post(f"{url}/_control/reset", json={}, timeout=5).raise_for_status()
    settings = Settings.model_validate(
        {"channels": {"substack": options}, "gate": False, "receipts": False}
    )
    home, issue = Home(tmp_path / "home", tmp_path / "cache"), lay_out(tmp_path / "site")
    with workshop(settings, ("substack",), sandbox=True, place=home, url=url) as shop:
        found = propose(shop, Wish(issue)).subscribers
    calls = requests.get(f"{url}/_control/calls", timeout=5).json()
    return found, sum(call["operation"] == "checklist" for call in calls)


def test_a_proposal_that_mails_says_to_how_many(tmp_path: Path, server: RunningSandbox) -> None:
    assert proposed(tmp_path, server.url, mode="web+email") == ({"substack": 1234}, 1)


def test_a_proposal_that_mails_nobody_does_not_ask(tmp_path: Path, server: RunningSandbox) -> None:
    assert proposed(tmp_path, server.url, mode="web") == ({}, 0)
