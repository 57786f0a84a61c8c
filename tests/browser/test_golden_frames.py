"""Frames that were looked at beside their Markdown and kept; a new one has to look the same.

Compared small and blurred, so that the smoothing of letters is no difference.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from tests.browser.conftest import Open, Tab
from tests.golden_files import ACCEPT, GOLDEN

PHONE, WEB = 399, 1020  # pixels of the window: a frame of 375, and one wide enough for the web
SMALLER, BLUR = 3, 2  # of the pictures that are compared, beside the kept one
SIDES = 0.02  # by which share a side may differ: letters that another version sets wider
FAINT = 40  # of 255: a line that is missing makes more than 100
KEPT = 2  # by which a picture is smaller that is kept
QUALITY = 60  # of WebP
WHOLE = """article => {
  const frame = article.querySelector('iframe');
  frame.style.height = frame.contentDocument.documentElement.scrollHeight + 'px';
}"""
HIDE = """document.querySelector('#x iframe').contentDocument
  .querySelector('.words').style.opacity = 0"""
LOOKS = [
    *((channel, "phone", "light", "zh") for channel in ("wechat", "telegram", "x", "substack")),
    *((channel, "phone", "dark", "en") for channel in ("wechat", "telegram", "x")),
    ("wechat", "phone", "dark", "zh"), ("substack", "web", "dark", "en"),
    ("substack", "web", "light", "en"),
]  # fmt: skip


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_golden_frame(
    look: tuple[str, str, str, str], demo_pages: dict[str, Path], open_page: Open
) -> None:
    channel, view, scheme, language = look
    tab = open_page(demo_pages[language].as_uri(), WEB if view == "web" else PHONE)
    name = "-".join(look)

    assert_looks_the_same(GOLDEN / "frames" / f"{name}.webp", shot(tab, channel, view, scheme))


def shot(tab: Tab, channel: str, view: str, scheme: str) -> Image.Image:
    """The frame in its whole length."""
    article = tab.page.locator(f"#{channel}")
    article.locator(f"button[data-scheme={scheme}]").click()
    if (switch := article.locator(f"button[data-view={view}]")).count():
        switch.click()
    tab.until(
        f"[...document.querySelector('#{channel} iframe').contentDocument.images]"
        ".every(image => image.complete)"
    )
    article.evaluate(WHOLE)
    png = article.locator("iframe").screenshot(animations="disabled")
    return Image.open(io.BytesIO(png)).convert("RGB")


def assert_looks_the_same(path: Path, seen: Image.Image) -> None:
    if ACCEPT:
        path.parent.mkdir(parents=True, exist_ok=True)
        size = (seen.width // KEPT, seen.height // KEPT)
        seen.resize(size, Image.Resampling.LANCZOS).save(path, quality=QUALITY, method=6)
    kept = Image.open(path).convert("RGB")

    assert abs(kept.width - seen.width / KEPT) <= SIDES * kept.width
    assert abs(kept.height - seen.height / KEPT) <= SIDES * kept.height
    assert difference(kept, seen) <= FAINT


def difference(one: Image.Image, other: Image.Image) -> int:
    """By how much of 255 the pictures differ where they differ most."""
    size = (one.width // SMALLER, one.height // SMALLER)
    first, second = (
        image.resize(size).filter(ImageFilter.GaussianBlur(BLUR)) for image in (one, other)
    )
    return int(max(most for _, most in ImageChops.difference(first, second).getextrema()))


def test_a_missing_line_is_a_difference(demo_pages: dict[str, Path], open_page: Open) -> None:
    tab = open_page(demo_pages["en"].as_uri(), PHONE)
    whole = shot(tab, "x", "phone", "light")
    tab.page.evaluate(HIDE)

    assert difference(whole, shot(tab, "x", "phone", "light")) > FAINT
