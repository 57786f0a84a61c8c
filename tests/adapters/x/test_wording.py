from __future__ import annotations

import pytest
import twitter_text
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.x.addresses import posted_url
from adapters.x.wording import HAIR, has_address, renamed, safe, unlinked, weighs, weight
from content.measure import x_weight

TOKENS = st.sampled_from(
    [
        *"aZ09中文，！“”…—・é#%&/:.$@_- \n",
        *("＠", "．", "🔥", "👍🏽", "👨‍👩‍👧", "🇨", "🇳", "1️⃣", "❤️", "e\u0301", "\ufeff", "\u200d"),
        *("https://", "example", ".com", ".ai", ".中国", "$ABC", "@me", "人工智能公司发布了新模型"),
    ]
)
TEXTS = st.lists(TOKENS, max_size=20).map("".join)


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


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_weight_is_that_of_what_is_sent(text: str) -> None:
    assert weight(text) == x_weight(safe(text))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from([10, 14, 22]))
def test_whether_a_text_weighs_as_much_is_no_guess(text: str, least: int) -> None:
    assert weighs(text, least) == (weight(text) >= least)


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
