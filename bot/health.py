"""`/healthz` on loopback: whether the worker that should be beating is, and nothing is overdue."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bot.release.board import Board


def health_json(board: Board) -> dict[str, Any]:
    """`ok` is false without a living worker, or when something is overdue."""
    return {
        "ok": bool(board.workers) and not board.overdue,
        "at": board.at.isoformat(),
        "workers": [
            {"kind": w.kind, "machine": w.machine, "pid": w.pid, "beat_at": w.beat_at.isoformat()}
            for w in board.workers
        ],
        "overdue": [d.id for d in board.overdue],
        "waiting_for_a_person": len(board.questions),
        "next_due": board.next_due.isoformat() if board.next_due else None,
        "alarms": list(board.alarms),
        "endings": [ending.said for ending in board.endings],
    }


@contextmanager
def serving_health(port: int, look: Callable[[], Board]) -> Iterator[int]:
    """Answers GET /healthz on 127.0.0.1 from a thread of its own; the port that it got."""
    import socket

    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    def healthz(_: Request) -> JSONResponse:
        found = health_json(look())
        return JSONResponse(found, status_code=200 if found["ok"] else 503)

    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    app = Starlette(routes=[Route("/healthz", healthz)])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(timeout=5)
        listening.close()
