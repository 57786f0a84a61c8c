"""A site: what must be known about the blog that an issue belongs to. A value; config detects it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Site:
    """`root` holds posts and assets; `kind` is "jekyll", "hugo" or "plain".

    `permalink` is the site's pattern (`/blog/:year/:title/`) or "" when unknown; `zone` an IANA
    name; `tags` the table of template tags (name -> what it becomes).
    """

    root: Path
    kind: str = "plain"
    url: str = ""
    baseurl: str = ""
    permalink: str = ""
    zone: str = "UTC"
    posts: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
