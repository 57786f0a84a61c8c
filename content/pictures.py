"""Which pictures an issue names: those of its text, and its covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from content.document import Document, Figure, Inline, InlineImage, Styled, Text, walk_all
from content.meta import Meta, Value
from content.runs import own_runs
from content.tables import TABLES, Tables


def named_pictures(document: Document, meta: Meta, tables: Tables = TABLES) -> dict[str, int]:
    """Every source of the issue with the line that names it first; covers come last."""
    lines: dict[str, int] = {}
    for source, line in _all(document, meta, tables):
        lines.setdefault(source, line)
    return lines


def _all(document: Document, meta: Meta, tables: Tables) -> Iterator[tuple[str, int]]:
    blocks = tuple(walk_all(document))
    yield from ((block.source, block.line) for block in blocks if isinstance(block, Figure))
    for block in blocks:
        for children, _ in own_runs(block):
            yield from _inline(children)
    yield from named_covers(meta, tables)
    for channel, own in meta.own.items():
        if isinstance(own, dict) and (source := picture_of(own.get("cover"))):
            yield source, meta.line(f"pressrun.{channel}.cover")


def _inline(children: tuple[Inline, ...]) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for node in children:
        if isinstance(node, InlineImage):
            found.append((node.source, node.line))
        elif type(node) is not Text and isinstance(node, Styled):
            found += _inline(node.children)
    return found


def named_covers(meta: Meta, tables: Tables = TABLES) -> Iterator[tuple[str, int]]:
    """The covers of the front matter in order of preference, with their lines."""
    for key in tables.cover_keys:
        if source := picture_of(_nested(meta.values, key)):
            yield source, meta.line(key.split(".")[0])


def picture_of(value: Value) -> str:
    """The source that a cover's value names: text, `{path: …}` and the like, or a list's first."""
    match value:
        case str():
            return value.strip()
        case dict():
            found = (picture_of(value.get(key)) for key in ("path", "src", "url", "image"))
            return next(filter(None, found), "")
        case [first, *_]:
            return picture_of(first)
        case _:
            return ""


def _nested(values: Mapping[str, Value], key: str) -> Value:
    head, _, rest = key.partition(".")
    value = values.get(head)
    if not rest:
        return value
    return _nested(value, rest) if isinstance(value, dict) else None
