"""What the services find in a text by themselves: addresses, tags, mentions."""

from __future__ import annotations

import pytest

from bot.preview.telegram_text import Span, found
from bot.preview.x_text import linked, parted

APART = ' target="_blank" rel="noreferrer noopener"'


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("看 #机器人 #1 #AI_2", [Span("hashtag", 2, 6), Span("hashtag", 10, 15)]),
        ("😀 #a", [Span("hashtag", 3, 5)]),
        ("a@b #", []),
        ("@pressrun, @abc", [Span("mention", 0, 9)]),
        ("/start a/b 1/2", [Span("bot_command", 0, 6)]),
        ("$BTC $btc", [Span("cashtag", 0, 4)]),
        ("a@b.example.com", [Span("email", 0, 15, "mailto:a@b.example.com")]),
        ("见 https://a.com/#x。", [Span("url", 2, 18, "https://a.com/#x")]),
        ("(https://a.example/x), a.example", [Span("url", 1, 20, "https://a.example/x")]),
        ("node.js a.com", [Span("url", 8, 13, "http://a.com")]),
    ],
)
def test_telegram_finds(words: str, expected: list[Span]) -> None:
    assert found(words, []) == expected


@pytest.mark.parametrize("kind", ["code", "pre", "text_link"])
def test_telegram_looks_for_nothing_in_code_and_links(kind: str) -> None:
    assert found("#a #b", [Span(kind, 0, 2)]) == [Span("hashtag", 3, 5)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("#机器人 a#b #1", '<span class="tag">#机器人</span> a#b #1'),
        ("hi @abc, a@b", 'hi <span class="tag">@abc</span>, a@b'),
        ("$TSLA $5", '<span class="tag">$TSLA</span> $5'),
        ("a < b & c", "a &lt; b &amp; c"),
        ("a.com", f'<a href="http://a.com"{APART}><span class="whole">a.com</span></a>'),
        (
            "www.a.com/2026/01/a-long-slug。",
            (f'<a href="http://www.a.com/2026/01/a-long-slug"{APART}><span class="cut">'
             'www.a.com/2026/01/a-long</span><span class="unseen">-slug</span></a>。'),
        ),
        (
            "https://www.a.com/",
            (f'<a href="https://www.a.com/"{APART}><span class="unseen">https://www.</span>'
             '<span class="whole">a.com/</span></a>'),
        ),
    ],
)  # fmt: skip
def test_x_finds(words: str, expected: str) -> None:
    assert linked(words) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.com", ("https://", "a.com", "")),
        ("a.com/1234567890abcd", ("", "a.com/1234567890abcd", "")),
        ("http://a.com/1234567890abcde", ("http://", "a.com/1234567890abcd", "e")),
        ("https://a.com?1234567890abcdef", ("https://", "a.com?1234567890abcd", "ef")),
    ],
)
def test_x_shows_the_beginning_of_an_address(url: str, expected: tuple[str, str, str]) -> None:
    assert parted(url) == expected
