"""Posts too short to stand alone share one with their neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.x.filling import HALF_EMPTY, Page, under
from adapters.x.selection import Item
from adapters.x.wording import weight

STUB = 70  # weight below which a story shares its post even with a list of links


def shared(items: Sequence[Item], page: Page) -> tuple[Item, ...]:
    """In order; a post with pictures or of the author's choice stays as it is."""
    made: list[Item] = []
    for item in items:
        text = under(made[-1].post.text, item.post.text) if made else ""
        if made and _may_share(made[-1], item, page) and page.fits(text):
            made[-1] = replace(made[-1], post=replace(made[-1].post, text=text))
        else:
            made.append(item)
    return tuple(made)


def _may_share(first: Item, second: Item, page: Page) -> bool:
    if any(item.story.shots or item.story.cued for item in (first, second)):
        return False
    least = min(weight(item.post.text) for item in (first, second))
    alike = first.story.round_up is second.story.round_up
    return least < (HALF_EMPTY * page.room if alike else STUB)
