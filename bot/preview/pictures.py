"""Pictures of the page: each is embedded once, scaled down, whichever frames show it.

A frame names a picture by its key; the page's own script puts the picture there.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.base import Media
from content.defaults import cover

if TYPE_CHECKING:
    from PIL.Image import Image as Raster

    from bot.app import Rendered

WIDE = 750  # pixels: a phone's 375 at two for one
SMALL = 96  # pixels: the picture in the ledger as the author made it
TALLEST = 4 * WIDE
QUALITY = 75
KEY = 16  # characters of the hash that name a picture within a page
WHITE = (255, 255, 255)
FORMATS = "PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as a frame shows it; `key` is "" when its bytes could not be read.

    `sha256` names the bytes that will be sent; `width` and `height` are theirs, in pixels.
    """

    key: str
    alt: str
    width: int
    height: int
    source: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """The pictures that a page's frames ask for, by keys that stay while the bytes stay.

    `blobs` are bytes by sha256. Conversions of one source for several channels look the same, so
    one of them stands for all, unless its shape differs. `shrunk` keeps what was scaled down, for
    a page that is made again and again. `cover` is the source of the picture that services show
    with a link to the issue.
    """

    blobs: Mapping[str, bytes]
    shrunk: dict[str, bytes] = field(default_factory=dict)
    cover: str = ""
    _chosen: dict[tuple[str, float], str] = field(default_factory=dict)

    def image(self, media: Media) -> Image:
        """The picture of a part; it is part of the page from now on."""
        look = (media.source or media.sha256, round(media.width / max(1, media.height), 2))
        sha256 = self._chosen.setdefault(look, media.sha256)
        if sha256 not in self.shrunk:
            self.shrunk[sha256] = self._raster(sha256)
        key = sha256[:KEY] if self.shrunk[sha256] else ""
        return Image(key, media.alt, media.width, media.height, media.source, media.sha256)

    def _raster(self, sha256: str) -> bytes:
        try:
            return shrink(self.blobs[sha256], WIDE) if sha256 in self.blobs else b""
        except UNREADABLE:
            return b""

    def uris(self, scale: float = 1.0) -> dict[str, str]:
        """The pictures asked for as data URIs, by key, at a share of their widths."""
        rasters = {sha256: self.shrunk[sha256] for sha256 in self._chosen.values()}
        return {
            sha256[:KEY]: data_uri(raster if scale == 1.0 else shrink(raster, round(WIDE * scale)))
            for sha256, raster in rasters.items()
            if raster
        }


def thumbnails_of(rendered: Rendered, shrunk: dict[str, bytes] | None = None) -> Thumbnails:
    """Those of a page; `shrunk` is what an earlier state of it has scaled down already."""
    kept = {} if shrunk is None else shrunk
    return Thumbnails(rendered.blobs, kept, cover(rendered.issue) or "")


UNREADABLE = OSError, ValueError, SyntaxError  # what Pillow raises for bytes it cannot read


def shrink(source: bytes, width: int) -> bytes:
    """A JPEG at most `width` pixels wide, on white. Raises what `UNREADABLE` lists."""
    from PIL import Image as Pillow

    with Pillow.open(io.BytesIO(source), formats=FORMATS) as opened:
        opened.draft("RGB", (width, TALLEST))
        raster = _on_white(opened)
    raster.thumbnail((width, TALLEST))
    made = io.BytesIO()
    raster.save(made, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return made.getvalue()


def _on_white(opened: Raster) -> Raster:
    from PIL import Image as Pillow

    if not opened.has_transparency_data:
        return opened.convert("RGB")
    layered = opened.convert("RGBA")
    paper = Pillow.new("RGB", layered.size, WHITE)
    paper.paste(layered, mask=layered.getchannel("A"))
    return paper


def data_uri(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
