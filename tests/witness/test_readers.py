"""The readers see what is there, and refuse what a service would not show so."""

from __future__ import annotations

import json

import pytest

from tests.witness.readers import (
    CannotRead,
    Shown,
    in_order,
    literal_markup,
    substack_text,
    telegram_text,
    wechat_text,
    x_text,
)
from tests.witness.wanted import PICTURE


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, object]:
    return {"type": kind, "offset": offset, "length": length, **more}


def test_a_telegram_message_is_its_text_and_entities_count_utf16_units():
    text = "🚀重点 **字** 见 https://a.example/b。"
    rows = [entity("bold", 2, 2), entity("code", 5, 5),
            entity("text_link", 11, 1, url="https://c.example")]  # fmt: skip

    shown = telegram_text({"chat_id": 1, "text": text, "entities": rows})

    assert shown == Shown(
        stream=text,
        prose=text.replace("**字**", "     "),
        links=("https://c.example", "https://a.example/b"),
        bold=("重点",),
        codes=("**字**",),
    )


def test_an_address_as_label_of_its_own_link_counts_once():
    text = "https://a.example"

    shown = telegram_text({"text": text, "entities": [entity("text_link", 0, 17, url=text)]})

    assert shown.links == (text,)


def test_telegram_albums_give_pictures_and_captions():
    items = [{"type": "photo", "media": "attach://a", "caption": "图1"},
             {"type": "photo", "media": "attach://b"}]  # fmt: skip

    assert telegram_text({"media": items}) == telegram_text({"media": json.dumps(items)})
    assert telegram_text({"media": items}).figures == ("attach://a", "attach://b")
    assert telegram_text({"media": items}).captions == ("图1",)
    assert telegram_text({"media": items}).text.strip() == ""


def test_a_caption_that_is_running_text_is_read_as_such():
    body = {"photo": "attach://a", "caption": "甲乙", "caption_entities": [entity("bold", 1, 1)]}

    shown = telegram_text(body, captions_are_text=True)

    assert (shown.stream, shown.bold, shown.captions) == (f"{PICTURE}\n甲乙", ("乙",), ())


@pytest.mark.parametrize(
    "payload",
    [
        {"text": "甲", "parse_mode": "HTML"},
        {"text": "甲", "entities": [entity("bold", 0, 2)]},
        {"text": "🚀甲", "entities": [entity("bold", 1, 1)]},
        {"text": "🚀甲", "entities": [entity("bold", 0, 1)]},
        {"text": "甲", "entities": [entity("h1", 0, 1)]},
        {"chat_id": 1},
    ],
)
def test_telegram_payloads_that_nobody_could_read_are_refused(payload):
    with pytest.raises(CannotRead):
        telegram_text(payload)


def test_a_thread_is_read_post_by_post():
    shown = x_text([
        {"text": "甲 https://a.example/b，乙"},
        {"text": "丙", "media": {"media_ids": ["7", "8"]}, "reply": {}},
    ])  # fmt: skip

    assert shown.stream == f"甲 https://a.example/b，乙\n丙{PICTURE}{PICTURE}"
    assert (shown.links, shown.figures) == (("https://a.example/b",), ("7", "8"))


ARTICLE = """<section style="font-size: 16px"><p style="font-weight: bold">标题</p>
<p>甲<strong>乙<em>丙</em></strong>丁<sup>[1]</sup>，戊<sup>[1]</sup>，<a
href="https://mp.weixin.qq.com/s/x">己</a> https://b.example/c</p>
<p style="display:none">藏</p><p style="font-size:0;line-height:0">&nbsp;</p>
<p><img src="https://mmbiz.qpic.cn/1" data-w="9" alt="替"></p>
<pre><span>**x**<br>&nbsp;&nbsp;y</span></pre><p>用 <code>z</code></p>
<p>参考链接</p><p>[1] 长标题：https://a.example/d</p></section>"""


def test_an_article_is_its_visible_text():
    shown = wechat_text(ARTICLE)

    assert "".join(shown.text.split()) == "标题甲乙丙丁[1]，戊[1]，己https://b.example/c**x**y用z"
    assert shown.figures == ("https://mmbiz.qpic.cn/1",)
    assert shown.bold == ("标题", "乙丙")
    assert ["".join(code.split()) for code in shown.codes] == ["**x**y", "z"]
    assert literal_markup(shown.prose) == []


def test_a_number_in_an_article_stands_for_its_reference_as_often_as_it_is_given():
    assert sorted(wechat_text(ARTICLE).links) == [
        "https://a.example/d",
        "https://a.example/d",
        "https://b.example/c",
        "https://mp.weixin.qq.com/s/x",
    ]


def test_references_without_scheme_are_read():
    shown = wechat_text("<p>甲<sup>[1]</sup></p><p>参考链接</p><p>[1] a.example/b</p>")

    assert (shown.links, shown.text.strip()) == (("https://a.example/b",), "甲[1]")


def test_text_under_a_heading_that_is_no_list_of_references_stays_text():
    shown = wechat_text("<p>参考链接</p><p>[1] https://a.example</p><p>正文</p>")

    assert "正文" in shown.text


@pytest.mark.parametrize(
    "article", ["<p>甲<script>x</script></p>", "<p><!-- 甲 --></p>",
                "<p>甲<sup>[2]</sup></p><p>参考链接</p><p>[1] https://a.example</p>"]
)  # fmt: skip
def test_articles_that_nobody_could_read_are_refused(article):
    with pytest.raises(CannotRead):
        wechat_text(article)


def text(value: str, *marks: str, href: str = "") -> dict[str, object]:
    rows: list[dict[str, object]] = [{"type": mark} for mark in marks]
    rows += [{"type": "link", "attrs": {"href": href}}] if href else []
    return {"type": "text", "text": value, "marks": rows}


def block(kind: str, *content: object, **attrs: object) -> dict[str, object]:
    return {"type": kind, "attrs": attrs, "content": list(content)}


POST = block(
    "doc",
    block("heading", text("标题"), level=2),
    block("paragraph", text("甲"), text("乙", "strong"), text("丙", "strong", "em"),
          {"type": "hard_break"}, text("见", href="https://a.example"),
          text("此", "strong", href="https://a.example"), {"type": "footnoteAnchor", "attrs": {}},
          text("和 https://b.example/c。"), text("**", "code")),
    block("captionedImage", {"type": "image2", "attrs": {"src": "https://s.example/1.png"}},
          block("caption", text("说明"))),
    block("bullet_list", block("list_item", block("paragraph", text("条")))),
    block("highlighted_code_block", text("{% x %}")),
    {"type": "horizontal_rule"},
    block("footnote", block("paragraph", text("注")), number=1),
)  # fmt: skip


def test_a_post_is_read_from_its_document():
    shown = substack_text(json.dumps(POST))

    assert "".join(shown.stream.split()) == (
        f"标题甲乙丙见此和https://b.example/c。**{PICTURE}说明条{{%x%}}注"
    )
    assert shown.figures == ("https://s.example/1.png",)
    assert shown.links == ("https://a.example", "https://b.example/c")
    assert shown.bold == ("乙丙", "此")
    assert shown.codes == ("**", "{% x %}")
    assert literal_markup(shown.prose) == []


@pytest.mark.parametrize(
    "document",
    [
        json.dumps(json.dumps(POST)),
        block("paragraph", text("甲")),
        block("doc", block("paragraph", text(""))),
        block("doc", block("table", text("甲"))),
    ],
)
def test_documents_that_nobody_could_read_are_refused(document):
    with pytest.raises(CannotRead):
        substack_text(document)


def test_messages_are_read_in_order():
    shown = in_order([telegram_text({"text": "甲"}), telegram_text({"photo": "attach://a"})])

    assert shown.stream == f"甲\n{PICTURE}"


def test_codes_are_skipped_where_a_channel_has_none():
    assert literal_markup("见 a ** b 与 c", ["a**b"]) == []
    assert literal_markup("见 a ** b 与 ** c", ["a**b"]) == ["见   与 ** c"]
