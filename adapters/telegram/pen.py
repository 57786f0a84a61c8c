"""Text and entities written from left to right, as the server would keep them.

The server turns control characters into spaces, trims, and takes styles out of code. What is
written here has that done to it already, so that the ledger holds the text that readers see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adapters.telegram.rich import CODE, Entity, Rich
from content.sentences import Span

QUOTE = "blockquote"
UNFOLDING = "expandable_blockquote"
QUOTES = (QUOTE, UNFOLDING)
TAB = "    "
# What the server drops: carriage returns, line separators, directional marks, three accents.
_DROPPED = "\r\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u0333\u033f\u030a"
SENT = {
    **{code: " " for code in range(32) if code != ord("\n")},
    ord("\t"): TAB,
    **dict.fromkeys(map(ord, _DROPPED)),
}


class Pen:
    """Writes one block. A break waits until something follows it; spaces at its edges go."""

    __slots__ = ("_entities", "_fresh", "_open", "_texts", "_waiting", "length")

    def __init__(self) -> None:
        self.length = 0
        self._texts: list[str] = []
        self._entities: list[Entity] = []
        self._open: list[str] = []
        self._waiting = ""
        self._fresh = True

    def write(self, text: str) -> None:
        if not text.isprintable():
            text = text.translate(SENT)
        if self._fresh:
            text = text.lstrip()
            self._fresh = not text
        if not text:
            return
        if self._waiting:
            text, self._waiting = self._waiting + text, ""
        self._texts.append(text)
        self.length += len(text)

    def verbatim(self, text: str) -> None:
        """Code, with its indent."""
        self._fresh = False
        self.write(text)

    def gap(self, separator: str) -> None:
        """Sets off what comes next from what there is; nothing at the beginning."""
        if self.length:
            self._waiting = separator

    def newline(self, indent: str = "") -> None:
        """A hard break: what follows begins without space."""
        if not self.length:
            return
        self._texts.append(f"\n{indent}")
        self.length += 1 + len(indent)
        self._fresh = True

    def begin(self, kind: str) -> int:
        """Opens a style; `end` takes what this gives. -1 where the style is open already."""
        if kind in self._open:
            return -1
        self._open.append(kind)
        return self.length + len(self._waiting)

    def end(
        self, kind: str, start: int, *, url: str = "", language: str = "", shown: str = ""
    ) -> None:
        """`shown` is the kind that it turned out to be, where that is another."""
        if start < 0:
            return
        self._open.remove(kind)
        if start < self.length:
            self._entities.append(Entity(shown or kind, start, self.length, url, language))

    def is_open(self, kind: str) -> bool:
        return kind in self._open

    def rich(self) -> Rich:
        text = "".join(self._texts).rstrip()
        if not self._entities:
            return Rich(text)
        code = [(e.start, e.end) for e in self._entities if e.kind in CODE]
        found = _around(self._entities, code) if code else self._entities
        kept = [e for entity in found if (e := _trimmed(entity, text))]
        if len(kept) > 1:
            kept.sort(key=_place)
        return Rich(text, tuple(kept))


def _place(entity: Entity) -> tuple[int, int, bool]:
    """By start, what holds others before them."""
    return entity.start, -entity.end, entity.kind not in QUOTES


def _around(entities: Iterable[Entity], code: list[Span]) -> Iterator[Entity]:
    """Code takes no style: a style is cut around it. Only a quotation may hold code."""
    for entity in entities:
        if entity.kind in CODE or entity.kind in QUOTES:
            yield entity
            continue
        at = entity.start
        for start, end in code:
            if at <= start and end <= entity.end:
                yield entity._replace(start=at, end=start)
                at = end
        yield entity._replace(start=at)


def _trimmed(entity: Entity, text: str) -> Entity | None:
    """Without the white space at its ends; None when there is nothing else."""
    kind, first, last, url, language = entity
    start, end = first, min(last, len(text))
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and kind != "pre" and text[start].isspace():
        start += 1
    if start >= end:
        return None
    same = start == first and end == last
    return entity if same else Entity(kind, start, end, url, language)
