"""From a sketch to a PNG: the fonts that show it, and typst, which sets it.

Nothing of an issue is ever markup: figure.typ reads it as JSON. The same sketch and fonts give the
same bytes: a PNG of typst's holds no time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from adapters.base import Json
from adapters.drawn.sketches import NotDrawn, Sketch, letters
from adapters.fonts import Face, Typeface, find_typefaces

if TYPE_CHECKING:
    import typst

EXTRA = "pip install 'pressrun[figures]'"
PPI = 144  # two pixels for each of a phone's points
WIDEST = 624  # points: `wide` of figure.typ with its margins
TALLEST = 4  # times as high as wide
EMBEDDED = ("Libertinus Serif", "DejaVu Sans Mono")  # what typst carries, for want of others
MOST_NAMED = 5  # characters in a message

# What the embedded fonts show: Latin, Greek, Cyrillic, punctuation, arrows, boxes.
_SHOWN = ((0x20, 0x250), (0x370, 0x530), (0x2010, 0x2028), (0x2190, 0x2200), (0x2500, 0x2600))


@dataclass(frozen=True, slots=True)
class Lettering:
    """The font files that a figure needs, best first, and what they are: part of its name."""

    faces: tuple[Face, ...]
    mark: str


def typst_version() -> str:
    """Raises NotDrawn where typst is not installed."""
    try:
        return version("typst")
    except PackageNotFoundError:
        raise NotDrawn("typst is not installed", f"Install it: {EXTRA}.") from None


def lettering(sketch: Sketch, folders: Sequence[Path]) -> Lettering:
    """The fewest faces that show every character. Raises NotDrawn naming those that none shows."""
    chosen: list[Typeface] = []
    left = [c for c in dict.fromkeys(letters(sketch)) if not c.isspace()]
    for typeface in _typefaces(tuple(folders)):
        rest = [c for c in left if not typeface.regular.shows(c)] if left else []
        if len(rest) < len(left):
            chosen.append(typeface)
            left = rest
    left = [c for c in left if not any(low <= ord(c) < high for low, high in _SHOWN)]
    if left:
        named = " ".join(left[:MOST_NAMED])
        raise NotDrawn(f"no font of this machine shows {named}", f"Install one: {EXTRA}.")
    faces = dict.fromkeys(face for each in chosen for face in (each.regular, each.bold))
    return Lettering(tuple(faces), " ".join(_mark(face) for face in faces))


def draw(sketch: Sketch, fonts: Lettering, language: str) -> bytes:
    """The picture as a PNG. Raises NotDrawn where it is more than a phone shows."""
    typst_version()
    import typst

    families, bold = _families(fonts)
    figure: dict[str, Json] = {
        **sketch.data,
        "kind": sketch.kind,
        "fonts": [*families, *EMBEDDED],
        "lang": language,
        "bold": bold,
        "slanted": not families,
    }
    given = {"figure": json.dumps(figure, ensure_ascii=False)}
    try:
        made = _compiler(_folders(fonts)).compile(
            input=_template(), format="png", ppi=PPI, sys_inputs=given
        )
    except typst.TypstError as error:
        raise NotDrawn(f"typst cannot set it ({error.message})") from error
    return _within(made if isinstance(made, bytes) else b"")


def _within(png: bytes) -> bytes:
    """The picture without its alpha channel, when it is not too large."""
    image = Image.open(BytesIO(png)).convert("RGB")
    if image.width > WIDEST * PPI // 72:
        raise NotDrawn("it is wider than a phone shows")
    if image.height > TALLEST * image.width:
        raise NotDrawn("it is longer than one picture should be")
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


@lru_cache(maxsize=1)
def _template() -> bytes:
    return files("adapters.drawn").joinpath("figure.typ").read_bytes()


# --- fonts ------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _typefaces(folders: tuple[Path, ...]) -> tuple[Typeface, ...]:
    return tuple(each for each in find_typefaces(folders) if each.regular.path)


def _mark(face: Face) -> str:
    path = face.path
    return f"{path.name}:{face.index}:{path.stat().st_size}" if path else ""


def _folders(fonts: Lettering) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(face.path.parent for face in fonts.faces if face.path))


@lru_cache(maxsize=4)
def _compiler(folders: tuple[Path, ...]) -> typst.Compiler:
    import typst

    return typst.Compiler(font_paths=_fonts(folders))


@lru_cache(maxsize=4)
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in folders],
    )


def _families(fonts: Lettering) -> tuple[list[str], bool]:
    """typst's names of the faces, in their order, and whether the first of them comes in bold."""
    known = {
        (Path(each.path), each.index): each
        for each in (_fonts(_folders(fonts)).fonts() if fonts.faces else ())
        if each.path
    }
    found = [known[(f.path, f.index)] for f in fonts.faces if f.path and (f.path, f.index) in known]
    families = list(dict.fromkeys(each.family for each in found))
    heavy = {each.family for each in found if each.weight >= 600}
    return families, not families or families[0] in heavy
