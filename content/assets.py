"""The pictures an issue names: where each lies below the site's root, or the problem with it."""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from content.headers import Header, NotAPicture, read_header
from content.problems import Level, Problem
from content.site import Site


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture the document names: where it lies, or the problem with it.

    `source` is as the author wrote it. `path` is None when there is no usable file; the reason
    then stands among the issue's problems. `width` and `height` are as shown (EXIF rotation
    applied), `format` is Pillow's name; 0 and "" without a usable file.
    """

    source: str
    path: Path | None
    line: int
    width: int = 0
    height: int = 0
    format: str = ""


def find_assets(
    named: Mapping[str, int], post: Path, site: Site, file: str
) -> tuple[dict[str, Asset], tuple[Problem, ...]]:
    """Every source (-> the line that names it first), each resolved and looked at once."""
    shelf = _Shelf(site, str(post.parent), os.path.realpath(site.root), _own_folder(post, site))
    assets: dict[str, Asset] = {}
    problems: list[Problem] = []
    for source, line in named.items():
        try:
            path = shelf.find(source)
            size = _header(path, source)
            assets[source] = Asset(source, Path(path), line, size.width, size.height, size.format)
        except _Unusable as reason:
            assets[source] = Asset(source, None, line)
            problems.append(reason.problem(file, line, source))
    return assets, tuple(problems)


def _own_folder(post: Path, site: Site) -> str:
    """The folder of one post's pictures: Hexo's bears the post's name, a vault names it."""
    if site.kind == "hexo":
        return str(post.with_suffix(""))
    folder = site.attachments
    if folder.startswith("./"):
        return str(post.parent / folder[2:])
    return str(site.root / folder.strip("/")) if folder.strip("/") else ""


class _Unusable(Exception):
    def __init__(self, code: str, message: str, step: str) -> None:
        super().__init__(message)
        self.code, self.step = code, step

    def problem(self, file: str, line: int, source: str) -> Problem:
        return Problem(Level.ERROR, self.code, file, line, str(self), self.step, source)


def _header(path: str, source: str) -> Header:
    try:
        return read_header(path)
    except NotAPicture as reason:
        raise _Unusable("bad-picture", f"The picture `{source}` {reason}.", _step(reason)) from None
    except OSError as error:
        message = f"The picture `{source}` cannot be read: {error.strerror}."
        raise _Unusable("bad-picture", message, "Check the file's permissions.") from None


def _step(reason: NotAPicture) -> str:
    if "SVG" in str(reason):
        return "Export it as PNG, and name that."
    return "Fetch it with `git lfs pull`." if "LFS" in str(reason) else "Save the picture anew."


# --- where a source may lie -------------------------------------------------------------------

# Folders below the root whose content the generator serves from the site's top.
_SERVED = {
    "jekyll": ("",), "hugo": ("static", "assets", "content", ""), "obsidian": ("",),
    "hexo": ("source", ""),
    "plain": ("", "static", "public", "source", "assets"),
}  # fmt: skip
_BASE_TAG = re.compile(r"\{\{\s*site\.(?:base)?url\s*\}\}")
_URL_FILTER = re.compile(r"\{\{\s*[\"']([^\"']+)[\"']\s*\|[^}]*\}\}")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:|//")
_SPELT = re.compile(r"[%?#]")


@dataclass(slots=True)
class _Shelf:
    """Looks sources up; the names of a whole vault are listed only when one is needed.

    Paths are text here: with dozens of pictures, pathlib would take most of the time.
    """

    site: Site
    beside: str
    root: str  # with links resolved
    own: str = ""  # the folder of this post's pictures
    vault: dict[str, list[Path]] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)  # as written -> with links resolved

    def find(self, source: str) -> str:
        """The file that `source` means, with links resolved. Raises _Unusable."""
        local = self._local(source)
        outside = False
        for path in self._candidates(local):
            real = self._file(path)
            if real and self._is_inside(real):
                return real
            outside = outside or bool(real)
        if outside:
            raise _outside(source)
        if found := self._in_vault(local):
            return str(found)
        raise self._missing(source, local)

    def _local(self, source: str) -> str:
        """The source as a path: without the site's own address, or refused as remote."""
        local = source.strip()
        if "{{" in local:
            local = _URL_FILTER.sub(r"\1", _BASE_TAG.sub("", source)).strip()
        own = self.site.url
        if own and local.startswith(f"{own}/"):
            local = local[len(own) :]
        if match := _SCHEME.match(local):
            raise _foreign(source, match[0])
        base = self.site.baseurl
        if base and local.startswith(f"{base}/"):
            local = local[len(base) :]
        return local

    def _candidates(self, local: str) -> Iterator[str]:
        top = str(self.site.root)
        for name in _spellings(local):
            absolute = name.startswith("/")
            if not absolute:
                yield f"{self.beside}/{name}"
                if self.own:
                    yield f"{self.own}/{name}"
            for folder in _SERVED.get(self.site.kind, ("",)):
                yield f"{top}/{folder}/{name.lstrip('/')}"
            if absolute:
                yield name  # an absolute path of this machine: taken inside the root only

    def _file(self, path: str) -> str:
        """Links resolved, "" if it is no file; pictures share their folders: resolved once."""
        try:
            mode = os.lstat(path).st_mode
        except (OSError, ValueError):  # a name too long, or with a zero in it, is not a file either
            return ""
        if stat.S_ISLNK(mode):
            real = os.path.realpath(path)
            return real if os.path.isfile(real) else ""  # noqa: PTH113
        if not stat.S_ISREG(mode):
            return ""
        folder, _, name = path.rpartition("/")
        if folder not in self.folders:
            self.folders[folder] = os.path.realpath(folder)
        return f"{self.folders[folder]}/{name}"

    def _is_inside(self, real: str) -> bool:
        return real.startswith(f"{self.root}/".replace("//", "/"))

    def _in_vault(self, local: str) -> Path | None:
        """Obsidian finds a file by its name or the end of its path; the shortest path wins."""
        if self.site.kind != "obsidian":
            return None
        if not self.vault:
            self.vault = _listed(Path(self.root))
        for name in map(PurePosixPath, _spellings(local)):
            parts = name.parts
            fits = [p for p in self.vault.get(name.name, ()) if p.parts[-len(parts) :] == parts]
            for path in sorted(fits, key=lambda p: (len(p.parts), str(p))):
                if self._is_inside(os.path.realpath(path)):
                    return path
        return None

    def _missing(self, source: str, local: str) -> _Unusable:
        step = "Add the file, or mend the path."
        for path in self._candidates(local):
            folder, _, name = path.rpartition("/")
            folder = os.path.realpath(folder.replace("\0", ""))
            near = _near(folder, name) if self._is_inside(f"{folder}/") else None
            if near:
                step = f"Did you mean `{os.path.relpath(near, self.root)}`?"
                break
        return _Unusable("missing-picture", f"The picture `{source}` is not there.", step)


def _spellings(local: str) -> Iterable[str]:
    """As written, percent-decoded, and both without query and fragment."""
    if not _SPELT.search(local):
        return (local,) if local else ()
    bare = re.split(r"[?#]", local, maxsplit=1)[0]
    names = dict.fromkeys((local, unquote(local), bare, unquote(bare)))
    return [name for name in names if name]


def _near(folder: str, name: str) -> str | None:
    """A file of the folder whose name is almost the same."""
    if not os.path.isdir(folder):  # noqa: PTH112
        return None
    by_case = {entry.name.lower(): entry.name for entry in os.scandir(folder) if entry.is_file()}
    close = difflib.get_close_matches(name.lower(), sorted(by_case), n=1, cutoff=0.75)
    return f"{folder}/{by_case[close[0]]}" if close else None


def _listed(root: Path) -> dict[str, list[Path]]:
    vault: dict[str, list[Path]] = {}
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if not name.startswith(".")]
        for name in names:
            vault.setdefault(name, []).append(Path(folder, name))
    return vault


def _outside(source: str) -> _Unusable:
    message = f"The picture `{source}` lies outside the site's folder."
    return _Unusable("picture-outside", message, "Copy it below the site's root.")


def _foreign(source: str, scheme: str) -> _Unusable:
    shown = source if len(source) <= 80 else source[:79] + "…"
    if scheme in {"http:", "https:", "//"}:
        message = f"The picture `{shown}` is on another site."
        step = "Save it beside the post, or allow remote pictures for this newsletter."
        return _Unusable("remote-picture", message, step)
    message = f"The picture `{shown}` is not a file of the site (`{scheme}`)."
    return _Unusable("bad-picture-source", message, "Save it as a file, and name that.")
