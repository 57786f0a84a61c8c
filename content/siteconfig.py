"""The site around a post, read from its generator's own configuration file."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from content.dates import zone_named
from content.frontmatter import YamlLoader, plain
from content.meta import Value
from content.problems import Level, Problem
from content.site import Site

JEKYLL_FILES = ("_config.yml", "_config.yaml")
HUGO_FILES = tuple(
    f"{folder}{name}.{ending}"
    for folder, name in (("", "hugo"), ("", "config"), ("config/_default/", "hugo"),
                         ("config/_default/", "config"))
    for ending in ("toml", "yaml", "yml", "json")
)  # fmt: skip


def find_root(path: Path) -> Path:
    """The nearest folder above a file that marks a site, else the file's own folder."""
    start = path if path.is_dir() else path.parent
    return next((folder for folder in (start, *start.parents) if _marks(folder)), start)


def read_site(root: Path) -> tuple[Site, tuple[Problem, ...]]:
    """The site at `root`; a configuration file that cannot be read is a problem."""
    if config := _first(root, JEKYLL_FILES):
        return _read(root, "hexo" if _is_hexo(root, config) else "jekyll", config)
    if config := _hugo_config(root):
        return _read(root, "hugo", config)
    if (root / ".obsidian").is_dir():
        return _vault(root)
    return Site(root=root), ()


def zone_told(root: Path) -> str:
    """The time zone that the site's own configuration names; "" where it names none."""
    config = _first(root, JEKYLL_FILES) or _hugo_config(root)
    try:
        values = _values(config) if config else {}
    except _Unreadable:
        return ""
    return _text({key.lower(): value for key, value in values.items()}, "timezone")


def _marks(folder: Path) -> bool:
    if _first(folder, JEKYLL_FILES) or _hugo_config(folder):
        return True
    return (folder / ".obsidian").is_dir() or (folder / ".git").exists()


def _first(root: Path, names: tuple[str, ...]) -> Path | None:
    return next((root / name for name in names if _is_file(root, name)), None)


def _is_file(folder: Path, name: str) -> bool:
    """As text: with a dozen names in every folder above, pathlib would take most of the time."""
    return os.path.isfile(f"{folder}/{name}")  # noqa: PTH113


def _hugo_config(root: Path) -> Path | None:
    """Hugo's file; a bare `config.…` belongs to many programs and counts by its base URL only."""
    for name in HUGO_FILES:
        if not _is_file(root, name):
            continue
        path = root / name
        if "/" in name or name.startswith("hugo.") or _names_base_url(path):
            return path
    return None


def _names_base_url(path: Path) -> bool:
    return re.search(rb"(?i)\bbaseurl[\"']?\s*[:=]", path.read_bytes()) is not None


def _is_hexo(root: Path, config: Path) -> bool:
    """Hexo shares the name of Jekyll's file; its posts lie below `source`, as Jekyll's may, too."""
    if (root / "_posts").is_dir() or re.search(rb"(?m)^source\s*:", config.read_bytes()):
        return False
    return (root / "source" / "_posts").is_dir() or (root / "scaffolds").is_dir()


def _read(root: Path, kind: str, config: Path) -> tuple[Site, tuple[Problem, ...]]:
    try:
        values = _values(config)
        site = _made(root, kind, values, config)
    except _Unreadable as error:
        return Site(root=root, kind=kind), (error.problem,)
    if zone_named(site.zone) is None:
        step = "Write an IANA name, such as Asia/Shanghai."
        message = f"The site's time zone `{site.zone}` is not known; UTC is used."
        problem = Problem(Level.WARNING, "site-zone", str(config), 0, message, step)
        return replace(site, zone="UTC"), (problem,)
    return site, ()


def _made(root: Path, kind: str, values: Mapping[str, Value], config: Path) -> Site:
    match kind:
        case "jekyll":
            return _jekyll(root, values)
        case "hexo":
            return _hexo(root, values)
        case _:
            return _hugo(root, values, config)


# --- reading any of the formats ---------------------------------------------------------------


class _Unreadable(Exception):
    def __init__(self, config: Path, line: int, reason: str) -> None:
        message = f"The site's configuration cannot be read: {reason}."
        step = "Mend it, or the post's address stays unknown."
        self.problem = Problem(Level.ERROR, "site-config", str(config), line, message, step)
        super().__init__(str(self.problem))


def _values(config: Path) -> Mapping[str, Value]:
    try:
        loaded = _parse(config.suffix, config.read_text(encoding="utf-8-sig"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = str(getattr(error, "problem", None) or "not YAML")
        raise _Unreadable(config, mark.line + 1 if mark else 0, reason) from error
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        reason = re.sub(r"\s*\(at .*\)$|: line .*$", "", str(error))
        raise _Unreadable(config, int(found[1]) if found else 0, reason) from error
    except (OSError, ValueError, RecursionError) as error:
        raise _Unreadable(config, 0, type(error).__name__) from error
    values = plain(loaded if loaded is not None else {})
    if not isinstance(values, dict):
        raise _Unreadable(config, 1, "it holds no keys")
    return values


def _parse(suffix: str, text: str) -> object:
    match suffix:
        case ".toml":
            return tomllib.loads(text)
        case ".json":
            return json.loads(text)
        case _:
            return yaml.load(text, YamlLoader)  # noqa: S506 - a safe loader, in C


def _text(values: Mapping[str, Value], key: str) -> str:
    value = values.get(key)
    return value.strip() if isinstance(value, str) else ""


def _table(values: Mapping[str, Value], key: str) -> Mapping[str, Value]:
    value = values.get(key)
    return value if isinstance(value, dict) else {}


# --- Jekyll -----------------------------------------------------------------------------------


def _jekyll(root: Path, values: Mapping[str, Value]) -> Site:
    return Site(
        root=root,
        kind="jekyll",
        url=_text(values, "url").rstrip("/"),
        baseurl=_text(values, "baseurl").rstrip("/"),
        permalink=_default_permalink(values) or _text(values, "permalink"),
        zone=_text(values, "timezone") or "UTC",
        posts="_posts",
        patterns=dict(_collections(_table(values, "collections"))),
    )


def _collections(collections: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    for name, options in collections.items():
        if isinstance(options, dict) and _text(options, "permalink"):
            yield name, _text(options, "permalink")


def _default_permalink(values: Mapping[str, Value]) -> str:
    """A permalink that `defaults:` gives to all posts."""
    rules = values.get("defaults")
    for rule in rules if isinstance(rules, list) else []:
        if isinstance(rule, dict):
            scope = _table(rule, "scope")
            of_posts = scope.get("type") == "posts" and scope.get("path") in (None, "", "_posts")
            if of_posts and (pattern := _text(_table(rule, "values"), "permalink")):
                return pattern
    return ""


# --- Hexo (hexo.io/docs/configuration) -----------------------------------------------------------

HEXO_PERMALINK = ":year/:month/:day/:title/"


def _hexo(root: Path, values: Mapping[str, Value]) -> Site:
    url = _text(values, "url").rstrip("/")
    base = _text(values, "root").strip("/")
    inside = bool(base) and url.endswith(f"/{base}")
    source = _text(values, "source_dir") or "source"
    return Site(
        root=root,
        kind="hexo",
        url=url.removesuffix(f"/{base}") if inside else url,
        baseurl=f"/{base}" if inside else "",
        permalink=_text(values, "permalink") or HEXO_PERMALINK,
        zone=_text(values, "timezone") or "UTC",
        posts=f"{source.strip('/')}/_posts",
        names=_text(values, "new_post_name") or ":title.md",
    )


# --- Obsidian -----------------------------------------------------------------------------------


def _vault(root: Path) -> tuple[Site, tuple[Problem, ...]]:
    """A vault keeps its pictures where `attachmentFolderPath` of its own settings says."""
    config = root / ".obsidian" / "app.json"
    if not config.is_file():
        return Site(root=root, kind="obsidian"), ()
    try:
        folder = _text(_values(config), "attachmentFolderPath")
    except _Unreadable as error:
        step = "Mend it, or delete it: pictures are then looked for in the whole vault."
        problem = replace(error.problem, level=Level.WARNING, next=step)
        return Site(root=root, kind="obsidian"), (problem,)
    return Site(root=root, kind="obsidian", attachments=folder), ()


# --- Hugo -------------------------------------------------------------------------------------


def _hugo(root: Path, written: Mapping[str, Value], config: Path) -> Site:
    values = {key.lower(): value for key, value in written.items()}  # Hugo's keys have no case
    ugly = values.get("uglyurls")
    languages = _languages(values)
    contents, uncertain = _contents(languages)
    return Site(
        root=root,
        kind="hugo",
        # With a host per language, or ugly URLs per section, an address is not certain.
        url="" if uncertain or isinstance(ugly, dict) else _text(values, "baseurl").rstrip("/"),
        zone=_text(values, "timezone") or "UTC",
        posts=_text(values, "contentdir") or "content",
        patterns=_patterns(_table(values, "permalinks") or _permalinks_beside(config)),
        ugly_urls=ugly is True,
        languages=_ordered(languages, _text(values, "defaultcontentlanguage") or "en"),
        contents=contents,
        default_in_folder=values.get("defaultcontentlanguageinsubdir") is True,
        dated_names=":filename" in str(_table(values, "frontmatter").get("date", "")),
        keeps_case=values.get("disablepathtolower") is True,
    )


def _patterns(permalinks: Mapping[str, Value]) -> Mapping[str, str]:
    """Hugo's table by section; the newer form nests it below `page`."""
    pages = _table(permalinks, "page") or permalinks
    return {name: pattern for name, pattern in pages.items() if isinstance(pattern, str)}


def _permalinks_beside(config: Path) -> Mapping[str, Value]:
    """`config/_default/permalinks.toml`: a key of its own file."""
    names = tuple(f"permalinks.{ending}" for ending in ("toml", "yaml", "yml", "json"))
    beside = _first(config.parent, names) if config.parent.name == "_default" else None
    return _values(beside) if beside else {}


def _languages(values: Mapping[str, Value]) -> Mapping[str, Mapping[str, Value]]:
    table = _table(values, "languages")
    return {key: options for key, options in table.items() if isinstance(options, dict)}


def _contents(
    languages: Mapping[str, Mapping[str, Value]],
) -> tuple[Mapping[str, str], bool]:
    """The content folder of each language, and whether an address cannot be told from that."""
    lower = {
        key: {name.lower(): value for name, value in options.items()}
        for key, options in languages.items()
    }
    folders = {key: _text(options, "contentdir").strip("/") for key, options in lower.items()}
    named = {key: folder for key, folder in folders.items() if folder}
    hosts = any("baseurl" in options for options in lower.values())
    return named, hosts or 0 < len(named) < len(folders)


def _ordered(languages: Mapping[str, object], default: str) -> tuple[str, ...]:
    return tuple(sorted(languages, key=lambda key: (key != default, key)))
