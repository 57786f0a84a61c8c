"""What WeChat's dark mode makes of an article's colours, and how well its words can be read then.

A model of the published converter: github.com/wechatjs/mp-darkmode, principle.md and src/modules.
Only solid colours are modelled, and themes have no others. Backgrounds: greys and near-whites are
turned round, other light ones darkened to a brightness of 190, very dark ones lightened. Words: the
near-white stay, and those too close to their background in brightness move away from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.wechat.theme import Theme

Colour = tuple[float, float, float]  # red, green and blue, 0 to 255

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
PAPER, NIGHT = WHITE, (25.0, 25.0, 25.0)  # behind an article by day, and in dark mode (#191919)
INK = (25.0, 25.0, 25.0)  # words without a colour, by day
NEAR_WHITE = 250  # brightness, as the three below
BRIGHTEST_BACKGROUND = 190
BRIGHT_BACKGROUND = 100
LEAST_DISTANCE = 65
LIGHT_GREY, DARKEST = 0.40, 0.22  # lightness

INSIDE = ("strong", "em", "sup", "code", "mark", "a")
TOKENS = ("keyword", "name", "string", "number", "comment")
HOLDERS: Mapping[str, tuple[str, ...]] = {
    "root": INSIDE,
    "h1": (),
    "h2": (),
    "h3": (),
    "h4": (),
    "block": INSIDE,
    "quote": INSIDE,
    "callout": INSIDE,
    "caption": (),
    "pre": TOKENS,
    "th": (),
    "td": INSIDE,
    "notes": (),
}

_COLOUR = re.compile(
    r"#([0-9a-f]{3}|[0-9a-f]{6})\b|rgb\((\d+)[, ]+(\d+)[, ]+(\d+)\)", re.IGNORECASE
)
_NAMED = {"white": WHITE, "black": BLACK, "red": (255.0, 0.0, 0.0), "gray": (128.0, 128.0, 128.0)}


@dataclass(frozen=True, slots=True)
class Reading:
    """Contrasts of the words of a place with what is behind them, 1 to 21."""

    place: str
    day: float
    night: float


def readings(theme: Theme) -> Iterator[Reading]:
    """Of every place that holds words, and of what stands within it (`quote strong`)."""
    root = _Look(colour_of(theme.full.get("root", ""), "color") or INK, PAPER, NIGHT)
    for holder, inside in HOLDERS.items():
        outer = root.within(theme.full.get(holder, ""))
        yield outer.reading(holder)
        for place in inside:
            yield outer.within(theme.full.get(place, "")).reading(f"{holder} {place}")


@dataclass(frozen=True, slots=True)
class _Look:
    words: Colour
    day: Colour
    night: Colour

    def within(self, css: str) -> _Look:
        back = colour_of(css, "background") or colour_of(css, "background-color")
        night = dark_background(back) if back else self.night
        return _Look(colour_of(css, "color") or self.words, back or self.day, night)

    def reading(self, place: str) -> Reading:
        night = contrast(dark_words(self.words, self.night), self.night)
        return Reading(place, contrast(self.words, self.day), night)


def colour_of(css: str, name: str) -> Colour | None:
    """The colour that a style gives to one of its properties; None where it gives none."""
    for declaration in reversed(css.split(";")):
        key, _, value = declaration.partition(":")
        if key == name:
            return parse(value)
    return None


def parse(value: str) -> Colour | None:
    """A CSS colour, or the one within a shorthand; None for what is not solid or not known."""
    found = _COLOUR.search(value)
    if found is None:
        return next((rgb for word, rgb in _NAMED.items() if word in value.split()), None)
    if found[1] is None:
        return float(found[2]), float(found[3]), float(found[4])
    digits = found[1] if len(found[1]) > 3 else "".join(digit * 2 for digit in found[1])
    red, green, blue = bytes.fromhex(digits)
    return float(red), float(green), float(blue)


def dark_background(colour: Colour) -> Colour:
    hue, lightness, saturation = _hls(colour)
    bright = brightness(colour)
    if (saturation == 0 and lightness > LIGHT_GREY) or bright > NEAR_WHITE:
        return _rgb(0, min(1.0, 1 + _hls(NIGHT)[1] - lightness), 0)
    if bright > BRIGHTEST_BACKGROUND:
        return _scaled(colour, BRIGHTEST_BACKGROUND)
    return _rgb(hue, DARKEST, saturation) if lightness < DARKEST else colour


def dark_words(colour: Colour, behind: Colour) -> Colour:
    """`behind` is the background as dark mode has made it."""
    back, bright = brightness(behind), brightness(colour)
    if bright >= NEAR_WHITE or abs(back - bright) >= LEAST_DISTANCE:
        return colour
    hue, lightness, saturation = _hls(colour)
    if back >= BRIGHT_BACKGROUND:
        if lightness > 0.9 - LIGHT_GREY:
            return dark_words(_rgb(hue, 0.9 - lightness, saturation), behind)
        return _scaled(colour, back - LEAST_DISTANCE)
    if lightness <= LIGHT_GREY:
        return dark_words(_rgb(hue, 0.9 - lightness, saturation), behind)
    return _scaled(colour, back + LEAST_DISTANCE)


def brightness(colour: Colour) -> float:
    """As the W3C's first note on colours weighs it, 0 to 255."""
    red, green, blue = colour
    return (red * 299 + green * 587 + blue * 114) / 1000


def contrast(one: Colour, other: Colour) -> float:
    """As WCAG 2 measures it, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    parts = (share / 255 for share in colour)
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _scaled(colour: Colour, target: float) -> Colour:
    """The colour at another brightness; what one part cannot give, green gives."""
    ratio = target / (brightness(colour) or 1)
    red, green, blue = (min(255.0, part * ratio) for part in colour)
    if green == 0 or 255 in (red, blue):
        green = (target * 1000 - red * 299 - blue * 114) / 587
    elif red == 0:
        red = (target * 1000 - green * 587 - blue * 114) / 299
    elif blue == 0 or green == 255:
        blue = (target * 1000 - red * 299 - green * 587) / 114
    return _bounded(red), _bounded(green), _bounded(blue)


def _bounded(part: float) -> float:
    return min(255.0, max(0.0, part))


def _hls(colour: Colour) -> tuple[float, float, float]:
    red, green, blue = colour
    return rgb_to_hls(red / 255, green / 255, blue / 255)


def _rgb(hue: float, lightness: float, saturation: float) -> Colour:
    red, green, blue = hls_to_rgb(hue, lightness, saturation)
    return red * 255, green * 255, blue * 255
