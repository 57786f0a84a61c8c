"""What the bytes of an upload really are, and the limits of X for them."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

IMAGE_BYTES = 5_242_880  # docs.x.com media best practices
GIF_BYTES = 15_728_640
VIDEO_BYTES = 536_870_912
GIF_SIZE, GIF_FRAMES, GIF_VOLUME = (1280, 1080), 350, 300_000_000
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
BYTES_OF = {"tweet_image": IMAGE_BYTES, "tweet_gif": GIF_BYTES}


@dataclass(frozen=True, slots=True)
class Picture:
    """`kind` is photo, animated_gif or video; a video's size is unknown and 0."""

    kind: str
    media_type: str
    width: int = 0
    height: int = 0
    frames: int = 1


def look(content: bytes, category: str) -> Picture | None:
    """None when X would not know the bytes for what the category says."""
    if category.endswith("video"):
        return Picture("video", "video/mp4") if content[4:8] == b"ftyp" else None
    picture = _picture(content)
    if picture is None or (category == "tweet_gif" and picture.media_type != "image/gif"):
        return None
    return picture


def fits_processing(picture: Picture) -> bool:
    """The limits of an animated GIF that show only while it is processed."""
    if picture.kind != "animated_gif":
        return True
    width, height = GIF_SIZE
    volume = picture.width * picture.height * picture.frames
    small = picture.width <= width and picture.height <= height
    return small and picture.frames <= GIF_FRAMES and volume <= GIF_VOLUME


def most_bytes(category: str) -> int:
    return BYTES_OF.get(category, VIDEO_BYTES)


def _picture(content: bytes) -> Picture | None:
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.verify()
        with Image.open(io.BytesIO(content)) as image:
            frames = int(getattr(image, "n_frames", 1))
            kind, (width, height) = str(image.format), image.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None
    if kind not in FORMATS:
        return None
    moving = kind == "GIF" and frames > 1
    return Picture("animated_gif" if moving else "photo", FORMATS[kind], width, height, frames)
