"""HTML regions: a run of blocks between an opening HTML tag and its closing one.

`<details>`, a blank line, Markdown, a blank line, `</details>` are three blocks to CommonMark. Here
they become one HTML text in which slots stand for what was parsed already: Markdown blocks and
template tags. Line ends are kept, so that every element knows its line.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from content.document import CodeBlock
from content.markdown.branches import Branch, branches
from content.markdown.fragments import tokens_of
from content.markdown.html_blocks import ATTRIBUTES, HTML_TAG, balance, close
from content.markdown.pieces import Piece
from content.markdown.reading import Reading
from content.markdown.runs import Item
from content.markdown.tag_nodes import tag_items
from content.markdown.tag_rules import VERBATIM, closing_tag, language_of
from content.markdown.tags import TAG, Kind, Tag, kind_of, read_tag
from content.markdown.wrappers import SLOT, wrapper_pieces

PiecesOf = Callable[[Sequence[Branch], Reading], list[Piece]]

_MARKDOWN = re.compile(
    rf"<(?P<name>[A-Za-z][\w-]*)(?={ATTRIBUTES}\smarkdown\s*=\s*[\"']?(?:1|block|span)\b)"
    rf"{ATTRIBUTES}>",
)
_DEEPEST = 10  # elements with Markdown within elements with Markdown
_TAIL = re.compile(r"(?<=>)[^<>]*\S[^<>]*\Z")
_LITERAL = re.compile(r"<(/?)(?:code|pre|script|style)\b", re.IGNORECASE)


def region_end(row: Sequence[Branch], start: int) -> int:
    """The place of the block that closes what the block at `start` opens; `start` if none does."""
    if not row[start].token.meta.get("open"):
        return start
    stack, _ = balance(row[start].token.content)
    end, open_tags = start, len(stack)
    for place in range(start + 1, len(row)):
        stack = _after(row[place], stack)
        if len(stack) < open_tags:
            end, open_tags = place, len(stack)
        if not stack:
            break
    return end


def _after(branch: Branch, stack: list[str]) -> list[str]:
    """The tags that stand open behind a block."""
    if is_html(branch):
        return balance(branch.token.content, stack)[0]
    for token in _inline_html(branch):
        match = HTML_TAG.fullmatch(token)
        if match and match["close"]:
            close(match["name"].lower(), stack, [])
    return stack


def _inline_html(branch: Branch) -> list[str]:
    """The HTML tags of a paragraph, in which a closing tag may hide."""
    if branch.token.type != "paragraph_open":
        return []
    inline = branch.children[0].token
    return [token.content for token in inline.children or [] if token.type == "html_inline"]


def is_html(branch: Branch) -> bool:
    """HTML, or what an indentation within HTML made look like code."""
    if branch.token.type == "html_block":
        return True
    indented = branch.token.type == "code_block"
    return indented and branch.token.content.lstrip().startswith(("<", "{%", "{{<", "{{%"))


@dataclass(slots=True)
class _Sketch:
    """HTML being put together, and what its slots stand for."""

    reading: Reading
    line: int
    parts: list[str] = field(default_factory=list)
    slots: list[Sequence[Item]] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.line += text.count("\n")

    def slot(self, items: Sequence[Item], written: str = "") -> None:
        self.slots.append(items)
        self.parts.append(f"<{SLOT} n={len(self.slots) - 1}></{SLOT}>")
        self.add("\n" * written.count("\n"))

    def advance(self, line: int) -> None:
        if line > self.line:
            self.add("\n" * (line - self.line))


def region_pieces(row: Sequence[Branch], pieces_of: PiecesOf, reading: Reading) -> list[Piece]:
    first = _line(row[0], reading)
    sketch = _Sketch(reading, first)
    tail = _tail(row)
    place = 0
    while place < len(row):
        sketch.advance(_line(row[place], reading))
        if is_html(row[place]):
            content = row[place].token.content
            _add_html(sketch, content[: len(content) - len(tail)], pieces_of)
            place += 1
            continue
        end = place
        while end < len(row) and not is_html(row[end]):
            end += 1
        if "pre" in balance("".join(sketch.parts))[0]:
            sketch.add(_source(row[place:end], reading))
        else:
            sketch.slot(pieces_of(row[place:end], reading))
        place = end
    if tail:
        _add_markdown(sketch, tail, pieces_of)
    return wrapper_pieces("".join(sketch.parts), sketch.slots, first, reading)


def _tail(row: Sequence[Branch]) -> str:
    """Text behind the last tag of a block that closes all it opens is Markdown again."""
    content = row[0].token.content
    match = _TAIL.search(content) if len(row) == 1 and content.rstrip()[-1:] != ">" else None
    if match is None or balance(content)[0] or row[0].token.type != "html_block":
        return ""
    return match[0]


def _source(row: Sequence[Branch], reading: Reading) -> str:
    """The lines of blocks that are no Markdown after all, for a <pre> stands open."""
    first, last = row[0].token.map or [0, 0], row[-1].token.map or [0, 0]
    return "\n".join(reading.text.split("\n")[first[0] : last[1]]) + "\n"


def _line(branch: Branch, reading: Reading) -> int:
    return reading.first + (branch.token.map[0] if branch.token.map else 0)


def _add_html(sketch: _Sketch, content: str, pieces_of: PiecesOf) -> None:
    """HTML in which an element with `markdown="1"` holds Markdown."""
    place = 0
    deep = sketch.reading.depth > _DEEPEST
    while "markdown" in content and not deep and (match := _MARKDOWN.search(content, place)):
        _add_tagged(sketch, content[place : match.end()])
        place = _end_of(match["name"].lower(), content, match.end())
        _add_markdown(sketch, content[match.end() : place], pieces_of)
    _add_tagged(sketch, content[place:])


def _end_of(name: str, content: str, start: int) -> int:
    """Where the closing tag of an element begins, or the end of the text."""
    depth = 1
    for match in HTML_TAG.finditer(content, start):
        if match["name"] is None or match["name"].lower() != name:
            continue
        depth += -1 if match["close"] else 1
        if depth == 0:
            return match.start()
    return len(content)


def _add_markdown(sketch: _Sketch, text: str, pieces_of: PiecesOf) -> None:
    dedented, depth = _dedented(text), sketch.reading.depth + 1
    here = replace(sketch.reading, first=sketch.line, text=dedented, depth=depth)
    sketch.slot(pieces_of(branches(tokens_of(dedented, here)), here), text)


def _dedented(text: str) -> str:
    """Markdown within an indented element stands indented with it."""
    lines = [line for line in text.split("\n")[1:] if line.strip()]
    margin = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    return "\n".join(
        line[margin:] if line[:margin].isspace() else line.lstrip(" \t")
        for line in text.split("\n")
    )


def _add_tagged(sketch: _Sketch, content: str) -> None:
    """HTML with its template tags replaced: by an address in an attribute, by a slot elsewhere."""
    place = 0
    while (brace := content.find("{", place)) >= 0 and (match := TAG.search(content, brace)):
        before = content[: match.start()]
        sketch.add(content[place : match.start()])
        place = match.end()
        if _is_literal(before):
            sketch.add(html.escape(match[0], quote=False))
        elif before.rfind("<") > before.rfind(">"):
            address = sketch.reading.address(match[0], sketch.line)
            sketch.add(html.escape(address) + "\n" * match[0].count("\n"))
        else:
            place = _add_tag(sketch, content, match)
    sketch.add(content[place:])


def _is_literal(before: str) -> bool:
    """Inside of an element that shows its text as it is."""
    ends = _LITERAL.findall(before)
    return bool(ends) and not ends[-1]


def _add_tag(sketch: _Sketch, content: str, match: re.Match[str]) -> int:
    """Put a tag into a slot, verbatim text that belongs to it included; where it ends."""
    reading, tag = sketch.reading, read_tag(match[0])
    kind = kind_of(tag, reading.table) if isinstance(tag, Tag) and not tag.closing else None
    if isinstance(tag, Tag) and kind in VERBATIM:
        end = closing_tag(tag).search(content, match.end())
        if end:
            return _add_verbatim(sketch, content, match, end, tag, kind)
    sketch.slot(tag_items(match[0], sketch.line, reading), match[0])
    return match.end()


def _add_verbatim(
    sketch: _Sketch,
    content: str,
    match: re.Match[str],
    end: re.Match[str],
    tag: Tag,
    kind: Kind | None,
) -> int:
    inside = content[match.end() : end.start()]
    written = content[match.start() : end.end()]
    if kind is Kind.HIGHLIGHT:
        code = CodeBlock(inside.strip("\n"), sketch.line, language_of(tag))
        sketch.slot([code], written)
    elif kind is Kind.RAW:
        sketch.add(inside)
    else:
        sketch.slot([], written)
    return end.end()
