"""markdown-it's parser of blocks, its lines measured all at once and its inner loops unrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

from content.markdown.tokens import new_token

BlockRule = Callable[[StateBlock, int, int, bool], bool]


class MeasuredLines(StateBlock):
    """Begins, ends and indents of the lines are set at once; nothing is found otherwise."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__("", md, env, tokens)
        self.src = src
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):
            lines.pop()  # no line begins behind the last end
        behind = list(accumulate(len(line) + 1 for line in lines))
        shifts = [len(line) - len(line.lstrip(" \t")) for line in lines]
        # The last entry of each is no line, but saves the rules a check.
        self.bMarks = [0, *behind[:-1], len(src)] if lines else [len(src)]
        self.eMarks = [*(end - 1 for end in behind), len(src)]
        self.tShift = [*shifts, 0]
        self.sCount = [*map(_columns, lines, shifts), 0] if "\t" in src else [*shifts, 0]
        self.bsCount = [0] * (len(lines) + 1)
        self.lineMax = len(lines)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        if nesting < 0:
            self.level -= 1
        token = new_token(ttype, tag, nesting, self.level, block=True)
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token

    def getLines(self, begin: int, end: int, indent: int, keepLastLF: bool) -> str:  # noqa: FBT001, N802, N803
        """Lines without an indent to take off are cut as they stand."""
        if indent or begin >= end:
            return super().getLines(begin, end, indent, keepLastLF)
        above = zip(self.bMarks[begin : end - 1], self.eMarks[begin : end - 1], strict=True)
        rows = [self.src[first : last + 1] for first, last in above]
        rows.append(self.src[self.bMarks[end - 1] : self.eMarks[end - 1] + keepLastLF])
        return "".join(rows)


def _columns(line: str, shift: int) -> int:
    """How wide the white space before a line is, tabs reaching to the next fourth column."""
    return len(line[:shift].expandtabs(4))


class MeasuringBlock(ParserBlock):
    def parse(
        self,
        src: str,
        md: MarkdownIt,
        env: EnvType,
        outTokens: list[Token],  # noqa: N803
    ) -> list[Token] | None:
        if not src:
            return None
        state = MeasuredLines(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """markdown-it's own loop, without a call for each empty line."""
        rules, deepest = self.ruler.getRules(""), state.md.options["maxNesting"]
        begins, shifts, ends = state.bMarks, state.tShift, state.eMarks
        line, empty = startLine, False
        while line < endLine:
            while line < state.lineMax and begins[line] + shifts[line] >= ends[line]:
                line += 1
            state.line = line
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            if state.level >= deepest:
                state.line = endLine
                break
            _first(rules, state, line, endLine)
            state.tight = not empty
            line = state.line
            # A paragraph within a list may have taken the empty line behind it.
            empty = empty or (line - 1 < endLine and state.isEmpty(line - 1))
            if line < endLine and begins[line] + shifts[line] >= ends[line]:
                empty = True
                line += 1
                state.line = line


def _first(rules: Sequence[BlockRule], state: StateBlock, line: int, end: int) -> None:
    for rule in rules:
        if rule(state, line, end, False):  # noqa: FBT003
            return
