"""The page as a small server on this machine alone: it is made again whenever a file is saved.

A browser that shows the page hears of each new state and takes it over in place, so every frame
stays where its reader has scrolled.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, StreamingResponse
from starlette.routing import Route

from bot.preview.templates import with_pictures

if TYPE_CHECKING:
    import uvicorn

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
PORT = 8017
NAMES = ("127.0.0.1", "localhost", "[::1]")  # a page elsewhere may not ask by another name
SETTLED = 15  # ms without a further change: an editor writes in several steps
AT_EASE = 0.15  # seconds for the browser to draw what it has, before more is made
ALIVE = 15.0  # seconds between two signs of life, so that a closed tab is noticed


@dataclass(frozen=True, slots=True)
class Made:
    """One state of the page, and why the newest one could not be made ("" when it could).

    `page` has no pictures; they are data URIs by key. `files` are what it was made from. One that
    is `bare` lacks what nobody needs at once, and a whole one follows.
    """

    page: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    files: tuple[Path, ...] = ()
    bare: bool = False


Make = Callable[[], Iterator[Made]]  # one state after the other


@dataclass
class Live:
    """The newest state, and who waits for the next one."""

    make: Make
    made: Made = field(default_factory=Made)
    whole: Made = field(default_factory=Made)
    number: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def renew(self) -> None:
        states = self.make()
        with uncollected():
            while (made := await asyncio.to_thread(next, states, None)) is not None:
                await self._show(made)
                if made.bare:
                    await asyncio.sleep(AT_EASE)

    async def _show(self, made: Made) -> None:
        if made.fault:  # the last page stays, and its files are watched
            made = replace(self.whole, fault=made.fault)
        async with self._changed:
            self.made = made
            self.whole = self.whole if made.bare else made
            self.number += 1
            self._changed.notify_all()

    async def after(self, number: int) -> int:
        """The number of a state newer than `number`, or the same one after a while."""
        async with self._changed:
            try:
                await asyncio.wait_for(self._changed.wait_for(lambda: self.number != number), ALIVE)
            except TimeoutError:
                return number
            return self.number

    async def watch(self, stopping: asyncio.Event) -> None:
        """Renew whenever one of the folders of the files changes, until told to stop."""
        from watchfiles import awatch

        while not stopping.is_set():
            folders = watched(self.made.files)
            async for _ in awatch(
                *folders, recursive=False, stop_event=stopping, step=SETTLED, debounce=400
            ):
                await self.renew()
                if watched(self.made.files) != folders:
                    break

    # --- what the browser asks ------------------------------------------------------------------

    async def page(self, _: Request) -> HTMLResponse:
        whole = with_pictures(self.whole.page, self.whole.pictures)
        return HTMLResponse(whole, headers={"Cache-Control": "no-store"})

    async def update(self, request: Request) -> JSONResponse:
        """The page without pictures, and those pictures that the browser does not have."""
        known = set(request.query_params.get("known", "").split(","))
        made = self.made
        new = {key: uri for key, uri in made.pictures.items() if key not in known}
        return JSONResponse({"page": made.page, "pictures": new, "fault": made.fault})

    async def events(self, _: Request) -> StreamingResponse:
        return StreamingResponse(self._numbers(), media_type="text/event-stream")

    async def _numbers(self) -> AsyncIterator[str]:
        number = self.number
        yield f"data: {json.dumps(number)}\n\n"
        while True:
            newer = await self.after(number)
            yield f"data: {json.dumps(newer)}\n\n" if newer != number else ": alive\n\n"
            number = newer


@contextmanager
def uncollected() -> Iterator[None]:
    """A page is made of many small objects: to look for garbage meanwhile takes half the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def watched(files: Iterable[Path]) -> tuple[Path, ...]:
    """The folders of these files: an editor that saves puts a new file in place of the old one."""
    folders = {file.resolve().parent for file in files}
    return tuple(sorted(folder for folder in folders if folder.is_dir()))


def application(live: Live) -> Starlette:
    routes = [
        Route("/", live.page),
        Route("/update", live.update),
        Route("/events", live.events),
    ]
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=list(NAMES))
    return Starlette(routes=routes, middleware=[hosts])


def serve(live: Live, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is told the address. Raises OSError for a taken port."""
    asyncio.run(_serve(live, port, ready))


async def _serve(live: Live, port: int, ready: Callable[[str], None]) -> None:
    import socket

    await live.renew()
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(64)
        server = _server(live)
        stopping = asyncio.Event()
        watching = asyncio.create_task(live.watch(stopping))
        ready(f"http://{HOST}:{listening.getsockname()[1]}/")
        try:
            await server.serve(sockets=[listening])
        finally:
            stopping.set()
            await watching


def _server(live: Live) -> uvicorn.Server:
    import uvicorn

    config = uvicorn.Config(
        application(live), log_level="warning", lifespan="off", timeout_graceful_shutdown=1
    )
    return uvicorn.Server(config)
