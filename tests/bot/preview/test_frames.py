"""What a frame shows is the edition: every word of its parts, and its pictures where they go."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.base import Edition, Json, Part
from adapters.substack.schema import NODES
from bot.preview.telegram import Span, rich
from tests.bot.preview.pages import (
    HOSTILE,
    KEY,
    Read,
    article,
    hostile,
    media,
    read,
    rendered,
    substack,
    telegram,
    thread,
)

APART = ' target="_blank" rel="noreferrer noopener"'


def shown(edition: Edition, folder: Path) -> Read:
    return read(rendered({edition.channel: edition}), folder)


def inside(page: Read, channel: str, style: str = "content") -> str:
    """The markup within the one element of a class."""
    from lxml.html import tostring

    (node,) = page.frames[channel].find_class(style)
    return (node.text or "") + "".join(tostring(child, encoding="unicode") for child in node)


# --- Telegram ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "spans", "expected"),
    [
        ("a < b", [], "a &lt; b"),
        ("😀bold", [Span("bold", 2, 6, "")], "😀<b>bold</b>"),
        ("😀", [Span("italic", 0, 2, "")], "<i>😀</i>"),
        ("abc", [Span("bold", 0, 3, ""), Span("italic", 1, 2, "")], "<b>a<i>b</i>c</b>"),
        ("abc", [Span("italic", 0, 3, ""), Span("bold", 0, 3, "")], "<i><b>abc</b></i>"),
        ("abcd", [Span("bold", 0, 3, ""), Span("italic", 2, 4, "")],
         "<b>ab<i>c</i></b><i>d</i>"),
        ("abc", [Span("bold", 1, 99, "")], "a<b>bc</b>"),
        ("abc", [Span("bold", 1, 1, ""), Span("bold", 7, 9, "")], "abc"),
        ("a\nb", [Span("pre", 2, 3, "")], 'a\n<span class="pre">b</span>'),
        ("q", [Span("blockquote", 0, 1, "")], '<span class="quote">q</span>'),
        ("x", [Span("text_link", 0, 1, "https://a.example/?b=1&c=2")],
         f'<a href="https://a.example/?b=1&amp;c=2"{APART}>x</a>'),
        ("x", [Span("text_link", 0, 1, "javascript:1")],
         '<span class="dead" title="javascript:1">x</span>'),
        ("x", [Span("unheard_of", 0, 1, "")], "<span>x</span>"),
    ],
)  # fmt: skip
def test_entities_become_markup(words: str, spans: list[Span], expected: str) -> None:
    assert rich(words, spans) == expected


def test_a_bubble_shows_its_text_and_whether_it_makes_a_sound(tmp_path: Path) -> None:
    second: Json = {
        "text": "two\n\n  2",
        "disable_notification": True,
        "reply_parameters": {"message_id": "pressrun:ref/message/1/id"},
    }

    page = shown(telegram({"text": "one"}, second), tmp_path)

    assert page.texts("telegram", "words") == ["one", "two\n\n  2"]
    assert page.texts("telegram", "reply") == ["↳ in reply to message/1"]
    assert [" ".join(f.text_content().split()) for f in page.frames["telegram"].iter("footer")] == [
        "🔔 notifies message/1 3 / 4,096 units",
        "🔕 silent message/2 8 / 4,096 units",
    ]


def test_a_card_stands_above_the_text_where_it_was_asked_for(tmp_path: Path) -> None:
    options: Json = {"url": "https://a.example/post", "show_above_text": True}

    page = shown(telegram({"text": "one", "link_preview_options": options}), tmp_path)

    (bubble,) = page.frames["telegram"].find_class("bubble")
    assert [child.get("class") for child in bubble] == ["card", "words"]
    assert bubble[0].text_content() == (
        "a.examplehttps://a.example/postTelegram loads the card from this address"
    )


def test_a_card_that_is_disabled_is_not_shown(tmp_path: Path) -> None:
    options: Json = {"url": "https://a.example", "is_disabled": True}

    page = shown(telegram({"text": "one", "link_preview_options": options}), tmp_path)

    assert page.texts("telegram", "card") == []


def album(*captions: str, above: bool = False) -> Edition:
    items: list[Json] = [
        {"type": "photo", "media": "attach://x", "caption": words, "caption_entities": [],
         **({"show_caption_above_media": True} if above else {})}
        if words else {"type": "photo", "media": "attach://x"}
        for words in captions
    ]  # fmt: skip
    files = tuple(media(source=f"{n}.png") for n in range(len(captions)))
    return Edition("telegram", (Part("album/1", "album", {"media": items}, files),))


@pytest.mark.parametrize(
    ("above", "order"), [(True, ["words", "album"]), (False, ["album", "words"])]
)
def test_an_album_shows_its_caption_on_the_side_asked_for(
    above: bool,  # noqa: FBT001
    order: list[str],
    tmp_path: Path,
) -> None:
    page = shown(album("all of them", "", "", above=above), tmp_path)

    (bubble,) = page.frames["telegram"].find_class("bubble")
    assert [child.get("class") for child in bubble] == order
    assert page.texts("telegram", "words") == ["all of them"]
    assert [len(row) for row in page.frames["telegram"].find_class("row")] == [1, 2]


def test_captions_of_single_pictures_are_said_to_show_when_one_is_opened(tmp_path: Path) -> None:
    page = shown(album("fig 1", "fig 2"), tmp_path)

    assert page.texts("telegram", "words") == []
    assert page.texts("telegram", "caption") == ["fig 1", "fig 2"]


# --- X ----------------------------------------------------------------------------------------


def test_a_thread_shows_texts_weights_and_places(tmp_path: Path) -> None:
    page = shown(thread("中文 one\n\n1/2", "https://example.com/long/address 2/2"), tmp_path)

    assert page.texts("x", "words") == ["中文 one\n\n1/2", "https://example.com/long/address 2/2"]
    assert [" ".join(f.text_content().split()) for f in page.frames["x"].iter("footer")] == [
        "1 / 2 13 / 280",
        "2 / 2 ↳ in reply to post/1 27 / 280",
    ]
    assert [a.get("href") for a in page.frames["x"].iter("a")] == [
        "https://example.com/long/address"
    ]


def test_a_post_over_the_limit_says_so(tmp_path: Path) -> None:
    page = shown(thread("字" * 141), tmp_path)

    assert page.texts("x", "over") == ["282 / 280 over the limit"]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_post_shows_its_pictures(count: int, tmp_path: Path) -> None:
    page = shown(thread("one", pictures=count), tmp_path)

    (grid,) = page.frames["x"].find_class(f"of{count}")
    assert len(list(grid.iter("img"))) == count


# --- WeChat -----------------------------------------------------------------------------------

IMG = f'<img src="pressrun:ref/{KEY}/url" data-w="900" alt="a">'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<section style="color:#333;margin:.4em 0"><p>a<br>b</p></section>',
         '<div><section style="color:#333;margin:.4em 0"><p>a<br>b</p></section></div>'),
        ("a &lt;script&gt; b", "<div>a &lt;script&gt; b</div>"),
        ("<p>a<script>x()</script>b</p>", "<div><p>ab</p></div>"),
        ("<p>a<!-- c -->b</p>", "<div><p>ab</p></div>"),
        ("<div><article>kept</article></div>", "<div>kept</div>"),
        ('<p style="color:red;background:url(x);\\63 olor:red;width:1px">a</p>',
         '<div><p style="color:red;width:1px">a</p></div>'),
        ('<a href="https://mp.weixin.qq.com/s/1">a</a>',
         f'<div><a href="https://mp.weixin.qq.com/s/1"{APART}>a</a></div>'),
        ('<a href="javascript:x">a</a>', "<div><a>a</a></div>"),
        ('<img src="https://a.example/x.png" alt="gone">',
         '<div><img alt="gone" class="missing"></div>'),
        ('<td colspan="2" id="x">a</td>', '<div><td colspan="2">a</td></div>'),
    ],
)  # fmt: skip
def test_an_article_keeps_what_is_harmless(content: str, expected: str, tmp_path: Path) -> None:
    page = shown(article(content), tmp_path)

    assert inside(page, "wechat") == expected


def test_an_article_shows_the_editions_pictures(tmp_path: Path) -> None:
    page = shown(article(f"<p>{IMG}</p>"), tmp_path)

    (found,) = page.frames["wechat"].xpath("//div[@class='content']//img")
    assert found.get("src").startswith("data:image/jpeg;base64,")
    assert (found.get("alt"), found.get("width")) == ("a", "1200")


def test_an_article_shows_what_stands_around_it(tmp_path: Path) -> None:
    edition = article(
        "<p>a</p>", title="Title", author="Ann", digest="In short",
        content_source_url="https://a.example/post", thumb_media_id=f"pressrun:ref/{KEY}/id",
        pic_crop_235_1="0.0_0.1_1.0_0.9", pic_crop_1_1="0.25_0_0.75_1",
    )  # fmt: skip

    page = shown(edition, tmp_path)

    frame = page.frames["wechat"]
    assert frame.find(".//h1").text_content() == "Title"
    assert page.texts("wechat", "digest") == ["In short"]
    assert page.texts("wechat", "author") == ["Ann"]
    assert [a.get("href") for a in frame.iter("a")] == ["https://a.example/post"]
    assert len(frame.xpath("//section[@class='feed']//img")) == 2


def test_markup_that_was_left_out_is_named(tmp_path: Path) -> None:
    page = shown(article("<p onclick='x()'>a<script>y()</script></p>"), tmp_path)

    assert page.texts("wechat", "notice") == [
        "Left out of this preview as unsafe: onclick, <script>"
    ]


# --- Substack -----------------------------------------------------------------------------------


def say(text: str, *marks: Json) -> Json:
    return {"type": "text", "text": text, **({"marks": list(marks)} if marks else {})}


def paragraph(*content: Json) -> Json:
    return {"type": "paragraph", "content": list(content)}


LINK: Json = {"type": "link", "attrs": {"href": "https://a.example"}}
A = f'<a href="https://a.example"{APART}>'
VIDEO = f'<a href="https://www.youtube.com/watch?v=abc"{APART}>'
DEAD = '<span class="dead" title="%%x%%">'


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (paragraph(say("a "), say("b", {"type": "strong"}, LINK)),
         f"<p>a {A}<strong>b</strong></a></p>"),
        (paragraph(say("e", {"type": "em"}), {"type": "hard_break"},
                   say("s", {"type": "strikethrough"}), say("c", {"type": "code"})),
         "<p><em>e</em><br><s>s</s><code>c</code></p>"),
        ({"type": "paragraph"}, "<p></p>"),
        ({"type": "heading", "attrs": {"level": 3}, "content": [say("h")]}, "<h3>h</h3>"),
        ({"type": "bullet_list", "content": [{"type": "list_item", "content": [paragraph()]}]},
         "<ul><li><p></p></li></ul>"),
        ({"type": "ordered_list", "attrs": {"start": 4, "order": 4}, "content":
          [{"type": "list_item", "content": [paragraph(say("i"))]}]},
         '<ol start="4"><li><p>i</p></li></ol>'),
        ({"type": "blockquote", "content": [paragraph(say("q"))]},
         "<blockquote><p>q</p></blockquote>"),
        ({"type": "pullquote", "content": [paragraph(say("q"))]},
         '<blockquote class="pull"><p>q</p></blockquote>'),
        ({"type": "highlighted_code_block", "attrs": {"language": "c"}, "content": [say("a<b")]},
         '<div class="block"><span class="tag">c</span><code>a&lt;b</code></div>'),
        ({"type": "latex_block", "attrs": {"persistentExpression": "x<y", "id": "A"}},
         '<div class="block"><span class="tag">LaTeX</span><code>x&lt;y</code></div>'),
        ({"type": "horizontal_rule"}, "<hr>"),
        ({"type": "footnoteAnchor", "attrs": {"number": 2}}, '<sup class="note">2</sup>'),
        ({"type": "footnote", "attrs": {"number": 2}, "content": [paragraph(say("n"))]},
         '<div class="footnote"><sup>2</sup><div><p>n</p></div></div>'),
        ({"type": "youtube2", "attrs": {"videoId": "abc"}},
         f'<p class="video">{VIDEO}▶ YouTube · abc</a></p>'),
        ({"type": "paywall"}, '<p class="paywall">Only paid subscribers read on from here</p>'),
        ({"type": "button", "attrs": {"url": "https://a.example", "text": "Go"}},
         f'<div class="widget"><p class="button">{A}Go</a></p></div>'),
        ({"type": "subscribeWidget", "attrs": {"url": "%%x%%", "text": "Join"},
          "content": [{"type": "ctaCaption", "content": [say("Why")]}]},
         f'<div class="widget"><p>Why</p><p class="button">{DEAD}Join</span></p></div>'),
        ({"type": "captionedImage", "content": [
            {"type": "image2", "attrs": {"src": "pressrun:ref/image/gone/url", "alt": "a"}},
            {"type": "caption", "content": [say("c")]}]},
         '<figure><p class="missing">a</p><figcaption>c</figcaption></figure>'),
        ({"type": "poll", "content": [say("kept")]},
         '<div class="unknown"><span class="tag">Unknown content: poll</span>kept</div>'),
    ],
)  # fmt: skip
def test_nodes_of_the_editor_become_markup(node: Json, expected: str, tmp_path: Path) -> None:
    page = shown(substack(node), tmp_path)

    assert inside(page, "substack").strip() == expected


@pytest.mark.parametrize("kind", sorted(set(NODES) - {"doc", "text"}))
def test_every_node_of_the_editor_is_known(kind: str, tmp_path: Path) -> None:
    page = shown(substack({"type": kind}), tmp_path)

    assert page.texts("substack", "unknown") == []


def test_a_post_shows_its_pictures_with_their_links(tmp_path: Path) -> None:
    attrs: Json = {"src": f"pressrun:ref/{KEY}/url", "alt": "a", "href": "https://a.example"}

    page = shown(substack({"type": "image2", "attrs": attrs}), tmp_path)

    (image,) = page.frames["substack"].iter("img")
    assert image.getparent().get("href") == "https://a.example"
    assert image.get("src").startswith("data:image/jpeg;base64,")


# --- all --------------------------------------------------------------------------------------


def test_hostile_words_are_shown_as_they_are(tmp_path: Path) -> None:
    page = read(hostile(), tmp_path)

    assert page.texts("telegram", "words") == [HOSTILE, HOSTILE]
    assert page.texts("x", "words") == [HOSTILE, HOSTILE]
    assert page.texts("wechat", "digest") == [HOSTILE]
    assert page.texts("substack", "subtitle") == [HOSTILE]
    assert HOSTILE in inside_text(page, "substack")


def inside_text(page: Read, channel: str) -> str:
    (node,) = page.frames[channel].find_class("content")
    return str(node.text_content())


@pytest.mark.parametrize(
    ("edition", "why"),
    [
        (telegram(["no object"]), "message/1 is not an object"),
        (telegram({"text": 7}), "text is not a text"),
        (telegram({"text": "a", "entities": [{"type": "bold", "offset": "0", "length": 1}]}),
         "offset is not a number"),
        (Edition("x", ()), "there is no part of kind post"),
        (Edition("x", (Part("post/1", "post", {"media": {"media_ids": ["pressrun:ref/a/id"]}}),)),
         "no part uploads the picture 'a'"),
        (Edition("wechat", ()), "there is no part of kind draft"),
        (article("", pic_crop_1_1="0_0_9_1"), "'0_0_9_1' is not a crop"),
        (substack(draft_body="{"), "draft_body is not JSON"),
    ],
)  # fmt: skip
def test_an_edition_of_another_shape_is_shown_as_it_would_be_sent(
    edition: Edition, why: str, tmp_path: Path
) -> None:
    page = shown(edition, tmp_path)

    assert page.texts(edition.channel, "notice") == [why]
    assert len(list(page.frames[edition.channel].iter("pre"))) == len(edition.parts)


def test_a_channel_without_a_frame_of_its_own_shows_its_parts(tmp_path: Path) -> None:
    page = shown(Edition("mail", (Part("mail/1", "mail", {"subject": "中文"}),)), tmp_path)

    (payload,) = page.frames["mail"].iter("pre")
    assert payload.text_content() == '{\n  "subject": "中文"\n}'


def test_a_channel_without_an_edition_says_so(tmp_path: Path) -> None:
    page = shown(telegram({"text": "one"}), tmp_path)

    assert list(page.frames) == ["telegram"]
    assert page.text("x").startswith("X There is no edition for this channel")
