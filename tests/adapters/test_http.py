"""One call against servers that misbehave: what the caller is told, and what never leaves."""

from __future__ import annotations

import logging
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

from adapters import http
from adapters.errors import CallError, NotAllowed, OutcomeUnknown, TryLater
from adapters.http import Answer, call, described, excerpt, redacted

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


def test_an_answer_comes_back_whole() -> None:
    with serving(answering(OK)) as server:
        answer = post(server.url(), body='{"text":"你好"}'.encode())

    assert (answer.status, answer.text) == (200, '{"ok":true}')
    assert answer.headers["content-type"] == "application/json"
    request = b"".join(server.heard)
    assert request.startswith(b"POST /bot123456:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc/sendMessage")
    assert b"Content-Type: application/json\r\n" in request
    assert request.endswith('{"text":"你好"}'.encode())


def test_an_answer_without_charset_is_read_as_utf8() -> None:
    body = "标题".encode()
    with serving(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n" + body)) as server:
        assert post(server.url()).text == "标题"


@pytest.mark.parametrize("status", [400, 429, 500])
def test_a_refusal_is_an_answer_and_not_an_error(status: int) -> None:
    with serving(answering(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % status)) as server:
        assert post(server.url()).status == status


def test_a_redirect_is_not_followed() -> None:
    with serving(answering(OK)) as elsewhere:
        head = f"HTTP/1.1 301 Moved\r\nLocation: {elsewhere.url()}\r\nContent-Length: 0\r\n\r\n"
        with serving(answering(head.encode())) as server:
            answer = post(server.url())

    assert (answer.status, elsewhere.connections) == (301, 0)


def test_fields_and_files_travel_as_a_form() -> None:
    with serving(answering(OK)) as server, requests.Session() as session:
        call(
            session,
            "POST",
            server.url(),
            name="upload",
            effect=False,
            params={"type": "image"},
            data={"title": "A"},
            files={"media": ("a.png", b"bytes", "image/png")},
        )

    request = b"".join(server.heard)
    assert b"/sendMessage?type=image HTTP/1.1" in request
    assert b'name="media"; filename="a.png"\r\nContent-Type: image/png\r\n\r\nbytes\r\n' in request


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (hang, "no answer within 0.4 s"),
        (drip(b""), "no answer within 0.4 s"),
        (drip(b"HTTP/1.1 200 OK\r\nX: "), "no answer within 0.4 s"),
        (drip(b"HTTP/1.1 200 OK\r\n\r\n"), "no answer within 0.4 s"),
        (drip(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"), "no answer within 0.4 s"),
        (reset_unread, "the connection was reset"),
        (reset_after_reading, "the connection was reset"),
        (close_after_reading, "the connection was closed without an answer"),
        (
            answering(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}"),
            "the answer was cut off",
        ),
        (
            answering(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}"),
            "the answer was cut off",
        ),
        (
            answering(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 20_000),
            "the answer is too long",
        ),
        (answering(b"no HTTP at all\r\n\r\n"), "the connection failed"),
    ],
    ids=[
        "hang", "drip status", "drip header", "drip endless", "drip body", "reset unread",
        "reset", "close", "short body", "short chunk", "long body", "no http",
    ],
)  # fmt: skip
def test_a_lost_answer_leaves_an_effect_unknown(behaviour: Behaviour, reason: str) -> None:
    with serving(behaviour) as server:
        started = time.monotonic()
        error = failure(server.url(), deadline=0.4)
        took = time.monotonic() - started

    assert (type(error), error.code) == (OutcomeUnknown, "lost_answer")
    assert str(error) == f"sendMessage: {reason}."
    assert took < 1.2


@pytest.mark.parametrize("behaviour", [hang, reset_after_reading, close_after_reading])
def test_a_lost_answer_without_an_effect_is_only_late(behaviour: Behaviour) -> None:
    with serving(behaviour) as server:
        error = failure(server.url(), effect=False, deadline=0.4)

    assert (type(error), error.code) == (TryLater, "lost_answer")


def test_an_upload_nobody_reads_ends_at_the_deadline_and_is_unknown() -> None:
    with serving(never_read) as server:
        started = time.monotonic()
        error = failure(server.url(), deadline=0.4, body=b"x" * 20_000_000)
        took = time.monotonic() - started

    assert (type(error), str(error)) == (OutcomeUnknown, "sendMessage: no answer within 0.4 s.")
    assert took < 1.2


def test_a_slow_upload_is_not_held_to_the_connect_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(connection: socket.socket) -> None:
        time.sleep(0.5)
        answering(OK)(connection)

    monkeypatch.setattr(http, "CONNECT_SECONDS", 0.2)
    with serving(slowly) as server:
        assert post(server.url(), body=b"x" * 20_000_000).status == 200


def test_a_refused_connection_is_certainly_not_done() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    error = failure(f"http://127.0.0.1:{port}/")

    assert (type(error), error.code) == (TryLater, "unreachable")
    assert str(error) == "sendMessage: no connection."


def test_an_unknown_host_is_certainly_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    error = failure("http://example.invalid/")

    assert (type(error), str(error)) == (TryLater, "sendMessage: the host name is unknown.")


def test_a_connection_that_takes_too_long_is_certainly_not_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http, "CONNECT_SECONDS", 0.2)
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        with socket.create_connection(full.getsockname()):  # the only place in its queue
            error = failure(f"http://127.0.0.1:{full.getsockname()[1]}/")

    assert (type(error), str(error)) == (TryLater, "sendMessage: no connection in time.")


@pytest.mark.parametrize("behaviour", [plain_words, reset_at_once])
def test_a_failed_handshake_is_certainly_not_done(behaviour: Behaviour) -> None:
    with serving(behaviour) as server:
        error = failure(server.url("https"), deadline=1)

    assert (type(error), error.code) == (TryLater, "unreachable")


def test_a_handshake_that_hangs_ends_at_the_deadline_and_is_certainly_not_done() -> None:
    with serving(never_read) as server:
        started = time.monotonic()
        error = failure(server.url("https"), deadline=0.4)
        took = time.monotonic() - started

    assert (type(error), error.code) == (TryLater, "unreachable")
    assert took < 1.2


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of its own for 127.0.0.1, in one file."""
    x509 = pytest.importorskip("cryptography.x509", reason="makes the server's certificate")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
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


def test_an_answer_comes_back_over_tls(certificate: Path) -> None:
    with serving(over_tls(answering(OK), certificate)) as server:
        answer = post(server.url("https"), session=trusting(certificate))

    assert answer.text == '{"ok":true}'


@pytest.mark.parametrize(
    ("behaviour", "size"),
    [(hang, 2), (drip(b"HTTP/1.1 200 OK\r\n\r\n"), 2), (never_read, 20_000_000)],
)
def test_the_deadline_holds_over_tls(certificate: Path, behaviour: Behaviour, size: int) -> None:
    with serving(over_tls(behaviour, certificate)) as server:
        started = time.monotonic()
        error = failure(
            server.url("https"),
            session=trusting(certificate),
            deadline=0.4,
            body=b"x" * size,
        )
        took = time.monotonic() - started

    assert (type(error), str(error)) == (OutcomeUnknown, "sendMessage: no answer within 0.4 s.")
    assert took < 1.2


def test_a_certificate_nobody_vouches_for_is_certainly_not_done(certificate: Path) -> None:
    session = requests.Session()
    session.trust_env = False
    with serving(over_tls(answering(OK), certificate)) as server:
        error = failure(server.url("https"), session=session)

    assert (type(error), error.code) == (TryLater, "unreachable")
    assert str(error) == "sendMessage: no secure connection (certificate or clock)."


def test_a_proxy_that_refuses_has_passed_nothing_on() -> None:
    asked: list[str] = []
    with serving(answering(b"HTTP/1.1 403 No\r\n\r\n")) as proxy:
        session = requests.Session()
        session.proxies = {"https": f"http://127.0.0.1:{proxy.port}"}
        session.trust_env = False
        error = failure(
            f"https://example.invalid/bot{TOKEN}", session=session, check=lambda: asked.append("")
        )

    assert (type(error), str(error)) == (TryLater, "sendMessage: the proxy did not connect.")
    assert asked == []
    assert TOKEN.encode() not in b"".join(proxy.heard)


def test_a_connection_closed_while_idle_is_never_reused() -> None:
    kept = OK.replace(b"\r\n\r\n", b"\r\nConnection: keep-alive\r\n\r\n", 1)
    with serving(answering(kept)) as server, requests.Session() as session:
        answers = [
            call(session, "POST", server.url(), name="sendMessage", effect=True, json_bytes=b"{}")
            for _ in range(3)
        ]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert server.connections == 3


def test_the_last_check_runs_when_the_connection_stands_and_nothing_has_left() -> None:
    seen: list[tuple[int, list[bytes]]] = []

    def check() -> None:
        time.sleep(0.1)
        seen.append((server.connections, list(server.heard)))

    with serving(answering(OK)) as server:
        post(server.url(), check=check)

    assert seen == [(1, [])]


@pytest.mark.parametrize("kind", [RuntimeError, ConnectionResetError, BrokenPipeError, TryLater])
def test_what_the_last_check_raises_comes_out_and_nothing_leaves(kind: type[Exception]) -> None:
    refusal = kind("the lease is over")

    def check() -> None:
        raise refusal

    with serving(read_request) as server:
        started = time.monotonic()
        with pytest.raises(kind) as caught:
            post(server.url(), check=check)
        took = time.monotonic() - started
        server.close()

    assert caught.value is refusal
    assert took < 2  # and nobody waits for an answer
    assert b"".join(server.heard) == b""


def test_a_check_that_outlasts_the_deadline_lets_nothing_leave() -> None:
    with serving(read_request) as server:
        error = failure(server.url(), deadline=0.2, check=lambda: time.sleep(0.4))
        server.close()

    assert (type(error), error.code) == (TryLater, "unreachable")
    assert b"".join(server.heard) == b""


@pytest.mark.parametrize(
    "behaviour", [hang, reset_unread, close_after_reading, answering(b"HTTP/1.1")]
)
def test_no_error_and_no_log_carries_the_address(
    behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), serving(behaviour) as server:
        error = failure(server.url(), deadline=0.3)

    assert TOKEN not in f"{error!r} {error.next_step} {caplog.text}"
    assert (error.__cause__, error.__context__) == (None, None)


def test_a_malformed_header_of_an_answer_does_not_log_the_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    odd = OK.replace(b"Content-T", b"\0bad\r\nContent-T", 1)

    with caplog.at_level(logging.DEBUG), serving(answering(odd)) as server:
        post(server.url())

    assert TOKEN not in caplog.text


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        (f"bot{TOKEN}/sendMessage", {}),
        (f"http://[bot{TOKEN}/", {}),
        ("http://127.0.0.1:1/", {"Cookie": f"sid={TOKEN}\n"}),
        ("http://127.0.0.1:1/", {"Cookie": f"sid={TOKEN} 中"}),
    ],
)
def test_what_cannot_be_sent_is_a_matter_of_configuration(
    url: str, headers: dict[str, str]
) -> None:
    with requests.Session() as session, pytest.raises(CallError) as caught:
        call(session, "GET", url, name="getMe", effect=False, headers=headers)

    assert TOKEN not in str(caught.value)
    assert isinstance(caught.value, NotAllowed)


def test_no_password_is_taken_from_netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(answering(OK)) as server:
        post(server.url())

    assert b"Authorization" not in b"".join(server.heard)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"GET /bot{TOKEN}/getMe failed", "GET /bot***/getMe failed"),
        ("draft/add?access_token=88_abcDEF&type=x", "draft/add?access_token=***&type=x"),
        ('{"access_token":"88_abc","expires_in":7200}', '{"access_token":"***","expires_in":7200}'),
        ("Authorization: Bearer eyJhbGciOi.abc-_", "Authorization: Bearer ***"),
        ("Cookie: substack.sid=s%3Aabc.def; lli=1", "Cookie: substack.sid=***; lli=1"),
        ("my-own-secret twice: my-own-secret", "*** twice: ***"),
        ("the robot 123 and a token of thanks", "the robot 123 and a token of thanks"),
    ],
)  # fmt: skip
def test_secrets_are_hidden(text: str, expected: str) -> None:
    assert redacted(text, ["", "my-own-secret"]) == expected


def test_an_excerpt_is_short_on_one_line_and_hides_a_secret_before_it_is_cut() -> None:
    answer = Answer(400, {}, b'{\n "a": "' + b"x" * 288 + b' my-own-secret"}')

    text = excerpt(answer, ["my-own-secret"])

    assert text == '{ "a": "' + "x" * 288 + " ***…"


def test_a_refusal_is_described_by_name_and_status() -> None:
    answer = Answer(400, {}, b'{"ok":false}')

    assert described("sendMessage", answer) == 'sendMessage answered 400: {"ok":false}'
    assert described("sendMessage", Answer(502, {}, b"")) == "sendMessage answered 502: nothing"
