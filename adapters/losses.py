"""What a channel shows plain because it has no such style: a note for each place."""

from __future__ import annotations

from collections.abc import Iterator

from content.document import Document, Inline
from content.problems import Level, Problem
from content.runs import inline_nodes, runs


def plain_styles(
    document: Document, styles: tuple[type[Inline], ...], channel: str, file: str
) -> Iterator[Problem]:
    """`styles` are the nodes whose text stays and whose look is lost."""
    for children, line in runs(document):
        lost = {type(n).__name__.lower() for n in inline_nodes(children) if isinstance(n, styles)}
        for name in sorted(lost):
            message = f"{channel} has no {name}; the text stands plain."
            yield Problem(Level.NOTE, "style-plain", file, line, message)
