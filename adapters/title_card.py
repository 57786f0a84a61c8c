"""A cover for an issue without a fitting picture: its number, its series and its title.

The card is 2.35 : 1. Its left square stands by itself, so that the 1 : 1 crop cuts no letter.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from adapters.fonts import Typeface, faces_for, is_symbol
from adapters.lettering import Block, Colour, Faces, draw_line, length, set_block
from content.problems import Level, Problem

WIDTH, HEIGHT = 1880, 800
CELLS = 4
CELL = HEIGHT // CELLS
MARGIN = 88
BAR_GAP = 40
SMOOTH = 2  # shapes are drawn larger and reduced, because ImageDraw does not smooth their edges
SQUARE = (0.0, 0.0, HEIGHT / WIDTH, 1.0)
WHITE: Colour = (255, 255, 255)
TITLE_SIZES = (36, 128)
LONGEST_TITLE = 300  # characters
SERIES_SIZES = (28, 44)
NUMBER_SIZES = (64, 300)


@dataclass(frozen=True, slots=True)
class Palette:
    deep: Colour
    accent: Colour
    paper: Colour
    ink: Colour


PALETTES = (
    Palette((24, 58, 92), (242, 153, 74), (250, 248, 244), (22, 34, 48)),
    Palette((20, 83, 74), (240, 192, 80), (248, 250, 246), (18, 42, 38)),
    Palette((92, 32, 58), (244, 166, 142), (252, 248, 247), (48, 20, 32)),
    Palette((54, 46, 110), (130, 205, 190), (249, 248, 252), (30, 26, 60)),
    Palette((120, 50, 30), (250, 200, 110), (252, 249, 245), (56, 26, 18)),
    Palette((36, 44, 56), (98, 190, 230), (247, 249, 250), (24, 30, 40)),
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a card says. `number` is short text such as "12"; the series and it may be empty."""

    title: str
    series: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A PNG. `square` is the part for a 1 : 1 crop, as fractions (x1, y1, x2, y2)."""

    data: bytes
    width: int
    height: int
    square: tuple[float, float, float, float]
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class _Style:
    palette: Palette
    bold: Faces
    regular: Faces


def title_card(
    words: Words, typefaces: Sequence[Typeface], *, file: str = "", line: int = 0
) -> Card:
    """Same words and fonts: same bytes. Without a font for them: shapes alone, and a warning."""
    drawn, problem = _drawable(words, typefaces, file, line)
    palette = PALETTES[_digest(words.series or words.title)[0] % len(PALETTES)]
    image = _ground(palette, _digest("\n".join((words.series, words.number, words.title))))
    if drawn:
        style = _Style(palette, *_faces(drawn, typefaces))
        blocks = _title_block(drawn, style)
        if blocks is None:
            problem = _too_long(file, line)
        else:
            _letter(image, drawn, blocks, style)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return Card(out.getvalue(), WIDTH, HEIGHT, SQUARE, problem)


def _drawable(
    words: Words, typefaces: Sequence[Typeface], file: str, line: int
) -> tuple[Words | None, Problem | None]:
    """The words without the symbols that no font shows; None when a letter is missing."""
    text = "".join((words.title, words.series, words.number))
    bold = faces_for(text, [typeface.bold for typeface in typefaces])
    lost = [c for c in dict.fromkeys(text) if c not in bold and not _is_invisible(c)]
    if any(not is_symbol(character) for character in lost):
        return None, _no_font(file, line)
    kept = Words(*(_only(part, bold) for part in (words.title, words.series, words.number)))
    return kept, _left_out(lost, file, line) if lost else None


def _only(text: str, faces: Faces) -> str:
    shown = (c for c in text if c in faces and not _is_invisible(c))
    return " ".join("".join(shown).split())


def _is_invisible(character: str) -> bool:
    """Joiners and variation selectors: they only shape an emoji."""
    return unicodedata.category(character) in {"Cf", "Mn", "Cc"} and not character.isspace()


def _faces(words: Words, typefaces: Sequence[Typeface]) -> tuple[Faces, Faces]:
    text = "".join((words.title, words.series, words.number, " "))
    bold = faces_for(text, [typeface.bold for typeface in typefaces])
    return bold, {**bold, **faces_for(text, [typeface.regular for typeface in typefaces])}


def _title_block(words: Words, style: _Style) -> Block | None:
    """None where it is too long, which a very long one need not be measured for."""
    if len(words.title) > LONGEST_TITLE:
        return None
    return set_block(
        words.title,
        style.bold,
        width=WIDTH - HEIGHT - 2 * MARGIN,
        height=HEIGHT - 3 * MARGIN,
        sizes=TITLE_SIZES,
        leading=1.3,
    )


def _ground(palette: Palette, seed: bytes) -> Image.Image:
    square = Image.new("RGB", (HEIGHT * SMOOTH, HEIGHT * SMOOTH), palette.deep)
    draw = ImageDraw.Draw(square)
    side = CELL * SMOOTH
    for cell in range(CELLS * CELLS):
        corner = (cell % CELLS * side, cell // CELLS * side)
        _shape(draw, corner, side, seed[cell], _tint(palette, seed[cell]))
    card = Image.new("RGB", (WIDTH, HEIGHT), palette.paper)
    card.paste(square.reduce(SMOOTH), (0, 0))
    return card


def _tint(palette: Palette, value: int) -> Colour:
    """Most cells are close to the ground, so that letters stay readable on them."""
    return _mixed(palette.deep, WHITE, (0.04, 0.07, 0.1, 0.14)[value // 64])


def _shape(
    draw: ImageDraw.ImageDraw, corner: tuple[int, int], side: int, value: int, fill: Colour
) -> None:
    """A quarter disc, a half square or a ring, turned one of four ways."""
    x, y = corner
    turn = value % 4
    if value // 4 % 3 == 0:
        centre_x, centre_y = x + side * (turn in {1, 2}), y + side * (turn in {2, 3})
        box = (centre_x - side, centre_y - side, centre_x + side, centre_y + side)
        draw.pieslice(box, turn * 90, turn * 90 + 90, fill=fill)
    elif value // 4 % 3 == 1:
        corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
        draw.polygon([c for place, c in enumerate(corners) if place != turn], fill=fill)
    else:
        inset = side // 5
        box = (x + inset, y + inset, x + side - inset, y + side - inset)
        draw.ellipse(box, outline=fill, width=side // 8)


def _letter(image: Image.Image, words: Words, title: Block, style: _Style) -> None:
    draw = ImageDraw.Draw(image)
    _draw_square(draw, words, style)
    left, top = HEIGHT + MARGIN, (HEIGHT - title.height + BAR_GAP) // 2
    bar = (left, top - BAR_GAP, left + 71, top - BAR_GAP + 9)
    draw.rectangle(bar, fill=style.palette.accent)
    _draw_block(draw, (left, top), title, style.bold, style.palette.ink)


def _draw_square(draw: ImageDraw.ImageDraw, words: Words, style: _Style) -> None:
    """The series at the head of the square, the number large at its foot."""
    room = HEIGHT - 2 * MARGIN
    series = set_block(
        words.series, style.regular, width=room, height=240, sizes=SERIES_SIZES, leading=1.35
    )
    if series:
        _draw_block(draw, (MARGIN, MARGIN - 10), series, style.regular, style.palette.accent)
    number = _one_line(words.number, style.bold, room, NUMBER_SIZES)
    if number:
        foot = (MARGIN - number // 16, HEIGHT - MARGIN)
        draw_line(draw, foot, words.number, faces=style.bold, size=number, fill=WHITE)


def _draw_block(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], block: Block, faces: Faces, fill: Colour
) -> None:
    for place, line in enumerate(block.lines):
        baseline = at[1] + place * block.leading + round(block.size * 0.98)
        draw_line(draw, (at[0], baseline), line, faces=faces, size=block.size, fill=fill)


def _one_line(text: str, faces: Faces, width: int, sizes: tuple[int, int]) -> int:
    fitting = (s for s in range(sizes[1], sizes[0] - 1, -4) if length(text, faces, s) <= width)
    return next(fitting, 0) if text else 0


def _mixed(colour: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _no_font(file: str, line: int) -> Problem:
    message = "No font on this machine shows the title; the cover is a card without words."
    step = "Install one (Debian: apt install fonts-noto-cjk), or name a `cover` picture."
    return Problem(Level.WARNING, "card-font", file, line, message, step)


def _too_long(file: str, line: int) -> Problem:
    message = "The title is too long for a cover; the cover is a card without words."
    return Problem(Level.WARNING, "card-title", file, line, message, "Name a `cover` picture.")


def _left_out(lost: Sequence[str], file: str, line: int) -> Problem:
    message = f"The cover leaves out what no font on this machine shows: {' '.join(lost)}"
    return Problem(Level.NOTE, "card-symbol", file, line, message)
