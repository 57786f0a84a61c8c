"""What tests and a curious author see and turn: `/` and `/_control/...`.

    GET    calls[?service=&operation=]    every request with its answer
    GET    calls/{number}                 one of them
    GET    feeds[?service=]               what each service shows
    GET    page[?service=]                what the page shows; of one service's calls
    GET    version                        another text whenever that has changed
    GET    panel                          what the page's fault panel offers for each service
    POST   panel                          {"service", "kind", "operation"?, "times"?}: a fault of it
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

Only for loopback names in Host, never for another site's page (Origin, Sec-Fetch-Site), and a POST
must say that it is JSON: no web page in the author's browser can reach it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.exchange import Json
from sandbox.faults import parse_fault
from sandbox.page import HEADERS, page_file, page_json
from sandbox.panel import ordered, panel
from sandbox.world import World

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
NOT_LOOPBACK = "control answers only to a loopback name"
Body = dict[str, Any]


def control_app(world: World) -> Starlette:
    control = Control(world)
    paths: list[tuple[str, str, Callable[[Request, Body], Json]]] = [
        ("GET", "calls", control.calls),
        ("GET", "calls/{number:int}", control.call),
        ("GET", "feeds", control.feeds),
        ("GET", "page", control.page),
        ("GET", "version", control.version),
        ("GET", "panel", control.panel),
        ("POST", "panel", control.order),
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

    own = [Route("/", _page), Route("/_page/{name}", _page)]
    return Starlette(routes=[*own, *(_route(*path) for path in paths)])


class Control:
    """Each method takes the request and its JSON body; ValueError and KeyError become a 400."""

    def __init__(self, world: World) -> None:
        self._world = world

    def calls(self, request: Request, _body: Body) -> Json:
        wanted = {name: request.query_params.get(name, "") for name in ("service", "operation")}
        return [asdict(call) for call in self._world.calls.all(**wanted)]

    def call(self, request: Request, _body: Body) -> Json:
        found = self._world.calls.get(request.path_params["number"])
        if found is None:
            raise ValueError("no such call, or no more")
        return asdict(found)

    def page(self, request: Request, _body: Body) -> Json:
        return page_json(self._world, request.query_params.get("service", ""))

    def version(self, _request: Request, _body: Body) -> Json:
        return {"version": self._world.version()}

    def panel(self, _request: Request, _body: Body) -> Json:
        return panel(self._world)

    def order(self, _request: Request, body: Body) -> Json:
        return {"id": self._world.faults.add(ordered(body, self._world.services))}

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


async def _page(request: Request) -> Response:
    """The page and its files; followed links may lead here, so only the Host is looked at."""
    if (request.url.hostname or "") not in LOOPBACK:
        return _json({"error": NOT_LOOPBACK}, 403)
    found = page_file(request.path_params.get("name", "page.html"))
    if found is None:
        return _json({"error": "no such file"}, 404)
    return Response(found.content, headers=HEADERS, media_type=found.type)


def _refusal(request: Request) -> str:
    """Why a request may not reach the controls; "" when it may."""
    if (request.url.hostname or "") not in LOOPBACK:
        return NOT_LOOPBACK
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin", "")
    own = f"http://{request.headers.get('host', '')}"
    if site not in ("none", "same-origin") or origin not in ("", own):
        return "control does not answer to another site's page"
    return ""


def _route(method: str, path: str, handler: Callable[[Request, Body], Json]) -> Route:
    return Route(f"/_control/{path}", _endpoint(method, handler), methods=[method])


def _endpoint(method: str, handler: Callable[[Request, Body], Json]) -> Any:
    async def endpoint(request: Request) -> Response:
        if refusal := _refusal(request):
            return _json({"error": refusal}, 403)
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
