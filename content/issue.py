"""An issue: front matter, document and pictures of one Markdown file; `load_issue` reads it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from content import frontmatter
from content.assets import Asset, find_assets
from content.dates import aware, zone_named
from content.document import Document, Heading, plain_text
from content.language import language_of
from content.links import absolute_links
from content.meta import Meta, Value, read_meta
from content.permalink import Place, canonical_url, place
from content.pictures import named_pictures
from content.problems import Level, Problem
from content.site import Site
from content.siteconfig import find_root, read_site

__all__ = ["Asset", "Issue", "IssueError", "Meta", "Value", "load_issue"]


@dataclass(frozen=True, slots=True)
class Issue:
    """The author's Markdown file, read: the one source of truth.

    `path` is as the author named it. `key` is `pressrun.id`, else the post's path below the site
    root in POSIX form. `language` is "zh" or "en". `canonical_url` is None when it cannot be
    known. `source_sha256` names the file's bytes. `title` is never empty unless a problem says so.
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


class IssueError(Exception):
    """The file cannot be read as an issue at all; `problems` holds the one reason."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problems = (problem,)


def load_issue(path: Path | str, site: Site | None = None) -> Issue:
    """Read a post with its front matter, document and pictures. Raises IssueError.

    Without a site the nearest root above the file is read. What can be carried on with is a
    problem of the issue, in the order front matter, text, links, pictures.
    """
    # The parser is half of a command's start, and channels need only the types above.
    from content.markdown.tree import parse_document

    named = Path(path)
    file = str(named)
    source = _source(named, file)
    parts = _cut(source, file)
    path = Path(os.path.abspath(path))  # noqa: PTH100 - symbolic links stay as the author sees them
    site, site_problems = (site, ()) if site else read_site(find_root(path))
    where = place(_below(path, site.root), site)
    zone = zone_named(site.zone) or ZoneInfo("UTC")

    meta, meta_problems = read_meta(parts.keys, file=file, zone=zone)
    document, text_problems = parse_document(
        parts.body, file=file, first_line=parts.first_line, tags=site.tags
    )
    meta, document, title_problems = _titled(_dated(meta, where, zone), document, file)
    url = canonical_url(where, site, meta)
    document, link_problems = absolute_links(document, site, url, file)
    assets, asset_problems = find_assets(named_pictures(document, meta), path, site, file)
    return Issue(
        path=named, key=_key(meta, path, site), site=site, meta=meta, document=document,
        assets=assets, language=language_of(meta.lang, document), slug=_slug(meta, where),
        canonical_url=url, source_sha256=hashlib.sha256(source).hexdigest(),
        problems=(*site_problems, *parts.problems, *meta_problems, *title_problems,
                  *_state_problems(meta, where, file), *text_problems, *link_problems,
                  *asset_problems),
    )  # fmt: skip


# --- the file ---------------------------------------------------------------------------------


def _source(path: Path, file: str) -> bytes:
    try:
        source = path.read_bytes()
    except FileNotFoundError:
        raise _unreadable(file, "There is no such file.", "Check the path.") from None
    except IsADirectoryError:
        raise _unreadable(file, "This is a folder.", "Name the Markdown file in it.") from None
    except OSError as error:
        reason = f"The file cannot be read: {error.strerror}."
        raise _unreadable(file, reason, "Check its permissions.") from None
    if not source.strip(b"\xef\xbb\xbf \t\r\n"):
        raise _unreadable(file, "The file is empty.", "Write the issue first.", "empty-file")
    return source


def _cut(source: bytes, file: str) -> frontmatter.Parts:
    try:
        return frontmatter.read(source.decode("utf-8"), file=file)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        reason = f"The file is not UTF-8 (byte 0x{source[error.start]:02x})."
        step = "Save it as UTF-8 in your editor."
        raise IssueError(Problem(Level.ERROR, "not-utf8", file, line, reason, step)) from None
    except frontmatter.Broken as broken:
        raise IssueError(broken.problem) from None


def _unreadable(file: str, message: str, step: str, code: str = "unreadable") -> IssueError:
    return IssueError(Problem(Level.ERROR, code, file, 1, message, step))


def _below(path: Path, root: Path) -> PurePosixPath:
    """The post's path below the root, its bare name where it lies elsewhere."""
    top = Path(os.path.abspath(root))  # noqa: PTH100 - as above
    if path.is_relative_to(top):
        return PurePosixPath(path.relative_to(top).as_posix())
    real, real_top = path.resolve(), top.resolve()
    if real.is_relative_to(real_top):
        return PurePosixPath(real.relative_to(real_top).as_posix())
    return PurePosixPath(path.name)


def _key(meta: Meta, path: Path, site: Site) -> str:
    own = meta.own.get("id")
    if isinstance(own, str | int) and not isinstance(own, bool) and str(own).strip():
        return str(own).strip()
    return str(_below(path, site.root))


def _slug(meta: Meta, where: Place) -> str:
    own = meta.values.get("slug")
    return own if isinstance(own, str) and own else where.slug


# --- what the front matter left open ----------------------------------------------------------


def _dated(meta: Meta, where: Place, zone: ZoneInfo) -> Meta:
    """A post without a date of its own has the date of its file name."""
    return meta if meta.date or not where.date else replace(meta, date=_named_date(where, zone))


def _named_date(where: Place, zone: ZoneInfo) -> datetime | None:
    date = where.date if where.date.index("-") == 4 else f"20{where.date}"
    return aware(date, zone)


def _titled(meta: Meta, document: Document, file: str) -> tuple[Meta, Document, list[Problem]]:
    """Without a title in the front matter the first H1 is it; it leaves the body if it opens it."""
    if meta.title:
        return meta, document, []
    step = "Write `title: …` in the front matter."
    heading = next((b for b in document.blocks if isinstance(b, Heading) and b.level == 1), None)
    title = plain_text(heading.children).strip() if heading else ""
    if heading is None or not title:
        line = meta.line("title")
        message = "The issue has no title."
        return meta, document, [Problem(Level.ERROR, "no-title", file, line, message, step)]
    if document.blocks[0] is heading:
        document = replace(document, blocks=document.blocks[1:])
    message = f"The front matter has no title; the first heading is taken: {title}"
    problem = Problem(Level.WARNING, "title-from-heading", file, heading.line, message, step)
    return replace(meta, title=title), document, [problem]


def _state_problems(meta: Meta, where: Place, file: str) -> Iterator[Problem]:
    if meta.draft:
        key = "draft" if meta.values.get("draft") else "published"
        yield Problem(Level.ERROR, "draft", file, meta.line(key), "The issue is still a draft.",
                      f"Delete the line `{key}: …` when it is ready.")  # fmt: skip
    elif "_drafts" in where.folder:
        yield Problem(Level.ERROR, "draft", file, 1, "The issue lies in the folder of drafts.",
                      "Move it to the folder of posts when it is ready.")  # fmt: skip
    if "id" in meta.own and not (isinstance(meta.own["id"], str | int) and str(meta.own["id"])):
        yield Problem(Level.ERROR, "front-matter-type", file, meta.line("pressrun.id"),
                      "`pressrun.id` must be a short text.", "Write `id: issue-12`.")  # fmt: skip
