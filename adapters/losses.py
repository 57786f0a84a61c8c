"""What a channel shows plainer than it was written: a note for each place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from content.document import (
    Block,
    Break,
    Code,
    Details,
    Document,
    Embed,
    FootnoteRef,
    Inline,
    InlineImage,
    Link,
    List,
    Math,
    Quote,
    Text,
    walk,
)
from content.problems import Level, Problem
from content.runs import inline_nodes, own_runs

Styles = tuple[type[Inline], ...]
LEAVES = frozenset({Text, Code, Math, Break, FootnoteRef, InlineImage})
Inside = tuple[str, type[Block]]  # what holds it ("list", "quotation" or "footnote"), and its kind


def every_block(document: Document) -> list[Block]:
    """The blocks of the text and of its notes, parents before children."""
    noted = (block for note in document.footnotes for block in walk(note.blocks))
    return [*walk(document.blocks), *noted]


def plain_styles(document: Document, styles: Styles, channel: str, file: str) -> Iterator[Problem]:
    """`styles` are the nodes whose text stays and whose look is lost."""
    for nodes, line in _rich_runs(every_block(document)):
        yield from _styles(nodes, line, styles, channel, file)


def plain(
    blocks: Iterable[Block],
    styles: Styles,
    is_link: Callable[[str], bool],
    channel: str,
    file: str,
    *,
    not_in_links: Styles = (),
) -> Iterator[Problem]:
    """Styles that are lost, everywhere or in links, and links that stand without their address."""
    for nodes, line in _rich_runs(blocks):
        yield from _styles(nodes, line, styles, channel, file)
        links = [node for node in nodes if type(node) is Link]
        for link in links:
            if not is_link(link.href):
                message = f"{channel} makes no link of {link.href}; its text stands plain."
                yield Problem(Level.NOTE, "link-plain", file, link.line or line, message)
        if links and not_in_links:
            held = [node for link in links for node in inline_nodes(link.children)]
            yield from _styles(held, line, not_in_links, f"A link on {channel}", file)


def _styles(
    nodes: list[Inline], line: int, styles: Styles, channel: str, file: str
) -> Iterator[Problem]:
    lost = {type(node) for node in nodes}.intersection(styles)
    for name in sorted(style.__name__.lower() for style in lost):
        message = f"{channel} has no {name}; the text stands plain."
        yield Problem(Level.NOTE, "style-plain", file, line, message)


def flattened(document: Document, messages: Mapping[Inside, str], file: str) -> Iterator[Problem]:
    """Blocks that lose their look inside of others; `messages` say what becomes of which."""
    held = [*_held(document.blocks, "")]
    held += [row for note in document.footnotes for row in _held(note.blocks, "footnote")]
    for holder, block in held:
        message = messages.get((holder, type(block)))
        if message:
            yield Problem(Level.NOTE, "flattened", file, getattr(block, "line", 0), message)


def opened(original: Iterable[Block], file: str) -> Iterator[Problem]:
    """Folded text, in a document that was not lowered yet."""
    for block in original:
        if isinstance(block, Details):
            message = "The folded part is shown open."
            yield Problem(Level.NOTE, "details-open", file, block.line, message)


def embedded(
    lowered: Iterable[Block], file: str, shown: Callable[[str], str] | None = None
) -> Iterator[Problem]:
    """Media that stand as a link; `shown` gives "" for the address of those that do."""
    for block in lowered:
        if isinstance(block, Embed) and not (shown and shown(block.url)):
            message = "The embedded media is shown as a link."
            yield Problem(Level.NOTE, "embed-as-link", file, block.line, message)


def _rich_runs(blocks: Iterable[Block]) -> Iterator[tuple[list[Inline], int]]:
    """The nodes of the runs that are more than plain text, and their lines."""
    for block in blocks:
        for children, line in own_runs(block):
            if not LEAVES.issuperset(map(type, children)):
                yield list(inline_nodes(children)), line


def _held(blocks: tuple[Block, ...], holder: str) -> Iterator[tuple[str, Block]]:
    for block in blocks:
        if holder:
            yield holder, block
        if isinstance(block, Quote):
            yield from _held(block.blocks, holder or "quotation")
        elif isinstance(block, List):
            for item in block.items:
                yield from _held(item.blocks, holder or "list")
