"""Block tokens as document blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from markdown_it.token import Token

from content.document import (
    Block,
    CodeBlock,
    Cue,
    Figure,
    Heading,
    Inline,
    List,
    ListItem,
    MathBlock,
    Quote,
    Rule,
    Table,
)  # fmt: skip
from content.markdown.branches import Branch
from content.markdown.inline import run_of
from content.markdown.one_line import flat, one_line, report_markers
from content.markdown.parser import OPTIONS
from content.markdown.pieces import Piece, fold, gallery
from content.markdown.reading import Note, Reading
from content.markdown.regions import region_end, region_pieces
from content.markdown.runs import Item, paragraph_pieces
from content.markdown.tag_nodes import tag_items

_TOC = re.compile(r"\{:\s*toc\b")
_LANGUAGE = re.compile(r"[{.\s]*([\w+#./-]+)")
_ALIGN = re.compile(r"text-align:\s*(\w+)")
_FENCES = ("`", "~")
_DEEPEST = OPTIONS["maxNesting"] - 2  # markdown-it drops what lies deeper


def blocks_of(row: Sequence[Branch], reading: Reading) -> tuple[Block, ...]:
    return fold(pieces_of(row, reading), reading)


def pieces_of(row: Sequence[Branch], reading: Reading) -> list[Piece]:
    out: list[Piece] = []
    place = 0
    while place < len(row):
        branch = row[place]
        if branch.token.type == "html_block":
            _check_comment(branch, reading)
            end = region_end(row, place)
            out += region_pieces(row[place : end + 1], pieces_of, reading)
            place = end
        elif branch.token.type == "attribute_line":
            if _TOC.match(branch.token.content) and out and isinstance(out[-1], List):
                out.pop()
        else:
            out += _READERS[branch.token.type](branch, reading)
        place += 1
    return out


def _check_comment(branch: Branch, reading: Reading) -> None:
    """A comment that is not closed hides what follows on every page."""
    before, opening, rest = branch.token.content.rpartition("<!--")
    if opening and "-->" not in rest and not rest.startswith((">", "->")):
        reading.warn(
            "unclosed-comment",
            _line(branch, reading) + before.count("\n"),
            "A comment begins here and is never closed; readers see nothing of what follows.",
            "Write `-->` where it ends.",
        )


def _line(branch: Branch, reading: Reading) -> int:
    return reading.first + (branch.token.map[0] if branch.token.map else 0)


def _run(branch: Branch, reading: Reading) -> list[Item]:
    return run_of(branch.token.children or [], reading, _line(branch, reading))


def _paragraph(branch: Branch, reading: Reading) -> list[Piece]:
    return paragraph_pieces(_run(branch.children[0], reading), _line(branch, reading))


def _heading(branch: Branch, reading: Reading) -> list[Piece]:
    children, out = flat(_run(branch.children[0], reading))
    lifted = report_markers(out, reading)
    cues = [piece for piece in lifted if isinstance(piece, Cue)]
    others = [piece for piece in lifted if not isinstance(piece, Cue)]
    level = int(branch.token.tag[1])
    return [*cues, Heading(level, children, _line(branch, reading)), *others]


def _list(branch: Branch, reading: Reading) -> list[Piece]:
    items: list[ListItem] = []
    waiting: tuple[Block, ...] = ()
    for child in branch.children:
        blocks = (*waiting, *_nested(child, reading))
        waiting = ()
        if isinstance(blocks[-1] if blocks else None, Cue) and child is not branch.children[-1]:
            *rest, cue = blocks  # a cue at an item's end stands before the next item
            blocks, waiting = tuple(rest), (cue,)
        checked = child.token.meta.get("checked")
        items.append(ListItem(blocks, _line(child, reading), checked))
    ordered = branch.token.type == "ordered_list_open"
    start = int(branch.token.attrs.get("start", 1)) if ordered else None
    return [List(tuple(items), _line(branch, reading), start, _is_tight(branch))]


def _is_tight(branch: Branch) -> bool:
    return all(
        block.token.hidden
        for item in branch.children
        for block in item.children
        if block.token.type == "paragraph_open"
    )


def _nested(branch: Branch, reading: Reading) -> tuple[Block, ...]:
    if branch.token.level >= _DEEPEST and not branch.children:
        reading.error("too-deep", _line(branch, reading), "Nested too deeply to be read.")
    return blocks_of(branch.children, reading)


def _quote(branch: Branch, reading: Reading) -> list[Piece]:
    return [Quote(_nested(branch, reading), _line(branch, reading))]


def _alert(branch: Branch, reading: Reading) -> list[Piece]:
    head, *rest = branch.children
    meta = branch.token.meta
    words = head.children[0]
    titled = bool(meta.get("titled"))
    title = one_line(_run(words, reading), _line(words, reading), reading) if titled else ()
    kind, word = str(meta["kind"]).lower(), "" if title else str(meta["kind"]).capitalize()
    return [Quote(blocks_of(rest, reading), _line(branch, reading), kind, title, word)]


def _code(branch: Branch, reading: Reading) -> list[Piece]:
    token = branch.token
    language = _LANGUAGE.match(token.info)
    text = token.content.removesuffix("\n")
    if token.markup[:1] in _FENCES and not _is_closed(token):
        reading.warn(
            "unclosed-code",
            _line(branch, reading),
            "A block of code begins here and is never closed; all that follows is code.",
            f"Write a line `{token.markup}` where it ends.",
        )
    return [CodeBlock(text, _line(branch, reading), language[1] if language else "")]


def _is_closed(fence: Token) -> bool:
    """Whether it has one line more than its opening line and its content."""
    first, end = fence.map or (0, 0)
    lines = fence.content.removesuffix("\n").count("\n") + 1 if fence.content else 0
    return first == end or end - first - 1 > lines


def _math(branch: Branch, reading: Reading) -> list[Piece]:
    return [MathBlock(branch.token.content.strip(), _line(branch, reading))]


def _rule(branch: Branch, reading: Reading) -> list[Piece]:
    return [Rule(_line(branch, reading))]


def _table(branch: Branch, reading: Reading) -> list[Piece]:
    rows = [row for part in branch.children for row in part.children]
    lifted: list[Piece] = []
    cells = [tuple(_cell(cell, reading, lifted) for cell in row.children) for row in rows]
    align = tuple(_alignment(cell) for cell in rows[0].children)
    return [Table(align, cells[0], tuple(cells[1:]), _line(branch, reading)), *lifted]


def _cell(branch: Branch, reading: Reading, lifted: list[Piece]) -> tuple[Inline, ...]:
    children, out = flat(_run(branch.children[0], reading))
    lifted += report_markers(out, reading)
    return children


def _alignment(cell: Branch) -> str:
    match = _ALIGN.search(str(cell.token.attrs.get("style", "")))
    return match[1] if match else ""


def _template(branch: Branch, reading: Reading) -> list[Piece]:
    """A line of template tags; figures side by side are a gallery."""
    line = _line(branch, reading)
    items = [item for raw in branch.token.meta["tags"] for item in tag_items(raw, line, reading)]
    if len(items) > 1 and all(isinstance(item, Figure) for item in items):
        return list(gallery([item for item in items if isinstance(item, Figure)], line))
    return paragraph_pieces(items, line)


def _note(branch: Branch, reading: Reading) -> list[Piece]:
    label = branch.token.meta["label"]
    line = _line(branch, reading)
    reading.notes.append(Note(label, blocks_of(branch.children, reading), line))
    return []


_READERS: Mapping[str, Callable[[Branch, Reading], list[Piece]]] = {
    "paragraph_open": _paragraph,
    "heading_open": _heading,
    "bullet_list_open": _list,
    "ordered_list_open": _list,
    "blockquote_open": _quote,
    "alert_open": _alert,
    "fence": _code,
    "code_block": _code,
    "math_block": _math,
    "hr": _rule,
    "table_open": _table,
    "template_block": _template,
    "footnote_reference_open": _note,
}
