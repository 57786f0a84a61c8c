"""What leaves on the connection: a whole answer, half of one, or none at all."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from sandbox.exchange import MAX_BODY_BYTES, Answer, Request, parse_query

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
RST_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER on, 0 seconds


class TooLarge(Exception):
    """The request body is over what the sandbox takes in."""


class Wire:
    """One request's connection. Needs uvicorn's own `send`, which knows the transport."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send

    async def read_body(self) -> bytes:
        body = bytearray()
        more = True
        while more:
            message = await self._receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MAX_BODY_BYTES:
                raise TooLarge
        return bytes(body)

    async def answer(self, answer: Answer) -> None:
        await self._start(answer)
        await self._send({"type": "http.response.body", "body": answer.body})

    async def half(self, answer: Answer) -> None:
        """The full Content-Length, half of the body, then the end of the connection."""
        await self._start(answer)
        half = answer.body[: len(answer.body) // 2]
        await self._send({"type": "http.response.body", "body": half, "more_body": True})
        await self.close()

    async def close(self) -> None:
        self._transport().close()
        await self._gone()

    async def reset(self) -> None:
        transport = self._transport()
        if not transport.is_closing():  # else the other end was faster, or the server stops
            connection = transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST_ON_CLOSE)
            transport.abort()
        await self._gone()

    async def silence(self, seconds: float) -> None:
        """Nothing, until the time is over or the client leaves."""
        try:
            await asyncio.wait_for(self._gone(), seconds)
        except TimeoutError:
            await self.close()

    async def _start(self, answer: Answer) -> None:
        headers = {
            "content-type": answer.content_type,
            "content-length": str(len(answer.body)),
            **{name.lower(): value for name, value in answer.headers.items()},
        }
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        await self._send({"type": "http.response.start", "status": answer.status, "headers": raw})

    async def _gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass

    def _transport(self) -> asyncio.Transport:
        transport: asyncio.Transport = self._send.__self__.transport  # type: ignore[attr-defined]
        return transport


def read_head(scope: Message) -> Request:
    """The request without its body."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    query = parse_query(scope["query_string"])
    return Request(scope["method"], scope["path"], query, headers, b"")
