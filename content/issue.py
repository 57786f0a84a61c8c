"""An issue: front matter, document and pictures of one Markdown file; `load_issue` reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from content.document import Document
from content.problems import Problem
from content.site import Site

Value = None | bool | int | float | str | datetime | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Meta:
    """Front matter with typed fields where pressrun reads them.

    `values` keeps every key as written; `lines` says where each top-level key stands; `own` is the
    `pressrun:` mapping, `own["x"]["mode"]` and the like being one channel's overrides.
    """

    title: str = ""
    date: datetime | None = None
    release: datetime | None = None
    tags: tuple[str, ...] = ()
    lang: str = ""
    draft: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)
    own: Mapping[str, Value] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def line(self, key: str) -> int:
        """The line of a top-level key, or 1."""
        return self.lines.get(key, 1)


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture the document names: where it lies, or the problem with it.

    `source` is as the author wrote it. `path` is None when there is no usable file; the reason
    then stands among the issue's problems.
    """

    source: str
    path: Path | None
    line: int


@dataclass(frozen=True, slots=True)
class Issue:
    """The author's Markdown file, read: the one source of truth.

    `key` is `pressrun.id`, else the post's path below the site root in POSIX form. `language` is
    "zh" or "en". `canonical_url` is None when it cannot be known. `source_sha256` names the file's
    bytes. `title` is never empty unless a problem says so.
    """

    path: Path
    key: str
    site: Site
    meta: Meta
    document: Document
    assets: Mapping[str, Asset]
    language: str
    slug: str
    canonical_url: str | None
    source_sha256: str
    problems: tuple[Problem, ...] = ()

    @property
    def title(self) -> str:
        return self.meta.title


def load_issue(path: Path | str, site: Site | None = None) -> Issue:
    """Read a post; see the module that fills this in."""
    raise NotImplementedError
