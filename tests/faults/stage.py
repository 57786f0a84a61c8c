"""A stage for faults: the stand-ins in one process, the installed command in another.

The stand-in kills the command from outside, with SIGKILL, at a point of a call that it is told; no
exception at a friendly place takes part.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from typing import Any

import requests
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
PRESSRUN = str(Path(sys.executable).parent / "pressrun")
POINTS = ("received", "stored", "answered")
KILLED = -9
CHANNELS = ("telegram", "substack", "wechat", "x")
QUIET = ("image", "cover", "alt", "settings")  # parts that add nothing to a feed

ISSUE = """\
---
title: "Small Letters 3: Two pictures"
date: 2026-11-16T08:00:00+00:00
tags: [press]
---

Printing began with a screw press. It took two people to work one.

## The screw press

It was built of oak, and it **pressed evenly**. See [the drawing](https://example.org/press).

![A press](/assets/img/press.png)

- One person inked the type.
- The other pulled the bar.

## The platen

Two pulls made one sheet. Later presses needed one, and a child could work them all day long.

![A platen](/assets/img/platen.jpg)

Nobody missed the second pull; the apprentices were sent to carry paper instead.
"""

CONFIG = "url: https://letters.example\npermalink: /:year/:title/\ntimezone: UTC\n"


@dataclass
class Stage:
    """One sandbox, one home, one issue; `database` when several workers share a store."""

    url: str
    folder: Path
    issue: Path
    database: str = ""  # a store on PostgreSQL; "" for the file in the home

    def publish(self, channel: str, *, pidfile: Path | None = None) -> tuple[int, dict[str, Any]]:
        """Run the installed command; its exit code and what it printed, if it lived to."""
        command = [
            PRESSRUN, "publish", str(self.issue),
            "--sandbox", "--yes", "--json", "--channels", channel,
        ]  # fmt: skip
        return self._run(command, pidfile)

    def decide(self, call: str, answer: str, url: str = "") -> int:
        command = [
            PRESSRUN, "decide", call, answer,
            "--sandbox", "--json", *(["--url", url] if url else []),
        ]  # fmt: skip
        return self._run(command, None)[0]

    def script(self, name: str, channel: str, *, pidfile: Path) -> int:
        """Run a script beside this file instead of the command, under the same conditions."""
        script = Path(__file__).with_name(name)
        return self._run([sys.executable, str(script), str(self.issue), channel], pidfile)[0]

    def command(self, *words: str, pidfile: Path | None = None) -> tuple[int, dict[str, Any]]:
        """Run any command of the installed program on this stage's sandbox, for its JSON."""
        return self._run([PRESSRUN, *words, "--sandbox", "--json"], pidfile)

    def deliveries(self) -> list[dict[str, Any]]:
        """What `pressrun status` knows of every delivery."""
        rows: list[dict[str, Any]] = self.command("status")[1]["deliveries"]
        return rows

    @contextmanager
    def daemon(
        self, kind: str = "serve", *words: str, home: str = "home"
    ) -> Iterator[Popen[bytes]]:
        """`pressrun serve` or `worker` in the issue's folder, told to end afterwards.

        Whoever kills it in the middle need not say so; its log is `<folder>/<home>.log`.
        """
        command = [PRESSRUN, kind, "--sandbox", "--port", "-1", *words]
        with (self.folder / f"{home}.log").open("ab") as log:
            process = Popen(
                command, stdout=log, stderr=log, env=self.environment(home),
                cwd=self.issue.parent,
            )  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
            process.wait(timeout=60)

    def until(self, states: set[str], channel: str, *, seconds: float = 90.0) -> dict[str, Any]:
        """Wait until this channel's delivery is in one of these states; its row."""
        ends = time.monotonic() + seconds
        while True:
            rows = [r for r in self.deliveries() if r["channel"] == channel]
            if rows and rows[-1]["state"] in states:
                return rows[-1]
            assert time.monotonic() < ends, f"{channel} is {rows} after {seconds} s"
            time.sleep(0.5)

    def environment(self, home: str = "home") -> dict[str, str]:
        given = {"PRESSRUN_SANDBOX_DATABASE": self.database} if self.database else {}
        return {
            **os.environ,
            **given,
            "PRESSRUN_HOME": str(self.folder / home),
            "PRESSRUN_SANDBOX_URL": self.url,
            "PYTHONPATH": str(ROOT),
        }

    def _run(self, command: list[str], pidfile: Path | None) -> tuple[int, dict[str, Any]]:
        if pidfile:
            command = ["sh", "-c", f'echo $$ > "{pidfile}"; exec "$@"', "sh", *command]
        done = subprocess.run(
            command, capture_output=True, env=self.environment(), timeout=120, check=False
        )
        try:
            return done.returncode, json.loads(done.stdout)
        except ValueError:
            return done.returncode, {"stdout": done.stdout, "stderr": done.stderr}

    def kill_at(self, service: str, operation: str, nth: int, point: str) -> Path:
        """Have the command killed there; the file that its process id has to be written to."""
        pidfile = self.folder / "pid"
        self._post(
            "faults",
            {
                "service": service, "operation": operation, "nth": nth, "point": point,
                "action": "kill", "pidfile": str(pidfile),
            },
        )  # fmt: skip
        return pidfile

    def stop_at(
        self, service: str, operation: str, nth: int, point: str, *, seconds: float
    ) -> Path:
        """Have the command stopped there for a while; where its process id has to be written."""
        pidfile = self.folder / "pid"
        self._post(
            "faults",
            {
                "service": service, "operation": operation, "nth": nth, "point": point,
                "action": "stop", "seconds": seconds, "pidfile": str(pidfile),
            },
        )  # fmt: skip
        return pidfile

    def inject(self, **fault: object) -> None:
        self._post("faults", fault)

    def feed(self, service: str) -> list[dict[str, Any]]:
        found = requests.get(f"{self.url}/_control/feeds", params={"service": service}, timeout=10)
        rows: list[dict[str, Any]] = [post for feed in found.json() for post in feed["posts"]]
        return rows

    def shown(self, service: str) -> list[tuple[str, str, int]]:
        """The feed without what differs from run to run: kind, text, number of pictures."""
        return [(p["kind"], p["text"], len(p["pictures"])) for p in self.feed(service)]

    def calls(self, service: str) -> list[tuple[str, int]]:
        """Every call made so far as (operation, how many times by then)."""
        found = requests.get(f"{self.url}/_control/calls", params={"service": service}, timeout=10)
        seen: dict[str, int] = {}
        made: list[tuple[str, int]] = []
        for call in found.json():
            seen[call["operation"]] = seen.get(call["operation"], 0) + 1
            made.append((call["operation"], seen[call["operation"]]))
        return made

    def _post(self, path: str, body: dict[str, Any]) -> None:
        answer = requests.post(f"{self.url}/_control/{path}", json=body, timeout=10)
        assert answer.status_code < 300, answer.text


@contextmanager
def staged(folder: Path, issue: Callable[[Path], Path] | None = None) -> Iterator[Stage]:
    """A stage with a sandbox of its own; `issue` lays out what is published."""
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--state", str(folder / "services"), "--pace", "3600"],
        stdout=subprocess.PIPE, cwd=ROOT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        url = process.stdout.readline().strip()
        yield Stage(url, folder, (issue or lay_out)(folder / "site"))
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def lay_out(site: Path) -> Path:
    """A Jekyll site with one small issue and two pictures."""
    pictures = site / "assets" / "img"
    pictures.mkdir(parents=True)
    (site / "_posts").mkdir()
    (site / "_config.yml").write_text(CONFIG, encoding="utf-8")
    Image.new("RGB", (1000, 600), (90, 60, 30)).save(pictures / "press.png")
    Image.new("RGB", (900, 900), (30, 60, 90)).save(pictures / "platen.jpg")
    issue = site / "_posts" / "2026-11-16-small-letters-3-two-pictures.md"
    issue.write_text(ISSUE, encoding="utf-8")
    return issue


def answered_by_looking(stage: Stage, channel: str, code: int, answer: dict[str, Any]) -> int:
    """Answer what the command asks as a person would, who looks at the feed and nowhere else."""
    if code != 3:
        return code
    asked = [p for p in answer["receipts"][0]["parts"] if p["state"] == "asked"]
    done = [p for p in answer["receipts"][0]["parts"] if p["state"] == "done"]
    assert len(asked) == 1
    posts = stage.feed(channel)
    before = sum(1 for part in done if part["kind"] not in QUIET)
    if len(posts) > before:
        assert stage.decide(asked[0]["call"], "there", posts[-1]["url"]) == 0
    else:
        assert stage.decide(asked[0]["call"], "not-there") == 0
    return stage.publish(channel)[0]
