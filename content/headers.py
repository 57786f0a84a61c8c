"""A picture's format and size from a few of its bytes, and whether the file is all there.

The four formats of the web are read here; anything else is asked of Pillow, imported only then.
"""

from __future__ import annotations

import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Header:
    """`format` is Pillow's name; width and height are as shown, after the EXIF rotation."""

    format: str
    width: int
    height: int


class NotAPicture(Exception):
    """The file is no picture that can be used; the text says why, in the author's words."""


def read_header(path: Path) -> Header:
    """Raises NotAPicture, or OSError when the file cannot be opened."""
    with path.open("rb") as file:
        head = file.read(64)
        try:
            return _by_magic(file, head, path)
        except (struct.error, IndexError) as error:
            raise NotAPicture("is cut off") from error


def _by_magic(file: BinaryIO, head: bytes, path: Path) -> Header:
    if not head:
        raise NotAPicture("is empty")
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(file)
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg(file)
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _gif(file, head)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp(file, head)
    if head.startswith(b"version https://git-lfs"):
        raise NotAPicture("is a pointer of Git LFS, not the picture")
    if b"<svg" in head or head.lstrip().startswith((b"<?xml", b"<!DOCTYPE svg")):
        raise NotAPicture("is an SVG drawing, which no channel shows")
    return _by_pillow(path)


def _size(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size


def _turned(kind: str, width: int, height: int, orientation: int) -> Header:
    if not width or not height:
        raise NotAPicture("has no width or no height")
    if orientation >= 5:  # EXIF 5 to 8 lie on their side
        width, height = height, width
    return Header(kind, width, height)


# --- PNG --------------------------------------------------------------------------------------


def _png(file: BinaryIO) -> Header:
    file.seek(8)
    length, kind = struct.unpack(">I4s", file.read(8))
    header = file.read(length) if kind == b"IHDR" and length == 13 else b""
    (check,) = struct.unpack(">I", file.read(4))
    if zlib.crc32(b"IHDR" + header) != check:
        raise NotAPicture("is damaged: its header does not add up")
    orientation = _png_chunks(file)
    width, height = struct.unpack(">II", header[:8])
    return _turned("PNG", width, height, orientation)


def _png_chunks(file: BinaryIO) -> int:
    """The rotation; every chunk is stepped over, so a file without its end is found."""
    orientation, at, end = 1, file.tell(), _size(file)
    while at + 12 <= end:
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        if kind == b"eXIf":
            orientation = _orientation(file.read(min(length, 65536)))
        if kind == b"IEND":
            return orientation
        at += 12 + length
    raise NotAPicture("is cut off")


# --- JPEG -------------------------------------------------------------------------------------

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN = 0xDA


def _jpeg(file: BinaryIO) -> Header:
    orientation, width, height = 1, 0, 0
    at = 2
    while True:
        file.seek(at)
        mark, length = struct.unpack(">HH", file.read(4))
        if mark == 0xFFFF:  # a fill byte
            at += 1
            continue
        if mark >> 8 != 0xFF or length < 2:
            raise NotAPicture("is damaged")
        kind = mark & 0xFF
        if kind in _FRAMES:
            height, width = struct.unpack(">xHH", file.read(5))
        elif kind == 0xE1 and (body := file.read(length - 2)).startswith(b"Exif\0\0"):
            orientation = _orientation(body[6:])
        elif kind == _SCAN:
            break
        at += 2 + length
    # Never within a scan, so it may be looked for everywhere after the first one begins.
    _must_end(file, at, b"\xff\xd9", (64, _size(file)))
    return _turned("JPEG", width, height, orientation)


def _must_end(file: BinaryIO, start: int, mark: bytes, windows: tuple[int, ...]) -> None:
    """The end mark stands in one of the last `windows` bytes: cameras append data behind it."""
    end = _size(file)
    for window in windows:
        file.seek(max(start, end - window))
        if mark in file.read():
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


def _gif(file: BinaryIO, head: bytes) -> Header:
    width, height = struct.unpack_from("<HH", head, 6)
    _must_end(file, 13, b"\x00\x3b", (64,))
    return _turned("GIF", width, height, 1)


def _webp(file: BinaryIO, head: bytes) -> Header:
    (length,) = struct.unpack_from("<I", head, 4)
    if _size(file) < length + 8:
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
    return _turned("WEBP", width, height, _webp_orientation(file, head, length + 8))


def _webp_orientation(file: BinaryIO, head: bytes, end: int) -> int:
    at = 30 if head[12:16] == b"VP8X" and head[20] & 0x08 else end
    while at + 8 <= end:
        file.seek(at)
        kind, length = struct.unpack("<4sI", file.read(8))
        if kind == b"EXIF":
            return _orientation(file.read(length).removeprefix(b"Exif\0\0"))
        at += 8 + length + length % 2
    return 1


# --- everything else --------------------------------------------------------------------------

_CONVERTIBLE = ("AVIF", "BMP", "TIFF")


def _by_pillow(path: Path) -> Header:
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
