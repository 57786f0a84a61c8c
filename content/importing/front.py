"""The front matter and the place of an imported post, by the customs of its site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from content.importing.facts import Facts
from content.posts import zone_of
from content.site import Site, quote_path

_LONGEST = 60  # characters of a slug, Chinese ones too


def slug_for(facts: Facts, file: str = "") -> str:
    """A name for the post: the last piece of its address where that is words, else its title."""
    piece = PurePosixPath(unquote(urlsplit(facts.url).path)).name.removesuffix(".html")
    host = urlsplit(facts.url).hostname or ""
    named = "" if host == "mp.weixin.qq.com" else _slug(piece)
    if re.fullmatch(r"[\d-]*|index|s|post|p", named):
        named = ""
    return named or _slug(facts.title) or _slug(file) or "imported"


def _slug(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text).strip("-").lower()[:_LONGEST].strip("-")


def post_path(site: Site, out: Path, slug: str, date: datetime) -> Path:
    """Where the site has its posts: `_posts/YYYY-MM-DD-slug.md`, a bundle of Hugo's, else `out`."""
    if site.kind == "jekyll":
        day = date.astimezone(zone_of(site)).strftime("%Y-%m-%d")
        return site.root / "_posts" / f"{day}-{slug}.md"
    if site.kind == "hugo":
        return _section(site, out) / slug / "index.md"
    return out / f"{slug}.md"


def _section(site: Site, out: Path) -> Path:
    """The folder named, if it is one of content; else the first of the usual ones that is there."""
    top = site.root / (site.posts or "content")
    if out != top and out.is_relative_to(top):
        return out
    usual = [top / name for name in ("posts", "post", "blog")]
    return next((folder for folder in usual if folder.is_dir()), usual[0])


def pictures_folder(site: Site, post: Path, slug: str) -> Path:
    """Where the post's pictures go."""
    if site.kind == "jekyll":
        return site.root / "assets" / "img" / slug
    return post.parent if site.kind == "hugo" else post.parent / slug


def picture_name(site: Site, post: Path, picture: Path) -> str:
    """How the post names a picture of its folder."""
    if site.kind == "jekyll":
        below = picture.relative_to(site.root).as_posix()
        return quote_path(f"{site.baseurl.rstrip('/')}/{below}")
    return quote_path(picture.relative_to(post.parent).as_posix())


def front_matter(facts: Facts, site: Site, date: datetime, cover: str) -> str:
    """The front matter of a post, between its lines of dashes."""
    return "\n".join(["---", *_lines(facts, site, date, cover), "---", "", ""])


def _lines(facts: Facts, site: Site, date: datetime, cover: str) -> Iterator[str]:
    if site.kind == "jekyll":
        yield "layout: post"
    yield f"title: {_yaml(facts.title)}"
    yield f"date: {date.isoformat(timespec='seconds')}"
    named = {"canonical_url": facts.url, "author": facts.author, "lang": facts.lang,
             "description": facts.description, "cover": cover}  # fmt: skip
    yield from (f"{key}: {_yaml(value)}" for key, value in named.items() if value)
    if facts.tags:
        yield f"tags: [{', '.join(map(_yaml, facts.tags))}]"


def _yaml(text: str) -> str:
    """A text in double quotes, which YAML reads as JSON does."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "").replace("\x85", " ")
