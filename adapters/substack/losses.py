"""What the editor shows plainer than the author wrote it: a note for each place."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.losses import embedded, every_block, flattened, opened, plain
from adapters.substack.cues import mark_problems
from adapters.substack.document import video
from adapters.substack.schema import LINK_SCHEMES
from content.document import (
    Block,
    CodeBlock,
    Document,
    Heading,
    Inline,
    List,
    Mark,
    MathBlock,
    Quote,
    Rule,
    Sub,
    Super,
    Underline,
)
from content.problems import Problem

PLAIN: tuple[type[Inline], ...] = (Mark, Underline, Super, Sub)
IN_ANY: dict[type[Block], str] = {
    Heading: "A heading in a {} stands as a bold line.",
    Quote: "A quotation in a {} stands as plain paragraphs.",
    Rule: "A rule in a {} is left out.",
}
IN_FOOTNOTES: dict[type[Block], str] = {
    **IN_ANY,
    List: "A list in a {} stands as paragraphs, each with its marker.",
    CodeBlock: "Code in a {} stands line by line.",
    MathBlock: "A formula in a {} stands as its source.",
}
INSIDE = {
    (holder, kind): words.format(holder)
    for holder, table in (("list", IN_ANY), ("quotation", IN_ANY), ("footnote", IN_FOOTNOTES))
    for kind, words in table.items()
}


def losses(original: Document, lowered: Document, file: str) -> Iterator[Problem]:
    shown = every_block(lowered)
    if original is not lowered:
        yield from opened(every_block(original), file)
    yield from plain(shown, PLAIN, _is_link, "Substack", file)
    yield from embedded(shown, file, shown=video)
    yield from flattened(lowered, INSIDE, file)
    yield from mark_problems(lowered, file)


def _is_link(href: str) -> bool:
    return href.startswith(LINK_SCHEMES)
