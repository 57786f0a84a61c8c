"""What readers of a service would see, counted against what was to be sent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.base import Edition, Part

Feed = Sequence[Mapping[str, Any]]  # rows of the stand-ins' /_control/feeds


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that readers see: the words that tell it from others, and how many pictures."""

    words: str
    pictures: int


@dataclass(frozen=True, slots=True)
class Tally:
    """`duplicates` are shown more often than they were to be, or were never to be shown."""

    expected: int
    shown: int
    duplicates: int
    lost: int

    @property
    def words(self) -> str:
        """`0 duplicates, 0 lost`."""
        return f"{self.duplicates} duplicate{'' if self.duplicates == 1 else 's'}, {self.lost} lost"

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.expected + other.expected,
            self.shown + other.shown,
            self.duplicates + other.duplicates,
            self.lost + other.lost,
        )


def tally(edition: Edition, feed: Feed) -> Tally:
    """Every item counts by its whole words and its pictures: a changed one is lost and extra."""
    wanted = Counter(item for part in edition.parts if (item := _wanted(part)))
    found = Counter(_found(row, articles=edition.channel in ARTICLES) for row in feed)
    return Tally(wanted.total(), found.total(), (found - wanted).total(), (wanted - found).total())


ARTICLES = frozenset({"wechat", "substack"})  # one item, told by its title


def _wanted(part: Part) -> Item | None:
    """What a part adds to a feed; None for uploads, settings and the publishing of a draft."""
    match part.payload:
        case {"articles": [{"title": str(title)}]} | {"draft_title": str(title)}:
            return Item(title, json.dumps(part.payload).count("pressrun:ref/image/"))
        case {"media": [{"type": _}, *_] as items}:
            captions = [str(i["caption"]) for i in items if isinstance(i, dict) and "caption" in i]
            return Item("\n".join(captions).strip(), len(part.media))
        case {"caption": str(text)}:
            return Item(text.strip(), len(part.media))
        case {"text": str(text), "media": {"media_ids": [*pictures]}}:
            return Item(text.strip(), len(pictures))
        case {"text": str(text)}:
            return Item(text.strip(), 0)
        case _:
            return None


def _found(row: Mapping[str, Any], *, articles: bool) -> Item:
    words = str(row["title"] if articles else row["text"])
    return Item(words.strip(), len(row["pictures"]))
