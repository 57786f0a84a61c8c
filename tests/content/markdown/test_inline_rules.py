"""Spans and links are read as markdown-it reads them, however few rules are asked."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from content.markdown.cjk import cjk_plugin
from content.markdown.dispatch import dispatch_plugin
from content.markdown.parser import join_special_text
from content.markdown.plain_links import plain_links_plugin
from content.markdown.plain_spans import plain_spans_plugin

PARTS = (
    "a", "b", " ", "\n", "  \n", "*", "**", "_", "__", "`", "``", "[", "](", "](/c)", "]",
    "(", ")", "<", ">", "<b>", "<http://d.e>", "!", "![", ":", "https://f.g/h_i", "\\", "\\*",
    "&", "&amp;", "&#35;", "'t'", "[r]", "\n\n[r]: /s\n\n", "\u3000",
)  # fmt: skip
STOCK = MarkdownIt("gfm-like2", {"linkify": False})
OURS = MarkdownIt("gfm-like2", {"linkify": False}).use(dispatch_plugin).use(plain_links_plugin)
OURS.core.ruler.at("text_join", join_special_text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=24).map("".join))
@example("[a_b: c](/d) [_a_](/b) [a_](/b) [_a](/b)_")
@example("![&amp;](/a) [\\*](/b) &amp;a")
@example("[*a*](/b)")
def test_spans_are_those_of_markdown_it(source: str) -> None:
    assert OURS.parse(source) == STOCK.parse(source)


MARKS = (
    "a",
    "中",
    "（",
    "，",
    ".",
    " ",
    "\n",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~~",
    "[",
    "](/b)",
    "\\",
)
DELIMITED = MarkdownIt("gfm-like2", {"linkify": False}).use(dispatch_plugin).use(cjk_plugin)
PLAIN = MarkdownIt("gfm-like2", {"linkify": False}).use(dispatch_plugin).use(cjk_plugin)
PLAIN.use(plain_spans_plugin)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=16).map("".join))
@example("**a**")
@example("*a_b*_")
@example("**中 *a* 中**中**中**中")
@example("a_b c_")
@example("_a_b _c_")
def test_a_span_read_at_once_is_what_its_delimiters_would_make(source: str) -> None:
    assert PLAIN.render(source) == DELIMITED.render(source)
