"""Diagrams of how things hang together."""

from __future__ import annotations

import math

from bot.demo.canvas import (
    AMBER,
    CORAL,
    GREY,
    INK,
    PALE,
    PAPER,
    SLATE,
    TEAL,
    Colour,
    Sheet,
    chance_of,
    mix,
    png,
)


def crossing() -> bytes:
    sheet = Sheet()
    sheet.text((110, 48), "Who steps back", 28, anchor="lm")
    sheet.block((60, 270), (1220, 450), (232, 228, 218))
    sheet.block((540, 120), (740, 270), (232, 228, 218))
    sheet.text((640, 150), "bay", 22, GREY)
    _truck(sheet, 300, TEAL, "loaded")
    _truck(sheet, 860, CORAL, "empty")
    sheet.arrow((420, 360), (520, 360), TEAL)
    sheet.line(((850, 360), (700, 360), (660, 320)), CORAL, 4)
    sheet.arrow((660, 320), (642, 190), CORAL)
    sheet.text((640, 540), "twelve metres ahead, nothing else", 24, GREY)
    sheet.arrow((420, 580), (300, 580), PALE, 3)
    sheet.arrow((860, 580), (980, 580), PALE, 3)
    return png(sheet.finished())


def _truck(sheet: Sheet, left: float, colour: Colour, name: str) -> None:
    sheet.block((left, 312), (left + 110, 408), colour, round_by=14)
    sheet.block((left + 18, 330), (left + 92, 390), mix(colour, PAPER, 0.75), round_by=8)
    sheet.text((left + 55, 430), name, 20)


def till() -> bytes:
    """On a transparent ground."""
    sheet = Sheet(1000, 620, None)
    parts = (("microphone", TEAL), ("model", CORAL), ("ledger", AMBER), ("printer", SLATE))
    for n, (name, colour) in enumerate(parts):
        left = 30 + n * 245
        sheet.block((left, 210), (left + 200, 390), colour, round_by=26)
        sheet.text((left + 100, 300), name, 27, PAPER)
        if n:
            sheet.arrow((left - 42, 300), (left - 4, 300), INK)
    sheet.line(((865, 390), (865, 500), (130, 500), (130, 400)), GREY, 4)
    sheet.text((500, 530), "say it again", 26, GREY)
    return png(sheet.finished())


def lamps() -> bytes:
    sheet = Sheet(ground=(24, 32, 48))
    chance = chance_of(1600)
    spots = [(chance.uniform(60, 1220), chance.uniform(60, 660)) for _ in range(190)]
    for spot in spots:
        for other in sorted(spots, key=lambda o, s=spot: math.dist(o, s))[1:3]:  # type: ignore[misc]
            sheet.line((spot, other), (58, 74, 100), 1.5)
    for x, y in spots:
        rain = math.exp(-(((x - 820) / 260) ** 2 + ((y - 300) / 190) ** 2))
        sheet.dot((x, y), 3 + 15 * rain, mix((120, 140, 170), (92, 200, 240), rain))
    return png(sheet.finished())
