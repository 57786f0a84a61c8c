"""What is asked is the very address that was looked at, whatever the name says a moment later."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from adapters.fetching import NotFetched, fetch
from tests.adapters.raw_server import Server, answering, certificate_of, over_tls, serving

NAME = "made.example"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage"
HERE, LAN, OPEN = "127.0.0.1", "10.1.2.3", "1.1.1.1"


@dataclass
class Names:
    """A resolver whose answers change: the next one of each name, the last one for ever."""

    answers: dict[str, list[list[str]]]
    asked: list[str] = field(default_factory=list)

    def lookup(self, host: str, port: int, *_: object, **__: object) -> list[Any]:
        if host.replace(".", "").isdigit():
            return [self._row(host, port)]
        self.asked.append(host)
        left = self.answers[host]
        found = left.pop(0) if len(left) > 1 else left[0]
        return [self._row(address, port) for address in found]

    def _row(self, address: str, port: int) -> object:
        return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    made = Names({})
    monkeypatch.setattr(socket, "getaddrinfo", made.lookup)
    for variable in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
    return made


@pytest.fixture
def site() -> Iterator[Server]:
    with serving(answering(PAGE)) as server:
        yield server


def page(site: Server, *, loopback: bool = True) -> bytes:
    return fetch(f"http://{NAME}:{site.port}/", most=1000, loopback=loopback).body


def test_the_name_is_not_looked_up_again_for_the_connection(names: Names, site: Server) -> None:
    names.answers[NAME] = [[HERE], [HERE], [LAN]]

    assert page(site) == b"page"
    assert names.asked == [NAME, NAME]
    assert f"Host: {NAME}:{site.port}".encode() in site.heard[0]


def test_a_name_that_has_turned_inwards_by_then_is_refused(names: Names, site: Server) -> None:
    names.answers[NAME] = [[OPEN], [HERE]]

    with pytest.raises(NotFetched, match=r"made\.example is not on the open web"):
        page(site, loopback=False)

    assert site.connections == 0


def test_one_private_address_among_public_ones_is_enough(names: Names, site: Server) -> None:
    names.answers[NAME] = [[HERE], [HERE, LAN]]

    with pytest.raises(NotFetched, match="not on the open web"):
        page(site)

    assert site.connections == 0


def test_the_next_address_is_asked_where_one_does_not_take_it(names: Names, site: Server) -> None:
    names.answers[NAME] = [["127.0.0.9", HERE]]

    assert page(site) == b"page"


def test_a_redirect_is_looked_at_anew(names: Names) -> None:
    names.answers = {NAME: [[HERE]], "inner.example": [[OPEN], [LAN]]}
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://inner.example/\r\nContent-Length: 0\r\n\r\n"

    with (
        serving(answering(moved)) as site,
        pytest.raises(NotFetched, match=r"inner\.example is not on the open web"),
    ):
        page(site)

    assert names.asked == [NAME, NAME, "inner.example", "inner.example"]


def test_over_tls_the_name_is_asked_for_and_checked(
    names: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names.answers = {NAME: [[HERE]], "other.example": [[HERE]]}
    certificate = certificate_of(NAME, tmp_path / "both.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    wanted: list[str] = []
    made = ssl.SSLContext.load_cert_chain

    def watched(context: ssl.SSLContext, *given: Any) -> None:
        context.sni_callback = lambda _, name, __: wanted.append(name)
        made(context, *given)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", watched)
    with serving(over_tls(answering(PAGE), certificate)) as site:
        found = fetch(f"https://{NAME}:{site.port}/", most=1000, loopback=True)
        with pytest.raises(NotFetched, match="no secure connection"):
            fetch(f"https://other.example:{site.port}/", most=1000, loopback=True)

    assert found.body == b"page"
    assert wanted == [NAME, "other.example"]
