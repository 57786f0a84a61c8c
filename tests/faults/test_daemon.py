"""A release that a daemon sends, while the command that asked for it has long returned."""

from __future__ import annotations

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
    stage.command("release", str(stage.issue), "--channels", "wechat", "--yes", "--at", "+2h")

    code, answer = stage.command("release", "--next")
    again, _ = stage.command("release", "--next")

    assert (code, again) in {(0, 4), (4, 4)}  # the draft may have been made by the first command
    assert stage.shown("wechat") == clean["wechat"]
    assert answer["next_due"] is None
