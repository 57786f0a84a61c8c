"""Rendering is pure: the same bytes for the same input, and no socket is opened."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import NoReturn

import pytest

from adapters import CHANNELS
from tests.editions.shown import edition_of
from tests.faults.stage import lay_out


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "site")


@pytest.mark.parametrize("channel", CHANNELS)
def test_rendering_twice_gives_the_same_bytes(issue: Path, channel: str) -> None:
    _, first = edition_of(issue, channel)
    _, second = edition_of(issue, channel)

    assert first == second
    assert first.hash == second.hash


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_changed_word_changes_the_hash(issue: Path, channel: str) -> None:
    _, before = edition_of(issue, channel)
    issue.write_text(issue.read_text(encoding="utf-8").replace("oak", "elm"), encoding="utf-8")

    _, after = edition_of(issue, channel)

    assert before.hash != after.hash


@pytest.mark.parametrize("channel", CHANNELS)
def test_rendering_opens_no_socket(
    issue: Path, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)

    _, edition = edition_of(issue, channel)

    assert edition.parts
