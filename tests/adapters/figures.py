"""Issues with tables, formulas and code, and the pictures that are made of them for the tests."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from adapters import channel_class
from adapters.base import Edition, Pictures
from adapters.drawn.asking import Drawable
from adapters.drawn.drawing import draw, lettering
from adapters.drawn.sketches import sketch
from adapters.fonts import packaged_folders
from content.document import CodeBlock, MathBlock, Table, walk
from content.issue import Issue, load_issue
from content.markdown.tree import parse_document

needs_typst = pytest.mark.skipif(find_spec("typst") is None, reason="typst is not installed")
needs_font = pytest.mark.skipif(
    find_spec("typst") is None or not packaged_folders(),
    reason="typst or the font package is not installed: pip install 'pressrun[figures]'",
)


def block(markdown: str) -> Drawable:
    """The first block of these words that can be drawn."""
    document, _ = parse_document(markdown, file="sample.md", first_line=1, tags={})
    return next(b for b in walk(document.blocks) if isinstance(b, Table | MathBlock | CodeBlock))


def picture(markdown: str, folders: tuple[Path, ...] = (), language: str = "zh") -> bytes:
    made = sketch(block(markdown))
    return draw(made, lettering(made, folders), language)


def opened(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    image.load()
    return image


def issue_of(folder: Path, body: str, front: str = "") -> Issue:
    path = folder / "_posts/2026-01-05-sample.md"
    path.parent.mkdir(exist_ok=True)
    (folder / "_config.yml").write_text("url: https://example.org\n", encoding="utf-8")
    head = f"---\ntitle: A sample\ndate: 2026-01-05\n{front}---\n\n"
    path.write_text(f"{head}{body}\n", encoding="utf-8")
    return load_issue(path)


def made(issue: Issue, channel: str, **options: Any) -> tuple[Edition, Pictures]:
    kind = channel_class(channel)
    port = kind(kind.options(**options), {}, lambda sha256: b"")
    pictures = port.prepare(issue)
    return port.render(issue, pictures), pictures


def codes(edition: Edition) -> list[str]:
    return [problem.code for problem in edition.problems]
