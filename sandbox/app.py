"""The ASGI application: finds the operation, applies the faults, commits, answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from starlette.applications import Starlette

from sandbox.calls import Call
from sandbox.control import control_app
from sandbox.exchange import Answer, Exchange, Json, NotModelled, Refused, Request, json_answer
from sandbox.faults import Fault, Point
from sandbox.service import Handler
from sandbox.wire import Message, Receive, Send, TooLarge, Wire, read_head
from sandbox.world import Unmodelled, World

NOT_JSON = Answer(200, b"<html><body>It works!</body></html>", "text/html")


class Ended(Exception):
    """A fault has ended the exchange; nothing more is sent."""


class Sandbox:
    def __init__(self, world: World) -> None:
        self._world = world
        self._own: Starlette = control_app(world)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        head = self._world.by_host(read_head(scope))
        if head.path == "/" or head.path.startswith(("/_control/", "/_page/")):
            await self._own(scope, receive, send)
            return
        wire = Wire(receive, send)
        try:
            await self._serve(replace(head, body=await wire.read_body()), wire)
        except TooLarge:
            await wire.answer(json_answer({"error": "body too large"}, status=413))
        except asyncio.CancelledError:  # the server stops while a fault or a long poll waits
            await wire.reset()

    async def _serve(self, request: Request, wire: Wire) -> None:
        found = self._world.route(request)
        if found is None:
            await wire.answer(
                self._not_modelled(request, _service_of(request.path), "no such path")
            )
            return
        route, params = found
        name = route.operation.name.format(**params)
        exchange = Exchange(request, route.service, name, params)
        if route.operation.reader:
            await wire.answer(await self._handled(exchange, route.operation.handler))
            return
        await Struck(self._world, wire, exchange).run(
            lambda ready: self._handled(ready, route.operation.handler)
        )

    async def _handled(self, exchange: Exchange, handler: Handler) -> Answer:
        try:
            answer = handler(exchange)
            return answer if isinstance(answer, Answer) else await answer
        except Refused as refused:
            return refused.answer
        except NotModelled as unknown:
            return self._not_modelled(exchange.request, exchange.service, str(unknown))
        finally:
            self._world.store.commit()

    def _not_modelled(self, request: Request, service: str, reason: str) -> Answer:
        entry = Unmodelled(service, request.method, request.path, reason)
        self._world.unmodelled.append(entry)
        return json_answer(
            {
                "error": "not modelled",
                "service": service,
                "method": request.method,
                "path": request.path,
                "reason": reason,
            },
            status=501,
        )


class Struck:
    """One exchange under the faults that are armed for it."""

    def __init__(self, world: World, wire: Wire, exchange: Exchange) -> None:
        self._world = world
        self._wire = wire
        self._armed = world.faults.arm(exchange.service, exchange.operation)
        self._fired: list[str] = []
        self._exchange = replace(exchange, injected=self._injected)
        self._begun = time.monotonic()
        self._call: Call = world.calls.begin(exchange, world.clock.now())
        self._answer: Answer | None = None

    async def run(self, handled: Callable[[Exchange], Awaitable[Answer]]) -> None:
        try:
            self._answer = await self._strike("received")
            if self._answer is None:
                self._answer = await handled(self._exchange)
                self._answer = await self._strike("stored") or self._answer
            self._log("answered")
            await self._wire.answer(self._answer)
            await self._strike("answered")
        except Ended as ended:
            self._log(str(ended))
        finally:
            self._world.on_call(self._call)

    async def _strike(self, point: Point) -> Answer | None:
        """Every armed fault of the point, in order; the answer of the last that gives one."""
        answer = None
        for fault in self._armed:
            if fault.point == point:
                self._note(fault)
                answer = await self._apply(fault, point) or answer
        return answer

    async def _apply(self, fault: Fault, point: Point) -> Answer | None:
        match fault.action:
            case "status":
                return _answer_of(fault)
            case "garbage":
                return NOT_JSON if fault.body is None else _answer_of(replace(fault, status=200))
            case "lag":
                await asyncio.sleep(fault.seconds)
            case "kill":
                await self._kill(fault)
            case "stop":
                asyncio.get_running_loop().call_later(fault.seconds, fault.stop())
            case "hang" | "close" | "reset" | "truncate":
                await self._end(fault, point)
            case own:
                return self._own_fault(own, fault)
        return None

    async def _kill(self, fault: Fault) -> None:
        fault.kill()
        if fault.drop:
            await self._wire.close()
            raise Ended(fault.action)

    async def _end(self, fault: Fault, point: Point) -> None:
        self._log(fault.action)
        match fault.action:
            case "hang":
                await self._wire.silence(fault.seconds)
            case "truncate":
                answer = self._answer if point == "stored" else None
                await self._wire.half(answer or _answer_of(replace(fault, status=200)))
            case "reset":
                await self._wire.reset()
            case _:
                await self._wire.close()
        raise Ended(fault.action)

    def _own_fault(self, name: str, fault: Fault) -> Answer | None:
        function = self._world.services[fault.service].faults[name]
        if function is None:
            return None
        answer = function(self._world.running[fault.service], self._exchange, fault)
        self._world.store.commit()
        return answer

    def _injected(self, name: str) -> Mapping[str, Json] | None:
        for fault in self._armed:
            if fault.point == "inside" and fault.action == name:
                self._note(fault)
                return fault.details
        return None

    def _note(self, fault: Fault) -> None:
        fault.fired += 1
        self._fired.append(f"{fault.point}:{fault.action}")

    def _log(self, outcome: str) -> None:
        seconds = time.monotonic() - self._begun
        self._call = self._world.calls.end(self._call, self._answer, self._fired, outcome, seconds)
        self._world.store.commit()


def _answer_of(fault: Fault) -> Answer:
    if isinstance(fault.body, str):
        kind = fault.headers.get("content-type", "text/plain")
        return Answer(fault.status, fault.body.encode(), kind, fault.headers)
    return json_answer(fault.body, fault.status, headers=fault.headers)


def _service_of(path: str) -> str:
    return path.strip("/").partition("/")[0]
