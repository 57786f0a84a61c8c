"""A sentence too long for its post: begun at a later clause, or ended at an earlier one."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator

from adapters.x.rows import Row
from adapters.x.wording import weight
from content.sentences import Span, clauses
from content.tables import Words

Fits = Callable[[str], bool]

SHORTEST = 40  # weight of what is left of a sentence that was cut
REPEATED = 0.6  # share of a clause that the heading says already
CLAUSE_MARKS = "，、：；,;:—– "


def begun_later(text: str, heading: str, labels: tuple[str, ...], fits: Fits) -> int:
    """From where on the sentence fits whole; 0 when there is no such clause."""
    starts = _starts(text, heading, labels)
    return next((start for start in starts if fits(text[start:].strip())), 0)


def cut_short(text: str, fits: Fits, words: Words) -> str:
    """As many whole clauses as fit with an ellipsis; "" when they would say next to nothing."""
    for _, end in reversed(clauses(text)[:-1]):
        kept = text[:end].rstrip().rstrip(CLAUSE_MARKS)
        if kept and fits(kept + words.ellipsis):
            return kept + words.ellipsis if weight(kept) >= SHORTEST else ""
    return ""


def labels_of(row: Row, span: Span) -> tuple[str, ...]:
    return tuple(row.text[a:b] for a, b in row.links if span[0] <= a and b <= span[1])


def _starts(text: str, heading: str, labels: tuple[str, ...]) -> Iterator[int]:
    """Behind a first clause that only repeats what is known, then behind what a colon leads in."""
    spans = clauses(text)
    if len(spans) > 1 and _repeats(text[: spans[0][1]], heading, labels):
        yield spans[0][1]
    for _, end in spans[:-1]:
        long_enough = weight(text[end:].strip()) >= 2 * SHORTEST
        if text[:end].rstrip().endswith(("：", ":")) and long_enough:
            yield end


def _repeats(clause: str, heading: str, labels: tuple[str, ...]) -> bool:
    for label in labels:
        clause = clause.replace(label, "")
    rest = clause.strip(CLAUSE_MARKS)
    known = frozenset(heading)
    if sum([letter in known for letter in rest]) < REPEATED * len(rest):
        return False
    blocks = difflib.SequenceMatcher(None, rest, heading, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= REPEATED * len(rest)
