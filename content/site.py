"""A site: what must be known about the blog that an issue belongs to, and addresses within it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from content.meta import Value


@dataclass(frozen=True, slots=True)
class Site:
    """`root` holds posts and assets; `kind` is "jekyll", "hugo", "hexo", "obsidian" or "plain".

    `permalink` is the site's pattern (`/blog/:year/:title/`) or "" when unknown; `zone` an IANA
    name; `posts` the folder of posts (Jekyll, Hexo) or content (Hugo) below the root; `tags` the
    table of template tags (name -> what it becomes); `choices` what the newsletter's settings say
    of every issue on a channel (`choices["x"]["intro"]`). `patterns` are those of single Jekyll
    collections or Hugo sections. `names` is Hexo's pattern of file names, `attachments` the folder
    that a vault keeps pictures in. The fields below are Hugo's: `languages` lists the keys of a
    multilingual site, the default first; `contents` the folder of each that has its own;
    `dated_names` reads dates in file names; `keeps_case` leaves capitals.
    """

    root: Path
    kind: str = "plain"
    url: str = ""
    baseurl: str = ""
    permalink: str = ""
    zone: str = "UTC"
    posts: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    names: str = ""
    attachments: str = ""
    ugly_urls: bool = False
    languages: tuple[str, ...] = ()
    contents: Mapping[str, str] = field(default_factory=dict)
    default_in_folder: bool = False
    dated_names: bool = False
    keeps_case: bool = False


def site_url(site: Site, path: str) -> str | None:
    """The absolute URL of a path below the base URL, percent-encoded; None without a site URL."""
    if not site.url:
        return None
    return site.url.rstrip("/") + quote_path(join(site.baseurl, path))


def join(*pieces: str) -> str:
    """Pieces of a URL path with single slashes between them; a final slash stays."""
    inner = "/".join(piece.strip("/") for piece in pieces if piece.strip("/"))
    final = "/" if inner and pieces[-1].endswith("/") else ""
    return f"/{inner}{final}"


def quote_path(path: str) -> str:
    """Percent-encoded but for what may stand in a path, so an encoded path stays as it is."""
    return quote(path, safe="/-._~!$&'()*+,;=:@%")


def resolve_url(site: Site, page: str | None, href: str) -> str | None:
    """A relative link as a browser on `page` follows it; None when its base is unknown.

    A link that begins with a slash needs the site's host only.
    """
    base = page or (f"{site.url.rstrip('/')}/" if href.startswith("/") and site.url else None)
    if base is None or not urlsplit(base).netloc:
        return None
    path, mark, fragment = href.partition("#")
    return urljoin(base, quote(path, safe="/-._~!$&'()*+,;=:@%?")) + mark + quote_path(fragment)
