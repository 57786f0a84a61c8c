"""The row of text and pictures as sections of passages, the pictures numbered as they come."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from adapters.telegram.blocks import Item, TextItem, inline_rich, is_link
from adapters.telegram.rich import Rich, entity_bytes, joined, styled
from content.document import Figure
from content.measure import utf16_units

MESSAGE = 4096  # core.telegram.org/bots/api#sendmessage, after entity parsing
ENTITIES = 100  # of a message; the server drops the rest without a word
ENTITY_BYTES = 9_000  # the server answers ENTITIES_TOO_LONG above some 9.5 kB
GAP = "\n\n"
EMPTY = Rich()

Marker = Callable[[int], str]


class Plate(NamedTuple):
    """A picture with its number in the issue and the heading it stood under."""

    figure: Figure
    number: int
    heading: str


class Passage(NamedTuple):
    """A block of text, or the pictures of one place."""

    rich: Rich = EMPTY
    plates: tuple[Plate, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading; headings with nothing between them open one together."""

    passages: tuple[Passage, ...]

    @property
    def plates(self) -> tuple[Plate, ...]:
        return tuple(plate for passage in self.passages for plate in passage.plates)


def has_words(found: Sequence[Section]) -> bool:
    """Whether there is anything but pictures."""
    return any(
        passage.rich or any(plate.figure.caption for plate in passage.plates)
        for section in found
        for passage in section.passages
    )


def sections(row: Sequence[Item]) -> list[Section]:
    found: list[list[Passage]] = [[]]
    heading, number, bare = "", 0, True
    for item in row:
        if isinstance(item, TextItem):
            if item.heading and not bare:
                found.append([])
            bare = bool(item.heading)
            heading = item.heading or heading
            found[-1].append(Passage(item.rich))
            continue
        bare = False
        plates = tuple([Plate(f, n, heading) for n, f in enumerate(item.figures, number + 1)])
        number += len(plates)
        found[-1].append(Passage(plates=plates))
    return [Section(tuple(passages)) for passages in found if passages]


# --- text -------------------------------------------------------------------------------------


def place(plates: Sequence[Plate], marker: Marker, *, marked: bool) -> Rich:
    """The pictures of one place, in the text: a line each when they have captions."""
    lines = [rich for plate in plates if (rich := _line(plate, marker, marked=marked))]
    if len(lines) == 1:
        return lines[0]
    captioned = any(plate.figure.caption for plate in plates)
    return joined(lines, "\n" if captioned else "")


def _line(plate: Plate, marker: Marker, *, marked: bool) -> Rich:
    mark = link(plate, marker) or (Rich(marker(plate.number)) if marked else EMPTY)
    if not plate.figure.caption:
        return mark
    caption = inline_rich(plate.figure.caption, "italic")
    return joined((part for part in (mark, caption) if part), " ")


def link(plate: Plate, marker: Marker) -> Rich:
    """The mark of a picture that leads somewhere, as the link that the picture was."""
    if not plate.figure.href or not is_link(plate.figure.href):
        return EMPTY
    return styled(Rich(marker(plate.number)), "text_link", url=plate.figure.href)


# --- how full a message is --------------------------------------------------------------------


class Size(NamedTuple):
    """Of some paragraphs with the gaps between them: UTF-16 units, entities, bytes of entities."""

    units: int
    entities: int
    bytes: int

    @property
    def load(self) -> int:
        """In units of text, whichever of the three is fullest."""
        by_count = math.ceil(self.entities * MESSAGE / ENTITIES)
        return max(self.units, by_count, math.ceil(self.bytes * MESSAGE / ENTITY_BYTES))


def size(parts: Iterable[Rich]) -> Size:
    parts = tuple(parts)
    units = utf16_units("".join([part.text for part in parts])) + len(GAP) * len(parts)
    entities = tuple([entity for part in parts for entity in part.entities])
    return Size(units, len(entities), entity_bytes(Rich(entities=entities)))


def load(parts: Iterable[Rich]) -> int:
    return size(parts).load
