"""A release that a daemon sends, while the command that asked for it has long returned."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from tests.faults.stage import Stage


def test_a_daemon_sends_a_release_at_its_time(stage: Stage, clean: dict[str, Any]) -> None:
    with stage.daemon():
        code, _ = stage.command(
            "release", str(stage.issue), "--channels", "telegram", "--yes", "--at", "+4h"
        )
        stage.until({"done(published)"}, "telegram")

    assert code == 0
    assert stage.shown("telegram") == clean["telegram"]


def test_without_a_daemon_cron_does_what_is_due(stage: Stage, clean: dict[str, Any]) -> None:
    stage.command("release", str(stage.issue), "--channels", "telegram", "--yes", "--at", "+15h")

    _until_due(stage)
    code, answer = stage.command("release", "--next")
    again, _ = stage.command("release", "--next")

    assert (code, again) == (0, 4)
    assert stage.shown("telegram") == clean["telegram"]
    assert answer["next_due"] is None


def test_a_draft_at_its_time_becomes_a_question(stage: Stage) -> None:
    stage.command("release", str(stage.issue), "--channels", "wechat", "--yes", "--at", "+1h")

    _until_due(stage)
    code, _ = stage.command("release", "--next")
    asked = stage.command("status")[1]["questions"]

    assert code == 3
    assert [question["kind"] for question in asked] == ["draft"]


def _until_due(stage: Stage) -> None:
    due = datetime.fromisoformat(stage.deliveries()[0]["due_at"])
    time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
