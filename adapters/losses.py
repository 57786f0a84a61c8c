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
    Figure,
    FootnoteRef,
    Gallery,
    Heading,
    Inline,
    InlineImage,
    Link,
    List,
    Math,
    Only,
    Paragraph,
    Quote,
    Rule,
    Text,
)
from content.problems import Level, Problem
from content.runs import own_runs

Styles = tuple[type[Inline], ...]
_FLAT = frozenset({Paragraph, Heading, Figure})  # most blocks, and they hold no others
LEAVES = frozenset({Text, Code, Math, Break, FootnoteRef, InlineImage})
Inside = tuple[str, type[Block]]  # what holds it ("list", "quotation" or "footnote"), and its kind


def every_block(document: Document) -> list[Block]:
    """The blocks of the text and of its notes, parents before children."""
    found: list[Block] = []
    _gather(document.blocks, found)
    for note in document.footnotes:
        _gather(note.blocks, found)
    return found


def _gather(blocks: Iterable[Block], found: list[Block]) -> None:
    for block in blocks:
        found.append(block)
        if type(block) in _FLAT:
            continue
        if isinstance(block, List):
            _gather([inner for item in block.items for inner in item.blocks], found)
        elif isinstance(block, Quote | Details | Only):
            _gather(block.blocks, found)
        elif isinstance(block, Gallery):
            found += block.figures


def plain_styles(document: Document, styles: Styles, channel: str, file: str) -> Iterator[Problem]:
    """`styles` are the nodes whose text stays and whose look is lost."""
    lost = frozenset(styles)
    for nodes, line in _rich_runs(every_block(document)):
        yield from _styles(lost.intersection(map(type, nodes)), line, channel, file)


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
    lost, lost_in_links = frozenset(styles), frozenset(not_in_links)
    for nodes, line in _rich_runs(blocks):
        if not lost.isdisjoint(map(type, nodes)):
            yield from _styles(lost.intersection(map(type, nodes)), line, channel, file)
        links = [node for node in nodes if isinstance(node, Link)]
        for link in links:
            if not is_link(link.href):
                message = f"{channel} makes no link of {link.href}; its text stands plain."
                yield Problem(Level.NOTE, "link-plain", file, link.line or line, message)
        if links and not lost_in_links.isdisjoint(map(type, nodes)):
            held = {type(node) for link in links for node in _nodes(link.children)}
            yield from _styles(held & lost_in_links, line, f"A link on {channel}", file)


def _styles(lost: Iterable[type[Inline]], line: int, channel: str, file: str) -> Iterator[Problem]:
    for name in sorted(style.__name__.lower() for style in lost):
        message = f"{channel} has no {name}; the text stands plain."
        yield Problem(Level.NOTE, "style-plain", file, line, message)


def flattened(document: Document, messages: Mapping[Inside, str], file: str) -> Iterator[Problem]:
    """Blocks that lose their look inside of others; `messages` say what becomes of which."""
    kinds = frozenset(kind for _, kind in messages)
    held: list[tuple[str, Block]] = []
    _hold(document.blocks, "", kinds, held)
    for note in document.footnotes:
        _hold(note.blocks, "footnote", kinds, held)
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


def unruled(written: Iterable[Block], channel: str, file: str) -> Iterator[Problem]:
    """Lines between paragraphs, told once."""
    rules = [block.line for block in written if isinstance(block, Rule)]
    if rules:
        message = f"{channel} has no rules; the gap between paragraphs stands for them."
        yield Problem(Level.NOTE, "rule-dropped", file, rules[0], message)


def _rich_runs(blocks: Iterable[Block]) -> Iterator[tuple[list[Inline], int]]:
    """The nodes of the runs that are more than plain text, and their lines."""
    for block in blocks:
        if isinstance(block, (Paragraph, Heading)):
            for child in block.children:
                if type(child) not in LEAVES:
                    yield _nodes(block.children), block.line
                    break
            continue
        for children, line in own_runs(block):
            if not LEAVES.issuperset(map(type, children)):
                yield _nodes(children), line


def _nodes(children: tuple[Inline, ...]) -> list[Inline]:
    found: list[Inline] = []
    for child in children:
        found.append(child)
        if type(child) not in LEAVES:
            found += _nodes(child.children)  # type: ignore[union-attr]
    return found


def _hold(
    blocks: Iterable[Block],
    holder: str,
    kinds: frozenset[type[Block]],
    held: list[tuple[str, Block]],
) -> None:
    """Append the blocks of these kinds that stand in others, each with its outermost holder."""
    for block in blocks:
        kind = type(block)
        if holder and kind in kinds:
            held.append((holder, block))
        if kind in _FLAT:
            continue
        if isinstance(block, List):
            inner = [b for item in block.items for b in item.blocks]
            _hold(inner, holder or "list", kinds, held)
        elif isinstance(block, Quote):
            _hold(block.blocks, holder or "quotation", kinds, held)
