"""The sandbox that a command uses: one that runs already, else one for the time of the command.

It keeps its port from run to run, so that addresses printed yesterday are right again today.
"""

from __future__ import annotations

import http.client
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from sandbox import RunningSandbox

ADDRESS = "PRESSRUN_SANDBOX_URL"  # of a sandbox that somebody else runs


@contextmanager
def running_sandbox(folder: Path, services: Path, pace: float) -> Iterator[str]:
    """The address of the stand-ins whose state lies in `services`; `folder` remembers the port."""
    given = os.environ.get(ADDRESS) or _running(folder)
    if given:
        _set_pace(given, pace)
        yield given.rstrip("/")
        return
    with started(folder, services, pace) as running:
        yield running.url


def started(folder: Path, services: Path, pace: float, port: int = 0) -> RunningSandbox:
    """Stand-ins in this process, on `port`, else on the port of last time, else on a free one."""
    import sandbox

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        running = sandbox.serve(port or _port(folder), services, pace=pace)
    except OSError:
        if port:
            raise
        running = sandbox.serve(0, services, pace=pace)
    _file(folder).write_text(str(running.port), encoding="utf-8")
    return running


def _running(folder: Path) -> str | None:
    """The address of another process's sandbox on this home, if one answers."""
    port = _port(folder)
    if not port:
        return None
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/_control/clock")
        answers = connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return f"http://127.0.0.1:{port}" if answers else None


def _set_pace(url: str, pace: float) -> None:
    """One factor divides our waits and theirs, or their limits would strike."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=5)
    try:
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/_control/clock", json.dumps({"pace": pace}), headers)
        connection.getresponse().read()
    finally:
        connection.close()


def _port(folder: Path) -> int:
    text = _file(folder).read_text(encoding="utf-8") if _file(folder).exists() else ""
    return int(text) if text.isdigit() else 0


def _file(folder: Path) -> Path:
    return folder / "port"
