"""A daemon with its control room, the stand-ins, and the phones of its operators."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.bot.control.phone import Phone
from tests.faults.stage import Stage, staged

ADA, BEN = 4242, 4343
STRANGER = 666


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path) as made:
        configure(made)
        yield made


def configure(stage: Stage, **control: object) -> None:
    """The newsletter's settings: two operators, everything due at once."""
    settings = {
        "plan": "telegram +0, substack +0, wechat +0, x +0",
        "control": {"operators": [ADA, BEN], **control},
    }
    file = stage.issue.parents[1] / "pressrun.yaml"
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")


@pytest.fixture
def ada(stage: Stage) -> Phone:
    return phone(stage, ADA, "Ada", "en")


@pytest.fixture
def ben(stage: Stage) -> Phone:
    return phone(stage, BEN, "Ben", "zh-hans")


def phone(stage: Stage, user: int, name: str, language: str) -> Phone:
    made = Phone(stage.url, user)
    made._do("add_person", user_id=user, first_name=name, language=language)
    return made


@pytest.fixture
def open_room(stage: Stage, ada: Phone, ben: Phone) -> Iterator[Phone]:
    """The daemon runs; Ada's phone, after the bot has answered it."""
    with stage.daemon():
        ada.tell("/help", "/publish")
        yield ada
