"""Long posts: WeChat's article and Substack's document, by what their frames make of the markup."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.base import Edition, Json, Part, Phase
from adapters.substack.schema import NODES
from tests.bot.preview.pages import KEY, article, inside, picture, shown, substack

APART = ' target="_blank" rel="noreferrer noopener"'


# --- WeChat -----------------------------------------------------------------------------------

IMG = f'<img src="pressrun:ref/{KEY}/url" data-w="900" alt="a">'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<section style="color:#333;margin:.4em 0"><p>a<br>b</p></section>',
         '<div><section style="color:#333;margin:.4em 0" class="n1"><p>a<br>b</p></section></div>'),
        ("a &lt;script&gt; b", "<div>a &lt;script&gt; b</div>"),
        ("<p>a<script>x()</script>b</p>", "<div><p>ab</p></div>"),
        ("<p>a<!-- c -->b</p>", "<div><p>ab</p></div>"),
        ("<div><article>kept</article></div>", "<div>kept</div>"),
        ('<p style="color:red;background:url(x);\\63 olor:red;width:1px">a</p>',
         '<div><p style="color:red;width:1px" class="n1">a</p></div>'),
        ('<a href="https://mp.weixin.qq.com/s/1">a</a>',
         f'<div><a href="https://mp.weixin.qq.com/s/1"{APART}>a</a></div>'),
        ('<a href="javascript:x">a</a>', "<div><a>a</a></div>"),
        ('<img src="https://a.example/x.png" alt="gone">',
         '<div><img alt="gone" class="missing"></div>'),
        ('<td colspan="2" id="x">a</td>', '<div><td colspan="2">a</td></div>'),
        ('<img src="x" alt="a" style="width:50%;background:url(x)">',
         '<div><img alt="a" style="width:50%" class="missing"></div>'),
    ],
)  # fmt: skip
def test_an_article_keeps_what_is_harmless(content: str, expected: str, tmp_path: Path) -> None:
    page = shown(article(content), tmp_path)

    assert inside(page, "wechat") == expected


def test_an_article_shows_the_editions_pictures(tmp_path: Path) -> None:
    page = shown(article(f"<p>{IMG}</p>"), tmp_path)

    (found,) = page.frames["wechat"].xpath("//div[@class='content']//img")
    assert page.pictures[found.get("data-picture")].startswith("data:image/jpeg;base64,")
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


def test_every_article_of_a_draft_is_shown(tmp_path: Path) -> None:
    articles: list[Json] = [
        {"title": "One", "content": "<p>a</p>"},
        {"title": "Two", "content": "<p>b</p>", "need_open_comment": 1},
    ]
    part = Part("draft", "draft", {"articles": articles}, phase=Phase.PREPARE)

    page = shown(Edition("wechat", (part,)), tmp_path)

    assert page.texts("wechat", "content") == ["a", "b"]
    assert page.texts("wechat", "count") == ["1 / 2", "2 / 2"]
    assert page.frames["wechat"].xpath("//div[@class='lead']/b/text()") == ["One"]
    assert page.frames["wechat"].xpath("//div[@class='card push']/div/b/text()") == ["One", "Two"]
    assert ["Comment" in acts for acts in page.texts("wechat", "acts")] == [False, True]


# --- Substack -----------------------------------------------------------------------------------


def say(text: str, *marks: Json) -> Json:
    return {"type": "text", "text": text, **({"marks": list(marks)} if marks else {})}


def paragraph(*content: Json) -> Json:
    return {"type": "paragraph", "content": list(content)}


LINK: Json = {"type": "link", "attrs": {"href": "https://a.example"}}
A = f'<a href="https://a.example"{APART}>'
VIDEO = f'<a href="https://www.youtube.com/watch?v=abc"{APART}>'
FIELD = "<span>Type your email…</span>"
DEAD = '<span class="dead" title="ftp://x">'


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
         '<div class="block code"><span class="tag">c</span><code>a&lt;b</code></div>'),
        ({"type": "latex_block", "attrs": {"persistentExpression": "x<y", "id": "A"}},
         '<div class="block formula"><span class="tag">LaTeX</span><code>x&lt;y</code></div>'),
        ({"type": "horizontal_rule"}, "<hr>"),
        ({"type": "footnoteAnchor", "attrs": {"number": 2}}, '<sup class="note">2</sup>'),
        ({"type": "footnote", "attrs": {"number": 2}, "content": [paragraph(say("n"))]},
         '<div class="footnote"><sup>2</sup><div><p>n</p></div></div>'),
        ({"type": "youtube2", "attrs": {"videoId": "abc"}},
         f'<p class="video">{VIDEO}▶ YouTube · abc</a></p>'),
        ({"type": "paywall"}, '<p class="paywall">Only paid subscribers read on from here</p>'),
        ({"type": "button", "attrs": {"url": "https://a.example", "text": "Go"}},
         f'<div class="widget"><p class="button">{A}Go</a></p></div>'),
        ({"type": "button", "attrs": {"url": "ftp://x", "text": "Go"}},
         f'<div class="widget"><p class="button">{DEAD}Go</span></p></div>'),
        ({"type": "subscribeWidget", "attrs": {"url": "%%checkout_url%%", "text": "Join"},
          "content": [{"type": "ctaCaption", "content": [say("Why")]}]},
         f'<div class="widget"><p>Why</p><p class="button">{FIELD}<b>Join</b></p></div>'),
        ({"type": "captionedShareButton", "attrs": {"url": "%%share_url%%", "text": "Share"},
          "content": [{"type": "ctaCaption", "content": [say("Why")]}]},
         '<div class="widget"><p>Why</p><p class="button"><b>Share</b></p></div>'),
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
    assert page.pictures[image.get("data-picture")].startswith("data:image/jpeg;base64,")


def test_a_post_shows_what_stands_around_it(tmp_path: Path) -> None:
    settings: Json = {
        "slug": "a-post", "cover_image": f"pressrun:ref/{KEY}/url", "should_send_email": True,
        "description": "In short", "social_title": "For friends",
        "search_engine_title": "For seekers", "search_engine_description": "Found",
    }  # fmt: skip
    draft: Json = {"draft_title": "Title", "draft_subtitle": "Below", "draft_body": "{}"}
    parts = (
        picture(),
        Part("draft", "draft", draft, phase=Phase.PREPARE),
        Part("section/news", "section", {"name": "News"}, phase=Phase.PREPARE),
        Part("settings", "settings", settings, phase=Phase.PREPARE),
        Part("tag/tools", "tag", {"name": "tools"}, phase=Phase.PREPARE),
    )

    page = shown(Edition("substack", parts), tmp_path)

    card, result, mail = page.texts("substack", "card")
    assert card.split("\n")[-1] == "For friendsIn short/p/a-post"
    assert result == "/p/a-postFor seekersFound"
    assert mail == "SubjectTitlePreview textBelow✉is mailed to subscribers"
    assert page.frames["substack"].xpath("//p[@class='filed']/span/text()") == ["News", "#tools"]
    assert len(page.frames["substack"].xpath("//div[@class='card']//img")) == 1


def test_a_post_that_is_not_mailed_says_so(tmp_path: Path) -> None:
    page = shown(substack(paragraph(say("a"))), tmp_path)

    assert page.texts("substack", "mail") == ["no email"]
    assert page.texts("substack", "filed") == []
