"""A Markdown file, or a zip with its pictures, that an operator sends: laid out as an issue.

An upload that brings no site of its own is shown as if it lay in the newsletter's: beside it stand
links to the other posts, the site's settings, and copies of those pictures that it names and does
not bring. The site itself is only read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from threading import Lock

from bot.control.archive import Refused, opened, safe_path, shown
from config.files import FILE_NAME
from content.assets import find_assets
from content.folder import DRAFTS, SUFFIXES, files_of, read_head
from content.issue import IssueError, load_issue
from content.posts import zone_of
from content.site import Site
from content.siteconfig import HUGO_FILES, JEKYLL_FILES, find_root, read_site

__all__ = ["LIMIT", "Refused", "Taken", "forget_old", "take"]

LIMIT = 20 * 1024 * 1024  # bytes a bot can download: core.telegram.org/bots/api#getfile
KEPT = timedelta(days=7)

_ROOT_MARK = ".git"  # no folder above an upload is taken for its site: content.siteconfig.find_root
_NEW = ".new-"  # begins the name of what is still being laid out
_TOPS = frozenset({"content", "_posts", DRAFTS})  # of sites; no mere wrappers
_SWAPPING = Lock()


@dataclass(frozen=True, slots=True)
class Taken:
    """An upload as an issue. `path` is its Markdown file, below `site_root`, and may be checked,
    rendered and previewed, not published: it is removed again. `notes` are sentences for the
    operator."""

    path: Path
    site_root: Path
    notes: tuple[str, ...] = ()


def take(folder: Path, name: str, content: bytes, site: Site | None = None) -> Taken:
    """Lay an upload out below `folder`; the same one twice in the same place. Raises Refused.

    `name` is the file's as it was sent. With the newsletter's `site` it takes its post's place.
    """
    kind = _checked(name, content)
    target = folder.absolute() / hashlib.sha256(name.encode() + b"\0" + content).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=_NEW, dir=target.parent))
    try:
        (work / _ROOT_MARK).mkdir()
        sent = _from_zip(work, content) if kind == ".zip" else _alone(work, name, content)
        taken = _in_its_site(work, sent, site)
        _put_in_place(work, target)
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        message = "The zip has a file where the site has a folder, or a name twice."
        raise Refused(message, "Pack the issue and its pictures alone.") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)  # moved away when all went well
    path, root = taken.path.relative_to(work), taken.site_root.relative_to(work)
    return Taken(target / path, target / root, taken.notes)


def forget_old(folder: Path, now: datetime) -> None:
    """Remove the uploads that were laid out more than seven days before `now`."""
    before = (now - KEPT).timestamp()
    for place in folder.iterdir() if folder.is_dir() else ():
        if place.is_dir() and not place.is_symlink() and place.stat().st_mtime < before:
            shutil.rmtree(place)


def _put_in_place(work: Path, target: Path) -> None:
    """What stands there already is replaced: the site's pictures may have changed since."""
    old = work.with_name(f"{work.name}.old")
    with _SWAPPING:
        if target.exists():
            target.rename(old)
        work.rename(target)
    shutil.rmtree(old, ignore_errors=True)  # what is left of it, forget_old removes


# --- what was sent ----------------------------------------------------------------------------

_SEND = "Send the issue as a .md file, or as a .zip with its pictures."


@dataclass(frozen=True, slots=True)
class _Sent:
    """The Markdown file's path below the folder of work; `wrapper` is the name of the folder that
    a zip held everything in, or ""."""

    path: PurePosixPath
    wrapper: str = ""
    notes: tuple[str, ...] = ()


def _checked(name: str, content: bytes) -> str:
    """The file's kind by its name, ".md" or ".zip" or the like."""
    if len(content) > LIMIT:
        message = f"{shown(name)} is larger than {LIMIT // 1024 // 1024} MB."
        raise Refused(message, "Make its pictures smaller, or put it into the site itself.")
    kind = PurePosixPath(name).suffix.lower()
    if kind not in (*SUFFIXES, ".zip"):
        raise Refused(f"{shown(name) or 'This'} is neither Markdown nor a zip.", _SEND)
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Refused(f"{shown(name)} is empty.", "Write the issue first.")
    if "/" in name or len(safe_path(name).parts) != 1:
        raise Refused(f"{shown(name)} is no name of a file.", _SEND)
    return kind


def _alone(work: Path, name: str, content: bytes) -> _Sent:
    path = safe_path(name)
    (work / path).write_bytes(content)
    return _Sent(path)


def _from_zip(work: Path, content: bytes) -> _Sent:
    with opened(content) as archive:
        files = [path for path in archive.files if path.name != FILE_NAME]
        issues = [path for path in files if path.suffix.lower() in SUFFIXES]
        if len(issues) != 1:
            raise _not_one(issues)
        wrapper = _wrapper(files)
        inner = {path: path.relative_to(wrapper) for path in files}
        archive.unpack({path: work / place for path, place in inner.items()})
        left_out = len(archive.files) - len(files)
    notes = [f"{FILE_NAME} in the zip was left out: the newsletter's own settings hold."]
    return _Sent(inner[issues[0]], wrapper.name, tuple(notes[:left_out]))


def _not_one(issues: Sequence[PurePosixPath]) -> Refused:
    if not issues:
        return Refused("The zip has no Markdown file.", "Add the issue's .md file.")
    named = ", ".join(shown(str(path)) for path in issues[:5])
    more = f" and {len(issues) - 5} more" if len(issues) > 5 else ""
    message = f"The zip has {len(issues)} Markdown files: {named}{more}."
    return Refused(message, "Keep the issue alone, with its pictures.")


def _wrapper(files: Sequence[PurePosixPath]) -> PurePosixPath:
    """The folders that hold everything, as packing a folder makes them; not those of a site."""
    common = PurePosixPath(os.path.commonpath([path.parent for path in files]))
    parts = common.parts
    known = next((n for n, part in enumerate(parts) if part in _TOPS), len(parts))
    return PurePosixPath(*parts[:known])


# --- in its site ------------------------------------------------------------------------------


def _in_its_site(work: Path, sent: _Sent, site: Site | None) -> Taken:
    root = find_root(work / sent.path)
    brings_own = read_site(root)[0].kind != "plain"
    if site is None or brings_own:
        own = ("The zip brings its own site; the newsletter's is not looked at.",)
        return Taken(work / sent.path, root, (*sent.notes, *(own if site else ())))
    name, note = _place(work, sent, site)
    _move(work, sent.path, name)
    _settings(work, site)
    _others(work, site)
    return Taken(work / name, work, (*sent.notes, note, *_pictures(work, name, site)))


def _place(work: Path, sent: _Sent, site: Site) -> tuple[PurePosixPath, str]:
    """Where the site has the post, or would have it; and a sentence that says so."""
    posts = files_of(site)
    same = [path for path in posts if safe_path(path.name) == PurePosixPath(sent.path.name)]
    if len(same) > 1 or _is_bundle(sent.path):
        same = _alike(work, sent, same, site)
    if sent.path in (below := [_below(path, site) for path in posts]):
        same = [posts[below.index(sent.path)]]
    if len(same) == 1:
        name = _below(same[0], site)
        as_it_is = same[0].read_bytes() == (work / sent.path).read_bytes()
        what = "with the same text" if as_it_is else "with another text, which stays as it is"
        return name, f"The site has {name} {what}; this is shown in its place."
    name = _new_place(sent, posts, site)
    return name, f"The site has no such post; this is shown as {name}."


def _alike(work: Path, sent: _Sent, same: Sequence[Path], site: Site) -> list[Path]:
    """Of posts with one file name, Hugo's bundles above all, those of its folder or its title."""
    zone = zone_of(site)
    title = read_head(work / sent.path, site, zone).title
    folder = sent.path.parent.name or sent.wrapper
    by_folder = [path for path in same if folder and path.parent.name == folder]
    return by_folder or [path for path in same if read_head(path, site, zone).title == title]


def _new_place(sent: _Sent, posts: Sequence[Path], site: Site) -> PurePosixPath:
    top = PurePosixPath(site.posts)
    if not site.posts or sent.path.is_relative_to(top):
        return sent.path
    if site.kind != "hugo":
        return top / sent.path.name
    parents = Counter(_section(_below(path, site)) for path in posts)
    section = parents.most_common(1)[0][0] if parents else top
    bundle = sent.path.parent.name or sent.wrapper or "upload"
    return section / bundle / sent.path.name if _is_bundle(sent.path) else section / sent.path.name


def _section(name: PurePosixPath) -> PurePosixPath:
    """The folder of a post, for Hugo's bundles the one above."""
    return name.parent.parent if _is_bundle(name) else name.parent


def _is_bundle(path: PurePosixPath) -> bool:
    return path.stem.partition(".")[0] == "index"


def _move(work: Path, old: PurePosixPath, new: PurePosixPath) -> None:
    """The Markdown file, with what lies in its own folder where it has one."""
    if old == new:
        return
    folder = work / old.parent
    (work / new).parent.mkdir(parents=True, exist_ok=True)
    beside = sorted(folder.iterdir()) if folder != work else []
    (work / old).rename(_free(work / new))
    for path in beside:
        if path.name != old.name and path not in (work / new).parents:
            path.rename(_free((work / new).parent / path.name))


def _free(path: Path) -> Path:
    if path.exists():
        raise FileExistsError(path)
    return path


def _settings(work: Path, site: Site) -> None:
    """The generator's own, so that the same site is found above the upload."""
    names = {"jekyll": JEKYLL_FILES, "hugo": HUGO_FILES}.get(site.kind, ())
    found = [site.root / name for name in names if (site.root / name).is_file()]
    beside = "config/_default/permalinks.*" if site.kind == "hugo" else ""
    for path in (*found, *(site.root.glob(beside) if beside else ())):
        target = work / path.relative_to(site.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    if site.kind == "obsidian":
        (work / ".obsidian").mkdir()


def _others(work: Path, site: Site) -> None:
    """The other posts, which links and a series' numbers are read of."""
    for path in files_of(site):
        link = work / _below(path, site)
        if not link.exists():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path.absolute())


def _pictures(work: Path, name: PurePosixPath, site: Site) -> Iterator[str]:
    """Copies of the site's pictures that the issue names and did not bring."""
    try:
        issue = load_issue(work / name, replace(site, root=work))
    except IssueError:  # whoever checks the issue is told
        return
    lacking = {source: a.line for source, a in issue.assets.items() if a.path is None}
    found, _ = find_assets(lacking, site.root / name, site, str(name))
    root = site.root.resolve()
    places = {a.path: work / a.path.relative_to(root) for a in found.values() if a.path}
    copied = {path: target for path, target in places.items() if not target.exists()}
    for path, target in copied.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    if copied:
        yield f"{len(copied)} of its pictures {'is' if len(copied) == 1 else 'are'} the site's."


def _below(path: Path, site: Site) -> PurePosixPath:
    return PurePosixPath(path.relative_to(site.root).as_posix())
