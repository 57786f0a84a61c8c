"""Encoding pixels below a rule's bytes: PNG where it is sharper, else JPEG down a ladder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from adapters.base import PictureRule
from adapters.picture_formats import PictureRefused

QUALITIES = (90, 85, 80, 72, 64, 56)
SCALES = (1.0, 0.8, 0.64, 0.5, 0.4, 0.3, 0.2, 0.1)
HOPELESS = 4  # quality 56 makes about a third of the bytes of quality 90
CHEAP = 2  # packing a PNG better hardly ever halves it
JPEG_SIDE = 65_500  # libjpeg's own bound
FEW_COLOURS = 256  # line art: PNG is both smaller and sharper than JPEG

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Encoded:
    """`quality` is 0 for a PNG."""

    data: bytes
    format: str
    size: Size
    quality: int = 0


def encoded_below(
    image: Image.Image, *, source_format: str, source_size: int, rule: PictureRule
) -> Encoded:
    """The first of the attempts, from the best to the smallest, that is below the rule's bytes."""
    for attempt in _attempts(image, source_format, source_size, rule):
        if not rule.max_bytes or len(attempt.data) < rule.max_bytes:
            return attempt
    raise PictureRefused(
        "picture-too-big",
        f"does not get below {short_bytes(rule.max_bytes)} at any quality.",
        "Crop it, or export it smaller.",
    )


def on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    sheet = Image.new("RGBA", image.size, "white")
    sheet.alpha_composite(image)
    return sheet.convert("RGB")


def resized(image: Image.Image, size: Size) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def scaled(size: Size, factor: float) -> Size:
    """Whole pixels, rounded down so that a bound holds, but at least one."""
    return (max(1, int(size[0] * factor)), max(1, int(size[1] * factor)))


def short_bytes(count: int) -> str:
    """1,300,000 -> "1.3 MB", 412,345 -> "412 kB"; decimal units, as the services print them."""
    return f"{round(count / 1e6, 1):g} MB" if count >= 999_500 else f"{round(count / 1e3)} kB"


def _attempts(
    image: Image.Image, source_format: str, source_size: int, rule: PictureRule
) -> Iterator[Encoded]:
    if _prefers_png(image, source_format, source_size, rule):
        yield _png(image)
    for scale in SCALES:
        smaller = resized(image, scaled(image.size, scale))
        if "JPEG" not in rule.formats:
            yield _png(smaller)
        elif max(smaller.size) <= JPEG_SIDE:
            yield from _jpegs(on_white(smaller), rule.max_bytes)


def _prefers_png(
    image: Image.Image, source_format: str, source_size: int, rule: PictureRule
) -> bool:
    if "PNG" not in rule.formats:
        return False
    if source_format == "PNG":
        return not rule.max_bytes or source_size < CHEAP * rule.max_bytes
    return image.mode == "RGBA" or image.getcolors(FEW_COLOURS) is not None


def _jpegs(image: Image.Image, max_bytes: int) -> Iterator[Encoded]:
    for quality in QUALITIES:
        attempt = _jpeg(image, quality)
        yield attempt
        if len(attempt.data) > HOPELESS * max_bytes:
            return


def _png(image: Image.Image) -> Encoded:
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return Encoded(out.getvalue(), "PNG", image.size)


def _jpeg(image: Image.Image, quality: int) -> Encoded:
    out = BytesIO()
    sampling = 0 if quality >= 85 else 2  # 4:4:4 keeps coloured letters on screenshots sharp
    # optimize=True fails on noise: Pillow then gives libjpeg one byte per pixel and no more
    image.save(out, "JPEG", quality=quality, subsampling=sampling)
    return Encoded(out.getvalue(), "JPEG", image.size, quality)
