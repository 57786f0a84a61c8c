"""Issues written down as small sites, and what a reader sees of their threads."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from adapters.base import Edition, Json, Part
from adapters.x import Options, X
from content.issue import Issue, load_issue

CONFIG = "title: Sample\nurl: https://letter.example.com\npermalink: /:year/:title/\n"
PICTURE = re.compile(r"!\[[^\]]*\]\((/img/[\w-]+\.png)\)|^cover: (/img/[\w-]+\.png)$", re.MULTILINE)
SECRETS = {
    "api_key": "sandbox-api-key",
    "api_secret": "sandbox-api-secret",
    "access_token": "1001-sandbox-access-token",
    "access_secret": "sandbox-access-secret",
}


def issue_at(folder: Path, markdown: str, config: str = CONFIG) -> Issue:
    """The post with its site around it, and a picture for each that it names."""
    (folder / "_config.yml").write_text(config, encoding="utf-8")
    for number, found in enumerate(PICTURE.finditer(markdown), start=1):
        path = folder / (found[1] or found[2]).lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (40 + number, 30), (number * 37 % 256, 90, 120)).save(path)
    post = folder / "_posts" / "2025-10-06-sample.md"
    post.parent.mkdir(parents=True, exist_ok=True)
    post.write_text(markdown, encoding="utf-8")
    return load_issue(post)


def no_blobs(sha256: str) -> bytes:
    raise LookupError(sha256)


def rendered(issue: Issue, **options: object) -> Edition:
    channel = X(Options.model_validate(options), {}, no_blobs)
    return channel.render(issue, channel.prepare(issue))


def posts(edition: Edition) -> list[Part]:
    return [part for part in edition.parts if part.kind == "post"]


def bodies(edition: Edition) -> list[dict[str, Json]]:
    return [part.payload for part in posts(edition) if isinstance(part.payload, dict)]


def texts(edition: Edition) -> list[str]:
    return [str(body.get("text", "")) for body in bodies(edition)]


def sources(edition: Edition) -> list[list[str]]:
    """The names of each post's pictures."""
    named = {part.key: Path(m.source).name for part in edition.parts for m in part.media}
    return [[named[key] for key in part.waits_for if key in named] for part in posts(edition)]


def codes(edition: Edition) -> list[str]:
    return [problem.code for problem in edition.problems]
