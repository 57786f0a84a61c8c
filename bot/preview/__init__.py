"""The page of four frames: an issue as each channel will show it, as one file that loads nothing.

What a frame shows is the edition itself, never the document again. The page carries no script;
each frame is a sandboxed document of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.app import Rendered

LARGEST = 6_000_000  # bytes: what still opens at once from a mail or on a phone
SCALES = (1.0, 0.75, 0.5, 0.35, 0.25)  # of the pictures, tried until the page is small enough


def write_page(rendered: Rendered, out: Path, *, plan: str = "") -> Path:
    """Write `out`/index.html, making the folder; returns the page's path."""
    page = out / "index.html"
    out.mkdir(parents=True, exist_ok=True)
    page.write_bytes(page_of(rendered, plan=plan))
    return page


def page_of(rendered: Rendered, *, plan: str = "") -> bytes:
    """The page itself, with its pictures as small as it takes."""
    for made in _pages(rendered, plan):  # the last one stands when none is small enough
        if len(made) <= LARGEST:
            break
    return made


def _pages(rendered: Rendered, plan: str) -> Iterator[bytes]:
    from bot.preview.page import view
    from bot.preview.pictures import Thumbnails
    from bot.preview.templates import fill

    thumbnails = Thumbnails(rendered.blobs)
    for scale in SCALES:
        shown = view(rendered, plan, thumbnails.at(scale))
        yield fill("page.html.j2", shown.labels, page=shown).encode()
