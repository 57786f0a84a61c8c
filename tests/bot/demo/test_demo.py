"""The demo as a newcomer runs it, and whether it would say so when something went wrong."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.cli.output import BAD_INPUT, DONE, FAILED

FAST = 100_000.0
demo = importlib.import_module("bot.cli.demo")  # `bot.cli.demo` is the command as well


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """What the installed command prints, with settings around it that it must not heed."""
    folder = tmp_path_factory.mktemp("demo")
    environment = {
        **os.environ,
        "PRESSRUN_HOME": str(folder / "home of the user"),
        "PRESSRUN_SANDBOX_URL": "http://127.0.0.1:9",
        "HTTP_PROXY": "http://127.0.0.1:9",
    }
    command = [str(Path(sys.executable).parent / "pressrun"), "demo"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, b""), done.stdout.decode()
    return folder, done.stdout.decode().splitlines()


def test_everything_is_published_once_in_spite_of_two_faults(shown: tuple[Path, list[str]]) -> None:
    _, lines = shown
    faults = lines.index("faults, and what the ledger did about them")

    assert [line.split()[0] for line in lines[faults + 1 : faults + 5]] == [
        "wechat", "not", "x", "found",
    ]  # fmt: skip
    assert re.fullmatch(r" +not there after \d looks: sent again", lines[faults + 2])
    assert lines[faults + 4].strip() == "found there: adopted"
    assert re.search(
        r"^  12 pictures × 4 channels: [1-9]\d* converted, 0 open\n"
        r"  ([1-9]\d*) posts to be seen, \1 in the feeds: 0 duplicates, 0 lost$",
        "\n".join(lines),
        re.MULTILINE,
    )


def test_each_channel_has_an_address(shown: tuple[Path, list[str]]) -> None:
    _, lines = shown
    start = lines.index("published, on stand-ins that end with this command")

    assert [re.sub(r"127.0.0.1:\d+/(\w+)/.*", r"\1", line).split() for line in
            lines[start + 1 : start + 5]] == [
        [key, f"http://{key}"] for key in ("telegram", "substack", "wechat", "x")
    ]  # fmt: skip


def test_the_planted_faults_are_found_and_the_plan_is_in_both_times(
    shown: tuple[Path, list[str]],
) -> None:
    _, lines = shown
    lint = next(n for n, line in enumerate(lines) if line.startswith("lint finds 2 things"))

    assert "slug" in lines[lint + 1]
    assert "README.md" in lines[lint + 2]
    assert len([line for line in lines if " CST (" in line and " UTC)" in line]) == 4


def test_it_is_short_enough_to_be_read(shown: tuple[Path, list[str]]) -> None:
    _, lines = shown

    assert len(lines) <= 45
    assert max(len(line) for line in lines) <= 110


def test_only_the_preview_is_left_behind(shown: tuple[Path, list[str]]) -> None:
    folder, lines = shown

    assert [path.name for path in folder.iterdir()] == ["preview"]
    assert [path.name for path in (folder / "preview").iterdir()] == ["index.html"]
    assert "  open preview/index.html" in lines


def test_a_post_that_is_there_twice_fails_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    honest = demo._control

    def doubled(shop: Any, path: str, body: Mapping[str, object] | None = None) -> Any:
        answer = honest(shop, path, body)
        if path == "feeds":
            posts = next(f["posts"] for f in answer if f["service"] == "telegram")
            posts.append(posts[0])
        return answer

    monkeypatch.setattr(demo, "_control", doubled)

    assert demo.run(FAST, tmp_path, ["telegram"]) == FAILED
    assert "in the feeds: 1 duplicate, 0 lost" in capsys.readouterr().out


def test_a_fault_that_never_struck_fails_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = {"service": "telegram", "operation": "sendPoll", "action": "close"}
    monkeypatch.setattr(demo, "FAULTS", (fault,))

    assert demo.run(FAST, tmp_path, ["telegram"]) == FAILED


def test_one_channel_without_a_fault_is_fine(tmp_path: Path) -> None:
    assert demo.run(FAST, tmp_path, ["telegram"]) == DONE


@pytest.mark.parametrize("pace", [0.0, -1.0, float("nan")])
def test_a_pace_that_time_cannot_have_is_refused(tmp_path: Path, pace: float) -> None:
    assert demo.run(pace, tmp_path) == BAD_INPUT
