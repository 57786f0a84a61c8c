"""A table, a formula or a block of code as data for figure.typ, and the words that it shows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from adapters.base import Json, canonical_json
from adapters.drawn.asking import Drawable
from adapters.drawn.latex import Node, NotRead, read_formula
from content.document import (
    Break,
    Code,
    CodeBlock,
    Emph,
    Inline,
    Mark,
    Math,
    MathBlock,
    Strike,
    Strong,
    Sub,
    Super,
    Table,
    Text,
    Underline,
    plain_text,
)

DRAWN = "drawn:"  # begins the source of a drawn picture: no path and no address of an author's does
LOOK = 1  # raised whenever the same block is drawn otherwise than before
MOST_COLUMNS = 8
MOST_ROWS = 40
MOST_LINES = 80
CELL_JOINER = " · "
LONG_WORD = 24  # characters from which a word may be broken anywhere
WORDS_MEASURED = 4  # the longest of a column, of which one may be the widest
STYLES: Mapping[type[Inline], str] = {
    Strong: "strong", Emph: "emph", Strike: "strike", Underline: "underline", Mark: "mark",
    Super: "super", Sub: "sub",
}  # fmt: skip

_LATIN = re.compile(r"[^\s\u2e80-\uffff]+")
_LONG = re.compile(rf"[^\s\u2e80-\uffff]{{{LONG_WORD + 1},}}")
_UNBROKEN = re.compile(r"[^\s\u2e80-\uffff]+|\s+|.", re.DOTALL)
_PIECE = re.compile(r".{1,8}", re.DOTALL)
_SOFT = "\u200b"


class NotDrawn(Exception):
    """A block that stays text. `reason` is a clause ("it holds a link")."""

    def __init__(self, reason: str, next_step: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.next_step = next_step


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is to be drawn: the data without its fonts. The same block has the same `source`."""

    source: str
    kind: str
    data: Mapping[str, Json]
    alt: str


def sketch(block: Drawable) -> Sketch:
    """Raises NotDrawn where a picture would lose something, or is more than a phone shows."""
    match block:
        case Table():
            kind, data, alt = "table", _table(block), table_text(block)
        case MathBlock(tex):
            kind, data, alt = "formula", {"tree": _formula(tex)}, tex.strip()
        case CodeBlock(text, _, language):
            kind, data, alt = "code", _code(text, language), text
    digest = hashlib.sha256(canonical_json([LOOK, kind, data, alt]).encode()).hexdigest()
    return Sketch(f"{DRAWN}{kind}/{digest[:16]}", kind, data, alt)


def table_text(table: Table) -> str:
    """A line per row, the cells of one apart from each other."""
    rows = [[plain_text(cell) for cell in row] for row in (table.header, *table.rows)]
    lines = (CELL_JOINER.join(" ".join(cell.split()) for cell in row if cell) for row in rows)
    return "\n".join(line for line in lines if line)


def first_line(block: CodeBlock) -> str:
    """What code is, where its text is too long for an alternative text."""
    line = next((line for line in block.text.splitlines() if line.strip()), "").strip()
    return f"{block.language}: {line} …" if block.language else f"{line} …"


def letters(sketch: Sketch) -> str:
    """Every character that has to be in a font, those of formulas' own signs left out."""
    return "".join(_strings(dict(sketch.data)))


# --- tables -----------------------------------------------------------------------------------


def _table(table: Table) -> dict[str, Json]:
    if len(table.align) > MOST_COLUMNS:
        raise NotDrawn(f"it has {len(table.align)} columns, and a phone shows {MOST_COLUMNS}")
    if len(table.rows) > MOST_ROWS:
        raise NotDrawn(f"it has {len(table.rows)} rows, and a picture holds {MOST_ROWS}")
    if not table_text(table):
        raise NotDrawn("it is empty")
    columns = zip(table.header, *table.rows, strict=True)
    return {
        "align": list(table.align),
        "header": [_cell(cell) for cell in table.header],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "words": [_longest(column) for column in columns],
    }


def _longest(column: tuple[tuple[Inline, ...], ...]) -> Json:
    found = {word for cell in column for word in _LATIN.findall(_breakable(plain_text(cell)))}
    pieces = {piece for word in found for piece in word.split(_SOFT)}
    return list(sorted(pieces, key=lambda word: (-len(word), word))[:WORDS_MEASURED])


def _cell(children: tuple[Inline, ...]) -> Json:
    return list(_runs(children, ()))


def _runs(children: tuple[Inline, ...], styles: tuple[str, ...]) -> Iterator[Json]:
    for child in children:
        match child:
            case Text(text):
                for piece in _slanted(text) if "emph" in styles else [_breakable(text)]:
                    yield {"k": "text", "s": piece, "styles": list(styles)}
            case Code(text):
                yield {"k": "code", "s": _breakable(text), "styles": list(styles)}
            case Math(tex):
                yield {"k": "math", "tree": _formula(tex), "styles": list(styles)}
            case Break():
                yield {"k": "break"}
            case Strong() | Emph() | Strike() | Underline() | Mark() | Super() | Sub():
                yield from _runs(child.children, (STYLES[type(child)], *styles))
            case _:
                raise NotDrawn(f"a picture cannot show its {_NAMES[type(child).__name__]}")


_NAMES = {"Link": "links", "InlineImage": "pictures", "FootnoteRef": "footnotes"}


def _slanted(text: str) -> list[str]:
    """Words, blanks and single Chinese characters: what is slanted is not broken within."""
    parts = _breakable(text).split(_SOFT)
    return [piece for part in parts for piece in _UNBROKEN.findall(part)]


def _breakable(text: str) -> str:
    """With places to break in words that no column is wide enough for."""
    return _LONG.sub(lambda found: _SOFT.join(_PIECE.findall(found[0])), text)


# --- formulas and code ------------------------------------------------------------------------


def _formula(tex: str) -> Node:
    try:
        return read_formula(tex)
    except NotRead as error:
        raise NotDrawn(f"it uses {error.what}, which cannot be drawn") from error


def _code(text: str, language: str) -> dict[str, Json]:
    lines = text.count("\n") + 1
    if lines > MOST_LINES:
        raise NotDrawn(f"it has {lines} lines, and a picture holds {MOST_LINES}")
    return {"text": text.expandtabs(4), "language": language.lower()}


def _strings(value: Json) -> Iterator[str]:
    """The text of all runs: not the names of kinds, styles and languages."""
    if isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        shown = value.get("s") if value.get("k") in ("text", "code", "op") else value.get("text")
        if isinstance(shown, str):
            yield shown.replace(_SOFT, "")
        for name, each in value.items():
            if name != "words" and isinstance(each, list | dict):
                yield from _strings(each)
