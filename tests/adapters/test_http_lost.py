"""Calls whose answer is lost, or that never leave: what the caller is told about their effect."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
import requests

from adapters import http
from adapters.errors import OutcomeUnknown, TryLater
from adapters.http import call
from tests.adapters.raw_server import (
    OK,
    TOKEN,
    Behaviour,
    answering,
    certificate_of,
    close_after_reading,
    drip,
    failure,
    hang,
    never_read,
    over_tls,
    plain_words,
    post,
    read_request,
    reset_after_reading,
    reset_at_once,
    reset_unread,
    serving,
    trusting,
)


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
    return certificate_of("127.0.0.1", tmp_path_factory.mktemp("tls") / "both.pem")


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
