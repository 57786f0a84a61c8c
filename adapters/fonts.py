"""The fonts of this machine that can letter a picture, and which of them shows which character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

NO_CHARACTER = "\U0010ffff"  # no font has it: whatever is drawn for it is the empty box
PROBE = 32  # px, large enough to tell a letter from the box

# File names of bold and regular, best first. Those that show Chinese come before the Latin ones.
TYPEFACES = (
    ("NotoSansCJK-Bold.*", "NotoSansCJK-Regular.*"),
    ("NotoSansCJKsc-Bold.*", "NotoSansCJKsc-Regular.*"),
    ("NotoSansSC-Bold.*", "NotoSansSC-Regular.*"),
    ("SourceHanSansSC-Bold.*", "SourceHanSansSC-Regular.*"),
    ("SourceHanSansCN-Bold.*", "SourceHanSansCN-Regular.*"),
    ("PingFang.ttc", "PingFang.ttc"),
    ("Hiragino Sans GB.ttc", "Hiragino Sans GB.ttc"),
    ("STHeiti Medium.ttc", "STHeiti Light.ttc"),
    ("msyhbd.ttc", "msyh.ttc"),
    ("wqy-microhei.ttc", "wqy-microhei.ttc"),
    ("wqy-zenhei.ttc", "wqy-zenhei.ttc"),
    ("DroidSansFallbackFull.ttf", "DroidSansFallbackFull.ttf"),
    ("DroidSansFallback.ttf", "DroidSansFallback.ttf"),
    ("NotoSans-Bold.ttf", "NotoSans-Regular.ttf"),
    ("Inter-Bold.*", "Inter-Regular.*"),
    ("LiberationSans-Bold.ttf", "LiberationSans-Regular.ttf"),
    ("Arial Bold.ttf", "Arial.ttf"),
    ("arialbd.ttf", "arial.ttf"),
    ("DejaVuSans-Bold.ttf", "DejaVuSans.ttf"),
)
PACKAGES = ("pylopdf_fonts_zh_cn",)  # Noto Sans SC and Noto Serif SC, under the OFL
SUFFIXES = {".ttf", ".ttc", ".otf"}
HEAVY = {"Bold", "Semibold", "Heavy", "W6"}


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file; without a path, the Latin face that Pillow carries."""

    path: Path | None = None
    index: int = 0

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        return _loaded(self, size)

    def shows(self, character: str) -> bool:
        return _probe(self, character) != _probe(self, NO_CHARACTER)


@dataclass(frozen=True, slots=True)
class Typeface:
    bold: Face
    regular: Face


BUILT_IN = Typeface(Face(), Face())


def usual_folders(home: Path) -> tuple[Path, ...]:
    """Where Linux, macOS and Windows keep fonts, and last a font package of Python's."""
    return (
        home / ".fonts",
        home / ".local/share/fonts",
        home / "Library/Fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
        Path("C:/Windows/Fonts"),
        *packaged_folders(),
    )


def packaged_folders() -> tuple[Path, ...]:
    """The folders of PACKAGES that are installed; nothing of them is run."""
    found = (find_spec(name) for name in PACKAGES)
    return tuple(
        Path(folder) for spec in found if spec for folder in spec.submodule_search_locations or ()
    )


def find_typefaces(folders: Iterable[Path]) -> tuple[Typeface, ...]:
    """Those of TYPEFACES that lie in the folders, best first; the built-in one comes last."""
    files = sorted(path for folder in folders for path in _fonts_below(folder))
    return (*_found(files), BUILT_IN)


def faces_for(text: str, faces: Sequence[Face]) -> Mapping[str, Face]:
    """The first face that shows each character; characters that none shows are absent."""
    chosen = {}
    for character in dict.fromkeys(text):
        fitting = (face for face in faces if character.isspace() or face.shows(character))
        if face := next(fitting, None):
            chosen[character] = face
    return chosen


def is_symbol(character: str) -> bool:
    """An emoji or the like: a title stays the same title without it."""
    return unicodedata.category(character) in {"So", "Sk", "Sm", "Sc", "Cn", "Co", "Me"}


def is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _fonts_below(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)


def _found(files: Sequence[Path]) -> Iterator[Typeface]:
    for bold, regular in TYPEFACES:
        heavy = _face(_named(files, bold), heavy=True)
        light = _face(_named(files, regular), heavy=False)
        if bold_or_regular := heavy or light:
            yield Typeface(bold_or_regular, light or bold_or_regular)


def _named(files: Sequence[Path], pattern: str) -> Path | None:
    return next((path for path in files if fnmatch(path.name.lower(), pattern.lower())), None)


def _face(path: Path | None, *, heavy: bool) -> Face | None:
    """Of a collection, the face for simplified Chinese, in the weight asked for if there is one."""
    names = list(_names(path)) if path else []
    ranks = [(_rank(name, heavy=heavy), -index) for index, name in enumerate(names)]
    return Face(path, -max(ranks)[1]) if ranks else None


def _rank(name: tuple[str, str], *, heavy: bool) -> tuple[bool, bool]:
    family, style = name
    return family.endswith((" SC", " CN", " GB")), bool(HEAVY & set(style.split())) == heavy


def _names(path: Path) -> Iterator[tuple[str, str]]:
    for index in range(64 if path.suffix.lower() == ".ttc" else 1):
        try:
            family, style = _opened(path, PROBE, index).getname()
        except OSError:  # no font, or past the last face of the collection
            return
        yield family or "", style or ""


@lru_cache(maxsize=256)
def _loaded(face: Face, size: int) -> ImageFont.FreeTypeFont:
    if face.path:
        return _opened(face.path, size, face.index)
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        message = "this Pillow was built without FreeType"
        raise TypeError(message)
    return font


def _opened(path: Path, size: int, index: int) -> ImageFont.FreeTypeFont:
    """Unlike ImageFont.truetype, takes no other file of the same name when this one is broken."""
    engine = ImageFont.Layout.BASIC  # the other one is not on every machine
    return ImageFont.FreeTypeFont(path, size, index, layout_engine=engine)


@lru_cache(maxsize=4096)
def _probe(face: Face, character: str) -> bytes:
    image = Image.new("L", (2 * PROBE, 2 * PROBE))
    ImageDraw.Draw(image).text((PROBE // 2, PROBE // 2), character, 255, font=face.at(PROBE))
    return image.tobytes()
