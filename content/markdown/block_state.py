"""markdown-it's state of the block rules, its lines measured all at once."""

from __future__ import annotations

from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType


class MeasuredLines(StateBlock):
    """Begins, ends and indents of the lines are set here; nothing else differs."""

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
