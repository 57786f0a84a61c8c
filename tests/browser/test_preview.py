"""The preview page in a real browser: it loads nothing and shows every picture and place."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Open

BROKEN = """() => [...document.querySelectorAll('iframe')].map(frame =>
  [...frame.contentDocument.images].filter(image => !image.naturalWidth).length)"""
MARKED = """() => [...document.querySelectorAll('iframe')].filter(frame => {
  const box = frame.contentDocument.querySelector('.flash')?.getBoundingClientRect();
  return box && box.height > 12 && box.bottom > 0 && box.top < frame.contentWindow.innerHeight;
}).map(frame => frame.closest('article').id)"""
# Words of a frame that no reader sees: without a size, transparent, or cut off by what holds them.
HIDDEN = """() => [...document.querySelectorAll('iframe')].map(frame => {
  const page = frame.contentDocument, hidden = new Set();
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = page.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect(), look = getComputedStyle(node.parentElement);
    let seen = box.width && box.height && look.visibility === 'visible';
    for (let up = node.parentElement; up && up !== page.body; up = up.parentElement) {
      const style = getComputedStyle(up), edge = up.getBoundingClientRect();
      const cuts = ['hidden', 'clip'].includes(style.overflowX) &&
        (box.bottom > edge.bottom + 3 || box.right > edge.right + 3);
      if (cuts || Number(style.opacity) === 0) seen = false;
    }
    if (node.data.trim() && !seen) hidden.add(node.parentElement.className);
  }
  for (const image of page.images) {
    const box = image.getBoundingClientRect();
    if (box.width < 16 || box.height < 16) hidden.add(image.outerHTML);
  }
  return [frame.closest('article').id, [...hidden].sort()];
})"""
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
    tab.page.locator("details.group:has(button.place) > summary").first.click()
    tab.page.locator("button.place:visible").first.click()

    tab.until(f"({SCROLLED})().some(Boolean)")


def test_a_place_in_the_text_is_shown_by_each_channel_that_meets_the_problem(
    demo_pages: dict[str, Path], open_page: Open
) -> None:
    page = open_page(demo_pages["en"].as_uri()).page
    shown = {}
    for button in page.locator("button.place").all():
        code = button.evaluate("node => node.closest('details').querySelector('code').textContent")
        button.evaluate("node => node.click()")
        shown[code] = page.evaluate(MARKED)

    assert shown == {
        "table-as-rows": ["telegram", "substack"],  # which make lines of it
        "footnotes-listed": ["telegram"],
        "style-plain": ["wechat", "telegram", "substack"],  # X, which it is about, left it out
    }


def test_nothing_in_a_frame_is_hidden_that_would_be_sent(
    previews: list[Path], open_page: Open
) -> None:
    """With the tests that compare every text and picture of a frame with the edition's parts."""
    for path in previews:
        tab = open_page(path.as_uri())
        tab.until(f"({BROKEN})().every(count => count === 0)")
        hidden = dict(tab.page.evaluate(HIDDEN))
        assert set(hidden.pop("x")) <= {"address", "unseen"}  # X shows how an address begins
        assert hidden == {"wechat": [], "telegram": [], "substack": []}


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
    tab.page.locator("details.group:has(button.place) > summary").first.focus()
    tab.page.keyboard.press("Enter")
    tab.page.locator("button.place:visible").first.focus()
    tab.page.keyboard.press("Enter")
    tab.until(f"({SCROLLED})().some(Boolean)")

    tab.page.locator("#x button[data-scheme=dark]").focus()
    tab.page.keyboard.press("Space")
    assert tab.page.get_attribute("#x", "data-scheme") == "dark"
    tab.page.locator(".skip").focus()
    tab.page.keyboard.press("Enter")
    assert tab.page.url.endswith("#frames")
