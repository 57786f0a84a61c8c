"""From Markdown to the document: one parse, every block with its line, every loss a problem."""

from __future__ import annotations

from collections.abc import Mapping

from content.document import Document, Inline
from content.markdown.blocks import blocks_of
from content.markdown.branches import branches
from content.markdown.footnotes import footnotes
from content.markdown.fragments import spans_of_text, tokens_of
from content.markdown.reading import Reading
from content.markdown.tag_rules import TABLE
from content.markdown.tags import table_of
from content.problems import Problem


def parse_document(
    source: str, *, file: str, first_line: int = 1, tags: Mapping[str, str] | None = None
) -> tuple[Document, tuple[Problem, ...]]:
    """`source` is the Markdown without front matter and begins on `first_line` of `file`.

    `tags` adds to the default table of template tags, or overrides it.
    """

    def spans(text: str, line: int) -> tuple[Inline, ...]:
        return spans_of_text(text, line, reading)

    table = table_of(tags)
    env = {TABLE: table, "footnotes": {"refs": {}, "list": {}}, "references": {}}
    reading = Reading(file, first_line, table, spans, source, env)
    blocks = blocks_of(branches(tokens_of(source, reading)), reading)
    notes = footnotes(reading)
    problems = sorted(reading.problems, key=lambda problem: problem.line)
    return Document(blocks, notes), tuple(problems)
