from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.tlds import TLDS_2021, TLDS_SINCE
from content.urls import UrlSpan, accidental_domains, url_spans


def texts(text: str) -> list[str]:
    return [span.text for span in url_spans(text)]


def test_a_span_knows_its_place_in_code_points() -> None:
    spans = url_spans("😀 见https://example.com/a。又见 Claude.ai。")

    assert spans == (
        UrlSpan(3, 24, "https://example.com/a"),
        UrlSpan(28, 37, "Claude.ai"),
    )
    assert [span.has_scheme for span in spans] == [True, False]


def test_only_hosts_without_a_scheme_are_accidental() -> None:
    spans = accidental_domains("https://a.dev 和 README.md、main.rs、run.sh、node.js、v1.2.3")

    assert [span.text for span in spans] == ["README.md", "main.rs", "run.sh"]


def test_a_domain_behind_long_chinese_is_accidental_though_it_is_no_url() -> None:
    text = "这一长串没有空格的中文后面，写着一个看起来像产品名字的域名Claude.ai。"

    assert url_spans(text) == ()
    assert [span.text for span in accidental_domains(text)] == ["Claude.ai"]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("中文example.com中文", ["example.com"]),
        ("一个.com不是", []),
        ("http://一个.com是", ["http://一个.com"]),
        ("ELPAÍS.com", ["ELPAÍS.com"]),
        ("EXAMPLE.COM HTTPS://EXAMPLE.COM", ["EXAMPLE.COM", "HTTPS://EXAMPLE.COM"]),
        ("example.comma example.com-and", []),
        ("http://example.com-and", []),
        ("a.com, b.org; (c.net)", ["a.com", "b.org", "c.net"]),
        ("a.com文b.com/x", ["a.com", "b.com/x"]),
        ("me@example.com #example.com $example.com", []),
        ("_example.com -example.com ./example.com", []),
        ("http://a_b.example.com http://example.a_b.com", ["http://a_b.example.com"]),
        ("http://example-.com http://-example.com", []),
        ("http://example http://1.2 http://x.y", []),
    ],
)
def test_a_host_ends_in_a_known_domain(text: str, urls: list[str]) -> None:
    assert texts(text) == urls


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://a.com/b。", "http://a.com/b"),
        ("http://a.com/b...", "http://a.com/b"),
        ("http://a.com/b.html,", "http://a.com/b.html"),
        ("http://a.com/中文", "http://a.com/"),
        ("http://a.com/слово", "http://a.com/слово"),
        ("http://a.com/b_(c)", "http://a.com/b_(c)"),
        ("(http://a.com/b_(c(d)))", "http://a.com/b_(c(d))"),
        ("(http://a.com/b)", "http://a.com/b"),
        ("http://a.com/@b/c @d", "http://a.com/@b/c"),
        ("http://a.com:8080/b", "http://a.com:8080/b"),
        ("a.com:8080", "a.com"),
        ("a.com?b=1", "a.com"),
        ("a.com/?b=1.", "a.com/?b=1"),
        ("http://a.com?b=1&c=2!", "http://a.com?b=1&c=2"),
        ("http://a.com/b?c=中", "http://a.com/b?c="),
        ("http://a.com/b#c!", "http://a.com/b#c"),
        ("http://a.com/b\u2013c", "http://a.com/b\u2013c"),
    ],
)
def test_a_path_and_a_query_end_before_chinese_and_closing_marks(text: str, url: str) -> None:
    assert texts(text) == [url]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("http://t.co/abc123-x", ["http://t.co/abc123"]),
        ("http://t.co/abc?d=e.", ["http://t.co/abc?d=e"]),
        ("http://t.co/" + "a" * 40, ["http://t.co/" + "a" * 40]),
        ("http://t.co/" + "a" * 41, []),
    ],
)
def test_a_short_address_is_its_slug(text: str, urls: list[str]) -> None:
    assert texts(text) == urls


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("xn--p1ai.com", True),
        ("xn--はじめよう.com", False),
        ("a" * 63 + ".com", True),
        ("a" * 64 + ".com", False),
        ("中" * 20 + ".com", True),
        ("中" * 60 + ".com", False),
        ("example.xn--p1ai", True),
    ],
)
def test_a_host_must_be_one_that_resolves(*, host: str, found: bool) -> None:
    assert bool(url_spans("http://" + host)) is found


@pytest.mark.parametrize(("length", "found"), [(4089, True), (4090, False)])
def test_an_address_has_a_greatest_length(*, length: int, found: bool) -> None:
    start = "http://a.com/"
    assert bool(url_spans(start.ljust(length, "b"))) is found


def test_every_known_domain_is_found_without_a_scheme() -> None:
    assert {tld for tld in TLDS_2021 if texts(f"见 example.{tld} 。")} == TLDS_2021
    assert {tld for tld in TLDS_SINCE if texts(f"见 example.{tld} 。")} == TLDS_SINCE


def test_the_list_of_domains_can_be_that_of_2021() -> None:
    assert len(TLDS_2021) == 1_574
    assert not url_spans("example.web", TLDS_2021)


@pytest.mark.parametrize(
    "text", ["长" * 50_000, "." * 50_000, "a.com" + "长" * 50_000, "http://a.com/" + "(" * 20_000]
)
def test_long_runs_are_read_in_one_pass(text: str) -> None:
    assert len(url_spans(text)) <= 1


TOKENS = [*"ab中./:?_-(）。@ ", "com", ".com", "http://", "😀"]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(TOKENS), max_size=60).map("".join))
def test_spans_are_sorted_and_quote_the_text(text: str) -> None:
    spans = url_spans(text)

    assert [text[span.start : span.end] for span in spans] == [span.text for span in spans]
    assert all(one.end <= two.start for one, two in pairwise(spans))
