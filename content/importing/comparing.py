"""The visible text of a page beside that of the Markdown made of it: what is lost or added."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bs4 import Tag
from bs4.element import PageElement

from content.document import (
    Block,
    Code,
    CodeBlock,
    Details,
    Document,
    Figure,
    Footnote,
    Gallery,
    Heading,
    Inline,
    InlineImage,
    Link,
    List,
    Math,
    MathBlock,
    Only,
    Paragraph,
    Quote,
    Table,
    Text,
    plain_text,
    walk_all,
)
from content.importing.footnotes import Notes
from content.importing.shaping import MARKS, visible
from content.importing.trees import attr, is_text


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the page that the Markdown lacks (`lost`), words that only it has (`added`), or
    both. `line` is that of the Markdown at or before the place, `before` the words above it."""

    line: int
    lost: str
    added: str
    before: str

    def __str__(self) -> str:
        parts = [f"lost “{self.lost}”"] if self.lost else []
        parts += [f"added “{self.added}”"] if self.added else []
        where = f" after “{self.before}”" if self.before else ""
        return f"line {self.line}: {', '.join(parts)}{where}"


@dataclass(frozen=True, slots=True)
class Row:
    """A run of text that stands by itself, and the line it begins on (0 of a page)."""

    text: str
    line: int = 0


def differences(page: Sequence[Row], made: Sequence[Row]) -> tuple[Difference, ...]:
    """Where the two texts differ, white space apart; a word cut in two is a difference."""
    return tuple(_differences(_words(page), _words(made)))


def page_rows(root: Tag, notes: Notes) -> tuple[Row, ...]:
    """The visible text of a settled article, the notes at its end."""
    rows = [*_rows_below(root)]
    for _, note in sorted(notes.texts.items()):
        rows += _rows_below(note)
    return tuple(rows)


def document_rows(document: Document) -> tuple[Row, ...]:
    """The visible text of a parsed issue."""
    rows = [row for block in document.blocks for row in _rows(block)]
    notes = [row for note in document.footnotes for row in _note_rows(note)]
    return (*rows, *notes)


def picture_count(document: Document) -> int:
    """How many pictures a reader sees, those in the line too."""
    return sum(_pictures_of(block) for block in walk_all(document))


def _pictures_of(block: Block) -> int:
    match block:
        case Figure():
            return 1
        case Heading(children=children) | Paragraph(children) | Details(summary=children):
            return _inline_pictures(children)
        case Table(header=header, rows=rows):
            return sum(_inline_pictures(cell) for row in (header, *rows) for cell in row)
        case _:
            return 0


def _inline_pictures(children: Sequence[Inline]) -> int:
    return sum(
        1 if isinstance(node, InlineImage) else _inline_pictures(getattr(node, "children", ()))
        for node in children
    )


# --- a page -------------------------------------------------------------------------------------

_APART = frozenset(
    {"p", "div", "section", "li", "td", "th", "tr", "br", "hr", "blockquote", "figure", "pr-embed",
     "h1", "h2", "h3", "h4", "h5", "h6", "pr-code", "pr-formula", "table", "ul", "ol", "dt", "dd",
     "article", "main", "header", "footer", "aside", "details", "summary", "caption", "body",
     "address", "center", "nav", "dl", "figcaption", "img"}
)  # fmt: skip


def _rows_below(root: Tag) -> Iterator[Row]:
    parts: list[str] = []
    around: Tag | None = None
    for node in root.descendants:
        if isinstance(node, Tag):
            parts += ["\n"] if node.name in _APART else []
            parts += [attr(node, "tex")] if node.name in {"pr-math", "pr-formula"} else []
            parts += [{"q": "“", "rt": "("}.get(node.name, "")]
        elif is_text(node):
            here = _block_of(node, root)
            parts += ["\n"] if here is not around else []
            around = here
            parts.append(str(node) + _signs_behind(node))
    yield from (Row(line) for line in "".join(parts).split("\n") if line.strip())


def _block_of(node: PageElement, root: Tag) -> Tag | None:
    for parent in node.parents:
        if parent is root or parent.name in _APART:
            return parent
    return None


def _signs_behind(node: PageElement) -> str:
    """What a reader sees at the end of `<q>` and `<rt>`."""
    parent = node.parent
    if parent is None or node.next_sibling is not None:
        return ""
    return {"q": "”", "rt": ")"}.get(parent.name, "")


# --- a document ---------------------------------------------------------------------------------


def _rows(block: Block) -> Iterator[Row]:
    match block:
        case Heading(children=children, line=line) | Paragraph(children, line):
            yield from _lines(plain_text(children), line)
        case CodeBlock(text, line) | MathBlock(text, line):
            yield from _lines(text, line)
        case Figure(caption=caption, line=line):
            yield from _lines(plain_text(caption), line)
        case Table(header=header, rows=rows, line=line):
            for cell in (cell for row in (header, *rows) for cell in row):
                yield from _lines(plain_text(cell), line)
        case _:
            yield from _rows_within(block)


def _rows_within(block: Block) -> Iterator[Row]:
    """Of a block of blocks; rules, marks, embeds and refused HTML show no words."""
    inner: Sequence[Block] = ()
    match block:
        case Gallery(figures):
            inner = figures
        case List(items):
            inner = [one for item in items for one in item.blocks]
        case Quote(blocks, line, title=title) | Details(title, blocks, line):
            yield from _lines(plain_text(title), line)
            inner = blocks
        case Only(blocks=blocks):
            inner = blocks
    for one in inner:
        yield from _rows(one)


def _note_rows(note: Footnote) -> Iterator[Row]:
    for block in note.blocks:
        yield from _rows(block)


def _lines(text: str, line: int) -> Iterator[Row]:
    for one in text.split("\n"):
        if one.strip():
            yield Row(one, line)


# --- marks --------------------------------------------------------------------------------------

Marks = list[tuple[str, frozenset[str]]]
_NAMES = {"Strong": "strong", "Emph": "em", "Strike": "del", "Mark": "mark", "Underline": "u",
          "Super": "sup", "Sub": "sub"}  # fmt: skip


def tree_marks(children: Sequence[Inline], around: frozenset[str] = frozenset()) -> Marks:
    """Every visible character with the marks around it."""
    out: Marks = []
    for node in children:
        match node:
            case Text(text):
                out += _each(text, around)
            case Code(text):
                out += _each(text, around | {"code"})
            case Math(tex):
                out += _each(tex, frozenset({"math"}))
            case Link(children=inner):
                out += tree_marks(inner, around if _is_bare(node) else around | {"a"})
            case InlineImage():
                continue
            case _:
                name = _NAMES.get(type(node).__name__)
                out += tree_marks(
                    getattr(node, "children", ()), around | {name} if name else around
                )
    return out


def _is_bare(link: Link) -> bool:
    """An address in the text, which the parser makes a link whether the page did or not."""
    text = plain_text(link.children)
    return text.startswith(("http://", "https://", "www."))


def dom_marks(block: Tag) -> Marks:
    """The same of a block of the page."""
    out: Marks = []
    for node in block.descendants:
        if isinstance(node, Tag):
            out += _each(attr(node, "tex"), frozenset({"math"})) if node.name == "pr-math" else []
        elif is_text(node):
            names = _names_around(node, block)
            bare = str(node).startswith(("http://", "https://", "www."))
            out += _each(str(node), names - {"a"} if bare and "a" in names else names)
    return out


def _names_around(node: PageElement, block: Tag) -> frozenset[str]:
    names = set()
    for parent in node.parents:
        if parent is block:
            break
        if parent.name in {*MARKS.values(), "a", "code"}:
            names.add(parent.name)
    return frozenset(names)


def _each(text: str, names: frozenset[str]) -> Marks:
    return [(char, names) for char in text if not char.isspace()]


# --- comparing ----------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_\u2e80-\U0003ffff]+|\S")
_SHOWN = 120  # characters of a difference that are quoted
_MOST = 4_000  # words on either side that are compared one by one


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, and the line of the row it stands in; equal by the word."""

    text: str
    line: int


def _words(rows: Sequence[Row]) -> list[_Word]:
    return [
        _Word(word, row.line)
        for row in rows
        for word in _WORD.findall(unicodedata.normalize("NFC", visible(row.text)))
    ]


def _differences(page: list[_Word], made: list[_Word]) -> Iterator[Difference]:
    left, right = [w.text for w in page], [w.text for w in made]
    for a, b, c, d in _apart(left, right):
        at = min(c, len(made) - 1)
        line = made[at].line if made else 0
        before = _quoted(left[max(0, a - 12) : a])
        yield Difference(line, _quoted(left[a:b]), _quoted(right[c:d]), before)


def _apart(left: list[str], right: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """The ranges that differ, common beginnings and ends cut off first."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    end = 0
    most = min(len(left), len(right)) - start
    while end < most and left[-1 - end] == right[-1 - end]:
        end += 1
    inner, other = left[start : len(left) - end], right[start : len(right) - end]
    if not inner and not other:
        return
    if len(inner) > _MOST or len(other) > _MOST:
        yield start, start + len(inner), start, start + len(other)
        return
    for kind, a, b, c, d in SequenceMatcher(None, inner, other, autojunk=False).get_opcodes():
        if kind != "equal":
            yield start + a, start + b, start + c, start + d


def _quoted(words: Sequence[str]) -> str:
    text = ""
    for word in words:
        apart = word[0].isascii() and word[0].isalnum() and text[-1:].isascii()
        text += " " + word if text and apart else word
        if len(text) > _SHOWN:
            return f"{text[:_SHOWN]}…"
    return text
