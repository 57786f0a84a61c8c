"""Everything that runs in one sandbox: its state, its services and where their paths lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from re import Pattern
from typing import Any

from starlette.routing import compile_path

from sandbox.calls import Call, Calls
from sandbox.clock import Clock
from sandbox.exchange import Json, Request
from sandbox.faults import Faults
from sandbox.service import Operation, Service, Setting, StandIn, Switches, SwitchRow
from sandbox.services import SERVICES
from sandbox.store import Store


@dataclass(frozen=True, slots=True)
class ClockRow:
    offset: float


@dataclass(frozen=True, slots=True)
class Unmodelled:
    service: str
    method: str
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Route:
    service: str
    operation: Operation
    pattern: Pattern[str]
    converters: Mapping[str, Any]

    def match(self, request: Request) -> dict[str, str] | None:
        if self.operation.methods and request.method not in self.operation.methods:
            return None
        found = self.pattern.match(request.path)
        return found.groupdict() if found else None


class World:
    def __init__(
        self,
        state_dir: Path | None = None,
        pace: float = 1.0,
        services: Sequence[Service] = SERVICES,
        on_call: Callable[[Call], None] = lambda _call: None,
    ) -> None:
        self.store = Store(state_dir)
        self._first_pace = pace
        self.clock = Clock(pace, self._clock_row().offset)
        self.faults = Faults()
        self.calls = Calls(self.store)
        self.on_call = on_call
        self.unmodelled: list[Unmodelled] = []
        self.services = {service.key: service for service in services}
        self.switches = {service.key: self._switches(service) for service in services}
        self.running: dict[str, StandIn] = {}
        self._routes: list[Route] = []
        self._start()

    def route(self, request: Request) -> tuple[Route, dict[str, str]] | None:
        for route in self._routes:
            params = route.match(request)
            if params is not None:
                return route, params
        return None

    def by_host(self, request: Request) -> Request:
        """A request for a service's own host gets that service's prefix in front of its path."""
        host = request.headers.get("host", "").partition(":")[0].lower()
        for service in self.services.values():
            for pattern, prefix in service.hosts.items():
                if host == pattern or (pattern[:2] == "*." and host.endswith(pattern[1:])):
                    return replace(request, path=prefix + request.path, own_host=host)
        return request

    def advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.store.table("core/clock", ClockRow).put("clock", ClockRow(self.clock.offset))
        self.store.commit()

    def feeds(self) -> list[dict[str, Json]]:
        return [
            {"service": key, "posts": [asdict(post) for post in stand_in.feed()]}
            for key, stand_in in self.running.items()
        ]

    def version(self) -> str:
        """Another text whenever something has changed that the page shows."""
        return f"{self.store.changes}.{self.faults.changes}"

    def reset(self, key: str | None = None) -> None:
        """Forget everything of one service, or of all: state, switches, calls, faults, time."""
        if key is not None:
            self.store.forget(f"{key}/")
        else:
            self.store.forget("")
            self.faults.drop(None)
            self.calls.forget()
            self.unmodelled.clear()
            self.clock.pace, self.clock.offset = self._first_pace, 0.0
        self._start()

    def _start(self) -> None:
        self.running = {key: self._open(service) for key, service in self.services.items()}
        self._routes = [route for key in self.running for route in self._routes_of(key)]
        self.store.commit()

    def _clock_row(self) -> ClockRow:
        return self.store.table("core/clock", ClockRow).get("clock") or ClockRow(0.0)

    def _switches(self, service: Service) -> Switches:
        table = self.store.table(f"{service.key}/switches", SwitchRow)
        return Switches(service.switches, table)

    def _open(self, service: Service) -> StandIn:
        switches = self.switches[service.key]
        return service.open(Setting(service.key, self.store, self.clock, switches))

    def _routes_of(self, key: str) -> list[Route]:
        return [
            Route(key, operation, *_compiled(operation.path))
            for operation in self.running[key].operations()
        ]


def _compiled(path: str) -> tuple[Pattern[str], Mapping[str, Any]]:
    pattern, _, converters = compile_path(path)
    return pattern, converters
