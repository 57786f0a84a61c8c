"""Servers of raw bytes that misbehave on purpose, and a call to one of them."""

from __future__ import annotations

import socket
import ssl
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
import requests

from adapters.errors import CallError
from adapters.http import Answer, call

TOKEN = "123456:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
OK = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"ok":true}'

Behaviour = Callable[[socket.socket], None]


class Server:
    """Takes connections one after the other; `heard` are the bytes of each, as far as read."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.heard: list[bytes] = []
        self.connections = 0
        self._behaviour = behaviour
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def url(self, scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.port}/bot{TOKEN}/sendMessage"

    def close(self) -> None:
        """Waits until everything that was sent has been heard."""
        if self._thread.is_alive():
            self._listener.shutdown(socket.SHUT_RDWR)
            self._thread.join(5)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            with connection:
                try:
                    self._behaviour(_Listening(self, connection))  # type: ignore[arg-type]
                except OSError:
                    continue


class _Listening:
    """A connection that notes what it reads."""

    def __init__(self, server: Server, connection: socket.socket) -> None:
        self._server = server
        self._connection = connection

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)

    def recv(self, count: int) -> bytes:
        part = self._connection.recv(count)
        self._server.heard.append(part)
        if not part:
            raise ConnectionAbortedError
        return part


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Server]:
    server = Server(behaviour)
    try:
        yield server
    finally:
        server.close()


def read_request(connection: socket.socket) -> None:
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(65_536)
    length = next(
        (int(line.split(b":")[1]) for line in head.splitlines() if line.startswith(b"Content-L")), 0
    )
    missing = length - len(head.split(b"\r\n\r\n", 1)[1])
    while missing > 0:
        missing -= len(connection.recv(65_536))


def answering(answer: bytes) -> Behaviour:
    def behave(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(answer)

    return behave


def hang(connection: socket.socket) -> None:
    read_request(connection)
    connection.recv(1)  # until the client gives up


def drip(first: bytes) -> Behaviour:
    """Then a byte every 50 ms, which keeps any timeout per read from firing."""

    def behave(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(first)
        while True:
            time.sleep(0.05)
            connection.sendall(b"x")

    return behave


def reset_unread(connection: socket.socket) -> None:
    time.sleep(0.05)  # the request lies in the buffer
    reset(connection)


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def reset_at_once(connection: socket.socket) -> None:
    connection.recv(1)
    reset(connection)


def plain_words(connection: socket.socket) -> None:
    connection.recv(1)
    connection.sendall(b"no TLS here")


def reset_after_reading(connection: socket.socket) -> None:
    read_request(connection)
    reset(connection)


def close_after_reading(connection: socket.socket) -> None:
    read_request(connection)


def never_read(connection: socket.socket) -> None:
    time.sleep(0.7)


def post(
    url: str,
    *,
    effect: bool = True,
    deadline: float = 5.0,
    max_body: int = 10_000,
    body: bytes = b"{}",
    check: Callable[[], None] | None = None,
    session: requests.Session | None = None,
) -> Answer:
    with session or requests.Session() as used:
        return call(
            used,
            "POST",
            url,
            name="sendMessage",
            effect=effect,
            deadline=deadline,
            max_body=max_body,
            json_bytes=body,
            before_first_byte=check,
        )


def failure(url: str, **options: object) -> CallError:
    with pytest.raises(CallError) as caught:
        post(url, **options)  # type: ignore[arg-type]
    return caught.value


def certificate_of(host: str, path: Path) -> Path:
    """A key and a certificate of its own for a name or an address, in one file."""
    x509 = pytest.importorskip("cryptography.x509", reason="makes the server's certificate")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    numeric = host.replace(".", "").isdigit()
    held = x509.IPAddress(ip_address(host)) if numeric else x509.DNSName(host)
    today = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([held]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


def over_tls(behaviour: Behaviour, certificate: Path) -> Behaviour:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def behave(connection: socket.socket) -> None:
        with context.wrap_socket(connection._connection, server_side=True) as wrapped:  # type: ignore[attr-defined]
            behaviour(wrapped)

    return behave


def trusting(certificate: Path) -> requests.Session:
    session = requests.Session()
    session.verify = str(certificate)
    session.trust_env = False
    return session
