"""A picture's format and size from a few of its bytes, and whether the file is all there.

The four formats of the web are read here; anything else is asked of Pillow, imported only then.
"""

from __future__ import annotations

import os
import struct
import zlib
from dataclasses import dataclass
from io import FileIO
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Header:
    """`format` is Pillow's name; width and height are as shown, after the EXIF rotation."""

    format: str
    width: int
    height: int


class NotAPicture(Exception):
    """The file is no picture that can be used; the text says why, in the author's words."""


def read_header(path: Path | str) -> Header:
    """Raises NotAPicture, or OSError when the file cannot be opened."""
    # Without a buffer, and a path as text: an issue has dozens of pictures.
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        first = file.read(_FIRST)
        size = len(first) if len(first) < _FIRST else os.fstat(file.fileno()).st_size
        try:
            return _by_magic(_Bytes(file, size, first), path)
        except (struct.error, IndexError) as error:
            raise NotAPicture("is cut off") from error


_FIRST = 16384  # bytes; the headers of nearly all pictures, and many a whole picture


@dataclass(slots=True)
class _Bytes:
    """A file's bytes by their place; the first of them are read already."""

    file: FileIO
    size: int
    first: bytes

    def at(self, place: int, count: int) -> bytes:
        """Fewer at the file's end."""
        if place + count <= len(self.first):
            return self.first[place : place + count]
        self.file.seek(place)
        return self.file.read(count)


def _by_magic(picture: _Bytes, path: Path | str) -> Header:
    head = picture.first[:64]
    if not head:
        raise NotAPicture("is empty")
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(picture)
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg(picture)
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _gif(picture)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp(picture)
    if head.startswith(b"version https://git-lfs"):
        raise NotAPicture("is a pointer of Git LFS, not the picture")
    if b"<svg" in head or head.lstrip().startswith((b"<?xml", b"<!DOCTYPE svg")):
        raise NotAPicture("is an SVG drawing, which no channel shows")
    return _by_pillow(path)


def _turned(kind: str, width: int, height: int, orientation: int) -> Header:
    if not width or not height:
        raise NotAPicture("has no width or no height")
    if orientation >= 5:  # EXIF 5 to 8 lie on their side
        width, height = height, width
    return Header(kind, width, height)


# --- PNG --------------------------------------------------------------------------------------

_IHDR = struct.Struct(">I4s13sI")
_CHUNK = struct.Struct(">I4s")


def _png(picture: _Bytes) -> Header:
    length, kind, header, check = _IHDR.unpack(picture.at(8, _IHDR.size))
    if (kind, length) != (b"IHDR", 13) or zlib.crc32(b"IHDR" + header) != check:
        raise NotAPicture("is damaged: its header does not add up")
    orientation = _png_chunks(picture, 8 + _IHDR.size)
    width, height = struct.unpack(">II", header[:8])
    return _turned("PNG", width, height, orientation)


def _png_chunks(picture: _Bytes, at: int) -> int:
    """The rotation; every chunk is stepped over, so a file without its end is found."""
    orientation = 1
    while at + 12 <= picture.size:
        length, kind = _CHUNK.unpack(picture.at(at, _CHUNK.size))
        if kind == b"IEND":
            return orientation
        if kind == b"eXIf":
            orientation = _orientation(picture.at(at + 8, min(length, 65536)))
        at += 12 + length
    raise NotAPicture("is cut off")


# --- JPEG -------------------------------------------------------------------------------------

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN = 0xDA


def _jpeg(picture: _Bytes) -> Header:
    orientation, width, height = 1, 0, 0
    at = 2
    while True:
        mark, length = struct.unpack(">HH", picture.at(at, 4))
        if mark == 0xFFFF:  # a fill byte
            at += 1
            continue
        if mark >> 8 != 0xFF or length < 2:
            raise NotAPicture("is damaged")
        kind = mark & 0xFF
        if kind in _FRAMES:
            height, width = struct.unpack(">xHH", picture.at(at + 4, 5))
        elif kind == 0xE1 and (body := picture.at(at + 4, length - 2)).startswith(b"Exif\0\0"):
            orientation = _orientation(body[6:])
        elif kind == _SCAN:
            break
        at += 2 + length
    # Never within a scan, so it may be looked for everywhere after the first one begins.
    _must_end(picture, at, b"\xff\xd9", (64, picture.size))
    return _turned("JPEG", width, height, orientation)


def _must_end(picture: _Bytes, start: int, mark: bytes, windows: tuple[int, ...]) -> None:
    """The end mark stands in one of the last `windows` bytes: cameras append data behind it."""
    for window in windows:
        place = max(start, picture.size - window)
        if mark in picture.at(place, max(picture.size - place, 0)):
            return
    raise NotAPicture("is cut off")


def _orientation(exif: bytes) -> int:
    """Tag 0x0112 of the first directory, 1 (upright) when it is absent or makes no sense."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, start)
        for entry in range(min(count, 512)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, start + 2 + 12 * entry)
            if tag == 0x0112:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


# --- GIF and WebP -----------------------------------------------------------------------------


def _gif(picture: _Bytes) -> Header:
    width, height = struct.unpack_from("<HH", picture.first, 6)
    _must_end(picture, 13, b"\x00\x3b", (64,))
    return _turned("GIF", width, height, 1)


def _webp(picture: _Bytes) -> Header:
    head = picture.first[:64]
    (length,) = struct.unpack_from("<I", head, 4)
    if picture.size < length + 8:
        raise NotAPicture("is cut off")
    match head[12:16]:
        case b"VP8 ":
            width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", head, 26))
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", head, 21)
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            width = int.from_bytes(head[24:27], "little") + 1
            height = int.from_bytes(head[27:30], "little") + 1
        case _:
            raise NotAPicture("is damaged")
    return _turned("WEBP", width, height, _webp_orientation(picture, length + 8))


def _webp_orientation(picture: _Bytes, end: int) -> int:
    head = picture.first
    at = 30 if head[12:16] == b"VP8X" and head[20] & 0x08 else end
    while at + 8 <= end:
        kind, length = struct.unpack("<4sI", picture.at(at, 8))
        if kind == b"EXIF":
            return _orientation(picture.at(at + 8, length).removeprefix(b"Exif\0\0"))
        at += 8 + length + length % 2
    return 1


# --- everything else --------------------------------------------------------------------------

_CONVERTIBLE = ("AVIF", "BMP", "TIFF")


def _by_pillow(path: Path | str) -> Header:
    from PIL import Image  # slow to import, and seldom needed

    unreadable = (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError)
    try:
        with Image.open(path, formats=_CONVERTIBLE) as image:
            kind, (width, height) = image.format or "", image.size
            orientation = int(image.getexif().get(0x0112, 1))
            image.verify()
    except unreadable as error:
        raise NotAPicture("is not a picture that can be read") from error
    return _turned(kind, width, height, orientation)
