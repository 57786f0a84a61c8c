"""Runs the sandbox on loopback, in a background thread of this process."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn

from sandbox.app import Sandbox
from sandbox.calls import Call
from sandbox.world import World

START_S = 10.0


class RunningSandbox:
    """A sandbox that answers at `url` until it is closed. A context manager."""

    def __init__(self, world: World, listener: socket.socket) -> None:
        host, port = listener.getsockname()[:2]
        self.url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        self.port = int(port)
        self._world = world
        self._listener = listener
        self._server = uvicorn.Server(_config(Sandbox(world)))
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)
        self._thread.start()
        self._wait_until_started()

    def close(self) -> None:
        """Stop at once: what still hangs is reset. Everything stored stays stored."""
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join()
        self._listener.close()
        self._world.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._listener])

    def _wait_until_started(self) -> None:
        deadline = time.monotonic() + START_S
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError("the sandbox did not start")
            time.sleep(0.005)


def serve(
    port: int = 0,
    state_dir: Path | str | None = None,
    host: str = "127.0.0.1",
    *,
    pace: float = 1.0,
    on_call: Callable[[Call], None] = lambda _call: None,
) -> RunningSandbox:
    """Start the stand-ins; port 0 picks a free one. OSError when the port is taken.

    `on_call` runs on the server's thread after each call.
    """
    listener = socket.create_server((host, port))
    # Head and body leave in two writes: without this each answer waits 40 ms for an ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    folder = None if state_dir is None else Path(state_dir)
    return RunningSandbox(World(folder, pace, on_call=on_call), listener)


def _config(app: Sandbox) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
    )
