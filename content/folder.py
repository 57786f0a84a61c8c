"""The posts of a folder, each known by its front matter alone."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from content import frontmatter
from content.dates import aware
from content.meta import Meta, read_meta
from content.permalink import Place, place
from content.posts import below, dated, name_date
from content.site import Site
from content.translations import family, kinship, language_told

SUFFIXES = (".md", ".markdown")
DRAFTS = "_drafts"  # Jekyll's: jekyllrb.com/docs/posts/#drafts


@dataclass(frozen=True, slots=True)
class Head:
    """A post as its front matter tells; of one that cannot be read, as the file's name does.

    `name` is its path below the site's root in POSIX form, `key` the issue's as `load_issue` makes
    it, `title` never empty. `when` is its release, else its date, else the day of the file's name.
    `fault` says in the author's words why it can be no issue, "" where nothing is against it.
    `lang` is the family of the language that it declares or its path tells; posts of one folder
    that share a key of `kin` are versions of one.
    """

    path: Path
    name: str
    key: str
    title: str
    when: datetime | None
    is_draft: bool
    fault: str = ""
    lang: str = ""
    kin: frozenset[tuple[str, str]] = frozenset()


def files_of(site: Site) -> list[Path]:
    """The posts of a site, the drafts of Jekyll and Hexo among them."""
    folders = [site.root / site.posts]
    if site.kind in ("jekyll", "hexo"):
        folders.append(folders[0].parent / DRAFTS)
    return [path for folder in folders for path in post_files(folder, site)]


def post_files(folder: Path, site: Site) -> list[Path]:
    """The Markdown files that the generator would take for posts, in the order of their paths.

    Hidden ones and those of lists (`_index.md`) are left out, and in Hugo's page bundles all but
    the page itself.
    """
    return sorted(_walk(folder, site))


def read_head(path: Path, site: Site, zone: ZoneInfo) -> Head:
    """What the front matter says; `zone` is that of times without one."""
    name = below(path, site.root)
    where = place(name, site)
    meta, title, fault = Meta(), "", ""
    try:
        source = path.read_text(encoding="utf-8")
        parts = frontmatter.read(source, file=str(name))
        meta, _ = read_meta(parts.keys, file=str(name), zone=zone)
        title = meta.title or _first_heading(parts.body)
        fault = "" if source.strip("\ufeff \t\r\n") else "is empty"
    except frontmatter.Broken as broken:
        fault = f"cannot be read: {broken.problem.message.rstrip('.')}"
    except (OSError, UnicodeDecodeError):
        fault = "cannot be read"
    meta = dated(meta, where, zone)
    is_draft = meta.draft or DRAFTS in where.folder
    when = meta.release or meta.date
    lang = family(meta.lang) or language_told(name)
    return Head(
        path, str(name), _key(meta, name), title or where.slug, when, is_draft, fault, lang,
        kinship(meta),
    )  # fmt: skip


_HEAD = 4096  # bytes; a front matter's dates stand well within
_FRONT = re.compile(r"\ufeff?(---|\+\+\+)\s*\n.*?(?:\n\1|\Z)", re.DOTALL)
_MOMENT = r"""\b{}["']?\s*[:=]\s*["']?(\d[^"'\n,}}#]*)"""
_MOMENTS = tuple(re.compile(_MOMENT.format(key)) for key in ("release", "date"))


def guessed_time(path: Path, site: Site, zone: ZoneInfo) -> datetime | None:
    """What `when` will most likely be, from the first lines: good enough to sort by."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "ignore")
    except OSError:  # read_head says so
        head = ""
    front = _FRONT.match(head)
    found = (pattern.search(front[0]) for pattern in _MOMENTS if front)
    written = (aware(match[1].strip(), zone) for match in found if match)
    guess = next(filter(None, written), None)
    return guess or name_date(_place(path, site), zone)


# --- inside -----------------------------------------------------------------------------------


def _walk(folder: Path, site: Site) -> Iterator[Path]:
    for here, inner, names in os.walk(folder):
        inner[:] = [name for name in inner if not name.startswith(".")]
        pages = [name for name in names if _is_page(here, name)]
        bundle = [name for name in pages if name.partition(".")[0] == "index"]
        if site.kind == "hugo" and bundle:
            inner[:], pages = [], bundle
        yield from (Path(here, name) for name in pages)


def _is_page(folder: str, name: str) -> bool:
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - of a name, thousands of times
    if suffix.lower() not in SUFFIXES or stem.startswith(".") or stem.partition(".")[0] == "_index":
        return False
    try:
        return stat.S_ISREG(os.stat(f"{folder}/{name}").st_mode)  # noqa: PTH116
    except OSError:  # a link to nothing
        return False


def _place(path: Path, site: Site) -> Place:
    return place(below(path, site.root), site)


def _first_heading(body: str) -> str:
    """The heading that a body opens with, which is the title where the front matter has none."""
    line = body.lstrip().partition("\n")[0]
    return line[1:].strip(" \t\r#") if line.startswith(("# ", "#\t")) else ""


def _key(meta: Meta, name: PurePosixPath) -> str:
    """`pressrun.id`, else the path below the root; a test holds it against `load_issue`."""
    own = meta.own.get("id")
    named = isinstance(own, str | int) and not isinstance(own, bool) and str(own).strip()
    return str(own).strip() if named else str(name)
