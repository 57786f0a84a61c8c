"""Albums of a channel's frame: each picture with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.preview.mosaic import mosaic
from bot.preview.pictures import Image

MOST = 10  # core.telegram.org/bots/api#sendmediagroup
TALLEST = 0.55  # width to height of the highest picture that is shown whole


@dataclass(frozen=True, slots=True)
class Album:
    """`ratio` is its width to its height; a tile is a picture and its place as CSS."""

    ratio: str
    tiles: tuple[tuple[Image, str], ...]


def album(images: Sequence[Image]) -> Iterator[Album]:
    """One for every ten pictures."""
    for start in range(0, len(images), MOST):
        shown = images[start : start + MOST]
        made = mosaic([_ratio(image, alone=len(images) == 1) for image in shown])
        yield Album(f"{1 / made.height:.4f}", tuple(zip(shown, made.styles(), strict=True)))


def _ratio(image: Image, *, alone: bool) -> float:
    ratio = max(1, image.width) / max(1, image.height)
    return max(TALLEST, ratio) if alone else ratio


def picture(image: Image, missing: str) -> Markup:
    """The picture by its key, or why it is not there."""
    if not image.key:
        return Markup('<span class="missing">{}: {}</span>').format(missing, image.source)
    return Markup(
        '<img data-picture="{}" data-source="{}" data-sha256="{}" alt="{}" title="{}"'
        ' width="{}" height="{}">'
    ).format(
        image.key, image.source, image.sha256, image.alt, image.alt or image.source,
        image.width, image.height,
    )  # fmt: skip
