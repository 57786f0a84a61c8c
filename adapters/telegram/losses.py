"""What Telegram shows plainer than the author wrote it: a note for each place."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.losses import embedded, every_block, flattened, plain, unruled
from adapters.telegram.blocks import is_link
from content.document import (
    Block,
    Code,
    Document,
    Inline,
    Mark,
    Math,
    Quote,
    Sub,
    Super,
)
from content.problems import Problem

PLAIN: tuple[type[Inline], ...] = (Mark, Super, Sub)
INSIDE: dict[tuple[str, type[Block]], str] = {
    ("quotation", Quote): "A quotation within a quotation is not set off.",
}


def losses(original: Document, lowered: Document, file: str) -> Iterator[Problem]:
    written = every_block(original)
    shown = written if lowered is original else every_block(lowered)
    yield from plain(shown, PLAIN, is_link, "Telegram", file, not_in_links=(Code, Math))
    yield from embedded(shown, file)
    yield from flattened(lowered, INSIDE, file)
    yield from unruled(written, "Telegram", file)
