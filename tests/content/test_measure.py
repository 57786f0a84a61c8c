from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.measure import characters, utf8_bytes, utf16_units, x_valid, x_weight

twitter_text = pytest.importorskip("twitter_text", reason="the second counter is not installed")

V2 = twitter_text.parse_tweet.__globals__["config"]["defaults"] | {"emoji_parsing_enabled": False}


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("plain words", 11),
        ("两个字", 6),
        ("“quoted” – ‘twice’ — done", 25),
        ("…、。①™•", 12),
        ("ＡＢ１２", 8),
        ("caf\u00e9", 4),
        ("cafe\u0301", 4),
        ("한글", 4),
        ("line\nbreak", 10),
        ("line\r\nbreak", 11),
        ("\u200d", 1),
        ("𠮷野家", 6),
    ],
)
def test_letters_weigh_one_or_two(text: str, weight: int) -> None:
    assert x_weight(text) == weight


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("😀", 2),
        ("👍🏽", 2),
        ("👩🏾‍🚀", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("👩‍❤️‍💋‍👨", 2),
        ("🏌🏻‍♀️", 2),
        ("🧟‍♂️", 2),
        ("🏳️‍🌈🏴‍☠️", 4),
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2),
        ("🇨🇳🇯🇵", 4),
        ("🇯🇦", 4),
        ("3️⃣#⃣", 4),
        ("❤️", 2),
        ("❤︎", 4),
        ("©", 1),
        ("©️", 2),
        ("☝️🏽", 2),
        ("a😀中", 5),
    ],
)
def test_an_emoji_weighs_two_however_many_parts_it_has(text: str, weight: int) -> None:
    assert x_weight(text) == weight


@pytest.mark.parametrize(("text", "weight"), [("🫱🏻‍🫲🏿", 9), ("🐦‍⬛", 5), ("🙂‍↔️", 5)])
def test_an_emoji_newer_than_the_table_weighs_the_sum_of_its_parts(text: str, weight: int) -> None:
    assert x_weight(text) == weight


def test_version_2_has_no_emoji() -> None:
    assert x_weight("👨‍👩‍👧‍👦", emoji=False) == 11


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("https://example.com", 23),
        ("见 https://example.com/a/very/long/path?with=query&and=more 。", 29),
        ("example.com", 23),
        ("a.co b.co", 47),
        ("README.md和node.js", 32),
        ("https://zh.wikipedia.org/wiki/人工智能", 31),
        ("https://例子.测试/路径", 22),
    ],
)
def test_an_address_weighs_23(text: str, weight: int) -> None:
    assert x_weight(text) == weight


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("home.web", 23),
        ("a-name-of-many-letters.web", 26),
        ("home.com.web", 27),  # home.com and four letters
    ],
)
def test_a_newer_domain_weighs_the_greater_of_both_readings(text: str, weight: int) -> None:
    assert x_weight(text) == weight


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("", False),
        ("a" * 280, True),
        ("a" * 281, False),
        ("字" * 140, True),
        ("字" * 141, False),
        ("https://example.com/" + "a" * 400, True),
        ("a\ufffeb", False),
        ("a\ufeffb", False),
        ("a\uffffb", False),
    ],
)
def test_a_post_is_neither_empty_nor_too_heavy_nor_broken(*, text: str, valid: bool) -> None:
    assert x_valid(text) is valid


def test_the_limit_of_a_post_may_be_another() -> None:
    assert x_valid("a" * 281, limit=25_000)


@pytest.mark.parametrize(
    ("text", "units", "points", "octets"),
    [("", 0, 0, 0), ("abc", 3, 3, 3), ("中文", 2, 2, 6), ("😀é", 3, 2, 6), ("👩‍🚀", 5, 3, 11)],
)
def test_units_code_points_and_bytes(text: str, units: int, points: int, octets: int) -> None:
    assert (utf16_units(text), characters(text), utf8_bytes(text)) == (units, points, octets)


def test_half_a_surrogate_pair_is_one_unit() -> None:
    assert utf16_units("\ud83d") == 1


# Where the second counter goes its own way there is no token: CR, `。` and VS16 before a dot, bare
# © and ®, emoji after 2018.
TOKENS = st.sampled_from(
    [
        *"aZ09中文，！？（）“”…、：.:/@#$?&=-_+~|'\"() \n",
        *("é", "ñ", "Я", "한국", "👍🏽", "👩‍🚀", "👨‍👩‍👧‍👦", "🇨🇳", "1️⃣ ", "❤️ "),
        *(
            "http://",
            "https://",
            "t.co/",
            ".com",
            ".co.jp",
            ".ai",
            ".md",
            ".中国",
            ".js",
            ".онлайн",
        ),
        *("example", "www.", "a_b", "x-y", "人工智能", "/path", "/a_(b)"),
    ]
)
TEXTS = st.lists(TOKENS, max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_weight_is_that_of_another_implementation(text: str) -> None:
    assert x_weight(text) == twitter_text.parse_tweet(text).weightedLength


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_so_is_the_weight_without_emoji(text: str) -> None:
    assert x_weight(text, emoji=False) == twitter_text.parse_tweet(text, V2).weightedLength


@given(st.text())
def test_units_are_those_of_the_utf16_encoding(text: str) -> None:
    assert utf16_units(text) == sum(2 if letter > "\uffff" else 1 for letter in text)
