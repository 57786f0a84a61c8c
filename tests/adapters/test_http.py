"""One call: what travels, what comes back, and what no error and no log may show."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
import requests

from adapters.errors import CallError, NotAllowed
from adapters.http import Answer, call, described, excerpt, redacted
from tests.adapters.raw_server import (
    OK,
    TOKEN,
    Behaviour,
    answering,
    close_after_reading,
    failure,
    hang,
    post,
    reset_unread,
    serving,
)


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
