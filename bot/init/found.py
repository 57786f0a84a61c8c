"""What a folder tells of a newsletter: its site, posts, pictures, addresses, zone and language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from config.site import BadSite, detect
from config.zones import machine_zone
from content.dates import zone_named
from content.folder import files_of, guessed_time, post_files, read_head
from content.issue import Issue, IssueError, load_issue
from content.posts import zone_of
from content.site import Site
from content.siteconfig import zone_told

LOOKED_AT = 60  # of the newest files, for one that is no draft
NO_POSTS = frozenset({"readme", "changelog", "contributing", "license", "security"})
NO_FOLDERS = frozenset({"node_modules", "vendor", "venv"})  # what others wrote


class NotStarted(Exception):
    """Why no settings can be written, in a sentence, and what to do."""


class ZoneFrom(StrEnum):
    """Who names the time zone."""

    SITE = "site"
    MACHINE = "machine"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Found:
    """`folder` gets the settings; `site` has the zone that will hold; `posts` is the folder that
    holds the `count` of posts, `newest` the last of them that is no draft.

    `pictures` are those of the newest post, by folder; `pattern` is the site's permalink or "".
    `address` is "" where it cannot be known, `language` "" where the post cannot be read.
    """

    folder: Path
    site: Site
    zone_from: ZoneFrom
    posts: Path
    count: int
    newest: Path
    pattern: str = ""
    address: str = ""
    language: str = ""
    pictures: tuple[tuple[Path, int], ...] = ()
    lost: int = 0


def look(place: Path, environment: Mapping[str, str]) -> Found:
    """Reads and writes nothing. Raises NotStarted where there is no post to begin with."""
    place = place.resolve()
    if not place.is_dir():
        raise NotStarted(f"{place} is no folder. Name the folder of your blog.")
    try:
        site = detect(place)
    except BadSite as error:
        raise NotStarted(str(error)) from None
    site, zone_from = _zoned(site, environment)
    files = _files(place, site)
    if not files:
        raise NotStarted(
            f"No post was found in {place}. Run this where your Markdown files are, or write the "
            "first one: any .md file that begins with `# Its title` will do."
        )
    posts, own = _main_folder(files, place, site)
    newest = _newest(own, site)
    folder = place if site.kind == "plain" else site.root
    found = Found(folder, site, zone_from, posts, len(own), newest, _pattern(posts, site))
    try:
        return _with_issue(found, load_issue(newest, site))
    except IssueError:  # lint, the first command to try, says why
        return found


def _zoned(site: Site, environment: Mapping[str, str]) -> tuple[Site, ZoneFrom]:
    """The site with the zone that will hold: its own, else this machine's."""
    if zone_named(zone_told(site.root)):
        return site, ZoneFrom.SITE
    name = machine_zone(environment)
    return (replace(site, zone=name), ZoneFrom.MACHINE) if name else (site, ZoneFrom.NOBODY)


# --- posts --------------------------------------------------------------------------------------


def _files(place: Path, site: Site) -> list[Path]:
    """The posts at or below the folder named; all of the site's where that holds them."""
    above = (site.root / site.posts).resolve().is_relative_to(place)
    files = (files_of(site) if above else post_files(place, site)) or _scattered(place, site)
    return [path for path in files if _may_be_post(path, site.root)]


def _scattered(place: Path, site: Site) -> list[Path]:
    """Jekyll takes posts from `_posts` in any folder."""
    if site.kind != "jekyll":
        return []
    return [path for path in post_files(place, site) if "_posts" in path.parent.parts]


def _may_be_post(path: Path, root: Path) -> bool:
    inner = path.relative_to(root).parts[:-1] if path.is_relative_to(root) else ()
    return path.stem.lower() not in NO_POSTS and NO_FOLDERS.isdisjoint(inner)


def _main_folder(files: list[Path], place: Path, site: Site) -> tuple[Path, list[Path]]:
    """The folder with the most posts that have a date, else with the most, and its posts."""
    groups: dict[Path, list[Path]] = defaultdict(list)
    for path in files:
        groups[_section(path, place, site)].append(path)
    zone = zone_of(site)

    def weight(folder: Path) -> tuple[int, int]:
        own = groups[folder]
        return sum(guessed_time(path, site, zone) is not None for path in own), len(own)

    best = max(groups, key=weight)
    return best, groups[best]


def _section(path: Path, place: Path, site: Site) -> Path:
    """`_posts` in Jekyll and Hexo; elsewhere the first folder below the content, years aside."""
    if site.kind in ("jekyll", "hexo"):
        return next((folder for folder in path.parents if folder.name == "_posts"), path.parent)
    top = site.root / site.posts
    base = top if site.kind == "hugo" else place
    inner = path.relative_to(base).parts[:-1] if path.is_relative_to(base) else ()
    if site.kind == "hugo" and path.name.partition(".")[0] == "index":
        inner = inner[:-1]  # the folder of a page bundle is the post itself
    return base / inner[0] if inner and not inner[0].isdigit() else base


def _newest(files: list[Path], site: Site) -> Path:
    """By its date, else by when the file was saved; a draft only where there is nothing else."""
    zone = zone_of(site)

    def age(path: Path) -> tuple[bool, datetime]:
        told = guessed_time(path, site, zone)
        return told is not None, told or datetime.fromtimestamp(path.stat().st_mtime, UTC)

    ordered = sorted(files, key=age, reverse=True)
    heads = (read_head(path, site, zone) for path in ordered[:LOOKED_AT])
    ready = (head.path for head in heads if not head.is_draft and not head.fault)
    return next(ready, ordered[0])


# --- what the newest post shows -----------------------------------------------------------------


def _with_issue(found: Found, issue: Issue) -> Found:
    paths = [asset.path for asset in issue.assets.values()]
    folders = Counter(path.parent for path in paths if path)
    return replace(
        found,
        address=issue.canonical_url or "",
        language=issue.language,
        pictures=tuple(folders.most_common()),
        lost=paths.count(None),
    )


def _pattern(posts: Path, site: Site) -> str:
    return site.patterns.get(posts.name.lstrip("_"), "") or site.permalink
