"""Which addresses an import asks, and which it refuses before anything has left."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from adapters.fetching import NotFetched, fetch, refuse_private

ANSWERS = {
    "/page": (200, {"Content-Type": "text/html; charset=GBK"}, "刺猬".encode("gbk")),
    "/moved": (302, {"Location": "/page"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/to-metadata": (302, {"Location": "http://169.254.169.254/latest/"}, b""),
    "/to-lan": (302, {"Location": "http://192.168.1.1/"}, b""),
    "/large": (200, {}, b"x" * 5000),
}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = ANSWERS.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        return


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_is_read_with_its_charset_through_a_redirect(site: str) -> None:
    found = fetch(f"{site}/moved", most=1000, loopback=True)

    assert (found.url, found.charset) == (f"{site}/page", "gbk")
    assert found.body.decode("gbk") == "刺猬"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/round", "redirected more than 5 times"),
        ("/to-file", "no address of the web"),
        ("/to-metadata", "not on the open web"),
        ("/to-lan", "not on the open web"),
        ("/large", "too long"),
        ("/gone", "answered 404"),
    ],
)
def test_what_leads_elsewhere_is_refused(site: str, path: str, why: str) -> None:
    with pytest.raises(NotFetched, match=why):
        fetch(f"{site}{path}", most=1000, loopback=True)


def test_this_machine_is_asked_only_in_a_rehearsal(site: str) -> None:
    with pytest.raises(NotFetched, match="not on the open web"):
        fetch(f"{site}/page", most=1000)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "0", "[::1]",
     "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "100.64.0.1"],
)  # fmt: skip
def test_a_private_address_is_refused_however_it_is_spelt(address: str) -> None:
    with pytest.raises(NotFetched):
        refuse_private(f"http://{address}/")


def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", 80))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [row])

    with pytest.raises(NotFetched, match=r"inner\.example is not on the open web"):
        refuse_private("http://inner.example/")


@pytest.mark.parametrize("address", ["ftp://made.example/", "file:///etc/passwd", "http://", "x"])
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(NotFetched, match="no address"):
        refuse_private(address)
