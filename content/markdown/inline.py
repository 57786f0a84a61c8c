"""Inline tokens as a run of nodes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from content.document import (
    Break,
    Code,
    FootnoteRef,
    InlineImage,
    Math,
    MathBlock,
    Text,
    plain_text,
)  # fmt: skip
from content.markdown import elements
from content.markdown.cjk import joiner
from content.markdown.comments import read_comment
from content.markdown.elements import Attributes
from content.markdown.html_blocks import HTML_TAG, VOID
from content.markdown.lines import line_ends
from content.markdown.reading import Reading
from content.markdown.runs import Item, Soft, spans_of
from content.markdown.tag_nodes import tag_items

_DEEPEST = 40  # spans within spans; deeper ones keep their text alone
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)


@dataclass(slots=True)
class _Frame:
    """An open span: `name` is its element, `html` says that the author wrote it as a tag."""

    name: str
    html: bool
    line: int
    attrs: Attributes = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)


def run_of(tokens: Sequence[Token], reading: Reading, line: int) -> list[Item]:
    """`line` is the line of the file on which the text begins."""
    if len(tokens) == 1 and tokens[0].type == "text":
        return [Text(tokens[0].content)]
    frames = [_Frame("", html=False, line=line)]
    for place, token in enumerate(tokens):
        kind = token.type
        if kind == "text":
            if token.content:
                frames[-1].items.append(Text(token.content))
            continue
        if kind == "html_inline":
            _html(token.content, frames, reading, line)
        elif token.nesting > 0:
            frames.append(_Frame(token.tag, html=False, line=line, attrs=_strings(token)))
        elif token.nesting < 0:
            _close_span(token.tag, frames, reading)
        else:
            frames[-1].items += _leaf(token, tokens, place, reading, line)
        line += line_ends(token)
    while len(frames) > 1:
        _pop_unclosed(frames, reading)
    return frames[0].items


def _strings(token: Token) -> Attributes:
    return {name: str(value) for name, value in token.attrs.items()}


def _leaf(
    token: Token, tokens: Sequence[Token], place: int, reading: Reading, line: int
) -> list[Item]:
    match token.type:
        case "softbreak":
            return [Soft(_join(tokens, place), line + 1)]
        case "hardbreak":
            return [Break(), Soft("", line + 1)]
        case "code_inline":
            return [Code(token.content)]
        case "image":
            return _image(token, reading, line)
        case "footnote_ref":
            number = token.meta["id"] + 1
            reading.ref_lines.setdefault(number, line)
            return [FootnoteRef(number, line)]
        case "math_inline":
            return [Math(token.content)]
        case "math_inline_double":
            return [_double_math(token, tokens, place, line)]
        case "template_inline":
            return tag_items(token.content, line, reading)
        case "wiki_embed":
            _refuse_embed(token.content, line, reading)
            return []
        case _:
            return [Text(token.content)] if token.content else []


def _join(tokens: Sequence[Token], place: int) -> str:
    """What a soft line end becomes, by the visible characters around it."""
    before = next((text[-1] for token in tokens[place::-1] if (text := _visible(token))), " ")
    after = next((text[0] for token in tokens[place + 1 :] if (text := _visible(token))), " ")
    return joiner(before, after)


def _visible(token: Token) -> str:
    return token.content if token.type in {"text", "code_inline"} else ""


def _image(token: Token, reading: Reading, line: int) -> list[Item]:
    alt = token.meta.get("alt") or _words(token.children or [])
    source = reading.address(str(token.attrs["src"]), line)
    if not source:
        reading.warn("no-source", line, "An image names no picture; its description stays.")
        return [Text(alt)] if alt else []
    return [InlineImage(source, alt, str(token.attrs.get("title", "")), line)]


def _words(tokens: Sequence[Token]) -> str:
    """A picture's description, which knows no markup."""
    return "".join(
        " " if token.type == "softbreak" else _words(token.children or []) or _visible(token)
        for token in tokens
    )


def _double_math(token: Token, tokens: Sequence[Token], place: int, line: int) -> Item:
    """`$$…$$` alone on its lines is a formula of its own; kramdown allows it within a line."""
    around = [*tokens[max(place - 1, 0) : place], *tokens[place + 1 : place + 2]]
    if all(other.type in {"softbreak", "hardbreak"} for other in around):
        return MathBlock(token.content.strip(), line)
    return Math(token.content.strip())


def _refuse_embed(raw: str, line: int, reading: Reading) -> None:
    reading.warn(
        "note-embed",
        line,
        f"{raw} embeds another note; it is left out.",
        "Copy the passage into the issue, or link to it.",
    )


def _html(content: str, frames: list[_Frame], reading: Reading, line: int) -> None:
    comment = _COMMENT.fullmatch(content)
    if comment:
        piece = read_comment(comment[1], line)
        frames[-1].items += [piece] if piece else []
        return
    match = HTML_TAG.fullmatch(content)
    if match is None or match["name"] is None:
        return
    name = match["name"].lower()
    if match["close"]:
        _close_tag(name, frames, reading)
    elif name == "source" and frames[-1].name in elements.PLAYERS:
        frames[-1].attrs = {**elements.attributes(match["rest"]), **frames[-1].attrs}
    elif name in VOID or match["rest"].endswith("/"):
        attrs = elements.attributes(match["rest"])
        frames[-1].items += elements.void(name, attrs, line, reading)
    else:
        attrs = elements.attributes(match["rest"])
        if name in elements.BLOCKS and frames[-1].items:
            frames[-1].items.append(Break())
        frames.append(_Frame(name, html=True, line=line, attrs=attrs))


def _close_tag(name: str, frames: list[_Frame], reading: Reading) -> None:
    """A closing tag reaches no further than the Markdown span around it."""
    place = len(frames) - 1
    while frames[place].html and frames[place].name != name:
        place -= 1
    if not frames[place].html:
        return
    while len(frames) > place + 1:
        _pop_unclosed(frames, reading)
    _pop(frames, reading)
    if name in elements.BLOCKS:
        frames[-1].items.append(Break())


def _pop_unclosed(frames: list[_Frame], reading: Reading) -> None:
    """A player that nobody closed would hide the text behind it."""
    frame = frames[-1]
    rest = list(frame.items) if frame.html and frame.name in elements.PLAYERS else []
    _pop(frames, reading)
    frames[-1].items += rest


def _close_span(name: str, frames: list[_Frame], reading: Reading) -> None:
    while frames[-1].html:
        _pop_unclosed(frames, reading)
    if frames[-1].name == name:
        _pop(frames, reading)


def _pop(frames: list[_Frame], reading: Reading) -> None:
    frame = frames.pop()
    frames[-1].items += _node(frame, reading) if len(frames) <= _DEEPEST else frame.items


def _node(frame: _Frame, reading: Reading) -> list[Item]:
    if frame.html and frame.name in elements.UNSEEN:
        text = plain_text(spans_of(frame.items)[0])
        return [elements.raw_html(frame.name, f"<{frame.name}>{text}", frame.line, reading)]
    if frame.html:
        return elements.element(frame.name, frame.attrs, frame.items, frame.line, reading)
    if frame.name == "a":
        return elements.anchor(frame.attrs, frame.items, frame.line, reading)
    return elements.marked(elements.MARKS[frame.name], frame.items)
