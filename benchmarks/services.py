"""Stand-ins for measurements of load: thousands of accounts, each answer after the same delay.

They speak as much of the four services' JSON as one part of each channel needs, and count what took
effect. They check nothing: whether a request is right is for `sandbox/`, which is strict, keeps
every call, and has one account of each service.

    python -m benchmarks.services [SECONDS]

prints its address. An account is a folder of it: `/x/17` is the seventeenth newsletter's X.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable

DELAY = 0.05
EFFECTS = ("/sendMessage", "/tweets", "/drafts", "draft/add")  # with POST, these make something

Value = dict[str, object]


class Services:
    """What took effect, by account: the moments (seconds since 1970) at which it did."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._effects: defaultdict[str, list[float]] = defaultdict(list)
        self._calls = 0
        self._refused: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request on a connection of its own, as our clients make them."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, target, *_ = head.split(" ", 2)
            await reader.readexactly(_length(head))
            status, value = await self._answer(method, target.partition("?")[0])
            writer.write(_written(status, value))
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client left
        finally:
            writer.close()

    async def _answer(self, method: str, path: str) -> tuple[int, Value]:
        if path == "/_counted":
            seen = {"effects": self._effects, "calls": self._calls, "refused": self._refused}
            return 200, {**seen}
        service, _, rest = path.lstrip("/").partition("/")
        number, _, name = rest.partition("/")
        self._calls += 1
        known = ANSWERS.get(service, {})
        found = next((answer for end, answer in known.items() if name.endswith(end)), None)
        if found is None:
            self._refused.append(f"{method} {path}")
            return 404, {}
        if method == "POST" and name.endswith(EFFECTS):
            self._effects[f"{service}/{number}"].append(time.time())
        await asyncio.sleep(self._delay)
        return 200, found(int(number))


Answers = dict[str, Callable[[int], Value]]
ANSWERS: dict[str, Answers] = {
    "telegram": {
        "getChat": lambda n: _telegram({"id": -n, "type": "channel", "username": f"letter{n}"}),
        "sendMessage": lambda n: _telegram({"message_id": n}),
    },
    "substack": {
        "profile/self": lambda n: {
            "id": n,
            "publicationUsers": [{"publication": {"id": n, "subdomain": f"letter{n}"}}],
        },
        "drafts": lambda n: {"id": n},
    },
    "wechat": {
        "stable_token": lambda n: {"access_token": f"token-{n}", "expires_in": 7200},
        "draft/batchget": lambda _: {"total_count": 0, "item_count": 0, "item": []},
        "draft/add": lambda n: {"media_id": f"media-{n}"},
    },
    "x": {
        "users/me": lambda n: {"data": {"id": str(n), "username": f"letter{n}"}},
        # Of the account for a GET, and of all that it made for a POST: either has its id.
        "/tweets": lambda n: {"data": {"id": str(n)}, "meta": {"result_count": 0}},
    },
}


def _telegram(result: Value) -> Value:
    return {"ok": True, "result": result}


def _length(head: str) -> int:
    for line in head.split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            return int(value)
    return 0


def _written(status: int, value: Value) -> bytes:
    body = json.dumps(value).encode()
    head = (
        f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


async def _run(delay: float) -> None:
    server = await asyncio.start_server(Services(delay).serve, "127.0.0.1", 0, backlog=1024)
    port = server.sockets[0].getsockname()[1]
    sys.stdout.write(f"http://127.0.0.1:{port}\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_run(float(sys.argv[1]) if len(sys.argv) > 1 else DELAY))
