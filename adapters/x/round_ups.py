"""One post of a digest filled from a list of links: a line per item, whole items where they fit."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.x.filling import Filled, Page, reserve, under, with_opinion
from adapters.x.rows import Row
from adapters.x.stories import Story, first_sentence
from adapters.x.wording import shows_address, unlinked
from content.tables import Words


def round_up_post(story: Story, page: Page, elsewhere: frozenset[Row] = frozenset()) -> Filled:
    """The post of a round-up without the items told elsewhere; none when nothing is left."""
    items = [row for row in story.rows if row.marker and row not in elsewhere]
    cued = [row for row in items if row.cued]
    offered = [row for row in cued or items if _line(row)]
    title = unlinked(story.title)
    inner = Page(page.room - reserve(story.take), page.words)
    shown = _fitting(title, offered, inner, len(items))
    if not shown:
        return Filled()
    left_out = len(shown) < len(items)
    lines = _with_whole_items(title, offered[: len(shown)], inner, left_out=left_out)
    text = _listed(title, lines, page.words, left_out=left_out)
    return Filled(with_opinion(text, story.take, page), told=tuple(offered[: len(shown)]))


def _line(row: Row) -> str:
    """Its lead-in, else its first sentence; "" when X would link some of it."""
    line = row.lead_in or first_sentence(row.text)
    return "" if shows_address(line) else row.marker + line


def _listed(title: str, lines: Sequence[str], words: Words, *, left_out: bool) -> str:
    return under(title, "\n".join([*lines, *([words.ellipsis] if left_out else [])]))


def _fitting(title: str, offered: Sequence[Row], page: Page, whole: int) -> list[str]:
    """The first lines, with room for the mark that some are missing."""
    shown: list[str] = []
    for row in offered:
        lines = [*shown, _line(row)]
        if not page.fits(_listed(title, lines, page.words, left_out=len(lines) < whole)):
            break
        shown = lines
    return shown


def _with_whole_items(title: str, rows: Sequence[Row], page: Page, *, left_out: bool) -> list[str]:
    """In order, each line made its whole item where there is room, else its first sentence."""
    lines = [_line(row) for row in rows]
    for number, row in enumerate(rows):
        for longer in (row.text, first_sentence(row.text)):
            trial = [*lines[:number], row.marker + longer, *lines[number + 1 :]]
            text = _listed(title, trial, page.words, left_out=left_out)
            if not shows_address(longer) and page.fits(text):
                lines = trial
                break
    return lines
