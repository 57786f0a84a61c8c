from __future__ import annotations

import pytest
import twitter_text

from adapters.x.addresses import posted_url
from adapters.x.wording import HAIR, has_address, renamed, safe, unlinked, weight


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("thanks, @somebody", f"thanks, @{HAIR}somebody"),
        ("感谢@somebody和＠another", f"感谢@{HAIR}somebody和＠{HAIR}another"),
        ("@first word", f"{HAIR}@{HAIR}first word"),
        ("mail me@example.com", "mail me@example.com"),
        ("see https://medium.com/@writer/x", "see https://medium.com/@writer/x"),
        ("$ABC and $DEF, $G", f"$ABC and ${HAIR}DEF, ${HAIR}G"),
        ("a $5 coffee and $40M", "a $5 coffee and $40M"),
        ("no\ufeff mark", "no mark"),
    ],
)
def test_what_is_sent_mentions_nobody_and_has_one_cashtag(text: str, sent: str) -> None:
    assert safe(text) == sent


def test_the_weight_counts_what_is_put_in() -> None:
    assert weight("@a @b") == 8


@pytest.mark.parametrize(
    "text",
    ["Claude.ai moved", "see https://a.example.com/x.html.", "http://unknown.tldtld", "a.b.dev"],
)
def test_an_unlinked_text_holds_no_address(text: str) -> None:
    assert not has_address(unlinked(text))
    assert twitter_text.extract_urls(unlinked(text)) == []
    assert "".join(unlinked(text).split()) == "".join(text.split())


def test_only_whole_words_are_renamed() -> None:
    text = "Claude.ai, not https://Claude.ai/x nor MyClaude.ai"

    assert renamed(text, {"Claude.ai": "Claude AI"}) == (
        "Claude AI, not https://Claude.ai/x nor MyClaude.ai"
    )


@pytest.mark.parametrize(
    ("href", "posted"),
    [
        ("https://a.com/路径?q=值", "https://a.com/%E8%B7%AF%E5%BE%84?q=%E5%80%BC"),
        ("https://例子.com/x", "https://xn--fsqu00a.com/x"),
        ("https://a.com/already%20there", "https://a.com/already%20there"),
        ("https://en.wikipedia.org/wiki/Rust_(language)",
         "https://en.wikipedia.org/wiki/Rust_(language)"),
        ("https://a.com/odd.", "https://a.com/odd%2E"),
        ("https://a.com/it's", "https://a.com/it's"),
        ("mailto:me@a.com", "me@a.com"),
    ],
)  # fmt: skip
def test_an_address_is_posted_so_that_x_finds_it_whole(href: str, posted: str) -> None:
    assert posted_url(href) == posted
    assert twitter_text.extract_urls(posted) in ([posted], [])
