"""The processes of a run, any of which may be killed at any moment, and is then started again."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from subprocess import Popen
from typing import Any

from tests.faults.stage import KILLED, PRESSRUN, Stage

PACE = 40.0  # 40 s of waiting pass in one: waits are longer than calls, and kills fall into them
ENDED = (0, -signal.SIGTERM)  # the latter when it had not begun its work yet
COMMANDS = 0.2  # the share of kills that go to commands, when there are any
PATIENCE = 120.0  # real seconds that a command may take on a busy machine


@dataclass(frozen=True, slots=True)
class Role:
    """A daemon: what is run, and in which home."""

    home: str
    words: tuple[str, ...]


@dataclass
class Troupe:
    """Daemons that always run, and commands that are given meanwhile.

    `kills` counts by name; `fell` are the logs of daemons that ended by themselves; `start` is how
    long a daemon takes to begin its work, in real seconds.
    """

    stage: Stage
    roles: tuple[Role, ...]
    dice: Random
    kills: Counter[str] = field(default_factory=Counter)
    fell: list[str] = field(default_factory=list)
    start: float = 0.0
    _running: dict[Role, Popen[bytes]] = field(default_factory=dict)
    _commands: list[Popen[bytes]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def playing(self) -> Iterator[None]:
        """All daemons run while the block does, and end in good order."""
        self.go_on()
        try:
            self.start = self._until_they_work()
            yield
            self._end()
        finally:
            for process in self._running.values():
                _kill(process)

    def command(self, *words: str) -> tuple[int, dict[str, Any]]:
        """Run a command of a person's; its code, -9 when it was killed, and its JSON."""
        process = self._popen("home", (*words, "--json"), subprocess.PIPE)
        with self._lock:
            self._commands.append(process)
        try:
            printed, _ = process.communicate(timeout=PATIENCE)
        finally:
            with self._lock:
                self._commands.remove(process)
            _kill(process)
        self.kills[words[0]] += process.returncode == KILLED
        return process.returncode, _json(printed)

    def calmly(self, *words: str) -> tuple[int, dict[str, Any]]:
        """Run a command that is not killed."""
        process = self._popen("home", (*words, "--json"), subprocess.PIPE)
        printed, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, _json(printed)

    @property
    def killed(self) -> int:
        return sum(self.kills.values())

    def strike(self) -> None:
        """SIGKILL to one of all processes; a daemon is started again.

        Most often to a daemon, or no command would ever come to its end.
        """
        with self._lock:
            daemons = [*self._running.values()]
            of_all = self.dice.random() < COMMANDS
            victim = self.dice.choice(self._commands if of_all and self._commands else daemons)
            victim.kill()
        for role, process in self._running.items():
            if process is victim:
                self._bury(role)
                self._running[role] = self._start(role)
                return

    def strike_all(self) -> None:
        """SIGKILL to every daemon; none runs until `go_on`."""
        for process in self._running.values():
            process.kill()
        for role in self.roles:
            self._bury(role)

    def go_on(self) -> None:
        for role in self.roles:
            self._running[role] = self._start(role)

    def _bury(self, role: Role) -> None:
        code = self._running[role].wait(timeout=PATIENCE)
        if code == KILLED:
            self.kills[role.words[0]] += 1
        else:
            self.fell.append(f"{role.home} ended by itself with {code}: {self.log(role.home)}")

    def _until_they_work(self) -> float:
        began = time.monotonic()
        while not all("executes" in self.log(role.home) for role in self.roles):
            assert time.monotonic() - began < PATIENCE, f"{self.log(self.roles[0].home)}"
            time.sleep(0.1)
        return time.monotonic() - began

    def log(self, home: str) -> str:
        return (self.stage.folder / f"{home}.log").read_text(encoding="utf-8")[-4000:]

    def _start(self, role: Role) -> Popen[bytes]:
        with (self.stage.folder / f"{role.home}.log").open("ab") as log:
            return self._popen(role.home, (*role.words, "--port", "-1"), log)

    def _popen(self, home: str, words: tuple[str, ...], out: Any) -> Popen[bytes]:
        paced = ("--pace", str(PACE)) if words[0] in ("serve", "worker", "release") else ()
        return Popen(
            [PRESSRUN, *words, "--sandbox", *paced],
            stdout=out, stderr=subprocess.DEVNULL if out == subprocess.PIPE else out,
            env=self.stage.environment(home), cwd=self.stage.issue.parent,
        )  # fmt: skip

    def _end(self) -> None:
        for process in self._running.values():
            process.terminate()
        for role, process in self._running.items():
            code = process.wait(timeout=PATIENCE)
            assert code in ENDED, f"{role.home} ended with {code}: {self.log(role.home)}"


def _kill(process: Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        process.wait(timeout=PATIENCE)


def _json(printed: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(printed)
    except ValueError:
        return {}
    return found
