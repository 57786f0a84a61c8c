"""Where the site generator puts a post: the permalink patterns of Jekyll, Hugo and Hexo."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from content.dates import zone_named
from content.meta import Meta
from content.site import Site, join, site_url

_DATED = re.compile(r"(?P<date>\d{2,4}-\d{1,2}-\d{1,2})-(?P<slug>.+)")


@dataclass(frozen=True, slots=True)
class Place:
    """A post's path below the site root without its extension, read.

    `name` is the last element as it stands (`2025-09-22-x`), `slug` without the date, `date` as
    written in it or "". A Hugo bundle (`posts/x/index.md`) is named by its folder.
    """

    folder: tuple[str, ...]
    name: str
    slug: str
    date: str = ""
    language: str = ""


def place(path: PurePosixPath, site: Site) -> Place:
    """Read the post's path, relative to the root."""
    folder, name, language = path.parts[:-1], path.stem, ""
    stem, dot, suffix = name.rpartition(".")
    if dot and suffix in site.languages:
        name, language = stem, suffix
    elif site.contents:
        language = _language_by_folder(folder, site)
    if site.kind == "hugo" and name in {"index", "_index"} and folder:
        folder, name = folder[:-1], folder[-1]
    if site.kind == "hexo":
        slug, date = _hexo_named(name, site.names)
        return Place(folder, name, slug, date, language)
    found = _DATED.fullmatch(name)
    if found and (site.kind != "hugo" or site.dated_names):
        return Place(folder, name, found["slug"], found["date"], language)
    return Place(folder, name, name, "", language)


def _language_by_folder(folder: tuple[str, ...], site: Site) -> str:
    """The language whose content folder a post lies in, the deepest such folder first."""
    tops = sorted(site.contents.items(), key=lambda item: -len(item[1]))
    for language, top in tops:
        parts = PurePosixPath(top).parts
        if folder[: len(parts)] == parts:
            return language
    return ""


def slug_of(meta: Meta, where: Place) -> str:
    """The front matter's slug, else the file name's."""
    return _own_slug(meta) or where.slug


def _own_slug(meta: Meta) -> str:
    own = meta.values.get("slug")
    return str(own) if isinstance(own, str | int) and not isinstance(own, bool) else ""


def canonical_url(where: Place, site: Site, meta: Meta) -> str | None:
    """The URL the site gives the post, or None when it cannot be known."""
    for key in ("canonical_url", "canonicalURL", "canonical"):
        value = meta.values.get(key)
        if isinstance(value, str) and value.startswith(("https://", "http://")):
            return value
    ways = {"hugo": _hugo_path, "hexo": _hexo_path}
    path = ways.get(site.kind, _jekyll)(where, site, meta)
    if path is None or path.startswith(("https://", "http://")):
        return path
    return site_url(site, path)


def _local(meta: Meta, site: Site) -> datetime | None:
    zone = zone_named(site.zone)
    return meta.date.astimezone(zone) if meta.date and zone else meta.date


# --- Jekyll (jekyllrb.com/docs/permalinks, lib/jekyll/drops/url_drop.rb) ------------------------

STYLES: Mapping[str, str] = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


def _jekyll(where: Place, site: Site, meta: Meta) -> str | None:
    own = meta.values.get("permalink")
    pattern = own if isinstance(own, str) and own else _jekyll_pattern(where, site)
    if pattern is None:
        return None
    fields = _jekyll_fields(where, site, meta)
    return _filled(STYLES.get(pattern, pattern), fields)


def _jekyll_pattern(where: Place, site: Site) -> str | None:
    if site.kind != "jekyll":
        return site.permalink or None
    collection = _collection(where)
    if collection == "posts":
        return site.patterns.get("posts") or site.permalink or "date"
    if collection:
        return site.patterns.get(collection)
    return _page_pattern(where, site)


def _page_pattern(where: Place, site: Site) -> str:
    """A page outside of collections: its own path, ending as the site's permalinks end."""
    if where.name == "index":
        return "/:path/"
    style = STYLES.get(site.permalink or "date", site.permalink)
    ending = "/" if style.endswith("/") else ":output_ext" if style.endswith(":output_ext") else ""
    return f"/:path/:basename{ending}"


def _jekyll_fields(where: Place, site: Site, meta: Meta) -> Mapping[str, str]:
    slug = slug_of(meta, where)
    above = [part for part in where.folder if not part.startswith("_")]
    in_posts = "_posts" in where.folder
    groups = dict.fromkeys(map(str.lower, [*(above if in_posts else ()), *meta.categories]))
    return {
        "title": _PRETTY.sub("-", slug).strip("-"), "slug": _slugified(slug),
        "name": _slugified(where.slug), "basename": where.name,
        "path": "/".join(above), "output_ext": ".html", "collection": _collection(where),
        "categories": "/".join(groups),
        "slugified_categories": "/".join(map(_slugified, groups)),
        **_date_fields(_local(meta, site)),
    }  # fmt: skip


_PRETTY = re.compile(r"[^\w.~!$&'()+,;=@]+")
_PLAIN = re.compile(r"[\W_]+")


def _slugified(text: str) -> str:
    return _PLAIN.sub("-", text).strip("-").lower()


def _collection(where: Place) -> str:
    return next((part[1:] for part in where.folder if part.startswith("_")), "")


def _date_fields(date: datetime | None) -> Mapping[str, str]:
    if date is None:
        return {}
    iso_year, week, weekday = date.isocalendar()
    return {
        "year": f"{date:%Y}", "short_year": f"{date:%y}", "month": f"{date:%m}",
        "i_month": str(date.month), "short_month": _MONTHS[date.month - 1][:3],
        "long_month": _MONTHS[date.month - 1], "day": f"{date:%d}", "i_day": str(date.day),
        "y_day": f"{date:%j}", "w_year": str(iso_year), "week": f"{week:02}",
        "w_day": str(weekday), "short_day": _DAYS[weekday - 1][:3],
        "long_day": _DAYS[weekday - 1], "hour": f"{date:%H}", "minute": f"{date:%M}",
        "second": f"{date:%S}",
    }  # fmt: skip


# strftime's names follow the machine's locale; the generators' do not.
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_JEKYLL_FIELDS = (
    "slugified_categories", "categories", "collection", "output_ext", "short_year", "short_month",
    "short_day", "long_month", "long_day", "i_month", "i_day", "y_day", "w_year", "w_day", "year",
    "month", "week", "day", "hour", "minute", "second", "basename", "title", "slug", "name", "path",
)  # fmt: skip
_JEKYLL_FIELD = re.compile(f":({'|'.join(_JEKYLL_FIELDS)})")


def _filled(pattern: str, fields: Mapping[str, str]) -> str | None:
    """The pattern with its fields, or None when one of them is unknown."""
    rest = _JEKYLL_FIELD.sub("", pattern)
    if ":" in rest or any(name not in fields for name in _JEKYLL_FIELD.findall(pattern)):
        return None
    path = _JEKYLL_FIELD.sub(lambda found: fields[found[1]], pattern)
    return re.sub(r"/{2,}", "/", f"/{path}")


# --- Hexo (hexo.io/docs/permalinks) --------------------------------------------------------------

_NAME_FIELDS = {
    "year": r"(?P<year>\d{4})", "month": r"(?P<month>\d{2})", "i_month": r"(?P<month>\d{1,2})",
    "day": r"(?P<day>\d{2})", "i_day": r"(?P<day>\d{1,2})", "title": r"(?P<title>.+)",
    "hash": r"[0-9a-f]+",
}  # fmt: skip


def _hexo_named(name: str, pattern: str) -> tuple[str, str]:
    """Title and day of a file name, by the pattern `new_post_name` (`:year-:month-:day-:title.md`);
    a name that does not follow it is all title."""
    stem = pattern.rpartition(".")[0] or pattern
    made = re.sub(
        r":(\w+?)(?=[^a-z_]|$)|([^:]+)",
        lambda found: _NAME_FIELDS.get(found[1], ".+?") if found[1] else re.escape(found[2]),
        stem.rpartition("/")[2],
    )
    try:
        found = re.fullmatch(made, name)
    except re.error:  # a field twice
        return name, ""
    fields = found.groupdict() if found else {}
    day = "-".join(fields[key] for key in ("year", "month", "day") if fields.get(key))
    return fields.get("title") or name, day if day.count("-") == 2 else ""


def _hexo_path(where: Place, site: Site, meta: Meta) -> str | None:
    own = meta.values.get("permalink")
    if isinstance(own, str) and own:
        return own if own.endswith((".html", "/")) else f"{own}/"
    top = PurePosixPath(site.posts).parts
    if where.folder[: len(top)] != top:
        inner = where.folder[len(top) - 1 :] if where.folder[: len(top) - 1] == top[:-1] else None
        return None if inner is None else join(*inner, _page_name(where))
    folders = where.folder[len(top) :]
    fields = {
        **_date_fields(_local(meta, site)), "title": "/".join((*folders, where.slug)),
        "name": where.slug, "post_title": _hyphened(meta.title),
        "category": "/".join(map(_hyphened, meta.categories)) or "uncategorized",
        **({"lang": meta.lang} if meta.lang else {}),
    }  # fmt: skip
    names = re.findall(r":(\w+)", site.permalink)
    if any(name not in fields for name in names):
        return None
    return join(re.sub(r":(\w+)", lambda found: fields[found[1]], site.permalink))


def _page_name(where: Place) -> str:
    """A page of its own: `about/index.md` is `about/`."""
    return "" if where.name == "index" else f"{where.name}.html"


def _hyphened(text: str) -> str:
    """Hexo's slugs: signs and spaces to hyphens, letters of any script as they are."""
    return re.sub(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+", "-", text).strip("-")


# --- Hugo (gohugo.io/configuration/permalinks) --------------------------------------------------


def _hugo_path(where: Place, site: Site, meta: Meta) -> str | None:
    top = PurePosixPath(site.contents.get(where.language, site.posts) or "content").parts
    if where.folder[: len(top)] != top:
        return None
    sections = where.folder[len(top) :]
    url = meta.values.get("url")
    if isinstance(url, str) and url:
        return url if url.startswith(("http://", "https://", "/")) else f"/{url}"
    pattern = site.patterns.get(sections[0] if sections else "/")
    if pattern:
        path = _hugo_filled(pattern, _hugo_fields(where, sections, site, meta))
    else:
        path = join(*map(_sanitised, (*sections, slug_of(meta, where))))
    if path is None:
        return None
    path = path if site.keeps_case else path.lower()
    return _language_folder(where, site) + _hugo_ending(path, site)


def _language_folder(where: Place, site: Site) -> str:
    language = where.language or next(iter(site.languages), "")
    first = language == next(iter(site.languages), "")
    return "" if not language or (first and not site.default_in_folder) else f"/{language}"


def _hugo_ending(path: str, site: Site) -> str:
    bare = path.rstrip("/")
    return f"{bare}.html" if site.ugly_urls else f"{bare}/"


def _hugo_fields(
    where: Place, sections: tuple[str, ...], site: Site, meta: Meta
) -> Mapping[str, str]:
    date = _date_fields(_local(meta, site))
    title, slug = _sanitised(meta.title), _sanitised(_own_slug(meta))
    name = _sanitised(where.slug)
    dated = {
        "year": date["year"], "month": date["month"], "day": date["day"],
        "monthname": date["long_month"].lower(), "weekdayname": date["long_day"].lower(),
        "weekday": str(int(date["w_day"]) % 7), "yearday": date["y_day"].lstrip("0"),
    } if date else {}  # fmt: skip
    return {
        "title": title, "slug": slug or title, "slugorfilename": slug or name,
        "slugorcontentbasename": slug or name, "filename": name, "contentbasename": name,
        "section": _sanitised(sections[0]) if sections else "",
        "sections": "/".join(map(_sanitised, sections)), **dated,
    }  # fmt: skip


_HUGO_FIELD = re.compile(r":([a-z]+)(\[[^\]]*\])?")


def _hugo_filled(pattern: str, fields: Mapping[str, str]) -> str | None:
    found = _HUGO_FIELD.findall(pattern)
    if any(name not in fields or slice_ for name, slice_ in found):
        return None  # a pattern of another kind: better no URL than a wrong one
    return join(_HUGO_FIELD.sub(lambda found: fields[found[1]], pattern))


_HUGO_DROPPED = re.compile(r"%(?![0-9a-fA-F]{2})|[^\w\u0300-\u036f./\\#+~@%\s-]")


def _sanitised(text: str) -> str:
    """Hugo's path sanitising: spaces to hyphens, most punctuation dropped."""
    kept = _HUGO_DROPPED.sub("", text).strip()
    return re.sub(r"-*\s[\s-]*", "-", kept)
