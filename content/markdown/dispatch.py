"""Rules by their first character.

markdown-it asks every rule at every place; here only those are asked that can match there. Same
rules, same order, same result, in about two thirds of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import Rule, Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from content.markdown.block_state import MeasuringBlock
from content.markdown.inline_state import LeanInline, has_delimiters
from content.markdown.tokens import new_token

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]
AnyRule = TypeVar("AnyRule")

# The characters at which a rule can match; a rule that is not listed is asked everywhere.
INLINE_STARTS: Mapping[str, str] = {
    "attribute_span": "{", "autolink": "<", "backticks": "`", "emphasis": "*_", "entity": "&",
    "escape": "\\", "footnote_inline": "^", "footnote_ref": "[", "html_inline": "<",
    "image": "!", "link": "[", "linkify": ":", "mark": "=", "math_inline": "$", "newline": "\n",
    "orphan_note": "[", "strikethrough": "~", "tag_in_html": "<",
    "template_inline": "{", "text": "", "wiki_link": "![",
}  # fmt: skip
BLOCK_STARTS: Mapping[str, str] = {
    "attribute_line": "{", "blockquote": ">", "fence": "`~", "footnote_def": "[", "heading": "#",
    "hr": "*-_", "html_block": "<", "list": "*+-0123456789", "math_block": "$", "reference": "[",
    "template_block": "{",
}  # fmt: skip
# Where plain text stops; the parser of link labels looks for `]` itself.
_ALWAYS_STOPS = "]"
_STOCK_STOPS = "\n!#$%&*+-:<=>@[\\]^_`{}~"


class ByStart(Generic[AnyRule]):
    """The rules to ask at a character, in their order."""

    __slots__ = ("others", "starts")

    def __init__(self, rules: Iterable[Rule[AnyRule]], starts: Mapping[str, str]) -> None:
        row = [(starts.get(rule.name), rule.fn) for rule in rules if rule.enabled]
        chars = {char for start, _ in row for char in start or ""}
        self.others = tuple(fn for start, fn in row if start is None)
        self.starts = {
            char: tuple(fn for start, fn in row if start is None or char in start) for char in chars
        }


class DispatchingInline(ParserInline):
    """`ParserInline` that asks by character; each text looks whether the rules are the same."""

    def __init__(self) -> None:
        super().__init__()
        self._rules: Sequence[InlineRule] | None = None
        self._table: Mapping[str, tuple[InlineRule, ...]] = {}

    def _arrange(self) -> None:
        rules = self.ruler.getRules("")
        if rules is self._rules:
            return
        found = ByStart(self.ruler.__rules__, INLINE_STARTS)
        everywhere = _STOCK_STOPS if found.others else _ALWAYS_STOPS
        self._table = {**dict.fromkeys(everywhere, found.others), **found.starts}
        self.terminator_re = re.compile("[" + re.escape("".join(self._table)) + "]")
        self._rules = rules

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """A text at which no rule can match, as most are, is one token."""
        self._arrange()
        if tokens or not src or self.terminator_re.search(src):
            return self._parse(LeanInline(src, md, env, tokens))
        token = new_token("text", "", 0)
        token.content = src
        tokens.append(token)
        return tokens

    def _parse(self, state: StateInline) -> list[Token]:
        self.tokenize(state)
        if has_delimiters(state):
            for rule in self.ruler2.getRules(""):  # they turn delimiters into spans, no more
                rule(state)
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        table, stops, src, end = self._table, self.terminator_re, state.src, state.posMax
        deepest = state.md.options["maxNesting"]
        while state.pos < end:
            pos = state.pos
            rules = table.get(src[pos])
            if rules is None:
                stop = stops.search(src, pos, end)
                state.pos = stop.start() if stop else end
                state.append_pending(src[pos : state.pos])
            elif state.level >= deepest or not _first(rules, state, silent=False):
                state.append_pending(src[pos])
                state.pos = pos + 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        pos = state.pos
        if pos in state.cache:
            state.pos = state.cache[pos]
            return
        if state.level >= state.md.options["maxNesting"]:
            state.pos = state.posMax
        else:
            self._skip(state, pos)
        state.cache[pos] = state.pos

    def _skip(self, state: StateInline, pos: int) -> None:
        rules = self._table.get(state.src[pos])
        if rules is None:
            stop = self.terminator_re.search(state.src, pos, state.posMax)
            state.pos = stop.start() if stop else state.posMax
            return
        state.level += 1
        matched = _first(rules, state, silent=True)
        state.level -= 1
        if not matched:
            state.pos = pos + 1


def _first(rules: Sequence[InlineRule], state: StateInline, *, silent: bool) -> bool:
    for rule in rules:  # noqa: SIM110 (a generator costs a third more)
        if rule(state, silent):
            return True
    return False


class DispatchingRuler(Ruler[BlockRule]):
    """Hands out each chain as one rule that asks by the first character of the line."""

    def __init__(self, rules: Iterable[Rule[BlockRule]]) -> None:
        super().__init__()
        self.__rules__ = list(rules)

    def __compile__(self) -> None:
        interrupted = {name for rule in self.__rules__ if rule.enabled for name in rule.alt}
        self.__cache__ = {name: [self._chain(name)] for name in ("", *interrupted)}

    def _chain(self, name: str) -> BlockRule:
        members = [rule for rule in self.__rules__ if not name or name in rule.alt]
        found = ByStart(members, BLOCK_STARTS)
        starts, others = found.starts, found.others

        def ask(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
            place = state.bMarks[line] + state.tShift[line]
            for rule in starts.get(state.src[place : place + 1], others):
                if rule(state, line, end, silent):
                    return True
            return False

        return ask


def dispatch_plugin(md: MarkdownIt) -> None:
    """To be used first, on a parser without rules of others."""
    inline = DispatchingInline()
    inline.ruler, inline.ruler2 = md.inline.ruler, md.inline.ruler2
    md.inline = inline
    block = MeasuringBlock()
    block.ruler = DispatchingRuler(md.block.ruler.__rules__)
    md.block = block
