"""`layout: rich`: an issue in one rich message, with what stands in it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from adapters.base import Edition
from tests.adapters.telegram.samples import edition_of, prose, sections

HEADER = '<h1>周刊 7: 小模型</h1><p><a href="https://blog.example.org/2025/issue-7/">全文</a></p>'


def html(made: Edition) -> list[str]:
    payloads: list[Any] = [part.payload for part in made.parts]
    return [payload["rich_message"]["html"] for payload in payloads]


def body(markdown: str) -> str:
    """The HTML of an issue of one message, below its header."""
    (whole,) = html(edition_of(markdown, "rich"))
    assert whole.startswith(HEADER)
    return whole.removeprefix(HEADER)


def codes(made: Edition) -> list[str]:
    return [problem.code for problem in made.problems]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("## 一\n\n正文。", "<h2>一</h2><p>正文。</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("**b** *i* ~~s~~ `c`", "<p><b>b</b> <i>i</i> <s>s</s> <code>c</code></p>"),
        ("<mark>m</mark> x<sup>a</sup>", "<p><mark>m</mark> x<sup>a</sup></p>"),
        ('[l](https://x.example/?a=1&b="2")',
         '<p><a href="https://x.example/?a=1&amp;b=%222%22">l</a></p>'),
        ("[m](mailto:a@x.example)", '<p><a href="mailto:a@x.example">m</a></p>'),
        ("one\\\ntwo **b\\\nc**", "<p>one</p><p>two <b>b</b></p><p><b>c</b></p>"),
        ("- a\n  - b\n- [x] c",
         ('<ul><li><p>a</p><ul><li>b</li></ul></li>'
         '<li><input type="checkbox" checked/>c</li></ul>')),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("> 引文", "<blockquote><p>引文</p></blockquote>"),
        ("> [!TIP]\n> 引文", "<blockquote><p><b>Tip</b></p><p>引文</p></blockquote>"),
        ("> a\n>\n> > b",
         "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>"),
        ("```py\nx < 1\n```", '<pre><code class="language-py">x &lt; 1</code></pre>'),
        ("$$\na<b\n$$", "<tg-math-block>a&lt;b</tg-math-block>"),
        ("行内 $a<b$", "<p>行内 <tg-math>a&lt;b</tg-math></p>"),
        ("a\n\n---\n\nb", "<p>a</p><hr/><p>b</p>"),
        ("| a | b |\n|--|-:|\n| 1 | **2** |",
         ('<table bordered><tr><th>a</th><th align="right">b</th></tr>'
         '<tr><td>1</td><td align="right"><b>2</b></td></tr></table>')),
        ("<details><summary>更多</summary>\n\n里面\n\n</details>",
         "<details><summary>更多</summary><p>里面</p></details>"),
        ("注[^1]\n\n[^1]: 脚注",
         ('<p>注<sup><a href="#note-1">[1]</a></sup></p><hr/>'
         '<p><a name="note-1"></a>[1] 脚注</p>')),
    ],
)  # fmt: skip
def test_every_node_has_its_tag(markdown: str, expected: str) -> None:
    assert body(markdown) == expected


def test_nothing_of_it_is_noted_as_lost() -> None:
    made = edition_of("> a\n>\n> > b\n\n---\n\n<mark>m</mark> x<sup>a</sup>", "rich")

    assert codes(made) == []


def test_a_long_quotation_unfolds() -> None:
    assert body(f"> {prose(500)}").startswith("<blockquote expandable>")


def test_a_picture_stands_in_its_place_bound_by_its_id() -> None:
    made = edition_of('前\n\n![](a.png "题")\n\n后', "rich")
    (part,) = made.parts
    payload: Any = part.payload
    (bound,) = payload["rich_message"]["media"]

    assert re.fullmatch(r"photo-[0-9a-f]{8}", bound["id"])
    assert bound["media"] == {"type": "photo", "media": f"attach://{bound['id']}"}
    assert [media.source for media in part.media] == ["a.png"]
    assert html(made)[0].removeprefix(HEADER) == (
        f'<p>前</p><figure><img src="tg://photo?id={bound["id"]}"/>'
        "<figcaption>题</figcaption></figure><p>后</p>"
    )


def test_a_picture_shown_twice_is_sent_once() -> None:
    made = edition_of("![](a.png)\n\n文\n\n![](a.png)", "rich")

    assert len(made.parts[0].media) == 1
    assert html(made)[0].count("<img ") == 2
    assert len(made.images) == 2


def test_a_linked_picture_has_its_link_below() -> None:
    assert body("[![](a.png)](https://x.example/)").endswith(
        '/><figcaption><a href="https://x.example/">〔图1〕</a></figcaption></figure>'
    )


def test_text_from_right_to_left_says_so() -> None:
    made = edition_of("שלום עולם, זה מכתב חדשות ארוך מספיק.", "rich")
    other = edition_of("这是一封周刊，里面有一个词：שלום。", "rich")

    assert made.parts[0].payload["rich_message"]["is_rtl"] is True  # type: ignore[index,call-overload]
    assert "is_rtl" not in other.parts[0].payload["rich_message"]  # type: ignore[index,call-overload,operator]


# --- limits -----------------------------------------------------------------------------------


def test_a_long_issue_is_cut_at_sections_into_equal_messages() -> None:
    made = edition_of(sections(40, 2_000, 1), "rich")
    sizes = [len(text) for text in html(made)]

    assert len(made.parts) == 3
    assert max(sizes) <= 32_768
    assert max(sizes) - min(sizes) < 5_000
    assert [re.findall(r"<p>(\d/3)", text) for text in html(made)] == [["1/3"], ["2/3"], ["3/3"]]
    assert [text.count("<h2>") for text in html(made)] == [13, 14, 13]
    assert made.facts["bubbles"] == "3"


@pytest.mark.parametrize(
    ("markdown", "tag", "count"),
    [
        (prose(100_000), "", 0),
        ("\n".join(f"- 项{n}" for n in range(900)), "<li>", 900),
        ("| a |\n|--|\n" + "\n".join(f"| {n} |" for n in range(900)), "<td>", 900),
        ("\n\n".join(f"![](p{n}.png)" for n in range(120)), "<img ", 120),
        (f"```\n{(chr(120) * 99 + chr(10)) * 500}```", "", 0),
        (f"> {prose(70_000)}", "", 0),
    ],
)
def test_what_is_longer_than_a_message_goes_on_in_the_next(
    markdown: str, tag: str, count: int
) -> None:
    made = edition_of(markdown, "rich")
    shown = html(made)

    assert len(shown) > 1
    assert all(len(text) <= 32_768 for text in shown)
    assert all(len(part.media) <= 50 for part in made.parts)
    assert sum(text.count(tag) for text in shown if tag) == count
    assert _letters("".join(shown)) == _letters(markdown, markdown=True)


def test_footnotes_link_only_within_one_message() -> None:
    made = edition_of(f"注[^1] {prose(40_000)}\n\n[^1]: 脚注", "rich")

    assert "#note-1" not in "".join(html(made))
    assert "<sup>[1]</sup>" in html(made)[0]
    assert "<p>[1] 脚注</p>" in html(made)[-1]


def test_a_table_of_too_many_columns_becomes_rows() -> None:
    row = "|" + "a|" * 21
    made = edition_of(f"{row}\n{'|' + '-|' * 21}\n{row}", "rich")

    assert "<table" not in html(made)[0]
    assert codes(made) == ["table-as-rows"]


def test_lists_below_the_deepest_level_stand_at_it() -> None:
    made = edition_of("\n".join(f"{'  ' * n}- 层{n}" for n in range(10)), "rich")

    assert html(made)[0].count("<ul>") == 7
    assert "• 层9" in html(made)[0]
    assert codes(made) == ["nested-flat", "nested-flat", "nested-flat"]


def test_only_the_first_message_makes_a_sound_and_the_others_reply_to_it() -> None:
    made = edition_of(sections(30, 2_000), "rich")
    payloads: list[Any] = [part.payload for part in made.parts]

    assert [p.get("disable_notification") for p in payloads] == [None, True]
    assert payloads[1]["reply_parameters"] == {"message_id": "pressrun:ref/rich/1/id"}
    assert [part.waits_for for part in made.parts] == [(), ("rich/1",)]


def _letters(text: str, *, markdown: bool = False) -> str:
    """The text's own letters: the header, place numbers and tags taken away."""
    bare = (
        text if markdown else re.sub(r"<p>(?:\d/\d)?(?: · )?(?:<a [^>]*>全文</a>)?</p>", "", text)
    )
    bare = re.sub(r"<footer>.*?</footer>|<h1>.*?</h1>|<th>a</th>|<[^>]*>", "", bare)
    bare = re.sub(r"!\[\]\(p\d+\.png\)|^\| a \|$", "", bare, flags=re.MULTILINE)
    return "".join(letter for letter in bare if letter.isalnum())
