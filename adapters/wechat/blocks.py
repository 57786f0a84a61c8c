"""Blocks as the HTML that survives WeChat's editor: sections, paragraphs, and little else.

Native lists get doubled bullets there and <div> is filtered, so items are paragraphs with a text
marker. No white space stands between tags: the editor would show it, and it counts.
"""

from __future__ import annotations

from itertools import groupby
from typing import assert_never

from adapters.wechat.blanks import GAP, LABEL, SCHEME, blank
from adapters.wechat.highlight import pieces
from adapters.wechat.inline import (
    Page,
    escape,
    image_html,
    inline_html,
    linked_html,
    note_mark,
)
from adapters.wechat.links import Reference, embed_link, figure_link
from content.document import (
    Block,
    CodeBlock,
    Cue,
    Details,
    Document,
    Embed,
    Figure,
    Footnote,
    Gallery,
    Heading,
    Inline,
    List,
    ListItem,
    MathBlock,
    Only,
    Paragraph,
    Quote,
    RawHtml,
    Rule,
    Strong,
    Table,
    Teaser,
    Text,
)

NBSP = "\N{NO-BREAK SPACE}"
# By depth; the last one stays. They do not stand alone on a line above a long address.
BULLETS = tuple(dot + NBSP for dot in "•◦▪")
TWO_DIGITS = 10
TASKS = {True: "☑ ", False: "☐ "}
TAB_WIDTH = 4


def article_html(document: Document, page: Page) -> str:
    """The whole `content` of an article; picture addresses stand as references to their parts."""
    blocks = [
        *_headed(document.blocks, page),
        *_notes(document.footnotes, page),
        *_references(page),
    ]
    return page.outline.tag("section", blank(GAP).join(blocks), "root")


def _headed(blocks: tuple[Block, ...], page: Page) -> list[str]:
    """Markup of blocks that gaps may part: a heading stands close above what it heads."""
    pieces: list[str] = []
    above = ""
    for is_heading, run in groupby(blocks, lambda block: isinstance(block, Heading)):
        found = _flow(tuple(run), page)
        if is_heading:
            above = "".join(found)
        elif found:
            pieces += [above + found[0], *found[1:]]
            above = ""
    return [*pieces, above] if above else pieces


def _flow(blocks: tuple[Block, ...], page: Page, place: str = "block") -> list[str]:
    """The blocks' markup, pictures that follow each other in one paragraph."""
    pieces: list[str] = []
    for pictured, run in groupby(blocks, lambda block: isinstance(block, Figure)):
        if pictured:
            figures = tuple(block for block in run if isinstance(block, Figure))
            pieces.append(_pictures(figures, page, "<br>"))
        else:
            pieces.extend(_block(block, page, place) for block in run)
    return [piece for piece in pieces if piece]


def _block(block: Block, page: Page, place: str) -> str:  # noqa: C901 - one case per node
    match block:
        case Paragraph():
            return page.outline.leaf(inline_html(block.children, page), place)
        case Heading():
            html = inline_html(block.children, page)
            return page.outline.tag("p", html, f"h{min(block.level, 4)}")
        case List():
            return _list(block, page)
        case Quote():
            return _quote(block, page)
        case CodeBlock(text, _, language):
            return _pre(text, language, page)
        case MathBlock(tex):
            return _pre(tex, "", page)
        case Table():
            return _table(block, page)
        case Figure():
            return _pictures((block,), page, "")
        case Gallery(figures):
            return _pictures(figures, page, "")
        case Embed():
            link = embed_link(block)
            return page.outline.leaf(inline_html((link,), page), place)
        case Rule():
            return f"<hr{page.outline.style('rule')}>"
        case Cue():
            return ""
        case Details() | Only() | Teaser() | RawHtml():
            raise TypeError(f"{type(block).__name__} does not outlive lowering")
        case _:
            assert_never(block)


def _pictures(figures: tuple[Figure, ...], page: Page, joiner: str) -> str:
    """One below the other; an empty line parts a caption from the next picture."""
    shown = [(markup, figure) for figure in figures if (markup := _figure(figure, page))]
    if not shown:
        return ""
    above = [markup + ("<br><br>" if one.caption else joiner) for markup, one in shown[:-1]]
    return page.outline.leaf("".join(above) + shown[-1][0], "figure")


def _figure(figure: Figure, page: Page) -> str:
    """A picture with its caption on a line below; its link, if any, is the picture's."""
    picture = image_html(figure.source, figure.alt, page)
    if figure.href:
        picture = linked_html(figure_link(figure), picture, page)
    if not figure.caption:
        return picture
    below = page.outline.tag("span", inline_html(figure.caption, page), "caption")
    return f"{picture}<br>{below}" if picture else below


# --- lists ------------------------------------------------------------------------------------


def _list(block: List, page: Page, depth: int = 0) -> str:
    items = enumerate(block.items, start=block.start or 0)
    inside = "".join(
        [_item(item, _marker(block, item, n, depth), page, depth) for n, item in items]
    )
    if not page.outline.leaves:
        return inside
    place = _place(block)
    return page.outline.tag("section", inside, place, margin=depth == 0)


def _place(block: List) -> str:
    if block.start is None:
        return "bullets"
    return "numbers" if block.start + len(block.items) <= TWO_DIGITS else "many"


def _marker(block: List, item: ListItem, number: int, depth: int) -> str:
    if item.checked is not None:
        return TASKS[item.checked]
    return BULLETS[min(depth, 2)] if block.start is None else f"{number}. "


def _item(item: ListItem, marker: str, page: Page, depth: int) -> str:
    """A paragraph with its marker, then whatever else the item holds."""
    head, rest = "", item.blocks
    if rest and isinstance(rest[0], Paragraph):
        head, rest = inline_html(rest[0].children, page), rest[1:]
    first = page.outline.leaf(_step(page, depth) + marker + head, "item")
    return first + "".join([_below(block, page, depth) for block in rest])


def _below(block: Block, page: Page, depth: int) -> str:
    """A further block of an item, where the hanging indent ends."""
    if isinstance(block, List):
        return _list(block, page, depth + 1)
    if not page.outline.leaves:
        return _step(page, depth + 1) + _block(block, page, "")
    if isinstance(block, Paragraph):
        return page.outline.leaf(inline_html(block.children, page), "level")
    return page.outline.tag("section", _block(block, page, ""), "level")


def _step(page: Page, depth: int) -> str:
    """Indentation where no section can give it."""
    return "" if page.outline.leaves else NBSP * 2 * depth


# --- quotations, code, tables -----------------------------------------------------------------


def _quote(quote: Quote, page: Page) -> str:
    title = quote.title or ((Text(quote.word),) if quote.word else ())
    head: tuple[Block, ...] = (Paragraph((Strong(title),), quote.line),) if title else ()
    inside = "".join(_flow(head + quote.blocks, page, "inner"))
    return page.outline.tag("section", inside, "callout" if quote.kind else "quote")


def _pre(text: str, language: str, page: Page) -> str:
    """Code, coloured as far as the theme and the room allow."""
    cut = pieces(text.expandtabs(TAB_WIDTH), language)
    inside = "".join(page.outline.coloured(kind, _code(piece)) for kind, piece in cut)
    return page.outline.tag("pre", f"<span>{inside}</span>")


def _code(text: str) -> str:
    """Lines end in <br> and spaces do not break, so that no editor joins or trims them."""
    return escape(text.replace(" ", NBSP)).replace("\n", "<br>")


def _table(table: Table, page: Page) -> str:
    rows = [_row("th", table.header, table.align, page)] if any(table.header) else []
    rows += [_row("td", row, table.align, page) for row in table.rows]
    return page.outline.tag("section", page.outline.tag("table", "".join(rows)), "scroll")


def _row(
    tag: str, cells: tuple[tuple[Inline, ...], ...], align: tuple[str, ...], page: Page
) -> str:
    inside = "".join(_cell(tag, cell, side, page) for cell, side in zip(cells, align, strict=True))
    return f"<tr>{inside}</tr>"


def _cell(tag: str, cell: tuple[Inline, ...], side: str, page: Page) -> str:
    default = "left" if tag == "th" else ""  # browsers centre a <th>
    aligned = side if side in {"center", "right"} else default
    more = f"text-align:{aligned}" if aligned else ""
    return page.outline.tag(tag, inline_html(cell, page), more=more)


# --- what stands at the end -------------------------------------------------------------------


def _notes(notes: tuple[Footnote, ...], page: Page) -> list[str]:
    items = [
        _item(ListItem(note.blocks, note.line), f"{note_mark(note.number)} ", page, 0)
        for note in notes
    ]
    return [page.outline.tag("section", "".join(items), "notes")] if items else []


def _references(page: Page) -> list[str]:
    if not page.references:
        return []
    title = page.outline.leaf(f"<strong>{page.references_title}</strong>")
    entries = [page.outline.leaf(_reference(entry)) for entry in page.references.values()]
    return [page.outline.tag("section", title + "".join(entries), "notes")]


def _reference(reference: Reference) -> str:
    address = reference.href.removeprefix("mailto:")
    rest = address.removeprefix("https://")
    label = blank(LABEL, escape(f"{reference.label}: ")) if reference.label else ""
    scheme = blank(SCHEME, "https://") if rest != address else ""
    return f"[{reference.number}] {label}{scheme}{escape(rest)}"
