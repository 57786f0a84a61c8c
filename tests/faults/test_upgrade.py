"""A daemon replaced by a newer version while a release sleeps: it is sent all the same."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from tests.faults.stage import PRESSRUN, ROOT, Stage

LATER = "+24h"  # in 24 seconds of the stage: two daemons have to start before it
PATIENCE = 60.0
PACKAGES = ("bot", "adapters", "content", "config", "sandbox")
MIGRATION = '''\
"""What a later version might add."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("mood", sa.String, server_default="calm"))
'''


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The program as of a later version: other code in the engine and in the deliverer, and a
    schema with a column more."""
    there = tmp_path / "newer"
    for package in PACKAGES:
        shutil.copytree(ROOT / package, there / package)
    _change(there / "bot/store/db.py", '"0005")', '"0005", "0006")')
    (there / "bot/store/migrations/versions/0006_mood.py").write_text(MIGRATION, encoding="utf-8")
    _change(there / "bot/engine/dbos.py", "POLLING = 1.0", "POLLING = 0.9")
    _change(
        there / "bot/engine/dbos.py",
        "        if _running is not None:\n            _running._deliver",
        "        if _running:\n            _running._deliver",
    )
    _change(there / "bot/release/deliver.py", "seconds=20)", "seconds=21)")
    return there


@pytest.mark.parametrize(
    "end", [signal.SIGTERM, pytest.param(signal.SIGKILL, marks=pytest.mark.faults)]
)
def test_a_release_outlives_the_version_that_made_it(
    stage: Stage, clean: dict[str, Any], newer: Path, end: signal.Signals
) -> None:
    with stage.daemon() as older:
        code, _ = stage.command(
            "release", str(stage.issue), "--channels", "telegram", "--yes", "--at", LATER
        )
        older.send_signal(end)
        older.wait(timeout=30)
    unsent = stage.feed("telegram")
    with _daemon(stage, newer):
        _until_shown(stage, clean["telegram"])
    refused, said = stage.command("status")

    assert code == 0
    assert unsent == []
    assert stage.shown("telegram") == clean["telegram"]
    assert (refused, "is of a newer pressrun" in str(said)) == (2, True)


@contextmanager
def _daemon(stage: Stage, code: Path) -> Iterator[None]:
    """The daemon of another version, on the same home."""
    environment = {**stage.environment(), "PYTHONPATH": str(code)}
    with (stage.folder / "newer.log").open("wb") as log:
        process = Popen(
            [PRESSRUN, "serve", "--sandbox", "--port", "-1"], cwd=stage.issue.parent, stdout=log,
            stderr=log, env=environment,
        )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _until_shown(stage: Stage, wanted: list[Any]) -> None:
    ends = time.monotonic() + PATIENCE
    while len(stage.feed("telegram")) < len(wanted):
        assert time.monotonic() < ends, (stage.folder / "newer.log").read_text(encoding="utf-8")
        time.sleep(0.5)


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file.name} has changed: {old}"
    file.write_text(text.replace(old, new), encoding="utf-8")
