"""Replace the nodes that a channel cannot show by nodes that it can, before it renders.

What a channel shows is data: `ChannelSpec.shows` maps a node's name to "native" or to one of the
words below. Every replacement that a reader would notice is reported once per place, with its line.

    Table     rows     a bold line of headings, then one bullet per row
    Details   open     the summary in bold, then what it held
    Footnote  marked   `[1]` in the text, the notes at the end, each with its `[1]`
    Math      code     a formula within text: its source in code type
    MathBlock code     a formula of its own: its source as a block of code
    Embed     link     the address, as a link
    Figure    lifted   pictures in lists and quotations stand behind them, at the top level
    CodeBlock lifted   code in lists and quotations stands at the top level, in its place
    Gallery   figures  one picture after the other
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from adapters.lifting import apart, holds
from adapters.notes import marked_notes, referred
from adapters.shown import Showable, as_they_are, is_plain, showable
from content.document import (
    Block,
    Break,
    Code,
    CodeBlock,
    Cue,
    Details,
    Document,
    Embed,
    Figure,
    FootnoteRef,
    Gallery,
    Heading,
    Inline,
    InlineImage,
    Link,
    List,
    ListItem,
    Math,
    MathBlock,
    Only,
    Paragraph,
    Quote,
    RawHtml,
    Rule,
    Strong,
    Styled,
    Table,
    Teaser,
    Text,
    plain_text,
)
from content.problems import Level, Problem
from content.runs import has_content, inline_nodes

EMPTY_CELL = "–"
CELL_JOINER = " · "  # between the cells of a row: no pipes, which read as broken Markdown


@dataclass
class _Lowering:
    channel: str
    shows: Mapping[str, str]
    file: str
    showable: Showable
    problems: list[Problem] = field(default_factory=list)

    def native(self, node: str) -> bool:
        return self.shows.get(node, "native") == "native"

    def note(self, code: str, line: int, message: str) -> None:
        problem = Problem(Level.NOTE, code, self.file, line, message)
        if problem not in self.problems:
            self.problems.append(problem)


def lower(
    document: Document, channel: str, shows: Mapping[str, str], *, file: str
) -> tuple[Document, tuple[Problem, ...]]:
    """The document as `channel` can show it, and a note for every replacement.

    What needs no replacement is the very node that came in, up to the document itself.
    """
    task = _Lowering(channel, shows, file, showable(shows))
    wanted = referred(document, channel)
    blocks = _blocks(document.blocks, task)
    notes = tuple(replace(n, blocks=_blocks(n.blocks, task)) for n in wanted)
    if notes and not task.native("Footnote"):
        task.note("footnotes-listed", notes[0].line, "Footnotes stand as a list at the end.")
        blocks, notes = (*blocks, Rule(notes[0].line), *marked_notes(notes)), ()
    same = blocks is document.blocks and not document.footnotes
    return document if same else Document(blocks, notes), tuple(task.problems)


def _blocks(blocks: tuple[Block, ...], task: _Lowering) -> tuple[Block, ...]:
    top, inside = task.showable.top, task.showable.inside
    if as_they_are(blocks, top, inside):
        return blocks
    lowered: list[Block] = []
    for block in blocks:
        if as_they_are((block,), top, inside):
            lowered.append(block)
        else:
            lowered.extend(_block(block, task))
    return tuple(lowered)


def _block(block: Block, task: _Lowering) -> list[Block]:
    match block:
        case Teaser() | RawHtml():
            return []
        case Cue(channel):
            return [block] if channel == task.channel else []
        case Only(channels, inner):
            return list(_blocks(inner, task)) if task.channel in channels else []
        case Details():
            return _details(block, task)
        case Table() if not task.native("Table"):
            return _table(block, task)
        case MathBlock(tex, line) if not task.native("MathBlock"):
            task.note("formula-as-source", line, "The formula is shown as its source.")
            return [CodeBlock(tex, line, "latex")]
        case Embed(_, url, line, title) if not task.native("Embed"):
            return [Paragraph((Link(url, (Text(title or url),), line=line),), line)]
        case Gallery(figures) if not task.native("Gallery"):
            return _inline_blocks([*figures], task)
        case List() | Quote():
            return _container(block, task)
        case _:
            return _inline_blocks([block], task)


def _details(block: Details, task: _Lowering) -> list[Block]:
    inner = _blocks(block.blocks, task)
    if task.native("Details"):
        words, pictures = _worded(_noted(block.summary, block.line, task), block.line, task)
        return [Details(words, (*pictures, *inner), block.line)]
    head: list[Block] = [Paragraph((_bold(block.summary),), block.line)] if block.summary else []
    return [*_inline_blocks(head, task), *inner]


def _container(block: List | Quote, task: _Lowering) -> list[Block]:
    """A list or quotation with its contents lowered; what it may not hold leaves it."""
    lifted = task.showable.lifted
    if isinstance(block, Quote):
        title, pictures = _worded(_noted(block.title, block.line, task), block.line, task)
        inner = (*pictures, *_blocks(block.blocks, task))
        block = replace(block, blocks=inner, title=title)
        return _apart(block, task) if holds(inner, lifted) else [block]
    items = tuple(_item(item, task) for item in block.items)
    block = List(items, block.line, block.start, block.tight)
    if any(holds(item.blocks, lifted) for item in items):
        return _apart(block, task)
    return [block]


def _apart(block: List | Quote, task: _Lowering) -> list[Block]:
    pieces = apart(block, task.showable.lifted)
    for piece in pieces:
        if isinstance(piece, CodeBlock | MathBlock):
            task.note("code-lifted", piece.line, "Code in a list or quotation interrupts it.")
    return pieces


def _item(item: ListItem, task: _Lowering) -> ListItem:
    blocks = _blocks(item.blocks, task)
    return item if blocks is item.blocks else ListItem(blocks, item.line, item.checked)


def _table(table: Table, task: _Lowering) -> list[Block]:
    task.note("table-as-rows", table.line, "The table is shown as one line per row.")
    header: list[Block] = []
    if any(map(has_content, table.header)):
        header = [Paragraph((_bold(_joined(table.header)),), table.line)]
    rows = tuple(ListItem((Paragraph(_joined(r), table.line),), table.line) for r in table.rows)
    body: list[Block] = [List(rows, table.line)] if rows else []
    return _inline_blocks([*header], task) + [b for part in body for b in _block(part, task)]


def _bold(run: tuple[Inline, ...]) -> Strong:
    """All of it, once: words that are bold already are not wrapped again."""
    return Strong(tuple(n for node in run for n in _unwrapped(node)))


def _unwrapped(node: Inline) -> tuple[Inline, ...]:
    return node.children if isinstance(node, Strong) else (node,)


def _joined(cells: tuple[tuple[Inline, ...], ...]) -> tuple[Inline, ...]:
    """Cells with words are joined; pictures, which leave the line, need nothing between them. An
    empty cell bears a mark, or the next one would read as its value."""
    filled = [n for n, cell in enumerate(cells) if has_content(cell)]
    joined: list[Inline] = []
    for number, cell in enumerate(cells[: filled[-1] + 1] if filled else ()):
        shown = cell if has_content(cell) else (Text(EMPTY_CELL),)
        if plain_text(shown).strip() and any(plain_text((node,)).strip() for node in joined):
            joined.append(Text(CELL_JOINER))
        joined.extend(shown if number or has_content(cell) else ())
    return tuple(joined)


def _inline_blocks(blocks: list[Block], task: _Lowering) -> list[Block]:
    """Blocks with lowered inline nodes; a picture amid text splits its paragraph, and comes to
    stand behind a heading or the picture whose caption it is in."""
    lowered: list[Block] = []
    for block in blocks:
        match block:
            case Paragraph(children, line) if is_plain(children):
                lowered.append(block)
            case Paragraph(children, line):
                lowered.extend(_paragraph(_noted(children, line, task), line, task))
            case Heading(level, children, line) if not is_plain(children):
                words, pictures = _worded(_noted(children, line, task), line, task)
                lowered.extend([Heading(level, words, line)] if words else [])
                lowered.extend(pictures)
            case Figure(caption=caption, line=line) if not is_plain(caption):
                words, pictures = _worded(_noted(caption, line, task), line, task)
                lowered.extend([replace(block, caption=words), *pictures])
            case Gallery(figures, line):
                shown = (replace(f, caption=_noted(f.caption, f.line, task)) for f in figures)
                lowered.append(Gallery(tuple(shown), line))
            case Table(_, header, rows, line):
                head, *body = (tuple(_noted(c, line, task) for c in r) for r in (header, *rows))
                lowered.append(replace(block, header=head, rows=tuple(body)))
            case _:
                lowered.append(block)
    return lowered


def _noted(children: tuple[Inline, ...], line: int, task: _Lowering) -> tuple[Inline, ...]:
    """The lowered run; that a formula became code is said once per paragraph."""
    lowered = _inlines(children, task)
    if not task.native("Math") and any(isinstance(n, Math) for n in inline_nodes(children)):
        task.note("formula-as-source", line, "The formula is shown as its source.")
    return lowered


def _worded(
    children: tuple[Inline, ...], line: int, task: _Lowering
) -> tuple[tuple[Inline, ...], list[Figure]]:
    """A run where only words may stand, and the pictures that stood in it."""
    if task.native("InlineImage") or not any(map(_is_picture, children)):
        return children, []
    pieces = _paragraph(children, line, task)
    words = [piece.children for piece in pieces if isinstance(piece, Paragraph)]
    joined = [node for n, run in enumerate(words) for node in ((Text(" "),) if n else ()) + run]
    return tuple(joined), [piece for piece in pieces if isinstance(piece, Figure)]


def _paragraph(children: tuple[Inline, ...], line: int, task: _Lowering) -> list[Block]:
    if task.native("InlineImage") or not any(map(_is_picture, children)):
        return [Paragraph(children, line)]
    pieces: list[Block] = []
    run: list[Inline] = []
    for child in children:
        picture = _picture(child, line)
        if picture:
            _close(run, line, pieces)
            pieces.append(picture)
            run = []
        else:
            run.append(child)
    _close(run, line, pieces)
    return pieces


def _close(run: list[Inline], line: int, pieces: list[Block]) -> None:
    while run and isinstance(run[0], Break):
        run.pop(0)
    while run and isinstance(run[-1], Break):
        run.pop()
    if run and isinstance(run[0], Text):
        run[0] = Text(run[0].text.lstrip())
    if run and isinstance(run[-1], Text):
        run[-1] = Text(run[-1].text.rstrip())
    if plain_text(tuple(run)).strip():
        pieces.append(Paragraph(tuple(run), line))


def _inlines(children: tuple[Inline, ...], task: _Lowering) -> tuple[Inline, ...]:
    if is_plain(children):
        return children
    lowered: list[Inline] = []
    for child in children:
        match child:
            case Math(tex) if not task.native("Math"):
                lowered.append(Code(tex))
            case FootnoteRef(number) if not task.native("Footnote"):
                lowered.append(Text(f"[{number}]"))
            case _ if isinstance(child, Styled):
                node = replace(child, children=_inlines(child.children, task))
                lowered.extend([node] if task.native("InlineImage") else _hoist(node))
            case _:
                lowered.append(child)
    return tuple(lowered)


def _hoist(node: Styled) -> list[Inline]:
    """A picture inside emphasis or a link comes out of it, so that the paragraph can be split.

    It keeps the link, which is why one with nothing but a picture stays."""
    if not any(map(_is_picture, node.children)):
        return [node]
    hoisted: list[Inline] = []
    for pictured, group in groupby(node.children, _is_picture):
        run = tuple(group)
        if not pictured:
            hoisted.append(replace(node, children=run))
        elif isinstance(node, Link):
            hoisted.extend(c if isinstance(c, Link) else replace(node, children=(c,)) for c in run)
        else:
            hoisted.extend(run)
    return hoisted


def _is_picture(node: Inline) -> bool:
    return _picture(node, 0) is not None


def _picture(node: Inline, line: int) -> Figure | None:
    """A picture, or a link around nothing but one, as a figure."""
    match node:
        case InlineImage(source, alt, _, own):
            return Figure(source, own or line, alt)
        case Link(href, (InlineImage(source, alt, _, own),)):
            return Figure(source, own or line, alt, href=href)
        case _:
            return None
