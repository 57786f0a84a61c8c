"""The preview page in a real browser: it loads nothing and shows every picture and place."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Open

BROKEN = """() => [...document.querySelectorAll('iframe')].map(frame =>
  [...frame.contentDocument.images].filter(image => !image.naturalWidth).length)"""
SCROLLED = """() => [...document.querySelectorAll('iframe')].map(frame =>
  frame.contentWindow.scrollY > 0 && !!frame.contentDocument.querySelector('.flash'))"""

GROUND = """channel => getComputedStyle(
  document.querySelector(`#${channel} iframe`).contentDocument.body).backgroundColor"""


def test_the_page_loads_nothing_and_complains_of_nothing(
    previews: list[Path], open_page: Open
) -> None:
    for path in previews:
        tab = open_page(path.as_uri())
        assert (tab.requests, tab.complaints) == ([path.as_uri()], [])


def test_every_picture_of_every_frame_is_seen(previews: list[Path], open_page: Open) -> None:
    for path in previews:
        tab = open_page(path.as_uri())
        tab.until(f"({BROKEN})().every(count => count === 0)")
        assert tab.page.evaluate(BROKEN) == [0, 0, 0, 0]


def test_a_problem_leads_to_its_place(previews: list[Path], open_page: Open) -> None:
    tab = open_page(previews[0].as_uri())
    tab.page.locator("button.place").first.click()

    tab.until(f"({SCROLLED})().some(Boolean)")


@pytest.mark.parametrize("width", [375, 1440])
def test_nothing_scrolls_sideways(previews: list[Path], open_page: Open, width: int) -> None:
    for path in previews:
        page = open_page(path.as_uri(), width, 812).page
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_frame_turns_dark_and_wide(previews: list[Path], open_page: Open) -> None:
    page = open_page(previews[0].as_uri()).page
    for channel in ("wechat", "telegram", "x", "substack"):
        light = page.evaluate(GROUND, channel)
        page.locator(f"#{channel} button[data-scheme=dark]").click()
        assert page.evaluate(GROUND, channel) != light
    before = page.locator("#substack iframe").bounding_box()
    page.locator("#substack button[data-view=web]").click()
    after = page.locator("#substack iframe").bounding_box()
    assert before and after
    assert after["width"] > 2 * before["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(previews: list[Path], open_page: Open, scheme: str) -> None:
    """What axe-core calls serious is left to nobody; it needs its own script in the page."""
    for path in previews:
        page = open_page(path.as_uri(), bypass_csp=True, color_scheme=scheme).page
        found = Axe().run(page).response["violations"]
        assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []


def test_the_keyboard_reaches_places_and_switches(previews: list[Path], open_page: Open) -> None:
    tab = open_page(previews[0].as_uri())
    tab.page.locator("button.place").first.focus()
    tab.page.keyboard.press("Enter")
    tab.until(f"({SCROLLED})().some(Boolean)")

    tab.page.locator("#x button[data-scheme=dark]").focus()
    tab.page.keyboard.press("Space")
    assert tab.page.get_attribute("#x", "data-scheme") == "dark"
    tab.page.locator(".skip").focus()
    tab.page.keyboard.press("Enter")
    assert tab.page.url.endswith("#frames")
