"""How an issue becomes bubbles: where text is cut, and where its pictures go.

inline    document order: text, then the pictures that stood there
sections  a short section with its pictures in one bubble; longer text before its pictures
plates    the whole text in balanced parts, each followed by its pictures as numbered albums
summary   one message: teaser, the headings, and the link
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from adapters.telegram.blocks import Item, Shots, TextItem
from adapters.telegram.blocks import inline as inline_rich
from adapters.telegram.rich import Rich, atoms, cut, entity_bytes, joined
from content.document import Figure
from content.measure import utf16_units
from content.split import balanced, cut_points

MESSAGE = 4096  # core.telegram.org/bots/api#sendmessage, after entity parsing
CAPTION = 1024  # core.telegram.org/bots/api#sendphoto
ENTITIES = 100  # of a message; the server drops the rest without a word
ENTITY_BYTES = 9_000  # the server answers ENTITIES_TOO_LONG above some 9.5 kB
ALBUM = 10  # core.telegram.org/bots/api#sendmediagroup
SHARE = 3_700  # parts are balanced below the limit, so that a correction moves no border
GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture with its number in the issue and the heading it stood under."""

    figure: Figure
    number: int
    heading: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message: text alone, or one to ten pictures with the text as their caption."""

    text: Rich
    plates: tuple[Plate, ...] = ()
    captions: tuple[Rich, ...] = ()  # of each picture when they are numbered, else empty


@dataclass(frozen=True, slots=True)
class Frame:
    """What a template adds: how a place is marked, and what is kept free in each message."""

    marker: Callable[[int], str]
    reserve: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what follows it up to the next one."""

    items: tuple[Item, ...]
    heading: str

    @property
    def plates(self) -> tuple[Figure, ...]:
        return tuple(f for item in self.items if isinstance(item, Shots) for f in item.figures)


def sections(row: Sequence[Item]) -> list[Section]:
    found: list[list[Item]] = [[]]
    for item in row:
        if isinstance(item, TextItem) and item.heading and found[-1]:
            found.append([])
        found[-1].append(item)
    return [Section(tuple(items), _heading(items)) for items in found if items]


def _heading(items: Sequence[Item]) -> str:
    first = items[0]
    return first.heading if isinstance(first, TextItem) else ""


# --- the layouts ------------------------------------------------------------------------------


def inline(row: Sequence[Item], frame: Frame) -> list[Bubble]:
    bubbles: list[Bubble] = []
    pending: list[Rich] = []
    for item in _numbered(row):
        if isinstance(item, TextItem):
            pending.append(item.rich)
            continue
        pending += [c for c in map(_own_caption, item) if not is_caption(c)]
        bubbles += _texts(pending, frame)
        pending = []
        bubbles += [_captioned(group) for group in _albums(item)]
    return bubbles + _texts(pending, frame)


def by_section(row: Sequence[Item], frame: Frame) -> list[Bubble]:
    bubbles: list[Bubble] = []
    pending: list[Rich] = []
    number = 0
    for section in sections(row):
        plates = _plates(section, number)
        number += len(plates)
        text = _flow(section, [""] * len(plates))
        if not plates:
            pending += [text] if text else []
            continue
        if len(plates) <= ALBUM and is_caption(text, frame.reserve):
            bubbles += _texts(pending, frame)
            bubbles.append(Bubble(text, plates))
        else:
            bubbles += _texts([*pending, _flow(section, _marks(plates, frame))], frame)
            bubbles += [_numbered_album(group, frame) for group in _albums(plates)]
        pending = []
    return bubbles + _texts(pending, frame)


def plates(row: Sequence[Item], frame: Frame) -> list[Bubble]:
    """Balanced texts, and after each the pictures whose marks it holds."""
    chunks: list[Rich] = []
    held: list[list[Plate]] = []
    number = 0
    for section in sections(row):
        shown = _plates(section, number)
        number += len(shown)
        pieces = _chunks(_flow(section, _marks(shown, frame)), MESSAGE - frame.reserve)
        chunks += pieces
        held += _by_piece(pieces, shown, frame)
    bubbles: list[Bubble] = []
    for start, end in _groups(chunks, frame):
        bubbles.append(Bubble(joined(chunks[start:end], GAP)))
        after = tuple(plate for group in held[start:end] for plate in group)
        bubbles += [_numbered_album(group, frame) for group in _albums(after)]
    return bubbles


def _by_piece(pieces: Sequence[Rich], shown: Sequence[Plate], frame: Frame) -> list[list[Plate]]:
    """Each picture with the piece of its section that holds its mark."""
    held: list[list[Plate]] = [[] for _ in pieces]
    at = 0
    for plate in shown:
        mark = frame.marker(plate.number)
        while at < len(pieces) - 1 and mark not in pieces[at].text:
            at += 1
        held[at].append(plate)
    return held


# --- text -------------------------------------------------------------------------------------


def is_caption(rich: Rich, reserve: int = 0) -> bool:
    """Whether a text can stand under (or above) a picture, with `reserve` units kept free."""
    return utf16_units(rich.text) <= CAPTION - reserve and _load(rich) <= MESSAGE - reserve


def _load(rich: Rich) -> int:
    """How full a message is, in units: by text, by number of entities, by their bytes."""
    by_count = math.ceil(len(rich.entities) * MESSAGE / ENTITIES)
    by_bytes = math.ceil(entity_bytes(rich) * MESSAGE / ENTITY_BYTES)
    return max(utf16_units(rich.text), by_count, by_bytes)


def _marks(shown: Sequence[Plate], frame: Frame) -> list[str]:
    return [frame.marker(plate.number) for plate in shown]


def _flow(section: Section, marks: Sequence[str]) -> Rich:
    """The section's text; where pictures stood, their marks and captions."""
    parts: list[Rich] = []
    left = iter(marks)
    for item in section.items:
        if isinstance(item, TextItem):
            parts.append(item.rich)
            continue
        lines = [_place(figure, mark) for figure, mark in zip(item.figures, left, strict=False)]
        captioned = any(figure.caption for figure in item.figures)
        parts.append(joined([line for line in lines if line], "\n" if captioned else ""))
    return joined([part for part in parts if part], GAP)


def _place(figure: Figure, mark: str) -> Rich:
    caption = inline_rich(figure.caption)
    if not caption:
        return Rich(mark)
    return joined([Rich(mark), caption], " " if mark else "")


def _texts(parts: Sequence[Rich], frame: Frame) -> list[Bubble]:
    chunks = [c for part in parts for c in _chunks(part, MESSAGE - frame.reserve)]
    return [Bubble(joined(chunks[a:b], GAP)) for a, b in _groups(chunks, frame)]


def _chunks(rich: Rich, room: int) -> list[Rich]:
    """A section whole when it fits into a message, else in pieces that do."""
    if not rich:
        return []
    if _load(rich) <= room:
        return [rich]
    limit = room * utf16_units(rich.text) // _load(rich)
    while limit > 0:
        points = cut_points(rich.text, limit, utf16_units, atoms=atoms(rich))
        pieces = cut(rich, points)
        if all(_load(piece) <= room for piece in pieces):
            return pieces
        limit = limit * 3 // 4
    raise ValueError("a single link is longer than a message may be")


def _groups(chunks: Sequence[Rich], frame: Frame) -> list[tuple[int, int]]:
    """Which chunks make a message: as few messages as needed, cut nearest to equal shares."""
    if not chunks:
        return []
    sizes = [_load(chunk) + len(GAP) for chunk in chunks]
    units = sum(utf16_units(chunk.text) for chunk in chunks)
    starts = balanced(sizes, math.ceil(units / SHARE), MESSAGE - frame.reserve + len(GAP))
    edges = [0, *starts, len(chunks)]
    return list(pairwise(edges))


# --- pictures ---------------------------------------------------------------------------------


def _plates(section: Section, before: int) -> tuple[Plate, ...]:
    return tuple(
        Plate(figure, before + n, section.heading)
        for n, figure in enumerate(section.plates, start=1)
    )


def _numbered(row: Sequence[Item]) -> Iterator[TextItem | tuple[Plate, ...]]:
    number, heading = 0, ""
    for item in row:
        if isinstance(item, TextItem):
            heading = item.heading or heading
            yield item
        else:
            yield tuple(
                Plate(figure, number + n, heading) for n, figure in enumerate(item.figures, start=1)
            )
            number += len(item.figures)


def _albums(shown: Sequence[Plate]) -> list[tuple[Plate, ...]]:
    """Albums of nearly equal size, a border moved by up to two pictures to where sections meet."""
    if not shown:
        return []
    count = math.ceil(len(shown) / ALBUM)
    cuts = [0]
    for n in range(1, count):
        cuts.append(_border(shown, round(n * len(shown) / count), cuts[-1]))
    edges = [*cuts, len(shown)]
    groups = [tuple(shown[a:b]) for a, b in pairwise(edges)]
    if any(len(group) > ALBUM or (len(group) < 2 and count > 1) for group in groups):
        size = math.ceil(len(shown) / count)
        groups = [tuple(shown[a : a + size]) for a in range(0, len(shown), size)]
    return groups


def _border(shown: Sequence[Plate], at: int, after: int) -> int:
    for shift in (0, -1, 1, -2, 2):
        place = at + shift
        inside = after < place < len(shown)
        if inside and shown[place - 1].heading != shown[place].heading:
            return place
    return at


def _numbered_album(group: tuple[Plate, ...], frame: Frame) -> Bubble:
    captions = tuple(_plate_caption(plate, frame) for plate in group)
    return Bubble(Rich(), group, captions)


def _plate_caption(plate: Plate, frame: Frame) -> Rich:
    words = [frame.marker(plate.number).strip("〔〕[]"), plate.heading, plate.figure.alt]
    return _short(Rich(" · ".join(word for word in words if word)))


def _captioned(group: tuple[Plate, ...]) -> Bubble:
    """Pictures in their place: each under its own caption."""
    own = map(_own_caption, group)
    return Bubble(Rich(), group, tuple(c if is_caption(c) else Rich() for c in own))


def _own_caption(plate: Plate) -> Rich:
    return _place(plate.figure, "")


def _short(rich: Rich) -> Rich:
    """An alt text may be longer than a caption can be; only then it is left out."""
    return rich if utf16_units(rich.text) <= CAPTION else Rich(rich.text.split(" · ")[0])


def with_text(bubble: Bubble, before: Rich, after: Rich) -> Bubble:
    """The bubble with a header and a footer around its text."""
    parts = [part for part in (before, bubble.text, after) if part]
    return replace(bubble, text=joined(parts, GAP))
