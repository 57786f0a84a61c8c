"""Pictures of the page: scaled down, embedded as data URIs, kept while the page is made."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from adapters.base import Media

if TYPE_CHECKING:
    from PIL.Image import Image as Raster

Box = tuple[float, float, float, float]  # left, top, right, bottom, as shares of the sides

WIDE = 750  # pixels: a phone's 375 at two for one
TALLEST = 4 * WIDE
QUALITY = 75
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
WHITE = (255, 255, 255)
_FORMATS = "PNG", "JPEG", "GIF", "WEBP"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as a frame shows it; `uri` is "" when its bytes could not be read."""

    uri: str
    alt: str
    width: int
    height: int
    source: str


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """Pictures by the sha256 of their bytes, at a share of the widths asked for."""

    blobs: Mapping[str, bytes]
    scale: float = 1.0
    _rasters: dict[str, bytes] = field(default_factory=dict)
    _made: dict[tuple[str, int, Box], str] = field(default_factory=dict)

    def at(self, scale: float) -> Thumbnails:
        """The same pictures at another scale."""
        return replace(self, scale=scale)

    def image(self, media: Media, width: int = WIDE, box: Box = WHOLE) -> Image:
        """A picture at most `width` pixels wide, or what a crop leaves of it."""
        uri = self._uri(media.sha256, max(1, round(width * self.scale)), box)
        return Image(uri, media.alt, media.width, media.height, media.source)

    def _uri(self, sha256: str, width: int, box: Box) -> str:
        key = sha256, width, box
        if key not in self._made:
            self._made[key] = self._encoded(sha256, width, box)
        return self._made[key]

    def _encoded(self, sha256: str, width: int, box: Box) -> str:
        if sha256 not in self.blobs:
            return ""
        try:
            return _data_uri(_jpeg(self._base(sha256), width, box, QUALITY))
        except (OSError, ValueError, SyntaxError):  # what Pillow raises for bytes it cannot read
            return ""

    def _base(self, sha256: str) -> bytes:
        """The picture at the largest size any frame wants: the original is decoded once."""
        if sha256 not in self._rasters:
            self._rasters[sha256] = _jpeg(self.blobs[sha256], WIDE, WHOLE, quality=90)
        return self._rasters[sha256]


def _jpeg(source: bytes, width: int, box: Box, quality: int) -> bytes:
    from PIL import Image as Pillow

    with Pillow.open(io.BytesIO(source), formats=_FORMATS) as opened:
        opened.draft("RGB", (width * 2, TALLEST))
        raster = _cut(_on_white(opened), box)
    raster.thumbnail((width, TALLEST))
    made = io.BytesIO()
    raster.save(made, "JPEG", quality=quality, optimize=True, progressive=True)
    return made.getvalue()


def _on_white(opened: Raster) -> Raster:
    from PIL import Image as Pillow

    if not opened.has_transparency_data:
        return opened.convert("RGB")
    layered = opened.convert("RGBA")
    paper = Pillow.new("RGB", layered.size, WHITE)
    paper.paste(layered, mask=layered.getchannel("A"))
    return paper


def _cut(raster: Raster, box: Box) -> Raster:
    if box == WHOLE:
        return raster
    left, top, right, bottom = box
    width, height = raster.size
    return raster.crop(
        (round(left * width), round(top * height), round(right * width), round(bottom * height))
    )


def _data_uri(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
