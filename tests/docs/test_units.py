"""What runs pressrun by itself works as it is shown: cron, systemd, launchd, GitHub Actions.

Each command line is run as its system would, in a home of its own, with the stand-ins.
"""

from __future__ import annotations

import configparser
import os
import plistlib
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import requests
import yaml
from cronsim import CronSim

from adapters import CHANNELS, channel_class
from bot.engine.dbos import DRAIN
from tests.docs.pages import DOCS, blocks
from tests.faults.stage import PRESSRUN, Stage, lay_out, staged

UNITS = DOCS / "units"
SERVICES = sorted(UNITS.glob("*.service"))
CRON_LINE = re.compile(r"((?:\S+ ){5})(.+)")
RELEASE, BACKUP = (
    line for block in blocks(DOCS / "recurring.md", "crontab") for line in block.splitlines()
)

# In the place of the command: the same on the stand-ins, and `serve` on a port that is free.
WRAPPER = """\
#!/bin/sh
export PRESSRUN_HOME="{home}" PRESSRUN_SANDBOX_URL="{url}" PRESSRUN_NO_KEYRING=1
case "$1" in serve) set -- "$@" --port 0 ;; esac
exec "{pressrun}" "$@" --sandbox
"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A stage whose issue lies in the blog of a home, as the pages have it."""
    folder = tmp_path_factory.mktemp("units")
    with staged(folder, lambda _: lay_out(folder / "user" / "blog")) as made:
        _install(folder / "user" / "pressrun", made)
        yield made


def _install(place: Path, stage: Stage) -> None:
    command = place / ".venv" / "bin" / "pressrun"
    command.parent.mkdir(parents=True)
    home = stage.environment()["PRESSRUN_HOME"]
    command.write_text(WRAPPER.format(home=home, url=stage.url, pressrun=PRESSRUN), "utf-8")
    command.chmod(0o755)


def _user(stage: Stage) -> Path:
    return stage.folder / "user"


def _bare(stage: Stage) -> dict[str, str]:
    """What cron gives to a command: crontab(5)."""
    return {"HOME": str(_user(stage)), "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}


def _by_cron(stage: Stage, line: str) -> int:
    found = CRON_LINE.fullmatch(line)
    assert found
    done = subprocess.run(
        ["/bin/sh", "-c", found[2]], cwd=_user(stage), env=_bare(stage), timeout=120, check=False
    )
    return done.returncode


def _log(stage: Stage) -> str:
    return (_user(stage) / "pressrun.log").read_text(encoding="utf-8")


# --- cron -------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", [RELEASE, BACKUP])
def test_the_times_of_a_crontab_line_come(line: str) -> None:
    found = CRON_LINE.fullmatch(line)
    assert found

    assert next(CronSim(found[1].strip(), datetime(2026, 11, 23)))  # noqa: DTZ001 - of no zone
    assert "%" not in found[2]  # cron makes a new line of it


def test_cron_sends_a_release_when_it_is_due_and_backs_it_up(stage: Stage) -> None:
    stage.command("release", str(stage.issue), "--channels", "telegram", "--yes", "--at", "+8h")

    codes = list(_until_sent(stage))

    assert set(codes) <= {0, 4}
    assert _by_cron(stage, RELEASE) == 4
    assert len(stage.shown("telegram")) == 3
    assert _log(stage).splitlines()[-1] == "next due: nothing"
    assert _by_cron(stage, BACKUP) == 0
    assert len(list((stage.folder / "home").rglob("backups/store-*.db"))) == 1


def _until_sent(stage: Stage) -> Iterator[int]:
    """The exit codes of the line, run again and again until the post is out."""
    ends = time.monotonic() + 120
    while not stage.shown("telegram") and time.monotonic() < ends:
        yield _by_cron(stage, RELEASE)


# --- systemd ----------------------------------------------------------------------------------


def _unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    return parser


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_unit_starts_a_command_that_is_there(path: Path) -> None:
    _, *words = _unit(path)["Service"]["ExecStart"].split()

    done = subprocess.run([PRESSRUN, *words, "--help"], capture_output=True, timeout=60, check=True)

    assert words[0].encode() in done.stdout


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_unit_restarts_what_has_failed_and_waits_for_calls_under_way(path: Path) -> None:
    unit = _unit(path)

    assert unit["Service"]["Restart"] == "on-failure"
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert int(unit["Service"]["TimeoutStopSec"]) > DRAIN


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not there")
@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_systemd_finds_nothing_wrong_with_a_unit(path: Path, tmp_path: Path) -> None:
    unit = tmp_path / path.name
    text = path.read_text(encoding="utf-8")
    unit.write_text(re.sub(r"(?<=ExecStart=)\S+", PRESSRUN, text), encoding="utf-8")
    kind = "--user" if "%h" in text else "--system"
    own = {**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}

    done = subprocess.run(
        ["systemd-analyze", kind, "verify", unit],
        capture_output=True, text=True, env=own, timeout=60, check=False,
    )  # fmt: skip

    assert [line for line in done.stderr.splitlines() if unit.name in line] == []


# --- launchd ----------------------------------------------------------------------------------


def test_the_command_of_the_launch_agent_serves_until_it_is_told_to_end(stage: Stage) -> None:
    path = UNITS / "net.pressrun.serve.plist"
    agent = plistlib.loads(path.read_bytes())
    log = _user(stage) / "Library" / "Logs" / "pressrun.log"
    log.parent.mkdir(parents=True)

    with subprocess.Popen(agent["ProgramArguments"], env=_bare(stage)) as running:
        try:
            healthy = requests.get(_address(log), timeout=20).json()
        finally:
            running.send_signal(signal.SIGTERM)

    assert healthy["ok"]
    assert running.returncode == 0
    assert agent["Label"] == path.stem
    assert agent["KeepAlive"] == {"SuccessfulExit": False}
    assert agent["ExitTimeOut"] > DRAIN


def _address(log: Path) -> str:
    """Where the daemon says that it can be asked, once it executes."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        text = log.read_text(encoding="utf-8") if log.exists() else ""
        found = re.search(r"http://\S+/healthz", text)
        if found and "executes" in text:
            return found[0]
        time.sleep(0.2)
    raise AssertionError(f"nothing serves: {log.read_text(encoding='utf-8')}")


# --- GitHub Actions ---------------------------------------------------------------------------


def test_the_workflow_takes_nothing_due_for_success_and_knows_every_key(stage: Stage) -> None:
    job = yaml.safe_load((UNITS / "release.yml").read_text(encoding="utf-8"))["jobs"]["release"]
    step = job["steps"][-1]
    blog = stage.issue.parents[1]
    (blog / ".pressrun").symlink_to(_user(stage) / "pressrun")

    done = subprocess.run(
        ["/bin/sh", "-ec", step["run"]], cwd=blog, env=_bare(stage), timeout=120, check=False
    )

    assert done.returncode == 0
    assert {n for n in step["env"] if n.startswith("PRESSRUN_")} == _variables() | {
        "PRESSRUN_NO_KEYRING"
    }


def _variables() -> set[str]:
    """Of every channel that can be used without a fixed address."""
    return {
        f"PRESSRUN_{key}_{name}".upper()
        for key in CHANNELS
        for name in channel_class(key).spec.secrets
        if key != "wechat"
    }
