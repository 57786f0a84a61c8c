"""Where template tags stand in Markdown: rules that find them, and leave code alone."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from types import SimpleNamespace

from markdown_it import MarkdownIt, helpers
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from content.markdown.plain_links import PLAIN_ADDRESS
from content.markdown.tags import DEFAULT_TAGS, TAG, Kind, Literal, Tag, kind_of, read_tag

# Keys of the parser's environment: the tag table, the first line of the inline text being read,
# and the lines between a `raw` tag and its end.
TABLE = "tags"
LINE = "line"
RAW_LINES = "raw lines"

_ANY = r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}"
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}", re.DOTALL)


_VALUE = rf"\"(?:[^\"{{]|{_ANY}|\{{)*\"|'(?:[^'{{]|{_ANY}|\{{)*'|[^\s\"'=<>`{{]+"
_HTML_WITH_TAGS = re.compile(rf"<[A-Za-z][\w-]*(?:\s+[\w:-]+(?:\s*=\s*(?:{_VALUE}))?)*\s*/?>")


def find_raw_lines(state: StateCore) -> None:
    if state.inlineMode or "endraw" not in state.src:
        return
    lines = state.env.setdefault(RAW_LINES, set())
    for match in _RAW.finditer(state.src):
        first = state.src.count("\n", 0, match.start())
        lines.update(range(first, first + match[0].count("\n") + 1) if "\n" in match[0] else ())


def template_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Lines that hold template tags and nothing else, or a tag with its verbatim text."""
    place = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(("{%", "{{"), place) or state.is_code_block(start):
        return False
    match = TAG.match(state.src, place)
    if match is None:
        return False
    tag = read_tag(match[0])
    if not isinstance(tag, Tag) or (_is_raw_line(state, start) and not _is_raw(tag)):
        return False
    match kind_of(tag, state.env.get(TABLE, DEFAULT_TAGS)):
        case Kind.HIGHLIGHT | Kind.COMMENT as kind if not tag.closing:
            return _verbatim(state, start, end, match, tag, kind, silent=silent)
        case _:
            return _lines_of_tags(state, start, end, silent=silent)


def _is_raw_line(state: StateBlock, line: int) -> bool:
    return line in state.env.get(RAW_LINES, ())


def _is_raw(tag: Tag) -> bool:
    return tag.name == "raw" and not tag.shortcode


def _lines_of_tags(state: StateBlock, start: int, end: int, *, silent: bool) -> bool:
    tags = []
    line, place = start, state.bMarks[start] + state.tShift[start]
    while match := TAG.match(state.src, place):
        tags.append(match[0])
        place = match.end()
        while line < end and place > state.eMarks[line]:
            line += 1
        while place < state.eMarks[line] and state.src[place] in " \t":
            place += 1
    if line >= end or place < state.eMarks[line]:
        return False
    if not silent:
        token = state.push("template_block", "", 0)
        token.map, token.meta = [start, line + 1], {"tags": tags}
        state.line = line + 1
    return True


def closing_tag(tag: Tag) -> re.Pattern[str]:
    name = re.escape(tag.name)
    if tag.shortcode:
        return re.compile(rf"\{{\{{[<%]\s*/\s*{name}\s*[>%]\}}\}}", re.IGNORECASE)
    return re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}", re.IGNORECASE)


def _verbatim(
    state: StateBlock,
    start: int,
    end: int,
    match: re.Match[str],
    tag: Tag,
    kind: Kind,
    *,
    silent: bool,
) -> bool:
    closing, line = closing_tag(tag), start
    place = match.end()
    while line < end and (found := closing.search(state.src, place, state.eMarks[line])) is None:
        line += 1
        place = max(place, state.bMarks[line])
    if line >= end or found is None or state.src[found.end() : state.eMarks[line]].strip():
        return False
    if silent:
        return True
    if kind is Kind.HIGHLIGHT:
        first = state.src[match.end() : min(found.start(), state.eMarks[start])]
        lines = [first] if first.strip() else []
        if line > start:
            lines.append(state.getLines(start + 1, line, state.blkIndent, keepLastLF=False))
            lines.append(state.src[state.bMarks[line] + state.tShift[line] : found.start()])
        _push_fence(state, "\n".join(lines).strip("\n"), tag, [start, line + 1])
    state.line = line + 1
    return True


def _push_fence(state: StateBlock, text: str, tag: Tag, lines: list[int]) -> None:
    token = state.push("fence", "code", 0)
    token.info, token.content, token.map = language_of(tag), text + "\n", lines


def language_of(tag: Tag) -> str:
    return tag.word(0) or tag.option("lang", "language", "type")


def template_inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if state.src[state.pos] != "{":
        return False
    match = TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    tag = read_tag(match[0])
    if not (isinstance(tag, Tag) and _is_raw(tag)) and _is_raw_place(state):
        return False
    end = _inline_end(state, match, tag)
    if not silent:
        _push_inline(state, match, tag, end)
    state.pos = end
    return True


def _is_raw_place(state: StateInline) -> bool:
    lines = state.env.get(RAW_LINES)
    if not lines:
        return False
    line: int = state.env.get(LINE, 0) + state.src.count("\n", 0, state.pos)
    return line in lines


VERBATIM = (Kind.HIGHLIGHT, Kind.COMMENT, Kind.RAW)


def _inline_end(state: StateInline, match: re.Match[str], tag: object) -> int:
    """Behind the tag, or behind the end of its verbatim text."""
    if isinstance(tag, Tag) and not tag.closing and _inline_kind(state, tag) in VERBATIM:
        found = closing_tag(tag).search(state.src, match.end(), state.posMax)
        return found.end() if found else match.end()
    return match.end()


def _inline_kind(state: StateInline, tag: Tag) -> Kind | None:
    return kind_of(tag, state.env.get(TABLE, DEFAULT_TAGS))


def _push_inline(state: StateInline, match: re.Match[str], tag: object, end: int) -> None:
    if isinstance(tag, Literal):
        state.append_pending(tag.text)
        return
    inside = state.src[match.end() : end]
    if end > match.end() and isinstance(tag, Tag):
        inside = closing_tag(tag).sub("", inside)
        match _inline_kind(state, tag):
            case Kind.HIGHLIGHT:
                state.push("code_inline", "code", 0).content = inside
                return
            case Kind.RAW:
                state.append_pending(inside)
                return
            case _:
                inside = ""
    token = state.push("template_inline", "", 0)
    token.content, token.meta = match[0], {"lines": state.src.count("\n", match.start(), end)}


def tag_in_html(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`<img src="{{ "/a.png" | relative_url }}">`: quotes within quotes, as Liquid allows."""
    match = _HTML_WITH_TAGS.match(state.src, state.pos, state.posMax)
    if match is None or TAG.search(match[0]) is None:
        return False
    if not silent:
        quoted = TAG.sub(lambda tag: html.escape(tag[0]), match[0])
        state.push("html_inline", "", 0).content = quoted
    state.pos = match.end()
    return True


@dataclass(slots=True)
class Destination:
    """What markdown-it expects of a destination's parser: whether, up to where, and what."""

    ok: bool
    pos: int
    str: str


def destination(src: str, start: int, stop: int) -> object:
    """A link's destination, in which template tags may hold spaces and quotes."""
    plain = PLAIN_ADDRESS.match(src, start, stop)
    if plain:
        return Destination(ok=True, pos=plain.end(), str=plain[0])
    if "{" not in src:
        return helpers.parseLinkDestination(src, start, stop)
    masked = TAG.sub(lambda match: "x" * len(match[0]), src[start:stop])
    found = helpers.parseLinkDestination(masked, 0, len(masked))
    if found.ok:
        written = src[start : start + found.pos]
        found.str = unescapeAll(written[1:-1] if written.startswith("<") else written)
        found.pos += start
    return found


def tags_plugin(md: MarkdownIt) -> None:
    md.core.ruler.after("normalize", "raw_lines", find_raw_lines)
    alternatives = {"alt": ["paragraph", "reference", "blockquote"]}
    md.block.ruler.before("fence", "template_block", template_block, alternatives)  # type: ignore[arg-type]
    md.inline.ruler.before("link", "template_inline", template_inline)
    md.inline.ruler.after("html_inline", "tag_in_html", tag_in_html)
    md.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkDestination=destination,
        parseLinkLabel=helpers.parseLinkLabel,
        parseLinkTitle=helpers.parseLinkTitle,
    )
    md.add_render_rule("template_block", _nothing)
    md.add_render_rule("template_inline", _nothing)


def _nothing(*_: object) -> str:
    return ""
