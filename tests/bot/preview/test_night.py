"""An article's colours in dark mode, as rules beside the markup that is sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml.html import fragment_fromstring, tostring

from bot.preview.night import Sheet, darken
from tests.bot.preview.pages import article, shown

INK = "rgb(25 25 25)"  # words without a colour of their own
BOX = "rgb(201 191 154)"  # #fff3c4, brought down to a brightness of 190


def darkened(markup: str) -> tuple[str, dict[str, str]]:
    root, sheet = fragment_fromstring(markup), Sheet()
    darken(root, sheet)
    return tostring(root, encoding="unicode"), {name: css for css, name in sheet.classes.items()}


@pytest.mark.parametrize(
    ("style", "css"),
    [
        ("color:#333", "color: rgb(178 178 178) !important"),
        ("color: WHITE", "color: rgb(255 255 255) !important"),
        ("border-left:3px solid #069", "border-left-color: rgb(51 187 255) !important"),
        ("border-color:#333", "border-color: rgb(178 178 178) !important"),
        ("background:#fff3c4", f"color: {INK} !important; background-color: {BOX} !important"),
    ],
)  # fmt: skip
def test_a_colour_gets_a_rule_and_the_markup_keeps_its_style(style: str, css: str) -> None:
    markup, rules = darkened(f'<p style="{style}">a</p>')

    assert markup == f'<p style="{style}" class="n1">a</p>'
    assert rules == {"n1": css}


@pytest.mark.parametrize("style", ["margin:1em", "border:0", "color:hsl(1 2% 3%)", ""])
def test_what_has_no_solid_colour_has_no_rule(style: str) -> None:
    assert darkened(f'<p style="{style}">a</p>') == (f'<p style="{style}">a</p>', {})


def test_words_are_seen_against_the_ground_they_stand_on() -> None:
    _, rules = darkened('<p style="color:#333">a <span style="background:#fff3c4">b</span></p>')

    assert rules == {
        "n1": "color: rgb(178 178 178) !important",
        "n2": f"color: rgb(51 51 51) !important; background-color: {BOX} !important",
    }


def test_a_colour_that_is_said_again_within_is_turned_again() -> None:
    markup, _ = darkened('<h3 style="color:#069">a <strong style="color:#069">b</strong></h3>')

    assert re.findall(r'class="(\w+)"', markup) == ["n1", "n1"]


def test_a_frame_has_the_rules_for_the_dark_alone(tmp_path: Path) -> None:
    page = shown(article('<p style="color:#333">a</p>'), tmp_path)

    css = page.frames["wechat"].find(".//style").text
    assert ':root[data-scheme="dark"] .n1 { color: rgb(178 178 178) !important }' in css
