"""kramdown attribute lists: `{: .class}`, `{:target="_blank"}`, `{#id}`. Read over, never shown."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

_ATTRIBUTE = r"""(?:[#.][\w:.-]+|[\w:-]+\s*=\s*(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+))"""
_LIST = re.compile(rf"\{{\s*(?:{_ATTRIBUTE}\s*)+\}}|\{{:(?:[^{{}}\\\n]|\\.)*\}}")
_LINE = re.compile(r"\{:(?:[^{}\\\n]|\\.)*\}[ \t]*$")
_HEADING = re.compile(rf"[ \t]*\{{:?\s*(?:{_ATTRIBUTE}\s*)+\}}$")
# What an attribute list may follow: the end of a span, not plain text.
_SPANS = frozenset(
    {"link_close", "em_close", "strong_close", "image", "code_inline", "html_inline",
     "template_inline"}
)  # fmt: skip


def attribute_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001
    place = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("{:", place) or state.is_code_block(start):
        return False
    match = _LINE.match(state.src, place, state.eMarks[start])
    if match is None:
        return False
    if not silent:
        token = state.push("attribute_line", "", 0)
        token.map, token.content, token.hidden = [start, start + 1], match[0], True
        state.line = start + 1
    return True


def attribute_span(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if state.src[state.pos] != "{":
        return False
    match = _LIST.match(state.src, state.pos, state.posMax)
    if match is None or not (silent or _follows_a_span(state)):
        return False
    state.pos = match.end()
    return True


def _follows_a_span(state: StateInline) -> bool:
    if state.pending or not state.tokens:
        return False
    last = state.tokens[-1]
    return last.type in _SPANS or (last.type == "text" and last.content.strip("*_~=") == "")


def strip_heading_attributes(state: StateCore) -> None:
    if "{" not in state.src:
        return
    for opening, token in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open" and token.content.endswith("}"):
            token.content = _HEADING.sub("", token.content)


def _nothing(*_: object) -> str:
    return ""


def attributes_plugin(md: MarkdownIt) -> None:
    alternatives = {"alt": ["paragraph", "reference", "blockquote"]}
    md.block.ruler.before("fence", "attribute_line", attribute_line, alternatives)  # type: ignore[arg-type]
    md.inline.ruler.after("template_inline", "attribute_span", attribute_span)
    md.core.ruler.before("inline", "heading_attributes", strip_heading_attributes)
    md.add_render_rule("attribute_line", _nothing)
