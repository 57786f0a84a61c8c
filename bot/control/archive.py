"""A zip that came from outside, opened without trust: names first, then bytes, both counted."""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ENTRIES = 1_000
UNPACKED = 200 * 1024 * 1024  # bytes, as they are written

_CHUNK = 64 * 1024
_LONGEST = 255, 1_000  # bytes in UTF-8: of one name on common file systems, of a path below ours
_ENTRY = b"PK\x01\x02"  # begins each entry of the directory: APPNOTE.TXT 4.3.12
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError,
           NotImplementedError, OSError)  # fmt: skip
_DAMAGED = "The zip is damaged."


class Refused(Exception):
    """It cannot be taken; the text says why, `next_step` what would help."""

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(message)
        self.next_step = next_step


@dataclass(frozen=True, slots=True)
class Archive:
    """`files` are those that count: no folders, nothing hidden."""

    zip: zipfile.ZipFile
    files: Mapping[PurePosixPath, zipfile.ZipInfo]

    def unpack(self, places: Mapping[PurePosixPath, Path]) -> None:
        """Write these files to these places, none of which exists yet. Raises Refused."""
        left = UNPACKED
        for name, place in places.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as target:
                for piece in self._pieces(name):
                    left -= len(piece)
                    if left < 0:
                        raise _too_big()
                    target.write(piece)

    def _pieces(self, name: PurePosixPath) -> Iterator[bytes]:
        try:
            with self.zip.open(self.files[name]) as source:
                while piece := source.read(_CHUNK):
                    yield piece
        except _BROKEN:
            raise Refused(f"{shown(str(name))} in the zip is damaged.", _AGAIN) from None


@contextmanager
def opened(content: bytes) -> Iterator[Archive]:
    """The archive of these bytes, its names read and found harmless. Raises Refused."""
    if content.count(_ENTRY) > ENTRIES:
        step = "Pack the issue and its pictures alone."
        raise Refused(f"The zip holds more than {ENTRIES:,} files.", step)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _BROKEN:
        raise Refused(_DAMAGED, _AGAIN) from None
    with archive:
        yield Archive(archive, _files(archive.infolist()))


def safe_path(name: str) -> PurePosixPath:
    """A name as a path below a folder, composed as keyboards write it. Raises Refused."""
    name = unicodedata.normalize("NFC", name)
    path = PurePosixPath(name)
    leads_out = name.startswith("/") or ".." in path.parts or re.match(r"[A-Za-z]:", name)
    if leads_out or "\\" in name:
        raise Refused(f"{shown(name)} leads out of its folder.", _PLAIN)
    sizes = [len(part.encode("utf-8", "replace")) for part in path.parts]
    if not sizes or max(sizes) > _LONGEST[0] or sum(sizes) + len(sizes) > _LONGEST[1]:
        raise Refused(f"The name {shown(name)} is empty or too long.", _PLAIN)
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise Refused(f"The name {shown(name)} has characters that no file should have.", _PLAIN)
    return path


def shown(name: str) -> str:
    """A name for a sentence: short, on one line."""
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)
    return plain if len(plain) <= 60 else f"{plain[:59]}…"


# --- inside -----------------------------------------------------------------------------------

_AGAIN = "Pack it again, and send the new zip."
_PLAIN = "Pack the issue's folder itself, with plain names."


def _files(infos: Sequence[zipfile.ZipInfo]) -> dict[PurePosixPath, zipfile.ZipInfo]:
    found: dict[PurePosixPath, zipfile.ZipInfo] = {}
    for name, info in zip(_names(infos), infos, strict=True):
        if PurePosixPath(name).parts or not name:  # "./" stands for the folder itself
            path = safe_path(name)
            _refuse_odd(info, path)
            if not (info.is_dir() or _is_hidden(path)):
                _refuse_twice(path, found)
                found[path] = info
    for path in found:
        for folder in path.parents:
            _refuse_twice(folder, found)
    return found


def _refuse_odd(info: zipfile.ZipInfo, path: PurePosixPath) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        step = "Put the file itself in the zip."
        raise Refused(f"{shown(str(path))} in the zip is a link.", step)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Refused(f"{shown(str(path))} in the zip is no plain file.", _PLAIN)
    if info.flag_bits & 0x1:
        raise Refused("The zip is locked with a password.", "Pack it without one.")
    if info.compress_type not in _METHODS:
        step = "Pack it again as a plain zip (deflate)."
        raise Refused("The zip is packed in a way that is not read here.", step)


def _refuse_twice(path: PurePosixPath, found: Mapping[PurePosixPath, zipfile.ZipInfo]) -> None:
    if path in found:
        raise Refused(f"{shown(str(path))} is in the zip twice.", _AGAIN)


def _is_hidden(path: PurePosixPath) -> bool:
    """Among them `.DS_Store`, and what macOS keeps of its own beside every file."""
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def _names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """As their author knows them; a zip without the mark of UTF-8 does not say how it spells."""
    unmarked = [info for info in infos if not info.flag_bits & 0x800]
    encoding = _encoding([_raw(info) for info in unmarked])
    return [
        info.orig_filename if info.flag_bits & 0x800 else _raw(info).decode(encoding)
        for info in infos
    ]


def _raw(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("cp437")  # zipfile has read every byte as that


def _encoding(names: Sequence[bytes]) -> str:
    """UTF-8 (macOS), GBK (Chinese Windows) or cp437, the first that makes sense of every name.

    Short names can be both: 图片 in GBK is ͼƬ in UTF-8. Chinese in UTF-8 takes three bytes, and
    accents come decomposed from macOS, which is no GB 2312; so what is read as that is Chinese.
    """
    foreign = [name for name in names if not name.isascii()]
    if all(_is(name, "utf-8") for name in foreign):
        is_wide = any(max(name.decode()) >= "\u0800" for name in foreign)
        return "utf-8" if is_wide or not all(_is(name, "gb2312") for name in foreign) else "gbk"
    return "gbk" if all(map(_is_chinese, foreign)) else "cp437"


def _is(name: bytes, encoding: str) -> bool:
    try:
        name.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_chinese(name: bytes) -> bool:
    """Nearly any bytes are GBK; a Chinese name has a common character, one of GB 2312, in it."""
    text = name.decode("gbk") if _is(name, "gbk") else ""
    return any(not c.isascii() and c.encode("gb2312", "ignore") for c in text)


def _too_big() -> Refused:
    message = f"The zip unpacks to more than {UNPACKED // 1024 // 1024} MB."
    return Refused(message, "Leave out what the issue does not show.")
