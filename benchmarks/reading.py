"""Reading and rendering against markdown-it-py, which only parses."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from benchmarks.editions import render_all
from benchmarks.table import Row
from benchmarks.timing import Job, medians
from config.site import detect
from content import frontmatter
from content.issue import load_issue
from content.markdown.tree import parse_document


def reading(path: Path, rounds: int) -> list[Row]:
    """The first row is the parser alone, which all others are multiples of."""
    source = path.read_text(encoding="utf-8")
    body = frontmatter.read(source, file=str(path)).body
    site = detect(path)
    jobs: dict[str, Job] = {
        "markdown-it-py parses": partial(peer().parse, source),
        "parse_document": partial(parse_document, body, file=str(path)),
        "load_issue": partial(load_issue, path, site),
        "render_all, four editions": partial(render_all, path),
    }
    seconds = medians(jobs, rounds)
    alone = next(iter(seconds.values()))
    return [Row(name, f"{1000 * s:.1f} ms", f"{s / alone:.2f} x") for name, s in seconds.items()]


def peer() -> MarkdownIt:
    """Without linkify, a dependency of its own that would slow it down."""
    return MarkdownIt("gfm-like2", {"linkify": False}).use(footnote_plugin)
