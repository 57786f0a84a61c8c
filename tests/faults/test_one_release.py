"""However many ways an issue's slot is woken by, it is one release."""

from __future__ import annotations

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.faults.stage import PRESSRUN, Stage

LATER = "+15h"  # in 15 seconds of the stage, longer than the command itself takes
PACE = "86400"  # a day passes in a second
CONFIG = """\
cadences:
  weekly:
    when: every day at 00:00 UTC
    lead: 47h
    approval: false
channels:
  telegram: {}
"""


def with_cadence(stage: Stage, *, approval: bool = False) -> None:
    text = CONFIG if not approval else CONFIG.replace("approval: false", "approval: true")
    folder = stage.issue.parents[1]
    (folder / "pressrun.yaml").write_text(text, encoding="utf-8")
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"
    dated = stage.issue.read_text(encoding="utf-8").replace("2026-11-16", tomorrow)
    stage.issue.write_text(dated, encoding="utf-8")


def releases(stage: Stage) -> set[str]:
    return {row["release"] for row in stage.deliveries()}


def in_site(stage: Stage, *words: str, home: str = "home") -> int:
    """A command in the site's folder, as cron runs it."""
    done = subprocess.run(
        [PRESSRUN, *words, "--sandbox", "--json", "--pace", PACE],
        cwd=stage.issue.parents[1], env=stage.environment(home), capture_output=True, timeout=120,
        check=False,
    )  # fmt: skip
    return done.returncode


def test_the_command_cron_and_a_cadence_make_one_release(
    stage: Stage, clean: dict[str, Any]
) -> None:
    with_cadence(stage)
    with ThreadPoolExecutor(3) as pool:
        cron = [pool.submit(in_site, stage, "release", "--next") for _ in range(2)]
        command = pool.submit(in_site, stage, "publish", str(stage.issue), "--yes")
    codes = [run.result() for run in (*cron, command)]
    in_site(stage, "release", "--next")

    assert set(codes) <= {0, 3, 4}
    assert len(releases(stage)) == 1
    assert stage.shown("telegram") == clean["telegram"]


def test_two_machines_on_one_database_make_one_release(
    stage: Stage, clean: dict[str, Any], postgres_url: str
) -> None:
    stage.database = postgres_url
    with_cadence(stage)
    with ThreadPoolExecutor(2) as pool:
        runs = [
            pool.submit(in_site, stage, "release", "--next", home=home)
            for home in ("home", "another")
        ]
    for run in runs:
        run.result()
    time.sleep(1.5)
    in_site(stage, "release", "--next")

    assert len(releases(stage)) == 1
    assert stage.shown("telegram") == clean["telegram"]


def test_a_release_of_a_cadence_waits_for_approval_and_says_so(stage: Stage) -> None:
    with_cadence(stage, approval=True)

    code = in_site(stage, "release", "--next")
    waiting = stage.deliveries()
    shown = stage.shown("telegram")
    stage.command("approve", waiting[0]["release"])
    time.sleep(1.5)
    in_site(stage, "release", "--next")

    assert code == 3
    assert [(row["state"], row["reason"]) for row in waiting] == [("waiting", "approval")]
    assert shown == []
    assert len(stage.shown("telegram")) > 0


def test_an_edited_source_is_asked_about_before_anything_is_sent(stage: Stage) -> None:
    stage.command("release", str(stage.issue), "--yes", "--channels", "telegram", "--at", LATER)
    text = stage.issue.read_text(encoding="utf-8")
    Path(stage.issue).write_text(text.replace("apprentices", "youngest"), encoding="utf-8")

    due = datetime.fromisoformat(stage.deliveries()[0]["due_at"])
    time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()) + 0.5)
    stage.command("release", "--next")
    asked = stage.command("status")[1]["questions"]
    stage.command("decide", asked[0]["id"], "as-approved")
    stage.command("release", "--next")

    assert [question["kind"] for question in asked] == ["source"]
    assert "apprentices" in "".join(text for _, text, _ in stage.shown("telegram"))


def test_a_hold_between_two_posts_stops_the_next_one(stage: Stage, clean: dict[str, Any]) -> None:
    stage.inject(service="telegram", operation="sendPhoto", action="lag", seconds=25.0)
    with stage.daemon():
        stage.command("release", str(stage.issue), "--yes", "--channels", "telegram", "--at", LATER)
        stage.until({"sending"}, "telegram")
        while "sendMessage" not in [call for call, _ in stage.calls("telegram")]:
            time.sleep(0.1)
        stage.command("hold", str(stage.issue))
        stage.until({"held"}, "telegram")
        held = stage.shown("telegram")
        stage.command("resume", str(stage.issue))
        stage.until({"done(published)"}, "telegram")

    assert 0 < len(held) < len(clean["telegram"])
    assert stage.shown("telegram") == clean["telegram"]
