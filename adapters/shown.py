"""What a channel shows as it stands: the usual case, told in one walk before anything is replaced.

A kind of block that is not named here is taken for one that has to be looked at more closely.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adapters.lifting import LIFTED, Kinds
from content.document import (
    Block,
    Break,
    Code,
    CodeBlock,
    Details,
    Embed,
    Figure,
    FootnoteRef,
    Gallery,
    Heading,
    Inline,
    InlineImage,
    List,
    Math,
    MathBlock,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
)
from content.runs import own_runs

_BLOCKS = frozenset({Paragraph, Heading, List, Quote, Figure, CodeBlock, Rule})
_NATIVE: Mapping[str, type[Block]] = {
    kind.__name__: kind for kind in (Table, Details, MathBlock, Embed, Gallery)
}
_PLAIN = frozenset({Text, Code, Break})
_REPLACED = frozenset({Math, FootnoteRef, InlineImage})


@dataclass(frozen=True, slots=True)
class Showable:
    """The kinds of blocks that a channel shows, at the top level and in lists and quotations."""

    top: frozenset[type[Block]]
    inside: frozenset[type[Block]]
    lifted: Kinds


def showable(shows: Mapping[str, str]) -> Showable:
    """`shows` is that of the channel's spec."""
    natives = {kind for name, kind in _NATIVE.items() if shows.get(name, "native") == "native"}
    lifted = tuple(kind for name in LIFTED if shows.get(name) == "lifted" for kind in LIFTED[name])
    top = _BLOCKS | natives
    return Showable(top, top.difference(lifted), lifted)


def as_they_are(
    blocks: Iterable[Block], kinds: frozenset[type[Block]], inside: frozenset[type[Block]]
) -> bool:
    """Whether these blocks and all that they hold are shown as they stand."""
    for block in blocks:
        if type(block) not in kinds:
            return False
        if not all(is_plain(run) for run, _ in own_runs(block)):
            return False
        if isinstance(block, List):
            held = [inner for item in block.items for inner in item.blocks]
            fine = as_they_are(held, inside, inside)
        elif isinstance(block, Quote):
            fine = as_they_are(block.blocks, inside, inside)
        elif isinstance(block, Details):
            fine = as_they_are(block.blocks, kinds, inside)
        elif isinstance(block, Gallery):
            fine = all(is_plain(figure.caption) for figure in block.figures)
        else:
            continue
        if not fine:
            return False
    return True


def is_plain(children: tuple[Inline, ...]) -> bool:
    """Whether every channel shows all of these nodes."""
    for child in children:
        kind = type(child)
        if kind in _PLAIN:
            continue
        if kind in _REPLACED or not is_plain(child.children):  # type: ignore[union-attr]
            return False
    return True
