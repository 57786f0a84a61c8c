"""What the sample's pictures are drawn with: a sheet, a frame of axes, and ways to save them."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Spot = tuple[float, float]

PAPER, INK, GREY, PALE = (250, 248, 243), (31, 42, 55), (134, 142, 150), (226, 222, 212)
TEAL, CORAL, AMBER, SLATE = (33, 120, 134), (220, 92, 62), (226, 167, 61), (92, 107, 192)
SERIES = (TEAL, CORAL, AMBER, SLATE, GREY)

FINER = 2  # everything is drawn this much larger and reduced, which smooths the edges
WIDTH, HEIGHT = 1280, 720


@dataclass(frozen=True, slots=True)
class Frame:
    """A chart's field: its box in pixels, and the values at its borders."""

    box: tuple[float, float, float, float] = (110, 90, 1200, 620)
    across: Spot = (0.0, 1.0)
    upward: Spot = (0.0, 1.0)

    def at(self, x: float, y: float) -> Spot:
        left, top, right, bottom = self.box
        low, high = self.across
        base, peak = self.upward
        return (
            left + (right - left) * (x - low) / (high - low),
            bottom - (bottom - top) * (y - base) / (peak - base),
        )


class Sheet:
    """A drawing in pixels of the finished picture; text and lines are in the same unit."""

    def __init__(
        self, width: int = WIDTH, height: int = HEIGHT, ground: Colour | None = PAPER
    ) -> None:
        size = (width * FINER, height * FINER)
        self._image = Image.new("RGBA", size, (*ground, 255) if ground else (0, 0, 0, 0))
        self._pen = ImageDraw.Draw(self._image)
        self._opaque = ground is not None

    def line(self, spots: Sequence[Spot], colour: Colour, width: float = 2) -> None:
        self._pen.line(_large(spots), fill=colour, width=round(width * FINER), joint="curve")

    def area(self, spots: Sequence[Spot], colour: Colour) -> None:
        self._pen.polygon(_large(spots), fill=colour)

    def block(
        self, first: Spot, last: Spot, colour: Colour, *, round_by: float = 0, edge: Colour = PAPER
    ) -> None:
        border = edge if edge is not PAPER else None
        self._pen.rounded_rectangle(
            _large((first, last)), round_by * FINER, fill=colour, outline=border, width=2 * FINER
        )

    def dot(self, centre: Spot, radius: float, colour: Colour) -> None:
        self._pen.circle(_large((centre,))[0], radius * FINER, fill=colour)

    def text(
        self, spot: Spot, words: str, size: float = 22, colour: Colour = INK, anchor: str = "mm"
    ) -> None:
        font = ImageFont.load_default(size * FINER)
        self._pen.text(_large((spot,))[0], words, fill=colour, font=font, anchor=anchor)

    def arrow(self, start: Spot, end: Spot, colour: Colour, width: float = 4) -> None:
        self.line((start, end), colour, width)
        length = max(((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5, 1)
        u, v = (end[0] - start[0]) / length, (end[1] - start[1]) / length
        back = (end[0] - 16 * u, end[1] - 16 * v)
        wings = ((back[0] - 9 * v, back[1] + 9 * u), (back[0] + 9 * v, back[1] - 9 * u))
        self.area((end, *wings), colour)

    def axes(self, frame: Frame, title: str, rows: Sequence[tuple[float, str]]) -> None:
        """A title, and one pale line with its label for each row."""
        left, _, right, _ = frame.box
        self.text((left, 48), title, 28, anchor="lm")
        for value, label in rows:
            y = frame.at(frame.across[0], value)[1]
            self.line(((left, y), (right, y)), PALE, 1.5)
            self.text((left - 16, y), label, 20, GREY, "rm")

    def finished(self) -> Image.Image:
        """RGB, or RGBA when the ground is transparent."""
        image = self._image.reduce(FINER)
        return image.convert("RGB") if self._opaque else image


def _large(spots: Sequence[Spot]) -> list[Spot]:
    return [(x * FINER, y * FINER) for x, y in spots]


def png(image: Image.Image) -> bytes:
    return _saved(image, "PNG", compress_level=6)


def webp(image: Image.Image) -> bytes:
    return _saved(image, "WEBP", quality=86, method=2)


def jpeg(image: Image.Image, orientation: int = 1) -> bytes:
    """With an EXIF orientation, as a camera writes it; 1 is upright."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return _saved(image, "JPEG", quality=86, exif=exif)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def chance_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a drawing, no secret


def mix(one: Colour, other: Colour, share: float) -> Colour:
    r, g, b = (round(a + (c - a) * share) for a, c in zip(one, other, strict=True))
    return r, g, b
