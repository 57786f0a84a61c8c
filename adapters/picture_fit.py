"""Bringing one picture within a channel's rule: which rule it broke, and what was done about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from PIL import Image

from adapters.base import PictureRule
from adapters.picture_encode import (
    QUALITIES,
    Encoded,
    Size,
    encoded_below,
    on_white,
    resized,
    scaled,
    short_bytes,
)
from adapters.picture_formats import WHITE, Seen, decoded, opened, pixels, seen

VERSION = 1  # raised whenever the same source and rule give other bytes than before
FOREIGN = {"CMYK", "YCbCr", "LAB", "HSV"}
SHORT = {"JPEG": "jpg"}
MIME = {
    "AVIF": "image/avif",
    "BMP": "image/bmp",
    "GIF": "image/gif",
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "TIFF": "image/tiff",
    "WEBP": "image/webp",
}


@dataclass(frozen=True, slots=True)
class Converted:
    """A picture as a rule wants it.

    `rule` names what the source broke ("" when nothing), `action` what was done ("as is"), `lost`
    is a sentence about what a reader no longer sees.
    """

    data: bytes
    sha256: str
    mime: str
    width: int
    height: int
    rule: str
    action: str
    lost: str = ""


def convert(data: bytes, rule: PictureRule) -> Converted:
    """The picture within the rule; the same bytes and rule give the same bytes.

    Raises PictureRefused when the bytes are no sound picture or do not fit at any quality. A rule
    that names neither JPEG nor PNG is a ValueError: there would be nothing to convert to.
    """
    if not {"JPEG", "PNG"} & set(rule.formats):
        message = f"{rule.purpose}: a picture rule takes JPEG or PNG"
        raise ValueError(message)
    image = opened(data)
    decoded(image, every_frame=rule.keeps_animation)
    facts = seen(image)
    broken = breaches(facts, len(data), rule)
    if not broken:
        size = (facts.width, facts.height)
        return Converted(data, _sha256(data), MIME[facts.format], *size, rule="", action="as is")
    return _reencoded(image, facts, len(data), rule, broken)


def breaches(facts: Seen, size: int, rule: PictureRule) -> tuple[str, ...]:
    """The points of a rule that a picture of `size` bytes breaks, in words."""
    ratio = max(facts.width, facts.height) / min(facts.width, facts.height)
    sides = facts.width + facts.height
    points = (
        (facts.format not in rule.formats, f"{_names(rule.formats)} only"),
        (0 < rule.max_bytes <= size, f"below {short_bytes(rule.max_bytes)}"),
        (0 < rule.max_width < facts.width, f"at most {rule.max_width:,} px wide"),
        (0 < rule.max_height < facts.height, f"at most {rule.max_height:,} px high"),
        (0 < rule.max_sides < sides, f"at most {rule.max_sides:,} px width + height"),
        (0 < rule.max_ratio < ratio, f"sides at most {rule.max_ratio:g} : 1"),
        (facts.transparent and not rule.keeps_alpha, "no transparency"),
        (facts.frames > 1 and not rule.keeps_animation, "no animation"),
        (facts.orientation != 1, "upright without EXIF"),
        (facts.mode in WHITE or facts.mode in FOREIGN, "8 bits of RGB"),
    )
    return tuple(words for is_broken, words in points if is_broken)


def fit(size: Size, rule: PictureRule) -> tuple[Size, Size]:
    """(picture, canvas) in pixels: the canvas keeps every bound, the picture lies inside it."""
    padded = _padded(size, rule.max_ratio)
    factor = _factor(padded, rule)
    if factor == 1:
        return size, padded
    canvas = _shortened(scaled(padded, factor), rule.max_ratio)
    width, height = scaled(size, factor)
    return (min(width, canvas[0]), min(height, canvas[1])), canvas


def _reencoded(
    image: Image.Image, facts: Seen, size: int, rule: PictureRule, broken: tuple[str, ...]
) -> Converted:
    whole = pixels(image)
    plain = whole if rule.keeps_alpha else on_white(whole)
    inner, canvas = fit(plain.size, rule)
    made = encoded_below(
        _laid_out(plain, inner, canvas),
        source_format=facts.format,
        source_size=size,
        rule=rule,
    )
    flattened = whole.mode == "RGBA" and (plain.mode != "RGBA" or made.format == "JPEG")
    done = (
        *_repainted(facts, flattened=flattened),
        f"{facts.format.lower()} -> {made.format.lower()}" if made.format != facts.format else "",
        f"padded to {canvas[0]} x {canvas[1]} px" if inner != canvas else "",
        _shrunk(plain.size, inner, made.size, canvas),
        _smaller(size, made, rule),
    )
    return Converted(
        made.data,
        _sha256(made.data),
        MIME[made.format],
        *made.size,
        rule=", ".join(broken),
        action=", ".join(step for step in done if step),
        lost=f"only the first of its {facts.frames} frames is shown." if facts.frames > 1 else "",
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _laid_out(image: Image.Image, inner: Size, canvas: Size) -> Image.Image:
    """The picture resized, centred on white where the canvas is larger."""
    picture = resized(image, inner)
    if inner == canvas:
        return picture
    sheet = Image.new(picture.mode, canvas, "white")
    sheet.paste(picture, ((canvas[0] - inner[0]) // 2, (canvas[1] - inner[1]) // 2))
    return sheet


def _padded(size: Size, ratio: float) -> Size:
    if not ratio or max(size) <= ratio * min(size):
        return size
    shorter = -int(-max(size) // ratio)
    return (max(size[0], shorter), max(size[1], shorter))


def _factor(size: Size, rule: PictureRule) -> float:
    lengths = ((rule.max_width, size[0]), (rule.max_height, size[1]), (rule.max_sides, sum(size)))
    return min([1.0, *(most / length for most, length in lengths if most)])


def _shortened(size: Size, ratio: float) -> Size:
    """Takes off the few pixels by which rounding broke the ratio."""
    longest = int(min(size) * ratio) if ratio else max(size)
    return (min(size[0], longest), min(size[1], longest))


def _names(formats: tuple[str, ...]) -> str:
    return "/".join(SHORT.get(name, name.lower()) for name in formats)


def _repainted(facts: Seen, *, flattened: bool) -> tuple[str, ...]:
    return (
        "rotated by EXIF" if facts.orientation != 1 else "",
        f"first of {facts.frames} frames" if facts.frames > 1 else "",
        f"{facts.mode} -> RGB" if facts.mode in FOREIGN else "",
        "16 bit -> 8 bit" if facts.mode in WHITE else "",
        "transparency on white" if flattened else "",
    )


def _shrunk(before: Size, inner: Size, after: Size, canvas: Size) -> str:
    """Speaks of the longer side; `after` is the canvas as it was encoded."""
    side, word = (0, "wide") if before[0] >= before[1] else (1, "high")
    last = round(inner[side] * after[side] / canvas[side])
    return f"{before[side]} px -> {last} px {word}" if last != before[side] else ""


def _smaller(size: int, made: Encoded, rule: PictureRule) -> str:
    squeezed = 0 < rule.max_bytes <= size or 0 < made.quality < QUALITIES[0]
    how = f"jpeg {made.quality}" if made.quality else "png"
    return f"{short_bytes(size)} -> {short_bytes(len(made.data))} ({how})" if squeezed else ""
