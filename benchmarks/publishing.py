"""How long a person waits: an issue of thirty pictures goes to WeChat, from the shell and back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from subprocess import Popen

from benchmarks.processes import PRESSRUN, ROOT
from benchmarks.table import Row

LAG = 0.2  # seconds until a stand-in answers
ALLOWED = 1.25  # times what the calls alone would take
FILE = "pressrun.yaml"
UPLOADS = ("media/uploadimg", "material/add_material")


@dataclass(frozen=True, slots=True)
class Published:
    """`seconds` are from the first call (the token) to the last answer, `whole` those of the
    process; `least` is what token, rounds of uploads and draft/add take one after the other."""

    parallel: int
    uploads: int
    calls: int
    seconds: float
    whole: float
    least: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.least


def publish(issue: Path, folder: Path, parallel: int, lag: float = LAG) -> Published:
    """Publish it to stand-ins of its own, with so many uploads side by side."""
    root = issue.parents[1]
    (root / FILE).write_text(f"parallel: {parallel}\n", encoding="utf-8")
    with _stand_ins(folder / f"services{parallel}") as url:
        fault = {"service": "wechat", "action": "lag", "seconds": lag, "times": None}
        _ask(f"{url}/_control/faults", {**fault, "point": "received"})
        environment = {
            **os.environ,
            "PRESSRUN_HOME": str(folder / f"home{parallel}"),
            "PRESSRUN_SANDBOX_URL": url,
        }
        _run(["preview", str(issue), "--out", str(folder / "page")], root, environment)
        began = time.perf_counter()
        _run(
            ["publish", str(issue), "--sandbox", "--yes", "--json", "--channels", "wechat"],
            root,
            environment,
        )
        whole = time.perf_counter() - began
        calls = _ask(f"{url}/_control/calls?service=wechat")
    return _read(calls, parallel, whole, lag)


def _read(calls: list[dict[str, object]], parallel: int, whole: float, lag: float) -> Published:
    """The last call is draft/add; its answer comes `lag` after it began."""
    uploads = sum(call["operation"] in UPLOADS for call in calls)
    moments = [float(str(call["at"])) for call in calls]
    return Published(
        parallel=parallel,
        uploads=uploads,
        calls=len(calls),
        seconds=max(moments) + lag - min(moments),
        whole=whole,
        least=lag * (1 + ceil(uploads / parallel) + 1),
    )


def rows(runs: list[Published]) -> Iterator[Row]:
    """The figures as a table's rows."""
    for run in runs:
        yield Row(f"{run.parallel} at once: the calls alone, at least", f"{run.least:.2f} s")
        ratio = f"{run.ratio:.2f} x"
        yield Row("   from the first call to the last answer", f"{run.seconds:.2f} s", ratio)
        yield Row("   the whole command", f"{run.whole:.2f} s")


@contextmanager
def _stand_ins(state: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "sandbox", "--state", str(state), "--pace", "3600"]
    process = Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603 - our own
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate()


def _run(words: list[str], place: Path, environment: Mapping[str, str]) -> None:
    done = subprocess.run(  # noqa: S603 - our own command
        [PRESSRUN, *words], cwd=place, env=environment, capture_output=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError((done.stderr or done.stdout).decode(errors="replace"))


def _ask(url: str, body: object = None) -> list[dict[str, object]]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own stand-in
        found: list[dict[str, object]] = json.load(answer)
    return found
