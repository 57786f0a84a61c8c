"""The lines of a text, measured as markdown-it measures them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from content.markdown.block_state import MeasuredLines


@given(st.text(alphabet="a> \t\n\u3000\x0b", max_size=40))
def test_lines_are_measured_as_markdown_it_does(text: str) -> None:
    md = MarkdownIt()

    assert vars(MeasuredLines(text, md, {}, [])) == vars(StateBlock(text, md, {}, []))
