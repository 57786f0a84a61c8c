"""Issues and pictures made up for the tests of the Substack channel, and their documents read."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from adapters.base import Edition, Media, Part, Picture, Pictures
from adapters.shots import shots
from adapters.substack.render import edition
from adapters.substack.spec import Options
from content.document import Document
from content.issue import Issue
from content.markdown.tree import parse_document
from content.meta import Meta
from content.site import Site


def _png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(file, "PNG")
    return file.getvalue()


PNG = _png()


def parsed(markdown: str) -> Document:
    return parse_document(markdown, file="sample.md", first_line=1, tags={})[0]


def issue_of(markdown: str, **changes: object) -> Issue:
    fields: dict[str, object] = {
        "path": Path("/site/_posts/2025-11-03-issue.md"),
        "key": "_posts/2025-11-03-issue.md",
        "site": Site(Path("/site")),
        "meta": Meta(title="Small Models 7: Quiet"),
        "document": parsed(markdown),
        "assets": {},
        "language": "en",
        "slug": "issue-7",
        "canonical_url": "https://blog.example.org/2025/issue-7/",
        "source_sha256": "0" * 64,
    }
    return Issue(**{**fields, **changes})  # type: ignore[arg-type]


def pictures_for(issue: Issue) -> Pictures:
    """What `prepare` would give if every picture were fine as it is."""
    return Pictures(rows={("image", s.source): picture(s.source) for s in shots(issue.document)})


def picture(source: str) -> Picture:
    name = hashlib.sha256(source.encode()).hexdigest()
    return Picture(source, name, "", "as is", Media(source, name, "image/png", 900, 600, len(PNG)))


def edition_of(markdown: str, mode: str = "draft", **changes: object) -> Edition:
    issue = issue_of(markdown, **changes)
    return edition(issue, pictures_for(issue), Options(mode=mode))  # type: ignore[arg-type]


def part(made: Edition, kind: str) -> Part:
    return next(part for part in made.parts if part.kind == kind)


def payload(made: Edition, kind: str) -> dict[str, Any]:
    return dict(part(made, kind).payload)  # type: ignore[arg-type]


def document(made: Edition) -> dict[str, Any]:
    """The editor's document of the draft."""
    found: dict[str, Any] = json.loads(payload(made, "draft")["draft_body"])
    return found


def blocks(made: Edition) -> list[dict[str, Any]]:
    return list(document(made)["content"])
