"""An article's own colours in WeChat's dark mode, as rules of the frame's style sheet.

The markup stays as it is sent; an element whose colours change gets a class beside its style.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from adapters.wechat.dark import INK, NIGHT, Colour, dark_background, dark_words, parse

BACKGROUNDS = frozenset({"background", "background-color"})
SIDES = ("border", "border-top", "border-right", "border-bottom", "border-left")
BORDERS = frozenset({*SIDES, *(f"{side}-color" for side in SIDES)})


@dataclass(slots=True)
class Sheet:
    """Rules by the class that brings them about; equal ones are one."""

    classes: dict[str, str] = field(default_factory=dict)

    def name(self, css: str) -> str:
        return self.classes.setdefault(css, f"n{len(self.classes) + 1}")

    @property
    def css(self) -> Markup:
        """Colours as numbers and names of properties, all of them written here."""
        rules = [
            f':root[data-scheme="dark"] .{name} {{ {css} }}' for css, name in self.classes.items()
        ]
        return Markup("\n".join(rules))  # noqa: S704


@dataclass(frozen=True, slots=True)
class Ground:
    """The words of a place by day, and what is behind them at night."""

    words: Colour = INK
    behind: Colour = NIGHT


def darken(node: Any, sheet: Sheet, ground: Ground | None = None) -> None:
    """Name the elements of an article by what becomes of their colours."""
    ground = ground or Ground()
    styled = dict(_declarations(node.get("style") or ""))
    backs = [colour for name in BACKGROUNDS & styled.keys() if (colour := parse(styled[name]))]
    words = parse(styled.get("color", "")) or ground.words
    own = Ground(words, dark_background(backs[-1]) if backs else ground.behind)
    restated = own != ground or parse(styled.get("color", "")) is not None
    css = "; ".join(_changed(styled, own, restated=restated))
    if css:
        node.set("class", sheet.name(css))
    for child in node:
        darken(child, sheet, own)


def _declarations(css: str) -> Iterator[tuple[str, str]]:
    for piece in css.split(";"):
        name, _, value = piece.partition(":")
        yield name.strip().lower(), value.strip().lower()


def _changed(styled: dict[str, str], own: Ground, *, restated: bool) -> Iterator[str]:
    """Declarations for the dark. Words stand anew wherever they or their ground change."""
    if restated:
        yield f"color: {_rgb(dark_words(own.words, own.behind))} !important"
    for name, value in styled.items():
        colour = parse(value)
        if colour is None:
            continue
        if name in BACKGROUNDS:
            yield f"background-color: {_rgb(dark_background(colour))} !important"
        elif name in BORDERS:  # lines are treated as words are
            line = _rgb(dark_words(colour, own.behind))
            yield f"{name.removesuffix('-color')}-color: {line} !important"


def _rgb(colour: Colour) -> str:
    return "rgb({} {} {})".format(*(round(part) for part in colour))
