"""Formatted text as the server keeps it: cleaned, trimmed, its entities sorted and untangled.

Offsets and lengths are UTF-16 units throughout.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from sandbox.exchange import Json
from sandbox.telegram.errors import Malformed

SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = ("blockquote", "expandable_blockquote")
CODE = ("code", "pre")
PRIORITY = {
    "expandable_blockquote": 0, "blockquote": 0, "pre": 10, "code": 20, "text_link": 49,
    "text_mention": 49, "bold": 90, "italic": 91, "underline": 92, "strikethrough": 93,
    "spoiler": 94, "custom_emoji": 99,
}  # fmt: skip
DETECTED = 50
MOST = 100
LAST_OFFSET = 1_000_000
DROPPED = frozenset("\r\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u0333\u033f\u030a")


@dataclass(frozen=True, slots=True)
class Span:
    """One entity; `more` are its own fields, such as url or language."""

    kind: str
    offset: int
    length: int
    more: dict[str, Json] = field(default_factory=dict)

    @property
    def end(self) -> int:
        return self.offset + self.length

    @property
    def order(self) -> tuple[int, int, int]:
        return self.offset, -self.length, PRIORITY.get(self.kind, DETECTED)

    def json(self) -> dict[str, Json]:
        return {"offset": self.offset, "length": self.length, "type": self.kind, **self.more}


@dataclass(frozen=True, slots=True)
class Formatted:
    text: str
    spans: tuple[Span, ...] = ()

    def entities(self) -> list[dict[str, Json]]:
        return [span.json() for span in self.spans]


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def settled(text: str, spans: Sequence[Span]) -> Formatted:
    """What the server makes of a text with its entities; Malformed when they do not fit it."""
    for span in spans:
        if not 0 <= span.offset <= LAST_OFFSET:
            raise Malformed(f"Receive an entity with incorrect offset {span.offset}")
        if not 0 <= span.length <= LAST_OFFSET:
            raise Malformed(f"Receive an entity with incorrect length {span.length}")
    clean = _cleaned(text, untangled([span for span in spans if span.length]))
    return _trimmed(clean.text, untangled(clean.spans))


def untangled(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted, and where they overlap in a way that cannot be, dropped or split."""
    ordered = sorted(spans, key=lambda span: span.order)
    if _well_nested(ordered):
        return tuple(ordered)
    fixed = _apart(s for s in ordered if s.kind not in (*SPLITTABLE, *QUOTES))
    quotes = _apart(s for s in ordered if s.kind in QUOTES)
    fixed = [span for span in fixed if not any(_cross(span, quote) for quote in quotes)]
    around = sorted([*fixed, *quotes], key=lambda span: span.order)
    styles = _split_at([s for s in ordered if s.kind in SPLITTABLE], around)
    return tuple(sorted([*around, *styles], key=lambda span: span.order))


def with_detected(formatted: Formatted, found: Sequence[Span]) -> Formatted:
    """With what the server found in the text itself; what was sent comes first."""
    fixed = [s for s in formatted.spans if s.kind not in (*SPLITTABLE, *QUOTES)]
    quotes = [s for s in formatted.spans if s.kind in QUOTES]
    fresh = [
        span
        for span in found
        if not any(span.offset < other.end and other.offset < span.end for other in fixed)
        and not any(_cross(span, quote) for quote in quotes)
    ]
    return Formatted(formatted.text, untangled([*formatted.spans, *fresh]))


def first_hundred(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The server keeps a hundred and says nothing: links, code and quotes before styles."""
    others = [span for span in spans if span.kind not in SPLITTABLE]
    styles = [span for span in spans if span.kind in SPLITTABLE]
    kept = [*others[:MOST], *styles[: MOST - len(others[:MOST])]]
    return tuple(sorted(kept, key=lambda span: span.order))


def _well_nested(ordered: Sequence[Span]) -> bool:
    open_spans: list[Span] = []
    ends: dict[str, int] = {}
    for span in ordered:
        while open_spans and span.offset >= open_spans[-1].end:
            open_spans.pop()
        if open_spans and not _may_hold(open_spans, span):
            return False
        if span.kind in SPLITTABLE:
            if ends.get(span.kind, -1) >= span.offset:
                return False
            ends[span.kind] = span.end
        open_spans.append(span)
    return True


def _may_hold(around: Sequence[Span], span: Span) -> bool:
    kinds = [outer.kind for outer in around]
    if span.end > around[-1].end or span.kind in kinds or kinds[-1] in CODE:
        return False
    if any(kind in SPLITTABLE for kind in kinds):
        return False
    only_quotes = all(kind in QUOTES for kind in kinds)
    return only_quotes or span.kind in SPLITTABLE


def _apart(ordered: Iterable[Span]) -> list[Span]:
    """The first of those that overlap."""
    kept: list[Span] = []
    for span in ordered:
        if not kept or span.offset >= kept[-1].end:
            kept.append(span)
    return kept


def _cross(span: Span, quote: Span) -> bool:
    """Whether they overlap without the one lying within the quote."""
    overlap = span.offset < quote.end and quote.offset < span.end
    return overlap and not (quote.offset <= span.offset and span.end <= quote.end)


def _split_at(styles: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """Styles cut at the borders of what they cross, joined where they touch, none inside code.

    Where a style begins, those that already run are cut, too: that is how the server does it.
    """
    pieces: list[Span] = []
    borders = sorted({edge for other in others for edge in (other.offset, other.end)})
    joined = _joined(styles)
    cuts = sorted({*borders, *(style.offset for style in joined)})
    for style in joined:
        inner = [cut for cut in cuts if style.offset < cut < style.end]
        edges = [style.offset, *inner, style.end]
        pieces += [Span(style.kind, a, b - a) for a, b in pairwise(edges)]
    code = [other for other in others if other.kind in CODE]
    return [p for p in pieces if not any(c.offset <= p.offset < c.end for c in code)]


def _joined(styles: Sequence[Span]) -> list[Span]:
    last: dict[str, Span] = {}
    done: list[Span] = []
    for span in styles:
        before = last.get(span.kind)
        if before and span.offset <= before.end:
            last[span.kind] = replace(before, length=max(before.end, span.end) - before.offset)
            continue
        if before:
            done.append(before)
        last[span.kind] = span
    return [*done, *last.values()]


def _cleaned(text: str, spans: Sequence[Span]) -> Formatted:
    """Control characters become spaces or go, and offsets follow."""
    kept: list[str] = []
    moved: dict[int, int] = {}  # old offset of each character's border -> new offset
    offset = new = size = 0
    for char in text:
        moved[offset] = new
        offset += 2 if char > "\uffff" else 1
        size += len(char.encode())
        if char in DROPPED:
            continue
        kept.append(" " if char < " " and char != "\n" else char)
        new += 2 if char > "\uffff" else 1
    moved[offset] = new
    _check_borders(text, spans, moved)
    shifted = [
        replace(span, offset=moved[span.offset], length=moved[span.end] - moved[span.offset])
        for span in spans
    ]
    return Formatted("".join(kept), tuple(span for span in shifted if span.length))


def _check_borders(text: str, spans: Sequence[Span], borders: dict[int, int]) -> None:
    total = units(text)
    for span in spans:
        if span.offset < total and span.offset not in borders:
            where = _bytes_before(text, span.offset + 1)
            raise Malformed(f"Entity begins in a middle of a UTF-16 symbol at byte offset {where}")
        if span.end < total and span.end not in borders:
            where = _bytes_before(text, span.end + 1)
            raise Malformed(
                f"Entity beginning at UTF-16 offset {span.offset} ends in a middle of a UTF-16 "
                f"symbol at byte offset {where}"
            )
    for span in spans:
        if span.offset > total:
            raise Malformed(
                f"Entity begins after the end of the text at UTF-16 offset {span.offset}"
            )
        if span.end > total:
            raise Malformed(
                f"Entity beginning at UTF-16 offset {span.offset} ends after the end of the text "
                f"at UTF-16 offset {span.end}"
            )


def _bytes_before(text: str, offset: int) -> int:
    head = text.encode("utf-16-le", "surrogatepass")[: offset * 2]
    return len(head.decode("utf-16-le").encode())


def _trimmed(text: str, spans: Sequence[Span]) -> Formatted:
    """White space goes at the end, and at the start as far as no entity covers it."""
    end = units(text.rstrip(" \n"))
    kept = [replace(s, length=min(s.end, end) - s.offset) for s in spans if s.offset < end]
    first = kept[0].offset if kept else end
    lead = min(first, len(text) - len(text.lstrip(" \n")))
    text = text.rstrip(" \n")[lead:]
    return Formatted(text, tuple(replace(span, offset=span.offset - lead) for span in kept))
