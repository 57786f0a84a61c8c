"""One picture and one rule: what comes out, and what the ledger says about it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms

from adapters.base import PictureRule
from adapters.picture_fit import convert, fit
from tests.adapters.drawn import frames, noise, photo, quarters, read, saved, turned

WECHAT_BODY = PictureRule("wechat-body", ("JPEG", "PNG"), 1_000_000)
WECHAT_COVER = PictureRule("wechat-cover", ("JPEG", "PNG"), 10_000_000)
TELEGRAM_PHOTO = PictureRule(
    "telegram-photo", ("JPEG", "PNG"), 10_000_000, max_sides=10_000, max_ratio=20, keeps_alpha=False
)
X_IMAGE = PictureRule(
    "x-image", ("JPEG", "PNG", "GIF", "WEBP"), 2_000_000, max_width=2048, keeps_animation=True
)
SUBSTACK_IMAGE = PictureRule(
    "substack-image", ("PNG", "JPEG", "GIF", "WEBP"), 10_000_000, keeps_animation=True
)


def nearly(pixel: Any, wanted: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (saved(photo(300, 200), "PNG"), WECHAT_BODY),
        (saved(photo(300, 200), "JPEG"), TELEGRAM_PHOTO),
        (saved(photo(300, 200), "JPEG", exif=turned(1)), TELEGRAM_PHOTO),
        (saved(photo(300, 200).convert("RGBA"), "PNG"), TELEGRAM_PHOTO),
        (saved(photo(300, 200), "WEBP"), X_IMAGE),
        (frames("GIF", duration=90), SUBSTACK_IMAGE),
        (saved(photo(300, 200).convert("P"), "PNG"), WECHAT_COVER),
    ],
    ids=["png", "jpeg", "upright exif", "opaque rgba", "webp", "moving gif", "palette"],
)
def test_a_picture_within_the_rule_keeps_its_bytes(data: bytes, rule: PictureRule) -> None:
    made = convert(data, rule)

    assert (made.data, made.rule, made.action, made.lost) == (data, "", "as is", "")


@pytest.mark.parametrize(
    ("data", "rule", "broken", "action"),
    [
        (
            saved(photo(300, 200), "WEBP"),
            WECHAT_BODY,
            "jpg/png only",
            "webp -> jpeg",
        ),
        (
            saved(quarters(), "WEBP", lossless=True),
            WECHAT_BODY,
            "jpg/png only",
            "webp -> png",
        ),
        (
            saved(photo(300, 200), "BMP"),
            X_IMAGE,
            "jpg/png/gif/webp only",
            "bmp -> jpeg",
        ),
        (
            saved(photo(300, 200), "AVIF"),
            WECHAT_BODY,
            "jpg/png only",
            "avif -> jpeg",
        ),
        (
            saved(quarters(), "JPEG", exif=turned(6)),
            WECHAT_BODY,
            "upright without EXIF",
            "rotated by EXIF",
        ),
        (
            saved(quarters(), "TIFF", tiffinfo={274: 6}),
            WECHAT_BODY,
            "jpg/png only",
            "tiff -> png",
        ),
        (
            saved(photo(300, 200).convert("CMYK"), "JPEG"),
            WECHAT_BODY,
            "8 bits of RGB",
            "CMYK -> RGB",
        ),
        (
            saved(Image.new("I;16", (30, 20), 0x8000), "PNG"),
            WECHAT_BODY,
            "8 bits of RGB",
            "16 bit -> 8 bit",
        ),
        (
            saved(Image.new("RGBA", (30, 20), (255, 0, 0, 90)), "PNG"),
            TELEGRAM_PHOTO,
            "no transparency",
            "transparency on white",
        ),
        (
            saved(Image.new("RGBA", (30, 20), (255, 0, 0, 90)), "WEBP", lossless=True),
            WECHAT_BODY,
            "jpg/png only",
            "webp -> png",
        ),
        (
            frames("GIF"),
            WECHAT_BODY,
            "jpg/png only, no animation",
            "first of 3 frames, gif -> png",
        ),
        (
            saved(photo(4800, 300), "JPEG"),
            X_IMAGE,
            "at most 2,048 px wide",
            "4800 px -> 2048 px wide",
        ),
        (
            saved(Image.new("RGB", (1, 5000), "red"), "PNG"),
            TELEGRAM_PHOTO,
            "sides at most 20 : 1",
            "padded to 250 x 5000 px",
        ),
        (
            saved(Image.new("RGB", (80, 12_000), "red"), "PNG"),
            TELEGRAM_PHOTO,
            "at most 10,000 px width + height, sides at most 20 : 1",
            "padded to 476 x 9520 px, 12000 px -> 9520 px high",
        ),
    ],
)
def test_what_broke_the_rule_and_what_was_done(
    data: bytes, rule: PictureRule, broken: str, action: str
) -> None:
    made = convert(data, rule)

    assert (made.rule, made.action) == (broken, action)
    assert convert(made.data, rule).action == "as is"
    assert read(made.data).size == (made.width, made.height)


def test_a_png_photo_too_large_becomes_the_best_jpeg_that_fits() -> None:
    data = saved(noise(700, 640), "PNG")

    made = convert(data, WECHAT_BODY)

    assert (made.mime, made.width, made.height) == ("image/jpeg", 700, 640)
    assert re.fullmatch(r"png -> jpeg, 1\.3 MB -> \d+ kB \(jpeg 90\)", made.action)
    assert len(made.data) < 1_000_000


def test_what_no_quality_makes_small_enough_is_scaled_down() -> None:
    data = saved(noise(1600, 1400), "PNG")

    made = convert(data, WECHAT_BODY)

    assert re.fullmatch(
        r"png -> jpeg, 1600 px -> 1280 px wide, 6\.7 MB -> \d+ kB \(jpeg 80\)", made.action
    )
    assert read(made.data).size == (1280, 1120)


def test_a_png_only_slightly_too_large_is_packed_better_first() -> None:
    data = saved(photo(900, 700), "PNG", compress_level=0)
    rule = PictureRule("tight", ("JPEG", "PNG"), len(data) - 1)

    made = convert(data, rule)

    assert (made.mime, made.rule) == ("image/png", "below 1.9 MB")
    assert made.action.endswith("(png)")
    assert ImageChops.difference(read(made.data), read(data)).getbbox() is None


def test_an_animation_too_large_keeps_its_first_frame_and_says_so() -> None:
    data = frames("GIF")
    rule = PictureRule("tiny", ("GIF", "PNG"), len(data), keeps_animation=True)

    made = convert(data, rule)

    assert made.mime == "image/png"
    assert made.lost == "only the first of its 3 frames is shown."


@pytest.mark.parametrize(
    ("orientation", "corner", "size"),
    [(3, (255, 255, 255), (60, 40)), (6, (0, 128, 0), (40, 60)), (8, (0, 0, 255), (40, 60))],
)
def test_exif_turns_the_pixels(
    orientation: int, corner: tuple[int, int, int], size: tuple[int, int]
) -> None:
    data = saved(quarters(), "PNG", exif=turned(orientation))

    made = convert(data, WECHAT_BODY)

    assert (made.width, made.height) == size
    assert read(made.data).convert("RGB").getpixel((2, 2)) == corner


def test_transparency_shows_white_and_not_black() -> None:
    data = saved(Image.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG")

    made = convert(data, TELEGRAM_PHOTO)

    assert read(made.data).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(("mode", "kind"), [("LA", "TIFF"), ("P", "GIF")])
def test_transparency_of_other_modes_survives(mode: str, kind: str) -> None:
    image = Image.new("RGBA", (30, 20), (255, 0, 0, 255))
    image.paste((0, 0, 0, 0), (0, 0, 15, 20))
    data = saved(image if kind == "GIF" else image.convert(mode), kind)

    made = convert(data, WECHAT_BODY)

    assert read(data).mode == mode
    assert read(made.data).convert("RGBA").getchannel("A").getextrema() == (0, 255)


def test_cmyk_keeps_its_colours() -> None:
    data = saved(Image.new("CMYK", (30, 20), (0, 255, 255, 0)), "JPEG")

    made = convert(data, WECHAT_BODY)

    assert nearly(read(made.data).getpixel((5, 5)), (254, 0, 0))


@pytest.mark.parametrize(("value", "grey"), [(0x0000, 0), (0x4000, 64), (0xFFFF, 255)])
def test_sixteen_bit_greys_are_scaled_and_not_clipped(value: int, grey: int) -> None:
    data = saved(Image.new("I;16", (30, 20), value), "PNG")

    made = convert(data, WECHAT_BODY)

    assert read(made.data).convert("L").getpixel((5, 5)) == grey


def test_another_colour_profile_becomes_srgb() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    damaged = saved(quarters(), "WEBP", lossless=True, icc_profile=lab)

    made = convert(damaged, WECHAT_BODY)

    assert read(made.data).convert("RGB").getpixel((2, 2)) == (255, 0, 0)
    assert "icc_profile" not in read(made.data).info


def test_metadata_goes_when_a_picture_is_encoded_again() -> None:
    exif = turned(6)
    exif[0x010E] = "taken at home"
    data = saved(photo(60, 40), "JPEG", exif=exif, comment=b"taken at home")

    made = convert(data, WECHAT_BODY)

    assert b"taken at home" in data
    assert b"taken at home" not in made.data


def test_the_padding_is_white_and_the_picture_centred() -> None:
    data = saved(Image.new("RGB", (1, 5000), "red"), "PNG")

    made = read(convert(data, TELEGRAM_PHOTO).data).convert("RGB")

    assert [made.getpixel((x, 2500)) for x in (0, 124, 249)] == [
        (255, 255, 255),
        (255, 0, 0),
        (255, 255, 255),
    ]


@pytest.mark.parametrize("size", [(1, 5000), (1, 70_000), (317, 29_999), (9_999, 9_999), (7, 3)])
def test_a_canvas_keeps_every_bound(size: tuple[int, int]) -> None:
    inner, canvas = fit(size, TELEGRAM_PHOTO)

    assert sum(canvas) <= 10_000
    assert max(canvas) <= 20 * min(canvas)
    assert inner[0] <= canvas[0]
    assert inner[1] <= canvas[1]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_same_picture_gives_the_same_bytes(kind: str) -> None:
    data = saved(noise(900, 700), kind)
    rule = PictureRule("small", ("JPEG", "PNG"), 300_000)

    assert convert(data, rule) == convert(data, rule)
