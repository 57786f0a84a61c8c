"""A worker that has no secrets for a channel leaves its deliveries alone, and says so."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from subprocess import Popen
from typing import Any

import pytest
import yaml

from tests.faults.stage import PRESSRUN, ROOT, Stage

DUE = 12.0  # seconds from now: when the worker without secrets has long begun to look
PATIENCE = 60.0
SECRET = {"PRESSRUN_TELEGRAM_TOKEN": "1000000001:sandbox-token"}


@pytest.fixture
def live(stage: Stage, postgres_url: str) -> Stage:
    """The live configuration of two machines, whose service happens to be a stand-in."""
    settings = {
        "database": postgres_url,
        "gate": False,
        "channels": {
            "telegram": {
                "api": f"{stage.url}/telegram",
                "web": f"{stage.url}/telegram",
                "chat": "@pressrun_sandbox",
            }
        },
    }
    (stage.issue.parents[1] / "pressrun.yaml").write_text(yaml.safe_dump(settings), "utf-8")
    return stage


@pytest.mark.faults
def test_a_worker_without_secrets_leaves_the_job_to_one_that_has_them(
    live: Stage, clean: dict[str, Any]
) -> None:
    released = _run(live, "release", str(live.issue), "--yes", "--first", "--at", f"+{DUE:.0f}s")
    assert released.returncode == 0, released.stderr
    with _worker(live, "poor", {}):
        alarms = _until_alarmed(live)
        untouched = live.feed("telegram")
        with _worker(live, "rich", SECRET):
            _until_shown(live, clean["telegram"])

    assert [alarm for alarm in alarms if "telegram: token is not known there" in alarm]
    assert untouched == []
    assert live.shown("telegram") == clean["telegram"]


def _environment(stage: Stage, home: str, secrets: Mapping[str, str]) -> dict[str, str]:
    own = {
        "PRESSRUN_HOME": str(stage.folder / home),
        "PRESSRUN_NO_KEYRING": "1",
        "PYTHONPATH": str(ROOT),
    }
    others = {key: word for key, word in os.environ.items() if not key.startswith("PRESSRUN_")}
    return {**others, **own, **secrets}


def _run(stage: Stage, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [PRESSRUN, *words], cwd=stage.issue.parents[1], env=_environment(stage, "desk", SECRET),
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip


@contextmanager
def _worker(stage: Stage, home: str, secrets: Mapping[str, str]) -> Iterator[None]:
    with (stage.folder / f"{home}.log").open("wb") as log:
        process = Popen(
            [PRESSRUN, "worker", "--port", "-1"], cwd=stage.issue.parents[1], stdout=log,
            stderr=log, env=_environment(stage, home, secrets),
        )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _until_alarmed(stage: Stage) -> list[str]:
    """What status warns of, once it warns of secrets."""
    ends = time.monotonic() + PATIENCE
    while True:
        found = yaml.safe_load(_run(stage, "status", "--json").stdout)
        alarms: list[str] = found["health"]["alarms"]
        if any("secrets" in alarm for alarm in alarms):
            return alarms
        assert time.monotonic() < ends, f"status says {found}"
        time.sleep(0.5)


def _until_shown(stage: Stage, wanted: list[tuple[str, str, int]]) -> None:
    ends = time.monotonic() + PATIENCE
    while len(stage.feed("telegram")) < len(wanted):
        assert time.monotonic() < ends, f"the feed shows {stage.feed('telegram')}"
        time.sleep(0.5)
