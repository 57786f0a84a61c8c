"""The HTML of a rich message as a tree: its tags, their attributes, its few named entities.

What stands where is told in rich_blocks.py. The wording of these refusals is our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from sandbox.telegram.errors import Malformed

NONE: frozenset[str] = frozenset()
INLINE: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "mark", "sub", "sup",
         "tg-spoiler", "tg-math"),
        NONE,
    ),
    "code": frozenset({"class"}),
    "a": frozenset({"href", "name"}),
    "tg-reference": frozenset({"name"}),
    "tg-emoji": frozenset({"emoji-id"}),
    "tg-time": frozenset({"unix", "format"}),
    "input": frozenset({"type", "checked"}),
}  # fmt: skip
BLOCKS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        ("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "footer", "hr", "ul", "aside", "cite",
         "figure", "figcaption", "caption", "tr", "summary", "tg-collage", "tg-slideshow",
         "tg-math-block"),
        NONE,
    ),
    "ol": frozenset({"start", "type", "reversed"}),
    "li": frozenset({"value", "type"}),
    "blockquote": frozenset({"expandable"}),
    "table": frozenset({"bordered", "striped", "compact"}),
    "td": frozenset({"colspan", "rowspan", "align", "valign"}),
    "th": frozenset({"colspan", "rowspan", "align", "valign"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "alt", "tg-spoiler"}),
}  # fmt: skip
UNSUPPORTED = frozenset({"video", "audio", "tg-document", "tg-map", "tg-button", "tg-button-row"})
VOID = frozenset({"hr", "img", "input"})
NAMED = {
    "lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'", "nbsp": "\u00a0",
    "hellip": "…", "mdash": "—", "ndash": "–", "lsquo": "‘", "rsquo": "’", "ldquo": "“",
    "rdquo": "”",
}  # fmt: skip


@dataclass(slots=True)
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def nodes(self) -> list[Node]:
        return [child for child in self.children if isinstance(child, Node)]

    def words(self) -> str:
        return "".join(c if isinstance(c, str) else c.words() for c in self.children)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = INLINE.get(tag, BLOCKS.get(tag))
        if allowed is None:
            raise Malformed(f'Unsupported start tag "{tag}"')
        for name, _ in attrs:
            if name not in allowed:
                raise Malformed(f'Unsupported attribute "{name}" of the tag "{tag}"')
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.open[-1].tag != tag:
            raise Malformed(f'Unmatched end tag "{tag}", expected "{self.open[-1].tag}"')
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_entityref(self, name: str) -> None:
        if name not in NAMED:
            raise Malformed(f'Unsupported entity "{name}"')
        self.handle_data(NAMED[name])

    def handle_charref(self, name: str) -> None:
        code = int(name[1:], 16) if name[0] in "xX" else int(name)
        self.handle_data(chr(code))

    def handle_comment(self, _data: str) -> None:
        raise Malformed("Unsupported comment")

    def handle_decl(self, _decl: str) -> None:
        raise Malformed("Unsupported declaration")


def parse_rich(source: str) -> Node:
    reader = _Reader()
    reader.feed(source)
    reader.close()
    if len(reader.open) > 1:
        tag = reader.open[-1].tag
        raise Malformed(f'Can\'t find end tag corresponding to start tag "{tag}"')
    return reader.root
