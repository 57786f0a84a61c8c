"""Reading a picture's bytes: the format they really are, the upright size, pixels in 8 bits."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock

from PIL import ExifTags, Image, ImageCms, ImageOps

MAX_PIXELS = 80_000_000  # a phone's 50 megapixels pass; 80 cost 240 MB of memory as RGB
HEAD = 4096  # bytes in which an SVG's opening tag is looked for
WHITE = {"I": 65535, "I;16": 65535, "I;16L": 65535, "I;16B": 65535, "I;16N": 65535, "F": 1.0}
ANIMATED = {"AVIF", "GIF", "PNG", "WEBP"}

READABLE = {
    "AVIF": ("AVIF",),
    "BMP": ("BMP",),
    "GIF": ("GIF",),
    "JPEG": ("JPEG", "MPO"),  # phones append a second picture to a JPEG and it becomes an MPO
    "PNG": ("PNG",),
    "TIFF": ("TIFF",),
    "WEBP": ("WEBP",),
}
MAGIC = (
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"GIF8", "GIF"),
    (8, b"WEBP", "WEBP"),
    (0, b"BM", "BMP"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (8, b"avif", "AVIF"),
    (8, b"avis", "AVIF"),
    (8, b"heic", "HEIC"),
    (8, b"heix", "HEIC"),
    (8, b"mif1", "HEIC"),
    (0, b"%PDF", "PDF"),
)
# What Pillow's decoders raise on bytes that are not what they claim to be.
BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, RuntimeError, struct.error,
)  # fmt: skip

_filters = Lock()  # warnings.catch_warnings changes the whole process


class PictureRefused(Exception):
    """A picture that cannot be brought within a rule; `code` as in Problem."""

    def __init__(self, code: str, message: str, next_step: str) -> None:
        super().__init__(message)
        self.code = code
        self.next_step = next_step


@dataclass(frozen=True, slots=True)
class Seen:
    """What a decoded picture is. `width` and `height` are upright, `frames` is 1 for a still."""

    format: str
    mode: str
    width: int
    height: int
    orientation: int
    frames: int
    transparent: bool


def sniff(head: bytes) -> str:
    """The format that the first bytes claim, whatever the file is called; "" when none."""
    for offset, magic, name in MAGIC:
        if head.startswith(magic, offset):
            return name
    return "SVG" if b"<svg" in head[:HEAD].lower() else ""


def opened(source: bytes | Path) -> Image.Image:
    """The picture with its header read, its pixels not yet."""
    name = sniff(_head(source))
    if name not in READABLE:
        raise _unreadable(name)
    with _broken_means_refused():
        image = _open(source, READABLE[name])
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels(f"{image.width * image.height / 1e6:.0f} million pixels")
    return image


def seen(image: Image.Image) -> Seen:
    with _broken_means_refused():
        turn = orientation(image)
        width, height = _upright(image.size, turn)
        kind = "JPEG" if image.format == "MPO" else str(image.format)
        clear = _shows_through(image)
        return Seen(kind, image.mode, width, height, turn, _frames(image), clear)


def size_of(path: Path) -> tuple[int, int]:
    """Width and height as a reader sees them (EXIF applied); reads the header only."""
    with opened(path) as image, _broken_means_refused():
        return _upright(image.size, orientation(image))


def orientation(image: Image.Image) -> int:
    """EXIF orientation 1 to 8, without decoding pixels; Pillow turns a TIFF by itself."""
    untagged_png = image.format == "PNG" and "exif" not in image.info
    if untagged_png or image.format == "TIFF":
        return 1
    value = image.getexif().get(ExifTags.Base.Orientation, 1)
    return value if value in range(1, 9) else 1


def decoded(image: Image.Image, *, every_frame: bool) -> None:
    """Decodes the pixels once, so that a cut-off file is found here and not by its readers."""
    with _broken_means_refused():
        for frame in range(_frames(image) if every_frame else 1):
            image.seek(frame)
            image.load()
        image.seek(0)


def pixels(image: Image.Image) -> Image.Image:
    """The first frame upright in 8 bits of sRGB: mode L or RGB, RGBA if anything shows through."""
    with _broken_means_refused():
        image.load()
        upright = ImageOps.exif_transpose(image) if orientation(image) != 1 else image
    result = _opaque_if_possible(_in_srgb(_eight_bit(upright)))
    result.info = {}  # else comments and profiles of the source are written again
    return result


def _head(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        return source[:HEAD]
    with source.open("rb") as file:
        return file.read(HEAD)


def _open(source: bytes | Path, formats: tuple[str, ...]) -> Image.Image:
    try:
        with _filters, warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            file = BytesIO(source) if isinstance(source, bytes) else source
            return Image.open(file, formats=formats)
    except Image.DecompressionBombError as bomb:
        raise _too_many_pixels("more pixels than can be decoded safely") from bomb


@contextmanager
def _broken_means_refused() -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise PictureRefused(
            "picture-corrupt",
            "the file is cut off or damaged.",
            "Save or download the picture again.",
        ) from error


def _unreadable(name: str) -> PictureRefused:
    what = f"is {name}, which cannot be converted." if name else "is not a picture."
    return PictureRefused("picture-format", what, "Export it as PNG or JPEG.")


def _too_many_pixels(what: str) -> PictureRefused:
    limit = f"at most {MAX_PIXELS // 1_000_000} million are converted."
    return PictureRefused("picture-pixels", f"has {what}; {limit}", "Scale it down and save it.")


def _frames(image: Image.Image) -> int:
    """1 for a still, and for the pages of a TIFF or MPO, which nobody calls an animation."""
    return getattr(image, "n_frames", 1) if image.format in ANIMATED else 1


def _upright(size: tuple[int, int], turn: int) -> tuple[int, int]:
    return (size[1], size[0]) if turn >= 5 else size


def _eight_bit(image: Image.Image) -> Image.Image:
    """Scales deep greys, where Pillow's own conversion would clip to white."""
    if image.mode not in WHITE:
        return image
    step = 255 / WHITE[image.mode]
    return image.convert("F").point(lambda value: value * step + 0.5).convert("L")


def _in_srgb(image: Image.Image) -> Image.Image:
    plain = _plain(image)
    profile = image.info.get("icc_profile")
    if not profile:
        return plain if plain.mode != "CMYK" else plain.convert("RGB")
    try:
        return _through_profile(plain, ImageCms.ImageCmsProfile(BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError):  # damaged, or of another colour space
        return plain if plain.mode != "CMYK" else plain.convert("RGB")


def _plain(image: Image.Image) -> Image.Image:
    """L, RGB, RGBA or CMYK."""
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _through_profile(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    if "sRGB" in ImageCms.getProfileDescription(profile):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    turned = ImageCms.profileToProfile(
        image, profile, ImageCms.createProfile("sRGB"), outputMode=mode
    )
    return turned if turned is not None else image


def _opaque_if_possible(image: Image.Image) -> Image.Image:
    return image.convert("RGB") if image.mode == "RGBA" and not _shows_through(image) else image


def _shows_through(image: Image.Image) -> bool:
    if not image.has_transparency_data:
        return False
    return image.convert("RGBA").getchannel("A").getextrema() != (255, 255)
