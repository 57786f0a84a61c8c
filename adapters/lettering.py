"""Setting a few lines of Chinese and Latin text on a picture: breaking, fitting, drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from PIL import ImageDraw

from adapters.fonts import Face, is_wide

NEVER_FIRST = frozenset("，。、：；！？）》」』】〕〉”’…—·～,.!?:;)]}%")
NEVER_LAST = frozenset("（《「『【〔〈“‘([{#")
STEP = 4  # px between the sizes tried

Faces = Mapping[str, Face]
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """What no line break divides: a Latin word, or a Chinese character with its punctuation."""

    text: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Text broken into lines at one size; `leading` is px from baseline to baseline."""

    lines: tuple[str, ...]
    size: int
    leading: int

    @property
    def height(self) -> int:
        return self.leading * len(self.lines)


def set_block(
    text: str, faces: Faces, *, width: int, height: int, sizes: tuple[int, int], leading: float
) -> Block | None:
    """The text as large as the space allows, lines of even length; None when it never fits."""
    parts = pieces(text)
    for size in range(sizes[1], sizes[0] - 1, -STEP):
        lines = _even_lines(parts, width, partial(length, faces=faces, size=size))
        block = Block(lines, size, round(size * leading))
        if lines and block.height <= height:
            return block
    return None


def pieces(text: str) -> tuple[Piece, ...]:
    """The text between its possible line breaks; punctuation clings to its neighbour."""
    found: list[Piece] = []
    for word, spaced in _words(text):
        clings = (
            found and not spaced and (word[0] in NEVER_FIRST or found[-1].text[-1] in NEVER_LAST)
        )
        if clings:
            found[-1] = Piece(found[-1].text + word, found[-1].spaced)
        else:
            found.append(Piece(word, spaced))
    return tuple(found)


def length(text: str, faces: Faces, size: int) -> float:
    """Width in px."""
    return sum(face.at(size).getlength(run) for face, run in _runs(text, faces))


def draw_line(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    *,
    faces: Faces,
    size: int,
    fill: Colour,
) -> None:
    """Draws from the left end of the baseline."""
    x, baseline = at
    for face, run in _runs(text, faces):
        font = face.at(size)
        draw.text((x, baseline), run, fill=fill, font=font, anchor="ls")
        x += font.getlength(run)


def _words(text: str) -> Sequence[tuple[str, bool]]:
    """(word or wide character, whether white space stood before it)."""
    return [
        (part, start == 0 and place > 0)
        for place, word in enumerate(text.split())
        for start, part in enumerate(_parts(word))
    ]


def _parts(word: str) -> Sequence[str]:
    runs = ((wide, "".join(run)) for wide, run in groupby(word, key=is_wide))
    return [part for wide, run in runs for part in (run if wide else (run,))]


def _even_lines(
    parts: Sequence[Piece], width: int, measure: Callable[[str], float]
) -> tuple[str, ...]:
    """As few lines as the width allows, then as narrow as they stay so few; () if a piece sticks
    out."""
    lines = _lines(parts, width, measure)
    low, high = 0, width
    while lines and high - low > STEP:
        middle = (low + high) // 2
        narrower = _lines(parts, middle, measure)
        fits = bool(narrower) and len(narrower) == len(lines)
        low, high = (low, middle) if fits else (middle, high)
    return _lines(parts, high, measure)


def _lines(parts: Sequence[Piece], width: int, measure: Callable[[str], float]) -> tuple[str, ...]:
    lines: list[str] = []
    for piece in parts:
        longer = f"{lines[-1]}{' ' if piece.spaced else ''}{piece.text}" if lines else piece.text
        if measure(piece.text) > width:
            return ()
        if lines and measure(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(piece.text)
    return tuple(lines)


def _runs(text: str, faces: Faces) -> list[tuple[Face, str]]:
    """Neighbours of one face; white space takes the face before it."""
    runs: list[tuple[Face, str]] = []
    for character in text:
        face = runs[-1][0] if runs and character.isspace() else faces[character]
        if runs and runs[-1][0] == face:
            runs[-1] = (face, runs[-1][1] + character)
        else:
            runs.append((face, character))
    return runs
