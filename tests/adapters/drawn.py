"""Pictures made for the tests; the same ones each time."""

from __future__ import annotations

from hashlib import shake_128
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageDraw


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def read(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), shake_128(b"").digest(width * height * 3))


def photo(width: int, height: int) -> Image.Image:
    across = Image.linear_gradient("L").resize((width, height))
    down = Image.radial_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, ImageChops.invert(across)))


def quarters() -> Image.Image:
    """60 x 40 px: red top left, blue top right, green bottom left, white bottom right."""
    image = Image.new("RGB", (60, 40), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 29, 19), fill="red")
    draw.rectangle((30, 0, 59, 19), fill="blue")
    draw.rectangle((0, 20, 29, 39), fill="green")
    return image


def frames(kind: str, **options: Any) -> bytes:
    pictures = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue", "green")]
    return saved(pictures[0], kind, save_all=True, append_images=pictures[1:], **options)


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif
