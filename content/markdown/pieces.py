"""What a row of blocks is made of while it is read, and how it is folded into blocks.

A region such as a callout or an `only` mark may begin in one block and end in another. Its two
ends are Markers in the row; folding puts what stands between them into one node.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from content.document import (
    Block,
    Details,
    Figure,
    Gallery,
    Inline,
    Only,
    Paragraph,
    Quote,
)  # fmt: skip
from content.markdown.reading import Reading


class Fold(StrEnum):
    """What the blocks between two markers become."""

    ONLY = "only"
    CALLOUT = "callout"
    DETAILS = "details"
    GALLERY = "gallery"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Marker:
    """One end of a region; both ends carry the same `name`."""

    name: str
    fold: Fold
    line: int
    opening: bool
    channels: tuple[str, ...] = ()
    kind: str = ""
    title: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption that stands in a block of its own, behind its picture."""

    children: tuple[Inline, ...]
    line: int


Piece = Block | Marker | Caption
_REGIONS = frozenset({Marker, Caption})


@dataclass(slots=True)
class _Level:
    opening: Marker | None
    blocks: list[Block] = field(default_factory=list)


def fold(pieces: Sequence[Piece], reading: Reading) -> tuple[Block, ...]:
    if _REGIONS.isdisjoint(map(type, pieces)):
        return tuple(pieces)  # type: ignore[arg-type]
    levels = [_Level(None)]
    for piece in pieces:
        match piece:
            case Marker(opening=True):
                levels.append(_Level(piece))
            case Marker():
                _close(piece, levels, reading)
            case Caption():
                _caption(piece, levels[-1].blocks)
            case _:
                levels[-1].blocks.append(piece)
    while len(levels) > 1:
        _dissolve(levels, reading)
    return tuple(levels[0].blocks)


def _close(closing: Marker, levels: list[_Level], reading: Reading) -> None:
    names = [level.opening.name if level.opening else "" for level in levels]
    if closing.name not in names:
        _complain(closing, "ends here but never begins", reading)
        return
    while _name(levels[-1]) != closing.name:
        _dissolve(levels, reading)
    level = levels.pop()
    if level.opening is not None:
        levels[-1].blocks.extend(_node(level.opening, tuple(level.blocks)))


def _name(level: _Level) -> str:
    return level.opening.name if level.opening else ""


def _dissolve(levels: list[_Level], reading: Reading) -> None:
    """A region that never ends keeps its blocks, in the row around it."""
    level = levels.pop()
    if level.opening is not None:
        _complain(level.opening, "begins here but never ends", reading)
    levels[-1].blocks.extend(level.blocks)


def _complain(marker: Marker, what: str, reading: Reading) -> None:
    if marker.fold is Fold.NOTHING:
        return
    message = f"The region “{marker.name}” {what}."
    step = "Add the other end; both stand in the same list, quotation or section."
    if marker.fold is Fold.ONLY:
        reading.error("unpaired-only", marker.line, message, step)
    else:
        reading.warn("unpaired-tag", marker.line, message, step)


def _node(opening: Marker, blocks: tuple[Block, ...]) -> Sequence[Block]:
    match opening.fold:
        case Fold.ONLY:
            return (Only(opening.channels, blocks, opening.line),)
        case Fold.CALLOUT:
            word = "" if opening.title else opening.kind.capitalize()
            return (Quote(blocks, opening.line, opening.kind, opening.title, word),)
        case Fold.DETAILS:
            return (Details(opening.title, blocks, opening.line),)
        case Fold.GALLERY:
            return gallery(blocks, opening.line)
        case Fold.NOTHING:
            return blocks


def gallery(blocks: Sequence[Block], line: int) -> Sequence[Block]:
    """Two or more figures and nothing else are one gallery; all else stays as it is."""
    figures = tuple(block for block in blocks if isinstance(block, Figure))
    if len(figures) < 2 or len(figures) < len(blocks):
        return blocks
    return (Gallery(figures, line),)


def _caption(caption: Caption, blocks: list[Block]) -> None:
    last = blocks[-1] if blocks else None
    if isinstance(last, Figure) and not last.caption:
        blocks[-1] = replace(last, caption=caption.children)
    else:
        blocks.append(Paragraph(caption.children, caption.line))
