"""What counts as a change of a stored article, and what is only WeChat's spelling."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.wechat.readback import differing, expected
from sandbox.wechat.markup import readback

PICTURE = "https://mmbiz.qpic.cn/sz_mmbiz_png/KEY1/0?wx_fmt=png&amp;from=appmsg"
CONTENT = (
    '<section style="color:#333"><p>一，<strong style="color:#069">二</strong><br>三</p>'
    f'<p><img src="{PICTURE}" data-w="900"></p>'
    '<p><a href="https://mp.weixin.qq.com/s/abc">上期</a></p></section>'
)
ARTICLE: dict[str, Any] = {
    "title": "题",
    "author": "作者",
    "digest": "摘要",
    "content": CONTENT,
    "content_source_url": "https://blog.example.org/7/",
    "thumb_media_id": "COVER",
}


def stored(**changes: Any) -> list[dict[str, Any]]:
    """One article as draft/get answers it."""
    return [{**ARTICLE, "content": readback(CONTENT), "show_cover_pic": 0, **changes}]


def test_what_wechat_writes_by_itself_is_no_change() -> None:
    assert differing(stored(), expected(ARTICLE)) == []


@pytest.mark.parametrize("name", ["content_source_url", "thumb_media_id"])
def test_what_wechat_keeps_to_itself_is_no_change(name: str) -> None:
    assert differing(stored(**{name: ""}), expected(ARTICLE)) == []


def test_a_digest_that_wechat_took_from_the_text_is_no_change() -> None:
    bare = {name: value for name, value in ARTICLE.items() if name != "digest"}

    assert differing(stored(digest="一，二三"), expected(bare)) == []
    assert differing(stored(digest="别的"), expected(bare)) == ["digest"]


@pytest.mark.parametrize(
    "address",
    [PICTURE.replace("https:", "http:"), PICTURE.replace("/0?", "/640?"), PICTURE.split("?")[0]],
)
def test_another_address_of_the_same_picture_is_no_change(address: str) -> None:
    content = readback(CONTENT.replace(PICTURE, address))

    assert differing(stored(content=content), expected(ARTICLE)) == []


@pytest.mark.parametrize("name", [name for name in ARTICLE if name != "content"])
def test_another_field_is_a_change(name: str) -> None:
    assert differing(stored(**{name: "another"}), expected(ARTICLE)) == [name]


@pytest.mark.parametrize("name", ["title", "author"])
def test_a_field_that_was_emptied_is_a_change(name: str) -> None:
    assert differing(stored(**{name: ""}), expected(ARTICLE)) == [name]


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("一，", "两，"),
        ("KEY1", "KEY2"),
        ("/s/abc", "/s/def"),
        (f'<p><img src="{PICTURE}" data-w="900"></p>', ""),
        ("</section>", "<p>还有</p></section>"),
    ],
)
def test_other_words_pictures_or_links_are_a_change(words: str, others: str) -> None:
    content = readback(CONTENT.replace(words, others))

    assert differing(stored(content=content), expected(ARTICLE)) == ["content"]


def test_a_second_article_is_a_change() -> None:
    assert differing([*stored(), *stored()], expected(ARTICLE)) == ["articles"]


def test_where_nothing_is_expected_nothing_differs() -> None:
    assert differing(stored(title="another"), {}) == []
