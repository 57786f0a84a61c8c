"""How an issue becomes bubbles: where text is cut, and where its pictures go.

inline    document order: text, then the pictures that stood there
sections  a short section with its pictures in one bubble; longer text before its pictures
plates    the whole text in balanced parts, each followed by its pictures as numbered albums
summary   one message: teaser, the headings, and the link (see render.py)
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from adapters.telegram.blocks import inline_rich
from adapters.telegram.chunks import Chunk, fitted, groups
from adapters.telegram.passages import (
    GAP,
    MESSAGE,
    Marker,
    Passage,
    Plate,
    Section,
    link,
    place,
    size,
)
from adapters.telegram.rich import Rich, joined
from content.measure import utf16_units

CAPTION = 1024  # core.telegram.org/bots/api#sendphoto
ALBUM = 10  # core.telegram.org/bots/api#sendmediagroup


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message: text alone, or one to ten pictures with the text as their caption.

    `captions` are the pictures' own, one for each; then there is no text.
    """

    texts: tuple[Rich, ...] = ()
    plates: tuple[Plate, ...] = ()
    captions: tuple[Rich, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What a template adds: marks where pictures stood; header, number and footer of texts."""

    marker: Marker
    header: Rich
    number: Rich
    footer: Rich
    room: int  # of any message: it may turn out to be the first or the last
    marks: bool = True  # marks alone, in an issue of pictures only, would say nothing


# --- the layouts ------------------------------------------------------------------------------


def inline(found: Sequence[Section], frame: Frame) -> list[Bubble]:
    bubbles: list[Bubble] = []
    pending: list[Chunk] = []
    for section in found:
        run: list[Passage] = []
        for passage in section.passages:
            if not passage.plates:
                run.append(passage)
                continue
            captions = [_own_caption(plate, frame) for plate in passage.plates]
            run += [Passage(caption) for caption in captions if not fits_caption((caption,))]
            bubbles += _messages([*pending, *fitted(run, frame.room)], frame)
            bubbles += [_captioned(group, frame) for group in albums(passage.plates)]
            pending, run = [], []
        pending += fitted(run, frame.room)
    return bubbles + _messages(pending, frame)


def by_section(found: Sequence[Section], frame: Frame) -> list[Bubble]:
    bubbles: list[Bubble] = []
    pending: list[Chunk] = []
    for section in found:
        plates = section.plates
        if not plates:
            pending += _chunks(section, frame)
            continue
        card = _card(section, frame)
        around = _around(frame, first=not bubbles and not pending, last=section is found[-1])
        if len(plates) <= ALBUM and fits_caption((*around, *card)):
            bubbles += _messages(pending, frame)
            bubbles.append(Bubble(card, plates))
        else:
            bubbles += _messages([*pending, *_chunks(section, frame)], frame)
            bubbles += [_numbered(group, frame) for group in albums(plates)]
        pending = []
    return bubbles + _messages(pending, frame)


def in_plates(found: Sequence[Section], frame: Frame) -> list[Bubble]:
    """Balanced texts, and after each the pictures whose marks it holds."""
    chunks = [part for section in found for part in _chunks(section, frame)]
    bubbles: list[Bubble] = []
    for start, end in groups(chunks, frame.room):
        bubbles.append(_message(chunks[start:end]))
        after = [plate for part in chunks[start:end] for plate in part.plates]
        bubbles += [_numbered(album, frame) for album in albums(after)]
    return bubbles


# --- text -------------------------------------------------------------------------------------


def _card(section: Section, frame: Frame) -> tuple[Rich, ...]:
    found = (p.rich or place(p.plates, frame.marker, marked=False) for p in section.passages)
    return tuple(rich for rich in found if rich)


def _around(frame: Frame, *, first: bool, last: bool) -> Iterator[Rich]:
    """What a card will have above and below its text."""
    yield frame.header if first else frame.number
    if last:
        yield frame.footer


def _chunks(section: Section, frame: Frame) -> list[Chunk]:
    """A section whole when it fits into a message, else its passages; pictures by their marks."""
    return fitted([_marked(p, frame) for p in section.passages], frame.room)


def _marked(passage: Passage, frame: Frame) -> Passage:
    if not passage.plates:
        return passage
    return Passage(place(passage.plates, frame.marker, marked=frame.marks), passage.plates)


def _messages(chunks: Sequence[Chunk], frame: Frame) -> list[Bubble]:
    return [_message(chunks[start:end]) for start, end in groups(chunks, frame.room)]


def _message(chunks: Sequence[Chunk]) -> Bubble:
    return Bubble(tuple(rich for part in chunks for rich in part.texts))


# --- pictures ---------------------------------------------------------------------------------


def fits_caption(parts: Sequence[Rich]) -> bool:
    """Whether a text can stand under (or above) a picture."""
    whole = size(parts)
    return whole.units - len(GAP) <= CAPTION and whole.load <= MESSAGE


def albums(shown: Sequence[Plate]) -> list[tuple[Plate, ...]]:
    """Albums of nearly equal size, a border moved by up to two pictures to where sections meet."""
    count = math.ceil(len(shown) / ALBUM)
    cuts = [0]
    for n in range(1, count):
        cuts.append(_border(shown, round(n * len(shown) / count), cuts[-1]))
    groups = [tuple(shown[a:b]) for a, b in pairwise([*cuts, len(shown)]) if a < b]
    if all(2 <= len(group) <= ALBUM for group in groups) or len(shown) <= 1:
        return groups
    size = math.ceil(len(shown) / count)
    return [tuple(shown[a : a + size]) for a in range(0, len(shown), size)]


def _border(shown: Sequence[Plate], at: int, after: int) -> int:
    for shift in (0, -1, 1, -2, 2):
        border = at + shift
        inside = after < border < len(shown)
        if inside and shown[border - 1].heading != shown[border].heading:
            return border
    return at


def _numbered(group: tuple[Plate, ...], frame: Frame) -> Bubble:
    return Bubble(plates=group, captions=tuple([_plate_caption(plate, frame) for plate in group]))


def _plate_caption(plate: Plate, frame: Frame) -> Rich:
    """`fig 3 · heading · alt text`, the latter where it says more; it may be too long for that."""
    name = frame.marker(plate.number).strip("〔〕[]")
    alt = "" if plate.figure.alt in plate.heading else plate.figure.alt
    words = [word for word in (name, plate.heading, alt) if word]
    text = " · ".join(words)
    while len(words) > 1 and utf16_units(text) > CAPTION:
        words.pop()
        text = " · ".join(words)
    return Rich(text)


def _captioned(group: tuple[Plate, ...], frame: Frame) -> Bubble:
    """Pictures in their place: each under its own caption."""
    own = (_own_caption(plate, frame) for plate in group)
    return Bubble(plates=group, captions=tuple(c if fits_caption((c,)) else Rich() for c in own))


def _own_caption(plate: Plate, frame: Frame) -> Rich:
    parts = (link(plate, frame.marker), inline_rich(plate.figure.caption))
    return joined((part for part in parts if part), " ")
