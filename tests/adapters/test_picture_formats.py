"""What is no sound picture is refused, and sizes are those a reader sees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from adapters.base import PictureRule
from adapters.picture_fit import convert
from adapters.picture_formats import PictureRefused, size_of
from tests.adapters.drawn import noise, quarters, saved, turned

WECHAT_BODY = PictureRule("wechat-body", ("JPEG", "PNG"), 1_000_000)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"])
def test_a_file_cut_off_is_refused(kind: str) -> None:
    data = saved(noise(200, 200), kind)

    with pytest.raises(PictureRefused) as refused:
        convert(data[: len(data) // 2], WECHAT_BODY)

    assert refused.value.code == "picture-corrupt"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Once upon a time there was no picture.", "is not a picture."),
        (b"", "is not a picture."),
        (b'<?xml version="1.0"?><svg xmlns="..."/>', "is SVG, which cannot be converted."),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "is HEIC, which cannot be converted."),
        (b"%PDF-1.7", "is PDF, which cannot be converted."),
    ],
)
def test_what_is_no_convertible_picture_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        convert(data, WECHAT_BODY)

    assert (str(refused.value), refused.value.code) == (message, "picture-format")


@pytest.mark.parametrize("side", [8_950, 30_000])
def test_more_pixels_than_can_be_borne_are_refused_by_the_header(side: int) -> None:
    data = saved(Image.new("1", (side, side)), "PNG")

    with pytest.raises(PictureRefused) as refused:
        convert(data, WECHAT_BODY)

    assert refused.value.code == "picture-pixels"


def test_a_rule_that_nothing_can_meet_is_refused() -> None:
    with pytest.raises(PictureRefused, match="does not get below 0 kB at any quality"):
        convert(saved(noise(200, 200), "PNG"), PictureRule("none", ("JPEG",), 100))


def test_a_rule_without_jpeg_and_png_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="takes JPEG or PNG"):
        convert(saved(quarters(), "PNG"), PictureRule("gifs", ("GIF",), 100))


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"exif": turned(6)}),
        ("PNG", {"exif": turned(6)}),
        ("WEBP", {"exif": turned(6)}),
        ("TIFF", {"tiffinfo": {274: 6}}),
    ],
)
def test_the_size_is_the_one_a_reader_sees(
    tmp_path: Path, kind: str, options: dict[str, Any]
) -> None:
    path = tmp_path / "picture"
    path.write_bytes(saved(quarters(), kind, **options))

    assert size_of(path) == (40, 60)


def test_the_size_comes_from_the_header_alone(tmp_path: Path) -> None:
    path = tmp_path / "cut.png"
    path.write_bytes(saved(noise(300, 200), "PNG")[:100])

    assert size_of(path) == (300, 200)
