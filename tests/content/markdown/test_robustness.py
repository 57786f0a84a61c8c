"""Whatever an author writes: no exception, and every word arrives."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.markdown.tree import parse_document

MARKUP = (
    "<div>", "</div>", '<div class="row">', "<details>", "</details>", "<summary>", "</summary>",
    "<p>", "</p>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<ul>", "<li>",
    "</li>", "</ul>", '<img src="a.png">', '<a href="x">', "</a>", "<b>", "</b>", "<span>",
    "</span>", "<br>", "<figure>", "<figcaption>", "</figcaption>", "</figure>", "<pre>",
    "</pre>", "<code>", "</code>", "<blockquote>", "</blockquote>", "<h2>", "</h2>", "<dl><dt>",
    "<dd>", "<center>", "</center>", "<q>", "</q>", "<foo>", "</foo>", "<hr>", "<source>",
    '<div markdown="1">', '<video src="v.mp4"></video>', "<!-- only: x -->", "<!-- /only -->",
    "<!-- x:post -->", "<!--more-->", "<!-- n -->", '{% include figure.liquid path="a" %}',
    "{% raw %}", "{% endraw %}", "{% highlight py %}", "{% endhighlight %}", "{{< notice >}}",
    "{{< /notice >}}", "{{ x }}", "{% unknown %}", "{: .c}", "[^1]", "\n[^1]: ", "[[a]]",
    "![[a.png]]", "![a](b)", "[a](b)", "^[", "**", "*", "_", "~~ ", "==", "`", "\n```\n", "$",
    "$$", "\n> ", "\n- ", "\n1. ", "\n# ", "\n    ", "\t", "\n", "\n\n", " ", "|", "\n|-|-|\n",
    "\n> [!note] ", "- [ ] ", "https://a.b/c ", "中文", "（", "。", "&amp;", "\\", '"', "---\n",
)  # fmt: skip

STRAY = ("{%", "%}", "{{", "}}", "{{<", "<", ">", "\x00", "<a href=", "<!--", "-->", "<![CDATA[")

parts = st.lists(st.sampled_from(MARKUP), max_size=4).map("".join)
gaps = st.sampled_from(["", " ", "\n", "\n\n"])


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Words among markup of all kinds, in no order that makes sense."""
    words = [f"word{number}z" for number in range(draw(st.integers(1, 12)))]
    return "".join(draw(parts) + word + draw(gaps) for word in words), words


def texts(value: object) -> str:
    if isinstance(value, str):
        return value + " "
    if isinstance(value, tuple):
        return "".join(texts(item) for item in value)
    if is_dataclass(value):
        return "".join(texts(getattr(value, field.name)) for field in fields(value))
    return ""


@settings(max_examples=150, deadline=None)
@given(documents())
def test_every_word_is_in_the_tree_or_in_a_problem(document: tuple[str, list[str]]) -> None:
    source, words = document

    found = texts(parse_document(source, file="a.md"))

    assert [word for word in words if word not in found] == []


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from((*MARKUP, *STRAY)) | st.text(max_size=8)))
def test_nothing_that_can_be_typed_raises(pieces: list[str]) -> None:
    parse_document("".join(pieces), file="a.md")


@pytest.mark.parametrize(
    "source",
    [
        "> " * 500 + "x",
        "- " * 300 + "x",
        "<div>" * 400 + "word" + "</div>" * 400,
        "<div>" + "<b>" * 600 + "word" + "</b>" * 600 + "</div>",
        "x " + "<b>" * 2000 + "word",
        "*a " * 1000 + "word" + " a*" * 1000,
        '<div markdown="1">\n' * 300 + "word",
        "[" * 3000, "![[" * 2000, "{% x " * 3000, "$x" * 3000, "<a " * 3000, "{: " * 3000,
        "{% include x caption=" + "a-b > c " * 500, "<p title=" + '"a" b ' * 3000,
        "[words](" * 2000, "words\n" * 3000,
    ],
    ids=lambda source: source[:12],
)  # fmt: skip
def test_depth_and_length_are_survived(source: str) -> None:
    document, problems = parse_document(source, file="a.md")

    found = texts((document, problems))
    assert "word" not in source or "word" in found


@pytest.mark.parametrize("source", ["<b>" * 2000 + "word", "*a " * 1000 + "word" + " a*" * 1000])
def test_spans_nest_no_deeper_than_a_renderer_can_follow(source: str) -> None:
    document, _ = parse_document("x " + source, file="a.md")

    assert height(document.blocks) < 100


def height(value: object) -> int:
    if isinstance(value, tuple):
        return max(map(height, value), default=0)
    if is_dataclass(value):
        return 1 + max(height(getattr(value, field.name)) for field in fields(value))
    return 0


@pytest.mark.parametrize("depth", [1, 28, 29, 30, 31, 58, 59, 60, 61])
@pytest.mark.parametrize("marker", ["> ", "- ", "> - "])
def test_nested_text_is_kept_or_named(marker: str, depth: int) -> None:
    document, problems = parse_document(marker * depth + "word", file="a.md")

    assert "word" in texts(document) or [p.code for p in problems] == ["too-deep"]
