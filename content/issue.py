"""An issue: front matter, document and pictures of one Markdown file; `load_issue` reads it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from content import frontmatter
from content.assets import Asset, find_assets
from content.callouts import in_language
from content.document import Document, Heading, plain_text
from content.hexo import as_markdown
from content.hrefs import Hrefs
from content.language import language_of
from content.links import absolute_links
from content.meta import Meta, Value, read_meta
from content.obsidian import as_readers_see, tags_in_text
from content.permalink import Place, canonical_url, place, slug_of
from content.pictures import named_pictures
from content.posts import below, dated, zone_of
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
    `framed` counts the blocks that a channel's intro and outro put before and after the issue.
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
    framed: tuple[int, int] = (0, 0)

    @property
    def title(self) -> str:
        return self.meta.title

    @property
    def body(self) -> Document:
        """The document without a channel's intro and outro: what teasers are taken from."""
        before, after = self.framed
        if not before and not after:
            return self.document
        blocks = self.document.blocks
        return replace(self.document, blocks=blocks[before : len(blocks) - after])


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
    where = place(below(path, site.root), site)
    zone = zone_of(site)

    meta, meta_problems = read_meta(parts.keys, file=file, zone=zone)
    body = _markdown(parts.body, site)
    if site.kind == "obsidian" and not meta.tags:
        meta = replace(meta, tags=tags_in_text(body))
    document, text_problems = parse_document(
        body, file=file, first_line=parts.first_line, tags=site.tags
    )
    meta, document, title_problems = _titled(dated(meta, where, zone), document, file)
    url = canonical_url(where, site, meta)
    hrefs = Hrefs(site, url, path, file)
    document = absolute_links(document, hrefs)
    language = language_of(meta.lang, document)
    document = in_language(document, language)
    assets, asset_problems = find_assets(named_pictures(document, meta), path, site, file)
    return Issue(
        path=named, key=_key(meta, path, site), site=site, meta=meta, document=document,
        assets=assets, language=language, slug=slug_of(meta, where),
        canonical_url=url, source_sha256=hashlib.sha256(source).hexdigest(),
        problems=(*site_problems, *parts.problems, *meta_problems, *title_problems,
                  *_state_problems(meta, where, file), *text_problems, *hrefs.problems,
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


def _markdown(body: str, site: Site) -> str:
    """The body without what only its own program understands; lines keep their numbers."""
    match site.kind:
        case "obsidian":
            return as_readers_see(body)
        case "hexo":
            return as_markdown(body, site.posts)
        case _:
            return body


def _unreadable(file: str, message: str, step: str, code: str = "unreadable") -> IssueError:
    return IssueError(Problem(Level.ERROR, code, file, 1, message, step))


def _key(meta: Meta, path: Path, site: Site) -> str:
    own = meta.own.get("id")
    if isinstance(own, str | int) and not isinstance(own, bool) and str(own).strip():
        return str(own).strip()
    return str(below(path, site.root))


# --- what the front matter left open ----------------------------------------------------------


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
