"""A rich message in the preview: drawn from its HTML by lists of what may stand in it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lxml import html as lxml_html

from adapters.base import Json
from adapters.telegram.rich_reading import html_of, html_words, letters
from bot.preview.pictures import Image, Thumbnails
from bot.preview.telegram import frame
from bot.preview.telegram_rich import Reader
from tests.adapters.telegram.samples import edition_of
from tests.bot.preview.pages import HOSTILE, words

A = Image("k" * 16, "alt", 800, 400, "a.png", "ab" * 32)
IMG = (
    f'<img data-picture="{A.key}" data-source="a.png" data-sha256="{A.sha256}" alt="alt"'
    ' title="alt" width="800" height="400">'
)
APART = ' target="_blank" rel="noreferrer noopener"'


def reader(pictures: Mapping[str, Image] | None = None) -> Reader:
    return Reader({"p-1": A} if pictures is None else pictures, "formula", "missing")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>a &lt; b</h2><p>c</p>", "<h2>a &lt; b</h2><p>c</p>"),
        ("<p><b>a</b> <mark>b</mark></p>", "<p><b>a</b> <mark>b</mark></p>"),
        ('<p><a href="https://a.example/?b&amp;c">x</a></p>',
         f'<p><a href="https://a.example/?b&amp;c"{APART}>x</a></p>'),
        ('<p><a href="javascript:1">x</a></p>',
         '<p><span class="dead" title="javascript:1">x</span></p>'),
        ('<sup><a href="#note-1">[1]</a></sup>', '<sup><span class="reference">[1]</span></sup>'),
        ('<p><a name="note-1"></a>[1] n</p>', "<p>[1] n</p>"),
        ('<ol start="3"><li>a</li></ol>', '<ol start="3"><li>a</li></ol>'),
        ('<ol start="x"><li>a</li></ol>', '<ol start="1"><li>a</li></ol>'),
        ('<ul><li><input type="checkbox" checked/>a</li><li><input type="checkbox"/>b</li></ul>',
         '<ul><li class="task done">a</li><li class="task">b</li></ul>'),
        ('<pre><code class="language-py">a\n b</code></pre>',
         '<span class="pre" data-language="py">a\n b</span>'),
        ("<tg-math-block>x^2</tg-math-block>",
         '<span class="pre" data-language="formula">x^2</span>'),
        ("<p><tg-math>x</tg-math></p>", '<p><code class="formula">x</code></p>'),
        ("<blockquote expandable><p>short</p></blockquote>",
         '<blockquote class="quote"><p>short</p></blockquote>'),
        ("<details><summary>s</summary><p>a</p></details>",
         '<details class="part"><summary>s</summary><p>a</p></details>'),
        ('<table bordered><tr><th align="right">a</th></tr><tr><td colspan="2">b</td></tr></table>',
         '<table><tr><th class="right">a</th></tr><tr><td colspan="2">b</td></tr></table>'),
        ('<figure><img src="tg://photo?id=p-1"/><figcaption>c</figcaption></figure>',
         f"<figure>{IMG}<figcaption>c</figcaption></figure>"),
        ("<p>#a <code>#b</code> #c</p>",
         '<p><span class="tag">#a</span> <code>#b</code> <span class="tag">#c</span></p>'),
        ('<p><a href="https://a.com"><b>#a</b></a></p>',
         f'<p><a href="https://a.com"{APART}><b>#a</b></a></p>'),
        ("<hr/>", "<hr>"),
    ],
)  # fmt: skip
def test_what_a_rich_message_may_hold_is_drawn(html: str, expected: str) -> None:
    made = reader()

    assert made.read(html) == expected
    assert made.left_out == []


def test_pictures_of_a_collage_stand_side_by_side() -> None:
    twice = '<img src="tg://photo?id=p-1"/>' * 2

    made = lxml_html.fromstring(str(reader().read(f"<tg-collage>{twice}</tg-collage>")))

    assert [tile.get("style") for tile in made.find_class("tile")] == [
        "left:0.00%;top:0.00%;width:100.00%;height:49.70%",
        "left:0.00%;top:50.30%;width:100.00%;height:49.70%",
    ]


@pytest.mark.parametrize(
    ("html", "expected", "named"),
    [
        ("<script>alert(1)</script>", "alert(1)", ["<script>"]),
        ('<p onclick="x()" style="color:red">a</p>', "<p>a</p>", []),
        ("<iframe src='https://evil.example'></iframe>a", "a", ["<iframe>"]),
        ("<td onclick='x'>a</td><!-- c -->", "<td>a</td>", []),
        ('<img src="https://evil.example/x.png">',
         '<span class="missing">missing: https://evil.example/x.png</span>', ["<img>"]),
        ('<img src="tg://photo?id=other">',
         '<span class="missing">missing: tg://photo?id=other</span>', ["<img>"]),
        ('<pre><code class="language-&quot;>&lt;b&gt;">x</code></pre>',
         '<span class="pre" data-language="&#34;&gt;&lt;b&gt;">x</span>', []),
    ],
)  # fmt: skip
def test_what_it_may_not_hold_gives_its_words_and_is_named(
    html: str, expected: str, named: list[str]
) -> None:
    made = reader()

    assert made.read(html) == expected
    assert made.left_out == named


def test_a_rich_message_shows_every_word_once() -> None:
    source = (
        "## 标题\n\n正文 **粗** <mark>a & b</mark>。[^1]\n\n- 甲\n- [x] 乙\n\n> 引\n\n"
        "```py\nx = 1\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n$$\nx^2\n$$\n\n[^1]: 注"
    )
    made = edition_of(source, "rich")
    (part,) = made.parts

    page = lxml_html.document_fromstring(frame(made, Thumbnails({}), words()))

    (shown,) = page.find_class("rich")
    assert letters(shown.text_content()) == letters(
        html_words(html_of(_object(part.payload)) or "")
    )


def test_hostile_words_stay_words_in_a_rich_message() -> None:
    made = edition_of("```\n" + HOSTILE + "\n```", "rich")

    page = lxml_html.document_fromstring(frame(made, Thumbnails({}), words()))

    assert HOSTILE in [block.text_content() for block in page.find_class("pre")]
    assert page.find_class("notice") == []


def _object(payload: Json) -> dict[str, Json]:
    assert isinstance(payload, dict)
    return payload
