"""Translations that lie side by side: `issue.en.md` beside `issue.zh.md`, folders `en/` and `zh/`.

A language goes by its family: `zh-Hans-CN`, `cn` and `中文` are all "zh".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from content.frontmatter import Broken, read
from content.issue import Issue
from content.meta import Meta, Value, read_meta
from content.posts import below, zone_of
from content.site import Site

FAMILIES = frozenset({"zh", "en", "ja", "ko", "fr", "de", "es", "pt", "it", "ru", "nl", "tr", "vi"})
_NAMES = {"cn": "zh", "tw": "zh", "chinese": "zh", "中文": "zh", "english": "en", "英文": "en",
          "jp": "ja", "japanese": "ja", "日本語": "ja"}  # fmt: skip
KINDRED = ("translationKey", "translation_key", "translation_id", "ref", "permalink")
SUFFIXES = (".md", ".markdown")


def family(tag: str) -> str:
    """ "zh" of `zh-Hans-CN`; "" for what names no language."""
    first = re.split(r"[-_]", tag.strip().lower())[0]
    found = _NAMES.get(first, first)
    return found if found in FAMILIES else ""


def language_told(path: PurePosixPath) -> str:
    """The language that a path names by the end of its name or by a folder, "" where none does."""
    return parted(path)[1]


def is_translation(path: PurePosixPath, other: PurePosixPath) -> bool:
    """Whether two paths differ by their language alone."""
    (one, mine), (two, its) = parted(path), parted(other)
    return one == two and mine != its


def parted(path: PurePosixPath) -> tuple[tuple[str, ...], str]:
    """The path without its language, and the language; a name's end counts before a folder."""
    bare, dot, last = path.stem.rpartition(".")
    if dot and family(last):
        return (*path.parts[:-1], bare), family(last)
    for n, folder in enumerate(path.parts[:-1]):
        if _is_language_folder(folder):
            rest = (*path.parts[:n], *path.parts[n + 1 : -1])
            return (*rest, path.stem), family(folder)
        if folder.startswith("content.") and family(folder[8:]):
            return ("content", *path.parts[n + 1 : -1], path.stem), family(folder[8:])
    return (*path.parts[:-1], path.stem), ""


def tongue(issue: Issue) -> str:
    """The family of an issue's language: what it declares, what its path says, what it looks."""
    told = language_told(below(issue.path, issue.site.root))
    return family(issue.meta.lang) or told or issue.language


def translation(issue: Issue, language: str) -> Path | None:
    """The file that holds the issue in a language; None where there is none."""
    own = issue.path.absolute()
    for path in _beside(own, issue.site, language):
        if path != own and path.is_file() and _speaks(path, issue.site, language):
            return path
    return _kin(issue, language)


def kinship(meta: Meta) -> frozenset[tuple[str, str]]:
    """The keys by which posts of other names say that they are versions of one."""

    def text(value: Value) -> str:
        return str(value).strip() if isinstance(value, str | int) else ""

    found = ((key, text(meta.values.get(key))) for key in KINDRED)
    return frozenset((key, value) for key, value in found if value)


def expected_name(issue: Issue, language: str) -> str:
    """How the translation may be called, in words for the author."""
    stem = issue.path.stem
    bare, dot, last = stem.rpartition(".")
    return f"{bare if dot and family(last) else stem}.{language}{issue.path.suffix}"


# --- by its path ------------------------------------------------------------------------------


def _is_language_folder(name: str) -> bool:
    return bool(family(name)) and (len(name) == 2 or not name.isalpha() or len(name) > 6)


def _beside(path: Path, site: Site, language: str) -> Iterator[Path]:
    """Where a translation may lie: first by name, then by folder, told language before untold."""
    neutral, _ = parted(below(path, site.root))
    for root in dict.fromkeys((site.root.absolute(), path.parent)):
        folder = root.joinpath(*neutral[:-1]) if root != path.parent else root
        yield from _named(folder, neutral[-1], language)
    yield from _in_folders(site.root.absolute(), neutral, language)


def _named(folder: Path, stem: str, language: str) -> Iterator[Path]:
    for path in sorted(folder.glob(f"{_literal(stem)}.*")):
        tag = path.stem.removeprefix(f"{stem}.")
        if path.suffix.lower() in SUFFIXES and family(tag) == language:
            yield path
    yield from (folder / f"{stem}{suffix}" for suffix in SUFFIXES)


def _literal(text: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", text)


def _in_folders(root: Path, neutral: tuple[str, ...], language: str) -> Iterator[Path]:
    """A folder of the language at any depth: `en/_posts/x.md`, `content/en/posts/x.md`."""
    for depth in range(len(neutral)):
        above = root.joinpath(*neutral[:depth])
        for folder in _language_folders(above, language):
            inner = neutral[depth + (neutral[depth] == folder.name.partition(".")[0]) :]
            for suffix in SUFFIXES:
                yield folder.joinpath(*inner[:-1]) / f"{inner[-1]}{suffix}"


def _language_folders(above: Path, language: str) -> list[Path]:
    if not above.is_dir():
        return []
    inner = sorted(folder for folder in above.iterdir() if folder.is_dir())
    return [
        folder for folder in inner
        if (_is_language_folder(folder.name) and family(folder.name) == language)
        or (folder.name.startswith("content.") and family(folder.name[8:]) == language)
    ]  # fmt: skip


# --- by what it says --------------------------------------------------------------------------


def _speaks(path: Path, site: Site, language: str) -> bool:
    """A file whose path names no language must name it in its front matter."""
    told = language_told(below(path, site.root))
    return told == language if told else _declared(path, site) == language


def _declared(path: Path, site: Site) -> str:
    meta = _meta(path, site)
    return family(meta.lang) if meta else ""


def _meta(path: Path, site: Site) -> Meta | None:
    try:
        parts = read(path.read_text(encoding="utf-8"), file=str(path))
    except (OSError, UnicodeDecodeError, Broken):
        return None
    return read_meta(parts.keys, file=str(path), zone=zone_of(site))[0]


def _kin(issue: Issue, language: str) -> Path | None:
    """A post of the same folder that names the same translation key, in the language."""
    own = kinship(issue.meta)
    if not own:
        return None
    for path in sorted(issue.path.absolute().parent.iterdir()):
        if path.suffix.lower() not in SUFFIXES or path.name == issue.path.name:
            continue
        meta = _meta(path, issue.site)
        if meta and family(meta.lang) == language and own & kinship(meta):
            return path
    return None
