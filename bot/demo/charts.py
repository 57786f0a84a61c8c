"""Charts of the sample's made-up figures."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from bot.demo.canvas import (
    AMBER,
    CORAL,
    GREY,
    INK,
    PAPER,
    SERIES,
    SLATE,
    TEAL,
    Colour,
    Frame,
    Sheet,
    chance_of,
    mix,
    png,
    webp,
)


def waiting() -> bytes:
    frame = Frame(across=(1, 8), upward=(0, 60))
    sheet = Sheet()
    sheet.axes(frame, "Mean wait at a crossing", [(n, f"{n} s") for n in range(0, 61, 15)])
    seconds = (48, 51, 39, 30, 22, 16, 12, 11)
    spots = [frame.at(week, value) for week, value in enumerate(seconds, 1)]
    sheet.area([frame.at(1, 0), *spots, frame.at(8, 0)], mix(PAPER, TEAL, 0.16))
    sheet.line(spots, TEAL, 5)
    for week, (spot, value) in enumerate(zip(spots, seconds, strict=True), 1):
        sheet.dot(spot, 8, TEAL)
        sheet.text((spot[0], spot[1] - 26), str(value), 20)
        sheet.text((spot[0], 656), f"week {week}", 20, GREY)
    return png(sheet.finished())


def errors() -> bytes:
    frame = Frame(upward=(0, 8000))
    sheet = Sheet()
    sheet.axes(frame, "Errors found, by proof", [(n, f"{n:,}") for n in range(0, 8001, 2000)])
    found = (("first: spelling", 6257, GREY), ("second: facts", 7545, CORAL),
             ("third: ear", 4600, AMBER))  # fmt: skip
    _bars(sheet, frame, found)
    return webp(sheet.finished())


def _bars(sheet: Sheet, frame: Frame, bars: Sequence[tuple[str, int, Colour]]) -> None:
    for n, (name, value, colour) in enumerate(bars):
        centre = (n + 0.5) / len(bars)
        left, top = frame.at(centre - 0.09, value)
        right, foot = frame.at(centre + 0.09, 0)
        sheet.block((left, top), (right, foot), colour, round_by=6)
        sheet.text(((left + right) / 2, top - 24), f"{value:,}", 22)
        sheet.text(((left + right) / 2, foot + 34), name, 22, GREY)


def latency() -> bytes:
    frame = Frame(upward=(0, 4))
    sheet = Sheet()
    sheet.axes(frame, "Seconds for one sentence: quiet, noisy", [(n, f"{n} s") for n in range(5)])
    rows = (("L-1", 1.8, 2.9), ("L-2", 0.4, 0.5), ("L-2 int8", 0.3, 0.4), ("remote", 2.6, 3.6))
    for n, (name, quiet, noisy) in enumerate(rows):
        for shift, value, colour in ((-0.075, quiet, TEAL), (0.005, noisy, CORAL)):
            x = (n + 0.5) / len(rows) + shift
            left, top = frame.at(x, value)
            right, foot = frame.at(x + 0.07, 0)
            sheet.block((left, top), (right, foot), colour, round_by=4)
            sheet.text(((left + right) / 2, top - 20), f"{value}", 20)
        sheet.text((frame.at((n + 0.5) / len(rows), 0)[0], 654), name, 22, GREY)
    return png(sheet.finished())


def scatter() -> bytes:
    frame = Frame(across=(0, 1000), upward=(60, 100))
    sheet = Sheet()
    sheet.axes(frame, "Seventeen small models", [(n, str(n)) for n in range(60, 101, 10)])
    chance = chance_of(17)
    for n in range(17):
        size = 60 + 54 * n + chance.uniform(-30, 30)
        score = 96 - 22 * math.exp(-size / 260) + chance.uniform(-9, 2)
        sheet.dot(frame.at(size, score), 9 + size / 90, SERIES[n % len(SERIES)])
    for size in range(0, 1001, 250):
        sheet.text((frame.at(size, 60)[0], 656), f"{size} MB", 20, GREY)
    return png(sheet.finished())


def arm() -> bytes:
    frame = Frame(upward=(0, 90))
    sheet = Sheet()
    sheet.axes(frame, "Five ways to lay down a king", [(n, f"{n} deg") for n in (0, 30, 60, 90)])
    for n, (power, colour) in enumerate(zip((0.5, 0.8, 1.3, 2.6, 4.0), SERIES, strict=True)):
        spots = [frame.at(t / 60, 90 * _eased(t / 60, power)) for t in range(61)]
        sheet.line(spots, colour, 7 if n == 2 else 3)
    sheet.text(frame.at(0.62, 40), "the brush stroke", 24, AMBER, "lm")
    return png(sheet.finished())


def _eased(t: float, power: float) -> float:
    return math.pow(t, power) / (math.pow(t, power) + math.pow(1 - t, max(power, 1.0)))


def buses() -> bytes:
    """A week of hours: darker is later."""
    frame = Frame(across=(5, 24), upward=(0, 7))
    sheet = Sheet()
    sheet.axes(frame, "Minutes late, by hour and weekday", [])
    chance = chance_of(58)
    for day, name in enumerate(("Sun", "Sat", "Fri", "Thu", "Wed", "Tue", "Mon")):
        sheet.text((frame.box[0] - 16, frame.at(5, day + 0.5)[1]), name, 20, GREY, "rm")
        for hour in range(5, 24):
            left, foot = frame.at(hour, day)
            right, top = frame.at(hour + 1, day + 1)
            colour = mix((244, 236, 214), (122, 22, 52), _late(name, hour, chance))
            sheet.block((left + 2, top + 2), (right - 2, foot - 2), colour, round_by=5)
    for hour in range(5, 24, 3):
        sheet.text((frame.at(hour + 0.5, 0)[0], 650), f"{hour}:00", 20, GREY)
    return png(sheet.finished())


def _late(day: str, hour: int, chance: random.Random) -> float:
    if day == "Wed" and hour == 10:
        return 0.72
    rush = math.exp(-((hour - 17.8) ** 2) / 3) + 0.6 * math.exp(-((hour - 8.2) ** 2) / 2)
    weight = {"Fri": 0.95, "Sat": 0.3, "Sun": 0.22}.get(day, 0.58)
    return min(1.0, 0.08 + weight * rush + chance.uniform(0, 0.09))


def drift() -> bytes:
    frame = Frame(across=(-1, 1), upward=(-1, 1))
    sheet = Sheet()
    sheet.axes(frame, "Thirty robots, one afternoon", [])
    chance = chance_of(30)
    for n in range(30):
        x, y = chance.uniform(-0.9, 0.9), chance.uniform(-0.9, 0.9)
        path = [(x, y)]
        for _ in range(40):
            x += 0.05 * (0.55 - x) + chance.gauss(0, 0.035)
            y += 0.05 * (-0.3 - y) + chance.gauss(0, 0.035)
            path.append((x, y))
        sheet.line([frame.at(*spot) for spot in path], SERIES[n % len(SERIES)], 2)
        sheet.dot(frame.at(*path[-1]), 6, INK)
    return png(sheet.finished())


def tides() -> bytes:
    frame = Frame(across=(0, 72), upward=(-3, 3))
    sheet = Sheet()
    sheet.axes(frame, "Water level over three days", [(n, f"{n:+d} m") for n in (-2, 0, 2)])
    for late, colour, width in ((0.0, SLATE, 6), (0.12, AMBER, 3)):
        spots = [frame.at(h / 4, _tide(h / 4 - late)) for h in range(72 * 4 + 1)]
        sheet.line(spots, colour, width)
    for hour in range(0, 73, 12):
        sheet.text((frame.at(hour, -3)[0], 654), f"{hour} h", 20, GREY)
    return webp(sheet.finished())


def _tide(hour: float) -> float:
    return 1.9 * math.cos(math.tau * hour / 12.42) + 0.6 * math.cos(math.tau * hour / 24.84)
