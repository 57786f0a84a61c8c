"""A post as one of its site: its path below the root, its date, the address of another one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from content import frontmatter
from content.dates import aware, zone_named
from content.meta import Meta, read_meta
from content.permalink import Place, canonical_url, place
from content.site import Site


def below(path: Path, root: Path) -> PurePosixPath:
    """The post's path below the root, its bare name where it lies elsewhere."""
    path, top = path.absolute(), root.absolute()
    if path.is_relative_to(top):
        return PurePosixPath(path.relative_to(top).as_posix())
    real, real_top = path.resolve(), top.resolve()
    if real.is_relative_to(real_top):
        return PurePosixPath(real.relative_to(real_top).as_posix())
    return PurePosixPath(path.name)


def zone_of(site: Site) -> ZoneInfo:
    return zone_named(site.zone) or ZoneInfo("UTC")


def dated(meta: Meta, where: Place, zone: ZoneInfo) -> Meta:
    """A post without a date of its own has the date of its file name."""
    return meta if meta.date else replace(meta, date=name_date(where, zone))


def name_date(where: Place, zone: ZoneInfo) -> datetime | None:
    """The day that a file name begins with; Jekyll takes years of two digits too."""
    long = where.date if where.date.find("-") == 4 else f"20{where.date}"
    return aware(long, zone)


def address_of(path: Path, site: Site) -> str | None:
    """The canonical URL of another post of the site; None when its file does not tell."""
    try:
        parts = frontmatter.read(path.read_text(encoding="utf-8"), file=str(path))
    except (OSError, UnicodeDecodeError, frontmatter.Broken):
        return None
    zone = zone_of(site)
    meta, _ = read_meta(parts.keys, file=str(path), zone=zone)
    where = place(below(path, site.root), site)
    return canonical_url(where, site, dated(meta, where, zone))
