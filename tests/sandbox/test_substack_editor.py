"""The editor's model of the Substack stand-in: which documents it refuses, and how a page shows."""

from __future__ import annotations

import json

import pytest

from sandbox.substack.document import (
    OWN,
    PLAIN,
    Look,
    body_html,
    read_document,
    visible_text,
    word_count,
)
from sandbox.substack.editor import Model
from sandbox.substack.rows import Picture
from sandbox.substack.schema import NODES

BUCKET = "https://substack-post-media.s3.amazonaws.com/public/images/"
PICTURE = Picture(1, f"{BUCKET}a_5x4.png", "", "image/png", 68, 5, 4)
MODEL = Model(frozenset(), {PICTURE.url: PICTURE}.get)
LOOK = Look(lambda source: "/shown.png" if source == PICTURE.url else "")


def doc(*content):
    return {"type": "doc", "content": list(content)}


def node(kind, *content, **attrs):
    made = {"type": kind}
    if attrs:
        made["attrs"] = attrs
    if content:
        made["content"] = list(content)
    return made


def text(words, *marks):
    return {"type": "text", "text": words, "marks": list(marks)}


def para(*inline):
    return node("paragraph", *inline)


def link(href):
    return {"type": "link", "attrs": {"href": href}}


def nested(depth):
    inner = node("bullet_list", node("list_item", para(text("a"))))
    for _ in range(depth):
        inner = node("bullet_list", node("list_item", para(text("a")), inner))
    return inner


WORDS = text("a")
IMAGE = node("image2", src=PICTURE.url, width=5, height=4, bytes=68, type="image/png")
ANCHOR = node("footnoteAnchor", number=1)
NOTE = node("footnote", para(WORDS), number=1)
NOTES = (NOTE, node("footnote", para(WORDS), number=2))
REL = 'rel="noopener noreferrer nofollow"'
CALL = {"url": "%%checkout_url%%", "text": "Subscribe"}
ACCEPTED = {
    "an empty paragraph": [para()],
    "a heading": [node("heading", WORDS, level=2, textAlign=None)],
    "lists": [
        node("bullet_list", node("list_item", para(WORDS), nested(1))),
        node("ordered_list", node("list_item", para(WORDS)), start=3, order=3),
        node("orderedList", node("listItem", para(WORDS)), start=3, type=None),
    ],
    "quotes": [
        node("blockquote", para(WORDS), nested(0)),
        node("pullquote", para(WORDS), align=None, color=None),
    ],
    "code": [
        node("highlighted_code_block", WORDS, language="python", nodeId=None),
        node("code_block", WORDS, language=None),
    ],
    "a rule and a break": [node("horizontal_rule"), para(WORDS, node("hard_break"), WORDS)],
    "a picture with a caption": [node("captionedImage", IMAGE, node("caption", WORDS))],
    "a picture by its address alone": [node("captionedImage", node("image2", src=PICTURE.url))],
    "footnotes": [para(ANCHOR, node("footnoteAnchor", number=2)), *NOTES],
    "marks": [
        para(text("a", {"type": "strong"}, {"type": "em"}, link("https://example.com/一"))),
        para(text("a", {"type": "bold"}, {"type": "strike"}, link("mailto:a@example.com"))),
    ],
    "math and widgets": [
        node("latex_block", persistentExpression="x", id="ABCDEFGHIJ"),
        node("button", action=None, **CALL),
        node("subscribeWidget", node("ctaCaption", WORDS), language="en", **CALL),
        node("captionedShareButton", node("ctaCaption", WORDS), **CALL),
        node("paywall"),
        node("youtube2", videoId="abc"),
    ],
    "what is kept untouched": [node("digestPostEmbed", anything=[1]), node("video", duration=1)],
}  # fmt: skip
REFUSED = {
    "no block": ([], ["doc: content is not a list with something in it", "doc: no block"]),
    "an unknown node": ([node("divider")], ["doc.0: no node divider"]),
    "a mark as a node": ([para(node("strong", WORDS))], ["doc.0.0: no node strong"]),
    "something that is no node": ([para("words")], ["doc.0.0: not a node"]),
    "an unknown key": ([{"type": "paragraph", "body": 1}], ["doc.0 paragraph: no key body"]),
    "text in a paragraph": (
        [{"type": "paragraph", "text": "a"}],
        ["doc.0 paragraph: text outside a text node"],
    ),
    "an empty list of content": (
        [{"type": "paragraph", "content": []}],
        ["doc.0: content is not a list with something in it"],
    ),
    "an empty text": ([para(text(""))], ["doc.0.0 text: no text"]),
    "text at the top": ([WORDS], ["doc.0: text cannot stand here"]),
    "an unknown mark": (
        [para(text("a", {"type": "underline"}))],
        ["doc.0.0 text: no mark underline"],
    ),
    "marks that are no list": ([para({**WORDS, "marks": "em"})], ["doc.0.0 text: no mark 'em'"]),
    "a link within the page": (
        [para(text("a", link("#one")))],
        ["doc.0.0 link: attrs.href cannot be '#one'"],
    ),
    "a link that runs": (
        [para(text("a", link("javascript:alert(1)")))],
        ["doc.0.0 link: attrs.href cannot be 'javascript:alert(1)'"],
    ),
    "a link without an address": (
        [para(text("a", {"type": "link"}))],
        ["doc.0.0 link: attrs.href cannot be None"],
    ),
    "a heading without a level": (
        [node("heading", WORDS)],
        ["doc.0 heading: attrs.level cannot be None"],
    ),
    "a heading of level 7": (
        [node("heading", WORDS, level=7)],
        ["doc.0 heading: attrs.level cannot be 7"],
    ),
    "a heading of nothing": ([node("heading", level=1)], ["doc.0 heading: 0 nodes inside"]),
    "an item that begins with a list": (
        [node("bullet_list", node("list_item", nested(0)))],
        ["doc.0.0 list_item: begins with bullet_list, not paragraph"],
    ),
    "an item with code": (
        [node("bullet_list", node("list_item", para(WORDS), node("code_block", WORDS)))],
        ["doc.0.0.1: code_block cannot stand here"],
    ),
    "an item outside a list": ([node("list_item", para())], ["doc.0: list_item cannot stand here"]),
    "bare words in a quote": ([node("blockquote", WORDS)], ["doc.0.0: text cannot stand here"]),
    "two texts of code": (
        [node("code_block", WORDS, WORDS)],
        ["doc.0 code_block: 2 nodes inside"],
    ),
    "marks in code": (
        [node("code_block", text("a", {"type": "em"}))],
        ["doc.0 code_block: marks inside"],
    ),
    "no code": ([node("code_block")], ["doc.0 code_block: 0 nodes inside"]),
    "something inside a rule": (
        [node("horizontal_rule", WORDS)],
        ["doc.0 horizontal_rule: holds nothing", "doc.0.0: text cannot stand here"],
    ),
    "a flat captionedImage": (
        [node("captionedImage", src=PICTURE.url)],
        ["doc.0 captionedImage: 0 nodes inside"],
    ),
    "a bare image2": ([IMAGE], ["doc.0: image2 cannot stand here"]),
    "a caption before its picture": (
        [node("captionedImage", node("caption", WORDS), IMAGE)],
        ["doc.0 captionedImage: begins with caption, not image2"],
    ),
    "an image2 without a source": (
        [node("captionedImage", node("image2", width=0))],
        [
            "doc.0.0 image2: attrs.src cannot be None",
            "doc.0.0 image2: attrs.width cannot be 0",
            "doc.0.0 image2: None is not in Substack's bucket and never renders",
        ],
    ),
    "a picture in a quote": (
        [node("blockquote", node("captionedImage", IMAGE))],
        [
            "doc.0.0: captionedImage cannot stand here",
            "doc: captionedImage inside another block",
        ],
    ),
    "two paywalls": ([node("paywall"), node("paywall")], ["doc: more than one paywall"]),
    "a note without an anchor": (
        [para(WORDS), NOTE],
        ["doc: footnote anchors [] and footnotes [1] differ"],
    ),
    "a note at the wrong number": (
        [para(ANCHOR), {**NOTE, "attrs": {"number": 2}}],
        ["doc: footnote anchors [1] and footnotes [2] differ"],
    ),
    "a note in the middle": (
        [para(ANCHOR), NOTE, para(WORDS)],
        ["doc: footnotes are not at the end"],
    ),
    "a widget without its caption": (
        [node("subscribeWidget", language="en", **CALL)],
        ["doc.0 subscribeWidget: 0 nodes inside"],
    ),
    "a button without an address": (
        [node("button", text="a")],
        ["doc.0 button: attrs.url cannot be None"],
    ),
    "a video without its id": (
        [node("youtube2", src="abc")],
        ["doc.0 youtube2: attrs.videoId cannot be None"],
    ),
}


@pytest.mark.parametrize("content", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_the_editor_opens(content):
    assert MODEL.faults(doc(*content)) == []


@pytest.mark.parametrize(("content", "faults"), REFUSED.values(), ids=REFUSED.keys())
def test_the_editor_refuses(content, faults):
    assert MODEL.faults(doc(*content)) == faults


@pytest.mark.parametrize("document", [None, "text", [], {}, {"type": "paragraph"}])
def test_what_is_no_document_shows_as_text(document):
    assert MODEL.faults(document) == ["the body is no document: it shows as the text it is"]


def test_a_document_without_end_is_refused_and_shown_in_part():
    deep = doc(nested(5000))

    assert {fault[-22:] for fault in MODEL.faults(deep)} == {"nested deeper than 100"}
    assert body_html('{"type":"doc","content":[' * 5000, LOOK).startswith("<p>{&quot;type")


SHOWN = {
    "marks": (
        para(text("a<b", {"type": "strong"}, link("https://example.com/?a=1&b=2"))),
        f'<p><a href="https://example.com/?a=1&amp;b=2" {REL}><strong>a&lt;b</strong></a></p>',
    ),
    "a link that runs": (para(text("a", link("javascript:alert(1)"))), "<p>a</p>"),
    "a link with a broken host": (para(text("a", link("http://[a"))), "<p>a</p>"),
    "a heading": (node("heading", WORDS, level=3), "<h3>a</h3>"),
    "a heading of no level": (node("heading", WORDS, level="9><script>"), "<p>a</p>"),
    "a numbered list": (
        node("ordered_list", node("list_item", para(WORDS)), start=3, order=3),
        '<ol start="3"><li><p>a</p></li></ol>',
    ),
    "code": (node("code_block", text("a\n<b>")), "<pre><code>a\n&lt;b&gt;</code></pre>"),
    "a picture": (
        node("captionedImage", node("image2", src=PICTURE.url, alt='a"b'), node("caption", WORDS)),
        '<figure><img src="/shown.png" alt="a&quot;b"><figcaption>a</figcaption></figure>',
    ),
    "a picture elsewhere": (
        node("captionedImage", node("image2", src="https://example.com/a.png")),
        "",
    ),
    "a linked picture": (
        node("captionedImage", node("image2", src=PICTURE.url, href="https://example.com/")),
        f'<figure><a href="https://example.com/" {REL}><img src="/shown.png" alt=""></a></figure>',
    ),
    "a break": (para(WORDS, node("hard_break"), WORDS), "<p>a<br>a</p>"),
    "a footnote": (para(WORDS, ANCHOR), "<p>a<sup>1</sup></p>"),
    "its text": (NOTE, '<div class="footnote"><b>1</b> <p>a</p></div>'),
    "math": (
        node("latex_block", persistentExpression="a<b"),
        '<div class="math">a&lt;b</div>',
    ),
    "a button": (
        node("button", url="https://example.com/", text="Go"),
        f'<p class="button"><a href="https://example.com/" {REL}>Go</a></p>',
    ),
    "a post of elsewhere": (
        node("twitter2", url="https://x.com/a"),
        f'<p class="embed"><a href="https://x.com/a" {REL}>https://x.com/a</a></p>',
    ),
    "a quote": (node("pullquote", para(WORDS)), '<blockquote class="pull"><p>a</p></blockquote>'),
    "a node of no kind is gone with its text": (node("rawHtml", WORDS), ""),
}  # fmt: skip


@pytest.mark.parametrize(("block", "html"), SHOWN.values(), ids=SHOWN.keys())
def test_a_page_shows(block, html):
    body = json.dumps(doc(block))

    assert body_html(body, LOOK) == html


def test_what_the_editor_hides_does_not_show():
    body = json.dumps(doc(node("codeBlock", WORDS), para(text("b", {"type": "superscript"}))))

    assert body_html(body, LOOK) == "<pre><code>a</code></pre><p><sup>b</sup></p>"
    assert (
        body_html(body, Look(LOOK.picture, frozenset({"codeBlock", "superscript"}))) == "<p>b</p>"
    )


@pytest.mark.parametrize("body", ["not JSON", '"{}"', "[1]", '{"a":1}'])
def test_a_body_that_is_no_document_shows_as_it_is(body):
    assert visible_text(body_html(body, LOOK)) == body


def test_a_body_that_was_never_written_shows_nothing():
    assert body_html(None, LOOK) == ""


def test_the_text_of_a_page_has_a_line_for_each_block():
    body = json.dumps(doc(node("heading", text("一"), level=1), para(text("a & b")), nested(1)))

    assert visible_text(body_html(body, LOOK)) == "一\na & b\na\na"


def test_words_and_chinese_characters_are_counted():
    assert word_count(read_document(json.dumps(doc(para(text("OpenAI 发布 GPT-6。")))))) == 4


def test_every_node_is_known_to_the_page_or_kept_untouched():
    drawn = {*OWN, *PLAIN, "text", "image2"}
    untouched = {name for name, kind in NODES.items() if kind.opaque}

    assert set(NODES) == drawn | untouched
