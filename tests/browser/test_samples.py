"""The preview of sites that are not the corpus: a Hugo bundle, and a vault with thirty pictures."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.preview import LARGEST
from tests.browser.conftest import PRESSRUN, Open, run
from tests.browser.test_preview import BROKEN
from tests.sites.lay_out import lay_out, wanted_of

THIRTY = 30
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
SHOWN = """() => [...document.querySelectorAll('iframe')].map(frame => [
  frame.closest('article').id,
  new Set([...frame.contentDocument.images].map(image => image.dataset.source)).size])"""


def make_noisy(site: Path) -> None:
    """In the place of each picture one that hardly shrinks, as a phone's photo of leaves."""
    noise = Image.effect_noise((750, 500), 140)
    for turn, path in enumerate(sorted(site.rglob("*.*"))):
        if path.suffix not in PICTURES:
            continue
        turned = Image.merge("RGB", (noise, noise.rotate(7 * turn + 1), noise.rotate(90)))
        made = io.BytesIO()
        turned.save(made, "JPEG", quality=92)
        path.write_bytes(made.getvalue())


@pytest.mark.parametrize("name", ["hugo-english", "obsidian-mixed"])
def test_a_sample_is_shown_whole(name: str, tmp_path: Path, open_page: Open) -> None:
    path = lay_out(name, tmp_path / "site")[-1]
    pictures = len(set(wanted_of(name, path).figures))
    if pictures == THIRTY:
        make_noisy(tmp_path / "site")
    run([str(PRESSRUN), "preview", str(path), "--out", str(tmp_path)])
    page = tmp_path / "index.html"

    tab = open_page(page.as_uri(), 375, 812)
    tab.until(f"({BROKEN})().every(count => count === 0)")

    shown = dict(tab.page.evaluate(SHOWN))
    assert [shown[channel] for channel in ("wechat", "telegram", "substack")] == [
        pictures + 1,  # the title's card
        pictures,
        pictures,
    ]
    assert (tab.requests, tab.complaints) == ([page.as_uri()], [])
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.stat().st_size <= LARGEST
    assert pictures < THIRTY or page.stat().st_size > LARGEST / 2  # or the noise tells nothing
