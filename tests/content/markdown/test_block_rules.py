"""Blocks are found as markdown-it finds them, however little of a line is looked at."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from content.markdown.block_rules import block_rules_plugin
from content.markdown.dispatch import dispatch_plugin
from content.markdown.text_blocks import text_blocks_plugin

PARTS = (
    "a", "1", "2", " ", "  ", "    ", "\t", "\n", "\n\n", "- ", "-\t", "*", "+ ", "1. ", "1) ",
    "2. ", "12345678901. ", "> ", "---", "***", "- - -", "_", "|", "a|b", "-|-", ":-", "```\n",
    "# ", "=", "===", "[", "]", "]: ", "\\", "[a]: /b", "[a]", "'t'", "\u00a0", "\u3000", "<div>",
)  # fmt: skip


STOCK = MarkdownIt("gfm-like2", {"linkify": False})
OURS = MarkdownIt("gfm-like2", {"linkify": False})
OURS.use(dispatch_plugin).use(block_rules_plugin).use(text_blocks_plugin)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=24).map("".join))
@example("a|b\n:-|-\n")
@example("a\n- \u3000\n")
@example("[a\nb]: /c\n\n[a b]\n")
def test_blocks_are_those_of_markdown_it(source: str) -> None:
    assert OURS.parse(source) == STOCK.parse(source)
