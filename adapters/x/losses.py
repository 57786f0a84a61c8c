"""What a thread does not show as the author wrote it: a note for each, with its line."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.losses import embedded, opened, plain_styles, unruled
from adapters.x.spec import KEY, SPEC
from content.document import (
    Block,
    CodeBlock,
    Document,
    Embed,
    Figure,
    Inline,
    MathBlock,
    Quote,
    Strike,
    Sub,
    Super,
    Table,
    walk,
)
from content.problems import Level, Problem
from content.sections import for_channel

PLAIN: tuple[type[Inline], ...] = (Strike, Super, Sub)  # without them the words say another thing
UNTOLD: dict[type[Block], str] = {
    Table: "tables",
    CodeBlock: "code",
    MathBlock: "formulas",
    Embed: "embedded media",
}


def losses(original: Document, lowered: Document, file: str) -> Iterator[Problem]:
    """Of a thread that holds everything."""
    written = _shown(original)
    yield from plain_styles(lowered, PLAIN, SPEC.title, file)
    yield from _quoted(written, file)
    yield from opened(written, file)
    yield from embedded(written, file)
    yield from unruled(written, SPEC.title, file)


def digest_losses(original: Document, file: str) -> Iterator[Problem]:
    """Of a digest: what is neither prose nor a list is never told."""
    written = _shown(original)
    told = Document(for_channel(original.blocks, KEY))
    yield from plain_styles(told, PLAIN, SPEC.title, file)
    yield from _quoted(written, file)
    yield from opened(written, file)
    yield from unruled(written, SPEC.title, file)
    found = dict.fromkeys(UNTOLD[type(block)] for block in written if type(block) in UNTOLD)
    if any(isinstance(block, Figure) and block.caption for block in written):
        found["captions"] = None
    if original.footnotes:
        found["footnotes"] = None
    if found:
        yield Problem(
            Level.NOTE, "x-left-out", file, 0,
            f"The digest is made of prose and lists; it leaves out: {', '.join(found)}.",
            "Set channels.x.mode to full for all of the issue.",
        )  # fmt: skip


def _shown(document: Document) -> list[Block]:
    """Without what only other channels show; the blocks of notes last."""
    notes = tuple(block for note in document.footnotes for block in note.blocks)
    shown = for_channel((*document.blocks, *notes), KEY)
    return list(walk(shown))


def _quoted(written: list[Block], file: str) -> Iterator[Problem]:
    for block in written:
        if isinstance(block, Quote):
            message = "X has no quotation; the text stands plain."
            yield Problem(Level.NOTE, "style-plain", file, block.line, message)
