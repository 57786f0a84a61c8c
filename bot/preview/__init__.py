"""The page of four frames: an issue as each channel will show it, as one file that loads nothing.

What a frame shows is the edition itself, never the document again. Each frame is a sandboxed
document without scripts; the page's own script, which its policy names by hash, gives them their
pictures, so that each picture is in the file once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.app import Rendered
    from bot.preview.timetable import Planned

LARGEST = 6_000_000  # bytes: what still opens at once from a mail or on a phone
SCALES = (1.0, 0.75, 0.5, 0.35, 0.25)  # of the pictures, tried until the page is small enough


def write_page(rendered: Rendered, out: Path, planned: Planned | None = None) -> Path:
    """Write `out`/index.html, making the folder; returns the page's path."""
    page = out / "index.html"
    out.mkdir(parents=True, exist_ok=True)
    page.write_bytes(page_of(rendered, planned))
    return page


def page_of(rendered: Rendered, planned: Planned | None = None) -> bytes:
    """The page itself, with its pictures as small as it takes."""
    from bot.preview.page import view, with_kit
    from bot.preview.pictures import thumbnails_of
    from bot.preview.templates import fill_page, with_pictures
    from bot.preview.timetable import Planned

    thumbnails = thumbnails_of(rendered)
    shown = view(rendered, planned or Planned(), thumbnails)
    page = fill_page(with_kit(shown, rendered, thumbnails))
    for scale in SCALES:  # the last one stands when none is small enough
        made = with_pictures(page, thumbnails.uris(scale)).encode()
        if len(made) <= LARGEST:
            break
    return made
