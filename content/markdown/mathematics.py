"""Dollar mathematics, strictly: money is not mathematics, and neither is a ticker symbol."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath import dollarmath_plugin

from content.markdown.cjk import is_cjk

_SPAN = re.compile(r"(\$\$?)((?:[^$\\]|\\.)+?)\1", re.DOTALL)
_TEXT_MACRO = re.compile(r"\\(?:text|mathrm|textbf|operatorname|mbox)\s*\{[^{}]*\}")
_OPERATOR = re.compile(r"[\\^_=<>{}]")
_ALGEBRA = re.compile(r"[\dA-Za-z.,+\-*/()|!' ]+")
_WORD = re.compile(r"[A-Za-z]{2,}")


def strict_math(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    src, start = state.src, state.pos
    if src[start] != "$" or (start and _sticks(src[start - 1])):
        return False
    span = _SPAN.match(src, start, state.posMax)
    if span is None or not _is_formula(span[2], double=len(span[1]) == 2):
        return False
    if span.end() < state.posMax and _sticks(src[span.end()]):
        return False
    if not silent:
        kind = "math_inline" if len(span[1]) == 1 else "math_inline_double"
        token = state.push(kind, "math", 0)
        token.content, token.markup = span[2], span[1]
    state.pos = span.end()
    return True


def _sticks(char: str) -> bool:
    return char in "$\\" or (char.isascii() and char.isalnum())


def _is_formula(tex: str, *, double: bool) -> bool:
    if not double and (tex[0].isspace() or tex[-1].isspace()):
        return False
    bare = _TEXT_MACRO.sub("", tex)
    if any(is_cjk(char) for char in bare):
        return False
    return bool(_OPERATOR.search(bare)) or _is_short_algebra(bare)


def _is_short_algebra(tex: str) -> bool:
    """`x`, `2n+1` and `f(x)` are formulas; `100 (or 90` and `5k or more` are money."""
    if _ALGEBRA.fullmatch(tex) is None or _WORD.search(tex):
        return False
    return tex.count("(") == tex.count(")") and tex[-1] not in ",.+-*/"


def mathematics_plugin(md: MarkdownIt) -> None:
    md.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False)
    md.inline.ruler.at("math_inline", strict_math)
