"""A harbour, a ferry and a scanned proof: what a camera or a scanner would have made."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageChops, ImageDraw

from bot.demo.canvas import CORAL, INK, Colour, Sheet, Spot, chance_of, jpeg, mix, png

SCAN = (1500, 1120)  # pixels of the proof sheet: grain enough for more than 1 MiB
SHADES = 64  # of paper, of ink and of red pencil


def harbour() -> bytes:
    """A wide view, 4,800 pixels across: sky, sun, two ranges of hills, a skyline, water."""
    width, height, shore = 4800, 2000, 1380
    view = Image.new("RGB", (width, height))
    pen = ImageDraw.Draw(view)
    _bands(pen, width, (0, shore), (88, 120, 160), (250, 214, 170))
    pen.circle((3500, 1120), 190, fill=(255, 236, 200))
    pen.polygon(_hills(width, shore, 1050, 120, 3), fill=(122, 140, 168))
    pen.polygon(_hills(width, shore, 1190, 90, 7), fill=(88, 106, 138))
    chance = chance_of(41)
    for left in range(200, 3100, 62):
        top = shore - chance.randint(70, 330) - (160 if 1500 < left < 2100 else 0)
        pen.rectangle((left, top, left + chance.randint(34, 56), shore), fill=(52, 66, 92))
    _bands(pen, width, (shore, height), (196, 178, 160), (38, 66, 92))
    for _ in range(420):
        x, y = chance.randint(0, width), chance.randint(shore + 12, height)
        long = (y - shore) // 3 + chance.randint(20, 120)
        pen.line((x, y, x + long, y), fill=(232, 214, 190), width=2)
    return jpeg(view)


def _bands(
    pen: ImageDraw.ImageDraw, width: int, rows: tuple[int, int], top: Colour, bottom: Colour
) -> None:
    for y in range(rows[0], rows[1], 4):
        colour = mix(top, bottom, (y - rows[0]) / (rows[1] - rows[0]))
        pen.rectangle((0, y, width, y + 4), fill=colour)


def _hills(width: int, foot: int, level: int, swing: int, waves: int) -> list[Spot]:
    ridge = [
        (
            float(x),
            level
            + swing * math.sin(waves * x / width * math.tau)
            + swing / 3 * math.sin(5.3 * waves * x / width * math.tau),
        )
        for x in range(0, width + 40, 40)
    ]
    return [(0.0, float(foot)), *ridge, (float(width), float(foot))]


def ferry() -> bytes:
    """Upright only by its EXIF orientation, like a photograph from a phone."""
    sheet = Sheet(900, 1200, (206, 222, 230))
    sheet.area([(0, 760), (900, 740), (900, 1200), (0, 1200)], (60, 104, 124))
    for n in range(26):
        y = 790 + n * 16
        sheet.line(((40 + 37 * n % 300, y), (260 + 53 * n % 600, y)), (108, 150, 166), 3)
    sheet.area([(330, 560), (900, 560), (900, 800), (400, 800)], (245, 245, 240))
    sheet.area([(340, 700), (900, 700), (900, 800), (400, 800)], CORAL)
    sheet.block((520, 400), (860, 560), (245, 245, 240))
    for x in range(550, 840, 74):
        sheet.block((x, 440), (x + 46, 500), (70, 96, 120), round_by=6)
    sheet.block((640, 270), (720, 400), INK)
    sheet.area([(0, 1010), (0, 940), (470, 706), (490, 726)], (120, 98, 74))
    sheet.area([(0, 1200), (0, 960), (150, 960), (170, 1200)], (96, 80, 64))
    return jpeg(sheet.finished().transpose(Image.Transpose.ROTATE_90), orientation=6)


def proof_sheet() -> bytes:
    """A scan: grainy paper, lines of type, and a red pencil at the margin."""
    chance = chance_of(1987)
    size = SCAN[0] * SCAN[1]
    grain = Image.frombytes("L", SCAN, bytes(b & 63 for b in chance.randbytes(size)))
    marks = Image.new("L", SCAN, 0)
    pen = ImageDraw.Draw(marks)
    for row in range(24):
        _type_line(pen, chance, 110 + row * 39, last=row % 6 == 5)
    for row in (3, 11, 19):
        y = 118 + row * 39
        pen.ellipse((420, y - 26, 640, y + 26), outline=2 * SHADES, width=5)
        pen.line((640, y, 1230, y - 20, 1290, y - 44), fill=2 * SHADES, width=5)
        pen.line((1290, y - 44, 1320, y - 10, 1380, y - 52), fill=2 * SHADES, width=6)
    scan = Image.frombytes("P", SCAN, ImageChops.add(grain, marks).tobytes())
    scan.putpalette([part for colour in _scan_colours() for part in colour])
    return png(scan)


def _type_line(pen: ImageDraw.ImageDraw, chance: random.Random, y: int, *, last: bool) -> None:
    x = 150
    while x < (620 if last else 1180):
        pen.rectangle((x, y, x + 20, y + 19), outline=SHADES, width=3)
        pen.line((x + 4, y + 10, x + 16, y + 10), fill=SHADES, width=3)
        x += 28 if chance.random() > 0.08 else 50


def _scan_colours() -> list[Colour]:
    rows = (((214, 204, 184), (248, 242, 228)), ((30, 28, 28), (92, 86, 80)),
            ((176, 36, 34), (222, 84, 74)))  # fmt: skip
    return [mix(dark, light, n / SHADES) for dark, light in rows for n in range(SHADES)]
