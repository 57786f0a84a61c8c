"""Runs: inline nodes as they are read, with line ends still in place and blocks among them.

A picture on a line of its own, a video or a mark inside a paragraph is no inline node; it splits
the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from content.document import (
    Break,
    Code,
    Emph,
    Figure,
    FootnoteRef,
    Gallery,
    Inline,
    InlineImage,
    Link,
    Mark,
    Math,
    Paragraph,
    Strike,
    Strong,
    Sub,
    Super,
    Text,
    Underline,
)  # fmt: skip
from content.markdown.pieces import Piece


@dataclass(frozen=True, slots=True)
class Soft:
    """A line end in the source; `joiner` is what it becomes within a paragraph.

    `line` is the number of the line that begins behind it.
    """

    joiner: str
    line: int


Item = Inline | Soft | Piece

_INLINE = frozenset(
    {Text, Strong, Emph, Strike, Mark, Underline, Super, Sub, Code, Math, Link, InlineImage, Break,
     FootnoteRef}
)  # fmt: skip
_IN_LINES = _INLINE | {Soft}
# What never splits a paragraph, but for links around a picture.
_WORDS = _INLINE - {InlineImage, Break}


def is_inline(item: Item) -> bool:
    return type(item) in _INLINE


def spans_of(items: Iterable[Item]) -> tuple[tuple[Inline, ...], list[Piece]]:
    """Inline nodes with soft line ends joined, and what cannot stay among them."""
    spans: list[Inline] = []
    lifted: list[Piece] = []
    for item in items:
        if type(item) is Text:
            _add_text(spans, item)
        elif type(item) is Soft:
            # White space behind a hard break shows as nothing.
            broken = spans and type(spans[-1]) is Break
            _add_text(spans, Text("" if broken else item.joiner))
        elif type(item) in _INLINE:
            spans.append(item)  # type: ignore[arg-type]
        else:
            lifted.append(item)  # type: ignore[arg-type]
    return tuple(spans), lifted


def _add_text(spans: list[Inline], text: Text) -> None:
    last = spans[-1] if spans else None
    if type(last) is Text:
        # Where something between two texts was left out, its spaces would double.
        more = text.text.lstrip(" ") if last.text.endswith(" ") else text.text
        spans[-1] = Text(last.text + more)
    elif text.text:
        spans.append(text)


def trimmed(spans: Sequence[Inline]) -> tuple[Inline, ...]:
    """Without white space and hard breaks at either end."""
    if not spans or not (_is_ragged(spans[0]) or _is_ragged(spans[-1])):
        return tuple(spans)
    row = list(spans)
    while row and _strip(row, 0):
        pass
    while row and _strip(row, -1):
        pass
    return tuple(row)


def _is_ragged(node: Inline) -> bool:
    """Whether there may be something to strip at a node's ends."""
    if type(node) is not Text:
        return type(node) is Break
    return not node.text or node.text[0].isspace() or node.text[-1].isspace()


def _strip(row: list[Inline], place: int) -> bool:
    """Shorten one end; true if the node there is gone and the next one is to be looked at."""
    node = row[place]
    if isinstance(node, Break):
        del row[place]
        return True
    if not isinstance(node, Text):
        return False
    text = node.text.lstrip() if place == 0 else node.text.rstrip()
    if text:
        row[place] = Text(text)
        return False
    del row[place]
    return True


@dataclass(slots=True)
class _Split:
    """A paragraph being split: what is done, and the words and pictures of the lines at hand."""

    line: int
    done: list[Piece] = field(default_factory=list)
    words: list[Item] = field(default_factory=list)
    pictures: list[Figure] = field(default_factory=list)

    def flush_words(self) -> None:
        children = trimmed(spans_of(self.words)[0]) if self.words else ()
        if children:
            self.done.append(Paragraph(children, self.line))
        self.words.clear()

    def flush_pictures(self) -> None:
        if len(self.pictures) > 1:
            self.done.append(Gallery(tuple(self.pictures), self.pictures[0].line))
        else:
            self.done.extend(self.pictures)
        self.pictures.clear()


def paragraph_pieces(items: Sequence[Item], line: int) -> list[Piece]:
    """A paragraph's run as blocks: paragraphs, and what had to leave them, in order."""
    if len(items) == 1 and type(items[0]) not in _IN_LINES:
        return [items[0]]  # type: ignore[list-item]
    kinds = set(map(type, items))
    if kinds <= _WORDS and not (Link in kinds and any(map(_is_picture_link, items))):
        children = trimmed(_joined(items))
        return [Paragraph(children, line)] if children else []
    split = _Split(line)
    for row, end in _lines(items):
        _add_line(split, row)
        _add_end(split, end)
    split.flush_words()
    split.flush_pictures()
    return split.done


def _joined(words: Sequence[Item]) -> tuple[Inline, ...]:
    return spans_of(words)[0] if len(words) > 1 else tuple(words)  # type: ignore[arg-type]


def _is_picture_link(item: Item) -> bool:
    return isinstance(item, Link) and type(item.children[0]) is InlineImage


def _add_line(split: _Split, row: list[Item]) -> None:
    figures = _figures(row)
    if figures:
        split.flush_words()
        split.pictures.extend(figures)
    elif any(not _is_blank(item) for item in row):
        split.flush_pictures()
        split.words.extend(row)


def _add_end(split: _Split, end: Item | None) -> None:
    if isinstance(end, Soft):
        split.line = split.line if split.words else end.line
    if isinstance(end, Soft | Break):
        split.words.extend([end] if split.words else [])
    elif end is not None:
        split.flush_words()
        split.flush_pictures()
        split.done.append(end)  # type: ignore[arg-type]


def _is_blank(item: Item) -> bool:
    return isinstance(item, Text) and not item.text.strip()


def is_line_end(item: Item) -> bool:
    return isinstance(item, Soft | Break)


def _lines(items: Sequence[Item]) -> Iterable[tuple[list[Item], Item | None]]:
    """The run cut at line ends and at blocks; each line with what ended it."""
    row: list[Item] = []
    for item in items:
        if is_line_end(item) or not is_inline(item):
            yield row, item
            row = []
        else:
            row.append(item)
    yield row, None


def _figures(row: Sequence[Item]) -> list[Figure]:
    """The pictures of a line that shows nothing else."""
    figures = []
    for item in row:
        if _is_blank(item):
            continue
        figure = figure_of(item)
        if figure is None:
            return []
        figures.append(figure)
    return figures


def figure_of(item: Item) -> Figure | None:
    match item:
        case InlineImage(source, alt, title, line):
            return Figure(source, line, alt, (Text(title),) if title else ())
        case Link(href, (InlineImage(source, alt, title, line),)):
            return Figure(source, line, alt, (Text(title),) if title else (), href)
        case _:
            return None
