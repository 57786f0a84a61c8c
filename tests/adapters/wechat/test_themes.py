"""Themes: files that css-inline reads as we do, and colours that survive dark mode."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from adapters.wechat.dark import (
    NIGHT,
    Colour,
    brightness,
    colour_of,
    contrast,
    dark_background,
    dark_words,
    parse,
    readings,
)
from adapters.wechat.own_css import _inlined
from adapters.wechat.stylesheet import PLACES, Declaration, places, rules
from adapters.wechat.theme import FOLDER, THEMES, theme, theme_css
from tests.adapters.wechat.linter import FORBIDDEN_CSS

QUIET = frozenset({"caption", "notes", "pre comment", "quote mark"})  # small print, and a marker
ROOT = Path(__file__).resolve().parents[3]

by_theme = pytest.mark.parametrize("name", THEMES)


def test_every_file_of_the_folder_is_a_theme() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.css")) == sorted(THEMES)


def test_the_wheel_holds_the_folder() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]

    assert "adapters" in build["build"]["targets"]["wheel"]["packages"]
    assert FOLDER.relative_to(ROOT).parts[0] == "adapters"
    assert "css" not in (ROOT / ".gitignore").read_text(encoding="utf-8")


@by_theme
def test_a_theme_means_in_a_browser_what_it_means_here(name: str) -> None:
    ours = {place: set(found) for place, found in places(theme_css(name)).items()}

    inlined = {place: set(found) for place, found in _inlined(theme_css(name)).items()}

    assert without_lines(inlined) == without_lines(ours)


def without_lines(found: dict[str, set[Declaration]]) -> dict[str, set[str]]:
    return {place: set(map(str, declarations)) for place, declarations in found.items()}


@by_theme
def test_a_theme_styles_nothing_in_a_way_that_wechat_forbids(name: str) -> None:
    styles = [*theme(name).full.values(), *theme(name).lean.values()]

    assert FORBIDDEN_CSS.findall(";".join(styles)) == []


@by_theme
def test_words_can_be_read_by_day_and_in_dark_mode(name: str) -> None:
    found = list(readings(theme(name)))

    assert {one.place for one in found} >= {"root", "quote strong", "pre keyword", "td code"}
    assert [one for one in found if one.place not in QUIET and min(one.day, one.night) < 4.5] == []
    assert [one for one in found if min(one.day, one.night) < 3] == []


@by_theme
@pytest.mark.parametrize("place", ["quote", "callout", "pre", "th", "td", "code"])
def test_no_box_shines_in_dark_mode(name: str, place: str) -> None:
    back = colour_of(theme(name).full.get(place, ""), "background")

    assert back is None or brightness(dark_background(back)) < 60


@by_theme
def test_a_plainer_heading_can_be_read_too(name: str) -> None:
    for place in ("h1", "h2", "h3", "h4"):
        words = colour_of(theme(name).lean.get(place, ""), "color")
        assert words is None or contrast(words, (255, 255, 255)) >= 4.5
        assert "background" not in theme(name).lean.get(place, "")


# --- the model of dark mode ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "night"),
    [
        ((255, 255, 255), (25, 25, 25)),  # white paper turns into the night
        ((247, 247, 247), (33, 33, 33)),  # so does a pale grey
        ((153, 51, 0), (153, 51, 0)),  # a strong colour stays
        ((0, 0, 60), (0, 0, 112)),  # what is almost black is lifted
    ],
)
def test_a_background_in_dark_mode(day: Colour, night: Colour) -> None:
    assert [round(part) for part in dark_background(day)] == list(night)


def test_a_pale_tint_keeps_shining() -> None:
    assert round(brightness(dark_background((240, 246, 250)))) == 190


@pytest.mark.parametrize(
    ("day", "night"),
    [
        ((51, 51, 51), (178, 178, 178)),  # dark grey turns round
        ((255, 255, 255), (255, 255, 255)),  # white stays
        ((118, 118, 118), (118, 118, 118)),  # what is far enough from the night stays
    ],
)
def test_words_in_dark_mode(day: Colour, night: Colour) -> None:
    assert [round(part) for part in dark_words(day, NIGHT)] == list(night)


def test_words_too_close_to_a_bright_box_are_darkened() -> None:
    box = (190.0, 190.0, 190.0)

    assert round(brightness(dark_words((180, 180, 180), box))) <= 125


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        ("#069", (0, 102, 153)),
        ("1px solid #AABBCC", (170, 187, 204)),
        ("rgb(1,2,3)", (1, 2, 3)),
        ("white", (255, 255, 255)),
        ("rebeccapurple", None),
        ("#06980", None),
    ],
)
def test_a_colour_is_read(value: str, colour: Colour | None) -> None:
    assert parse(value) == colour


# --- style sheets -------------------------------------------------------------------------------


def test_rules_have_their_lines() -> None:
    css = "/* a\n */\nh1,\nh2 {\n  color: #069; margin: 1px  2px;\n  border:0\n}\nem{color:red}"

    found = [(rule.selectors, rule.line, rule.declarations) for rule in rules(css)]

    assert found == [
        (
            ("h1", "h2"),
            3,
            (
                Declaration("color", "#069", 5),
                Declaration("margin", "1px 2px", 5),
                Declaration("border", "0", 6),
            ),
        ),
        (("em",), 8, (Declaration("color", "red", 8),)),
    ]


def test_a_theme_uses_known_selectors_alone() -> None:
    with pytest.raises(KeyError):
        places("h7 { color: red }")
    assert len(set(PLACES.values())) == len(PLACES)
