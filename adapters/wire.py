"""One request on one fresh connection, watched by a clock, with a last check before it leaves.

requests' own timeout runs per read, and a server that sends a byte a second never meets it; so a
timer closes the connection. A connection is never reused: one that the server closed while it lay
idle would look like a lost answer.
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from threading import Lock, Timer
from typing import Self, cast

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

# Its lines print whole addresses, also as warnings, and a Telegram token is part of the address.
logging.getLogger("urllib3").setLevel(logging.ERROR)

Resolve = Callable[[str, int], Sequence[str]]  # host and port -> the addresses to ask, never none
SPARE = 1.0  # seconds by which the timeout of a read or write lies behind the timer


class TooLate(OSError):
    """The deadline passed before the request left."""


class Wire:
    """What is known of one request: whether bytes may have left, and whether its time is over."""

    def __init__(
        self,
        deadline: float,
        last_check: Callable[[], None] | None = None,
        resolve: Resolve | None = None,
    ) -> None:
        self.begun = False
        self.expired = False
        self.refusal: Exception | None = None
        self._ends = time.monotonic() + deadline
        self._last_check = last_check
        self._resolve = resolve
        self._lock = Lock()
        self._held: list[socket.socket] = []
        self._timer = Timer(deadline, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for held in self._held:
                held.close()
            self._held.clear()

    def addresses(self, host: str, port: int) -> Sequence[str]:
        """Where a host is asked: itself without `resolve`, whose refusal is kept to be raised."""
        if self._resolve is None:
            return (host,)
        try:
            return self._resolve(host, port)
        except Exception as refusal:
            self.refusal = refusal
            raise

    def hold(self, connection: socket.socket) -> None:
        """Keeps a second handle: wrapping in TLS detaches the first one."""
        with self._lock:
            self._check_time()
            self._held.append(connection.dup())

    def begin(self, connection: socket.socket) -> None:
        """The last moment at which nothing has left; what the check raises is kept to be raised."""
        if self.begun:
            return
        try:
            if self._last_check:
                self._last_check()
        except Exception as refusal:
            self.refusal = refusal
            _shut(connection)  # urllib3 swallows a broken pipe and would wait for an answer
            raise
        with self._lock:
            self._check_time()
            self.begun = True
        # Until now it is the connect timeout, which is too short for a large upload.
        connection.settimeout(self._ends - time.monotonic() + SPARE)

    def _check_time(self) -> None:
        if self.expired:
            raise TooLate

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            for held in self._held:
                _shut(held)


class OneCall(HTTPAdapter):
    """A transport for a single request over a Wire."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,
        verify: bool | str | None,  # noqa: FBT001 - requests' own signature
        proxies: Mapping[str, str] | None = None,
        cert: tuple[str, str] | str | None = None,
    ) -> HTTPConnectionPool:
        made = super().get_connection_with_tls_context(request, verify, proxies, cert)
        pool = cast("HTTPConnectionPool", made)
        kind = cast("type[HTTPConnection]", pool.ConnectionCls)
        pool.ConnectionCls = type("Watched", (_Watched, kind), {"wire": self._wire})
        return pool


class _Watched(HTTPConnection):
    """Mixed into whatever connection the pool makes: plain, TLS, or through a proxy."""

    wire: Wire
    _connecting = False

    def _new_conn(self) -> socket.socket:
        connection = super()._new_conn() if self.proxy else self._straight()
        self.wire.hold(connection)
        return connection

    def _straight(self) -> socket.socket:
        """To the first address that takes it. TLS and `Host` go by the name, which is put back."""
        name = self.host
        *others, last = self.wire.addresses(name, self.port or self.default_port)
        try:
            for self.host in others:
                try:
                    return super()._new_conn()
                except HTTPError:  # not this one: the next address is asked
                    continue
            self.host = last
            return super()._new_conn()
        finally:
            self.host = name

    def connect(self) -> None:
        self._connecting = True
        try:
            super().connect()
        finally:
            self._connecting = False

    def send(self, data: object) -> None:
        if self.sock is None:
            self.connect()
        if not self._connecting:  # what a proxy is asked while connecting is not the request
            self.wire.begin(self.sock)
        super().send(data)  # type: ignore[arg-type]


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:  # the other side was faster
        return
