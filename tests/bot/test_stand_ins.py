"""A rehearsal without an address of its own: stand-ins that keep their place and memory."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.bot.cli_stage import COMMAND, pressrun
from tests.faults.stage import lay_out

ALL = "telegram,substack,wechat,x"


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "site")


def test_publishing_twice_sends_nothing_the_second_time(tmp_path: Path, issue: Path) -> None:
    arguments = ("publish", issue, "--sandbox", "--yes", "--json", "--channels", ALL)

    first = pressrun(tmp_path / "home", *arguments)
    second = pressrun(tmp_path / "home", *arguments)

    assert (first.code, second.code) == (0, 0)
    assert first.json["receipts"] == second.json["receipts"]
    assert len(second.json["receipts"]) == 4


def test_a_sandbox_that_runs_on_this_home_is_used(tmp_path: Path, issue: Path) -> None:
    home = tmp_path / "home"
    running = subprocess.Popen(
        [COMMAND, "sandbox", "--port", "0", "--pace", "3600"],
        stdout=subprocess.PIPE, text=True, env={"PRESSRUN_HOME": str(home), "PATH": ""},
    )  # fmt: skip
    with running:
        assert running.stdout is not None
        url = running.stdout.readline().split()[0]

        ran = pressrun(home, "publish", issue, "--sandbox", "--yes", "--json", "--channels", "x")

        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=20) == 0
    assert ran.code == 0
    assert ran.json["receipts"][0]["url"].startswith(url)


def test_a_second_run_is_typed_by_name(tmp_path: Path, issue: Path) -> None:
    home = tmp_path / "home"
    pressrun(home, "publish", issue, "--sandbox", "--yes", "--channels", "telegram")

    refused = pressrun(home, "publish", issue, "--sandbox", "--again", "telegram", stdin="yes\n")
    again = pressrun(home, "publish", issue, "--sandbox", "--again", "telegram", stdin="telegram\n")

    runs = pressrun(home, "status", "--sandbox", "--json").json["deliveries"]
    assert refused.code == 3
    assert "Nothing was sent." in refused.out
    assert again.code == 0
    assert len(runs) == 2
