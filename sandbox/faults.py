"""Faults on order: at which call, at which point of it, and what then happens.

    {"service": "wechat", "operation": "draft/add", "nth": 1, "times": 1,
     "point": "stored", "action": "reset"}

`operation` may have wildcards; "*" fits any. `nth` counts fitting calls since the fault was set
(1 = the next one); `times` is how many calls from there on it strikes, null for all of them.
`chance` (0 to 1) makes it strike only so often, by dice that `seed` throws alike each time.
`label` is what the page calls it. Actions:

    status    answer `status` with `body` (JSON or text) and `headers`
    garbage   answer 200 with a body that is not JSON
    truncate  half of the answer (at `received`: of `body`) under its full length, then close
    hang      nothing for `seconds`, or until the client leaves, then close
    lag       wait `seconds`, then go on
    close     close the connection without an answer
    reset     the same with a TCP RST
    kill      SIGKILL `pid` ("self" for this process) or the one named in `pidfile`, then go on;
              with `drop` true the exchange ends there
    stop      SIGSTOP that process, and SIGCONT after `seconds`: a lid that is closed for a while
    <name>    a fault of the service's own; `details` is handed to it

At `received` an answering or ending action means that nothing is stored; at `stored` the effect
stands; at `answered` only kill, stop, lag, close, reset and a service's own faults make sense.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from pathlib import Path
from random import Random
from typing import Any, Literal

from sandbox.exchange import Json

Point = Literal["received", "inside", "stored", "answered"]
POINTS = ("received", "inside", "stored", "answered")
ANSWERING = ("status", "garbage", "truncate", "hang")
SIGNALS = ("kill", "stop")
AFTERWARDS = (*SIGNALS, "lag", "close", "reset")


@dataclass(slots=True)
class Fault:
    """`seen` counts the fitting calls so far, `fired` those it was due for."""

    service: str
    action: str
    operation: str = "*"
    point: Point = "received"
    nth: int = 1
    times: int | None = 1
    status: int = 500
    body: Json = None
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    pid: int | Literal["self"] | None = None
    pidfile: str | None = None
    drop: bool = False
    details: dict[str, Json] = field(default_factory=dict)
    chance: float = 1.0
    seed: int = 0
    label: str = ""
    id: int = 0
    seen: int = 0
    fired: int = 0
    dice: Random = field(default_factory=Random, repr=False)

    def __post_init__(self) -> None:
        self.dice.seed(self.seed)

    def as_json(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "dice"}

    def due(self, service: str, operation: str) -> bool:
        """Counts the call when it fits; tells whether this is one to strike."""
        if self.service != service or not fnmatchcase(operation, self.operation):
            return False
        self.seen += 1
        last = None if self.times is None else self.nth + self.times - 1
        named = self.seen >= self.nth and (last is None or self.seen <= last)
        return named and (self.chance >= 1 or self.dice.random() < self.chance)

    def victim(self) -> int:
        """The process to strike. ValueError when it cannot be a single process."""
        if self.pid == "self":
            return os.getpid()
        pid = int(Path(self.pidfile).read_text()) if self.pidfile else int(self.pid or 0)
        if pid <= 1:
            raise ValueError(f"{pid} is not a process that a fault may strike")
        return pid

    def kill(self) -> None:
        os.kill(self.victim(), signal.SIGKILL)

    def stop(self) -> Callable[[], None]:
        """Stop the process; what is returned makes it go on, if it lives."""
        victim = self.victim()
        os.kill(victim, signal.SIGSTOP)

        def go_on() -> None:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGCONT)

        return go_on


class Faults:
    """The faults in force, in the order they were set. Memory only: a restart clears them."""

    def __init__(self) -> None:
        self._faults: dict[int, Fault] = {}
        self._last_id = 0
        self.changes = 0  # faults set or taken away since the start

    def add(self, fault: Fault) -> int:
        self._last_id += 1
        self.changes += 1
        fault.id = self._last_id
        self._faults[fault.id] = fault
        return fault.id

    def drop(self, fault_id: int | None) -> None:
        """One fault, or all of them."""
        self.changes += 1
        if fault_id is None:
            self._faults.clear()
        else:
            self._faults.pop(fault_id, None)

    def all(self) -> list[Fault]:
        return list(self._faults.values())

    def arm(self, service: str, operation: str) -> list[Fault]:
        """Those that strike this call. Called once per call."""
        return [fault for fault in self.all() if fault.due(service, operation)]


def parse_fault(raw: Mapping[str, Any], own: Mapping[str, Mapping[str, object]]) -> Fault:
    """A fault as control takes it. `own` maps each service to its named faults. ValueError."""
    ours = {"id", "seen", "fired", "dice"}
    unknown = raw.keys() - Fault.__dataclass_fields__.keys() | raw.keys() & ours
    if unknown:
        raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
    if raw.get("service") not in own:
        raise ValueError(f"service is one of {', '.join(own)}")
    named = own[raw["service"]]
    fault = Fault(**{"action": "", **raw})
    problem = _problem(fault, named)
    if problem:
        raise ValueError(problem)
    return fault


def _problem(fault: Fault, named: Mapping[str, object]) -> str:
    if fault.action not in (*ANSWERING, *AFTERWARDS, *named):
        return f"action is one of {', '.join((*ANSWERING, *AFTERWARDS, *named))}"
    if fault.point not in POINTS:
        return f"point is one of {', '.join(POINTS)}"
    inside = fault.action in named and named[fault.action] is None
    if inside != (fault.point == "inside"):
        return f"{fault.action} {'needs' if inside else 'cannot be at'} the point inside"
    if fault.point == "answered" and fault.action in ANSWERING:
        return f"{fault.action} comes too late at the point answered"
    if fault.nth < 1 or (fault.times is not None and fault.times < 1):
        return "nth and times start at 1"
    if not 0 <= fault.chance <= 1:
        return "chance is between 0 and 1"
    if fault.action in SIGNALS and fault.pid is None and fault.pidfile is None:
        return f"{fault.action} needs a pid or a pidfile"
    return ""
