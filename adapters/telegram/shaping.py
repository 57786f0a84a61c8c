"""What Telegram shows in a form of its own, put into nodes that it has, before anything is lowered.

A folded part is a quotation that unfolds, a narrow table stands aligned as code, and raised or
lowered text takes the characters that Unicode has for it, where it has one for each.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from adapters.losses import LEAVES
from adapters.telegram.columns import aligned
from content.document import (
    Block,
    CodeBlock,
    Details,
    Document,
    Figure,
    Heading,
    Inline,
    List,
    ListItem,
    Only,
    Paragraph,
    Quote,
    Styled,
    Sub,
    Super,
    Table,
    Text,
    plain_text,
)

FOLDED = "details"  # the kind of a quotation that a reader has to unfold
RAISED: dict[int, int] = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
)
LOWERED: dict[int, int] = str.maketrans(
    "0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
)

T = TypeVar("T")


def shaped(document: Document) -> Document:
    """The document itself where nothing of it changes."""
    blocks = _blocks(document.blocks)
    notes = tuple([replace(n, blocks=_blocks(n.blocks)) for n in document.footnotes])
    if blocks is document.blocks and notes == document.footnotes:
        return document
    return Document(blocks, notes)


def _blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return _same(blocks, tuple([_block(block) for block in blocks]))


def _block(block: Block) -> Block:
    match block:
        case Paragraph(children) | Heading(_, children):
            found = _run(children)
            return block if found is children else replace(block, children=found)
        case Figure(caption=caption):
            found = _run(caption)
            return block if found is caption else replace(block, caption=found)
        case List(items):
            made = _same(items, tuple([_item(item) for item in items]))
            return block if made is items else replace(block, items=made)
        case Quote(blocks, _, _, title):
            inner, head = _blocks(blocks), _run(title)
            kept = inner is blocks and head is title
            return block if kept else replace(block, blocks=inner, title=head)
        case Details(summary, blocks, line):
            return Quote(_blocks(blocks), line, FOLDED, _run(summary))
        case Only(_, blocks):
            inner = _blocks(blocks)
            return block if inner is blocks else replace(block, blocks=inner)
        case Table():
            return _table(block)
        case _:
            return block


def _item(item: ListItem) -> ListItem:
    blocks = _blocks(item.blocks)
    return item if blocks is item.blocks else replace(item, blocks=blocks)


def _table(table: Table) -> Block:
    """As code where it fits on a phone; else with its runs, to become rows."""
    header = tuple([_run(cell) for cell in table.header])
    rows = tuple([tuple([_run(cell) for cell in row]) for row in table.rows])
    text = aligned(header, rows, table.align)
    if text:
        return CodeBlock(text, table.line)
    return replace(table, header=header, rows=rows)


def _run(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    if LEAVES.issuperset(map(type, children)):
        return children
    return _same(children, tuple([_inline(child) for child in children]))


def _inline(node: Inline) -> Inline:
    if isinstance(node, Super | Sub):
        return _small(node, RAISED if isinstance(node, Super) else LOWERED)
    if isinstance(node, Styled):
        inner = _run(node.children)
        return node if inner is node.children else replace(node, children=inner)
    return node


def _small(node: Super | Sub, letters: dict[int, int]) -> Inline:
    """As Unicode's own characters, or as it is where one of them is missing."""
    text = plain_text(node.children)
    plain = all(isinstance(child, Text) for child in node.children)
    return (
        Text(text.translate(letters)) if plain and letters.keys() >= set(map(ord, text)) else node
    )


def _same(before: tuple[T, ...], after: tuple[T, ...]) -> tuple[T, ...]:
    """What there was, where each of it is the very same: later steps ask for that."""
    return before if all(a is b for a, b in zip(before, after, strict=True)) else after
