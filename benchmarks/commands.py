"""The command line as a person meets it: whole processes, from the shell and back."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from benchmarks.table import Row
from benchmarks.timing import medians

PRESSRUN = Path(sys.executable).with_name("pressrun")
AIMS = {"--help": "< 0.20 s", "lint": "< 0.60 s"}


def commands(issue: Path, rounds: int) -> list[Row]:
    calls = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "pressrun --help": [str(PRESSRUN), "--help"],
        "pressrun lint ISSUE": [str(PRESSRUN), "lint", str(issue)],
        **{
            f"pressrun render --channel {key}": [
                str(PRESSRUN), "render", str(issue), "--channel", key, "--json",
            ]
            for key in ("telegram", "wechat", "x", "substack")
        },
    }  # fmt: skip
    seconds = medians({name: partial(run, call) for name, call in calls.items()}, rounds)
    return [Row(name, f"{s:.2f} s", _aim(name)) for name, s in seconds.items()]


def run(call: list[str]) -> None:
    """Findings make an exit code of 2, which is no fault here; a crash is one."""
    done = subprocess.run(call, capture_output=True, check=False)  # noqa: S603 - our own command
    if done.returncode not in {0, 2}:
        raise RuntimeError(done.stderr.decode(errors="replace"))


def _aim(name: str) -> str:
    return next((aim for word, aim in AIMS.items() if word in name), "")
