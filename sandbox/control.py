"""What tests and a curious author see and turn: `/` and `/_control/...`.

    GET    calls[?service=&operation=]    every request with its answer
    GET    feeds[?service=]               what each service shows
    GET    unmodelled                     what was answered with 501
    POST   reset                          {} or {"service": key}
    GET    switches                       doubtful points: value, default, meaning, values taken
    POST   switches                       {"service", "name", "value"}
    GET    clock                          {"now", "pace", "offset"}
    POST   clock                          {"advance": seconds} and/or {"pace": factor}
    GET    faults                         with `seen` and `fired`
    POST   faults                         one fault (faults.py); answers {"id"}
    DELETE faults[?id=]                   one, or all
    POST   blog                           {"path", "title", "at"?}: the page goes live
    POST   do/{service}/{action}          what a person may do there; the service lists its actions

Only for loopback names in Host, and a POST must say that it is JSON, so that no web page in the
author's browser can reach it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from sandbox.exchange import Json
from sandbox.faults import parse_fault
from sandbox.page import PAGE_HEADERS, feeds_page
from sandbox.world import World

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
Body = dict[str, Any]


def control_app(world: World) -> Starlette:
    control = Control(world)
    paths: list[tuple[str, str, Callable[[Request, Body], Json]]] = [
        ("GET", "calls", control.calls),
        ("GET", "feeds", control.feeds),
        ("GET", "unmodelled", control.unmodelled),
        ("POST", "reset", control.reset),
        ("GET", "switches", control.switches),
        ("POST", "switches", control.set_switch),
        ("GET", "clock", control.clock),
        ("POST", "clock", control.set_clock),
        ("GET", "faults", control.faults),
        ("POST", "faults", control.add_fault),
        ("DELETE", "faults", control.drop_faults),
        ("POST", "blog", control.blog),
        ("POST", "do/{service}/{action}", control.act),
    ]

    async def page(_request: Request) -> Response:
        return HTMLResponse(feeds_page(world), headers=PAGE_HEADERS)

    return Starlette(routes=[Route("/", page), *(_route(*path) for path in paths)])


class Control:
    """Each method takes the request and its JSON body; ValueError and KeyError become a 400."""

    def __init__(self, world: World) -> None:
        self._world = world

    def calls(self, request: Request, _body: Body) -> Json:
        wanted = {name: request.query_params.get(name, "") for name in ("service", "operation")}
        return [asdict(call) for call in self._world.calls.all(**wanted)]

    def feeds(self, request: Request, _body: Body) -> Json:
        wanted = request.query_params.get("service")
        return [feed for feed in self._world.feeds() if wanted in (None, feed["service"])]

    def unmodelled(self, _request: Request, _body: Body) -> Json:
        return [asdict(entry) for entry in self._world.unmodelled]

    def reset(self, _request: Request, body: Body) -> Json:
        key = body.get("service")
        if key is not None and key not in self._world.services:
            raise ValueError(f"no service {key!r}")
        self._world.reset(key)
        return {}

    def switches(self, _request: Request, _body: Body) -> Json:
        return {
            key: {
                name: {**asdict(switch), "value": switches.value(name)}
                for name, switch in switches.known.items()
            }
            for key, switches in self._world.switches.items()
        }

    def set_switch(self, _request: Request, body: Body) -> Json:
        self._world.switches[body["service"]].set(body["name"], body["value"])
        return {}

    def clock(self, _request: Request, _body: Body) -> Json:
        clock = self._world.clock
        return {"now": clock.now(), "pace": clock.pace, "offset": clock.offset}

    def set_clock(self, request: Request, body: Body) -> Json:
        pace = float(body.get("pace", self._world.clock.pace))
        if not pace > 0:
            raise ValueError("pace is above 0")
        self._world.clock.pace = pace
        self._world.advance(float(body.get("advance", 0)))
        return self.clock(request, body)

    def faults(self, _request: Request, _body: Body) -> Json:
        return [fault.as_json() for fault in self._world.faults.all()]

    def add_fault(self, _request: Request, body: Body) -> Json:
        named = {key: service.faults for key, service in self._world.services.items()}
        return {"id": self._world.faults.add(parse_fault(body, named))}

    def drop_faults(self, request: Request, _body: Body) -> Json:
        wanted = request.query_params.get("id")
        self._world.faults.drop(int(wanted) if wanted else None)
        return {}

    def blog(self, _request: Request, body: Body) -> Json:
        return self._act("blog", "publish", body)

    def act(self, request: Request, body: Body) -> Json:
        return self._act(request.path_params["service"], request.path_params["action"], body)

    def _act(self, key: str, action: str, body: Body) -> Json:
        function = self._world.services[key].actions[action]
        return function(self._world.running[key], body)


def _route(method: str, path: str, handler: Callable[[Request, Body], Json]) -> Route:
    return Route(f"/_control/{path}", _endpoint(method, handler), methods=[method])


def _endpoint(method: str, handler: Callable[[Request, Body], Json]) -> Any:
    async def endpoint(request: Request) -> Response:
        if (request.url.hostname or "") not in LOOPBACK:
            return _json({"error": "control answers only to a loopback name"}, 403)
        kind = request.headers.get("content-type", "").partition(";")[0]
        if method == "POST" and kind != "application/json":
            return _json({"error": "send application/json"}, 415)
        try:
            body = json.loads(await request.body() or b"{}")
            return _json(handler(request, body))
        except (ValueError, TypeError) as wrong:
            return _json({"error": str(wrong)}, 400)
        except KeyError as missing:
            return _json({"error": f"missing or unknown: {missing}"}, 400)

    return endpoint


def _json(value: Json, status: int = 200) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), status, media_type="application/json")
