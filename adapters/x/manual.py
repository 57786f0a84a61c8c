"""The thread as the author cut it, at `<!-- x:post -->`; nothing is ever cut again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from adapters.x.posts import Post, Thread
from adapters.x.sheet import Sheet, written
from adapters.x.spec import KEY
from content.document import Document
from content.issue import Issue
from content.problems import Level, Problem
from content.sections import for_channel


def manual(issue: Issue, document: Document) -> Thread:
    """`document` is lowered. What stands above the first mark is a post as well."""
    sheet = written(tuple(for_channel(document.blocks, KEY)))
    if not sheet.cuts:
        return Thread((), (_unmarked(issue),))
    return Thread(tuple(_posts(sheet)))


def _posts(sheet: Sheet) -> Iterator[Post]:
    edges = [(0, 0), *sheet.cuts, (len(sheet.text), len(sheet.shots))]
    for (start, first), (end, after) in itertools.pairwise(edges):
        words = sheet.text[start:end].strip()
        shown = tuple(shot for _, shot in sheet.shots[first:after])
        if words or shown:
            begin = end - len(sheet.text[start:end].lstrip())
            yield Post(words, shown, sheet.line_at(begin) if words else shown[0].line)


def _unmarked(issue: Issue) -> Problem:
    return Problem(
        Level.ERROR, "x-no-marks", str(issue.path), 1, "The issue has no mark to cut it at.",
        "Write <!-- x:post --> above each post, or set channels.x.mode to full.",
    )  # fmt: skip
