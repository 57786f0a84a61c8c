"""Small sites with tiny real pictures, laid out around a made document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Protocol
from zlib import crc32

from PIL import Image

TITLE = "周报样例 3: 写给测试的一期"
DATE = "2025-09-01T08:00:00+08:00"
DIALECTS = ("jekyll", "hugo", "obsidian")
FORMATS = ("png", "jpg", "webp")

YAML = f'---\ntitle: "{TITLE}"\ndate: {DATE}\n---\n\n'
YAML_MORE = (
    f'---\nlayout: post\ntitle: "{TITLE}"\ndate: {DATE}\n'
    "tags:\n  - AI\ntoc:\n  sidebar: left\n---\n"
)
TOML = f'+++\ntitle = "{TITLE}"\ndate = {DATE}\ntags = ["AI"]\n+++\n\n'
PLACES = {  # configuration file, its text, where posts lie, where pictures lie
    "jekyll": (
        "_config.yml",
        'title: Made\nurl: https://made.example\nbaseurl: ""\npermalink: /blog/:year/:title/\n',
        "_posts/2025-09-01-made-issue.md",
        "assets/img",
    ),
    "hugo": (
        "hugo.toml",
        'baseURL = "https://made.example/"\ntitle = "Made"\n',
        "content/posts/made-issue.md",
        "static/assets/img",
    ),
    "obsidian": (".obsidian/app.json", "{}\n", "made-issue.md", "assets/img"),
}


class Document(Protocol):
    @property
    def markdown(self) -> str: ...
    @property
    def figures(self) -> Sequence[str]: ...
    @property
    def dialect(self) -> str: ...


def front_matter(dialect: str, style: int) -> str:
    return (YAML, YAML_MORE, TOML if dialect == "hugo" else YAML)[style]


def picture_name(number: int) -> str:
    return f"p{number}.{FORMATS[number % len(FORMATS)]}"


def lay_out(made: Document, folder: Path) -> Path:
    """Writes configuration, pictures and the post under `folder`; gives the post's path."""
    config, text, post, pictures = PLACES[made.dialect]
    _write(folder / config, text.encode())
    for source in made.figures:
        name = PurePosixPath(source).name
        _write(folder / pictures / name, picture_bytes(name))
    _write(folder / post, made.markdown.encode())
    return folder / post


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@lru_cache(maxsize=256)
def picture_bytes(name: str) -> bytes:
    """64 x 48 pixels in a colour of their own, in the format that the name says."""
    number = int("".join(filter(str.isdigit, name)) or crc32(name.encode()))
    colour = (number * 53 % 256, number * 97 % 256, number * 151 % 256)
    kind = {"jpg": "JPEG"}.get(
        PurePosixPath(name).suffix[1:], PurePosixPath(name).suffix[1:].upper()
    )
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, kind)
    return out.getvalue()
