"""Tables, formulas and code of an issue as pictures, where an author asks a channel for them.

A block that is drawn becomes a Figure with the block's text as its alternative text, before the
channel looks at the document; one that cannot be drawn stays what it is, and a note says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from adapters.base import (
    ChannelSpec,
    Media,
    Picture,
    PictureRule,
    Pictures,
    canonical_json,
)
from adapters.drawn.asking import Drawable, Wish
from adapters.drawn.drawing import draw, lettering, typst_version
from adapters.drawn.sketches import NotDrawn, Sketch, first_line, sketch
from adapters.fonts import usual_folders
from adapters.picture_cache import Memory, PictureCache
from adapters.picture_fit import Converted, convert
from content.document import (
    Block,
    CodeBlock,
    Details,
    Document,
    Figure,
    List,
    MathBlock,
    Only,
    Quote,
    Table,
)
from content.issue import Issue
from content.problems import Level, Problem

NAMES: Mapping[type[Drawable], str] = {
    Table: "table", MathBlock: "formula", CodeBlock: "block of code",
}  # fmt: skip
MEMORY_BYTES = 32_000_000

_memory: Memory[tuple[str, PictureRule], Converted] = Memory(MEMORY_BYTES)
Change = Callable[[Block], Block]


def draw_figures(
    issue: Issue, asked: Wish, *, cache: Path | None = None, folders: tuple[Path, ...] | None = None
) -> Pictures:
    """Every block that was asked for, drawn; what could not be is a row without media.

    `folders` are where fonts lie; by default the usual ones of the machine.
    """
    places = usual_folders(Path.home()) if folders is None else folders
    kept = PictureCache(cache) if cache else None
    rows: dict[tuple[str, str], Picture] = {}
    blobs: dict[str, bytes] = {}
    for made in _sketches(issue.document, asked):
        key = (asked.rule.purpose, made.source)
        if key in rows:
            continue
        try:
            drawn, sha256 = _drawn(made, asked.rule, issue.language, places, kept)
        except NotDrawn as error:
            rows[key] = Picture(made.source, "", "", "", None, _reason(error))
            continue
        rows[key] = Picture(made.source, sha256, drawn.rule, "drawn", _media(made, drawn))
        blobs[drawn.sha256] = drawn.data
    return Pictures(rows, blobs)


def with_figures(issue: Issue, asked: Wish, pictures: Pictures) -> tuple[Issue, list[Problem]]:
    """The issue with its drawn blocks as figures, and a note for each block that was asked for."""
    notes: list[Problem] = []

    def change(block: Block) -> Block:
        if not isinstance(block, asked.kinds):
            return block
        try:
            figure = _figure(block, asked, pictures)
        except NotDrawn as error:
            notes.append(_stays(block, error, str(issue.path)))
            return block
        notes.extend(_told(block, figure, asked.spec, str(issue.path)))
        return figure

    document = _changed(issue.document, change, asked.spec.key)
    return replace(issue, document=document), notes


# --- one figure -------------------------------------------------------------------------------


def _sketches(document: Document, asked: Wish) -> Iterator[Sketch]:
    found: list[Sketch] = []

    def collect(block: Block) -> Block:
        if isinstance(block, asked.kinds):
            try:
                made = sketch(block)
                found.append(replace(made, alt=_alt(block, made, asked.spec)))
            except NotDrawn:
                return block  # with_figures finds the same and says it
        return block

    _changed(document, collect, asked.spec.key)
    yield from found


def _figure(block: Drawable, asked: Wish, pictures: Pictures) -> Figure:
    made = sketch(block)
    alt = _alt(block, made, asked.spec)
    row = pictures.get(asked.rule.purpose, made.source)
    if row is None:
        raise NotDrawn("it was never drawn")
    if row.media is None:
        said = row.problem
        raise NotDrawn(said.message if said else "", said.next if said else "")
    return Figure(made.source, block.line, alt)


def _alt(block: Drawable, made: Sketch, spec: ChannelSpec) -> str:
    """The words of the picture. Raises NotDrawn where the channel would not keep them all."""
    limit = spec.limits.get("alt")
    if limit is None or limit.counter(made.alt) <= limit.value:
        return made.alt
    if isinstance(block, CodeBlock) and limit.counter(first_line(block)) <= limit.value:
        return first_line(block)
    size = limit.counter(made.alt)
    raise NotDrawn(f"its text has {size:,} characters, and {spec.title} keeps {limit.value:,}")


def _drawn(
    made: Sketch,
    rule: PictureRule,
    language: str,
    folders: tuple[Path, ...],
    cache: PictureCache | None,
) -> tuple[Converted, str]:
    """The picture and what names it; from memory or the cache where it was drawn before."""
    fonts = lettering(made, folders)
    facts = [made.source, language, typst_version(), fonts.mark]
    name = canonical_json([*facts]).encode()
    sha256 = hashlib.sha256(name).hexdigest()
    found = _memory.get((sha256, rule)) or (cache.get(name, sha256, rule) if cache else None)
    if found is None:
        found = convert(draw(made, fonts, language), rule)
        if cache:
            cache.put(name, sha256, rule, found)
    _memory.put((sha256, rule), found, len(found.data))
    return found, sha256


def _media(made: Sketch, drawn: Converted) -> Media:
    size = len(drawn.data)
    return Media(made.source, drawn.sha256, drawn.mime, drawn.width, drawn.height, size, made.alt)


# --- notes ------------------------------------------------------------------------------------


def _reason(error: NotDrawn) -> Problem:
    return Problem(Level.NOTE, "figure-as-text", "", 0, error.reason, error.next_step)


def _stays(block: Drawable, error: NotDrawn, file: str) -> Problem:
    message = f"The {NAMES[type(block)]} is not drawn: {error.reason}."
    return Problem(Level.NOTE, "figure-as-text", file, block.line, message, error.next_step)


def _told(block: Drawable, figure: Figure, spec: ChannelSpec, file: str) -> Iterator[Problem]:
    name = NAMES[type(block)]
    said = f"The {name} is shown as a picture"
    if not spec.keeps_alt:
        said += f"; {spec.title} keeps no text with it"
    elif isinstance(block, CodeBlock) and figure.alt != block.text:
        said += "; its alternative text is the first line alone"
    else:
        said += ", with its text as the alternative text"
    message = f"{said}."
    yield Problem(Level.NOTE, "figure-drawn", file, block.line, message, subject=figure.source)


# --- the tree ---------------------------------------------------------------------------------


def _changed(document: Document, change: Change, channel: str) -> Document:
    """The document with `change` done to every block that the channel sees; notes hold text."""
    return replace(document, blocks=_blocks(document.blocks, change, channel))


def _blocks(blocks: tuple[Block, ...], change: Change, channel: str) -> tuple[Block, ...]:
    return tuple(_block(block, change, channel) for block in blocks)


def _block(block: Block, change: Change, channel: str) -> Block:
    match block:
        case Only(channels) if channel not in channels:
            return block
        case List(items):
            kept = tuple(
                replace(item, blocks=_blocks(item.blocks, change, channel)) for item in items
            )
            return replace(block, items=kept)
        case Quote() | Details() | Only():
            return replace(block, blocks=_blocks(block.blocks, change, channel))
        case _:
            return change(block)
