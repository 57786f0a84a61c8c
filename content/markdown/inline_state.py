"""markdown-it's state of the inline rules: the same tokens, built more cheaply."""

from __future__ import annotations

from typing import Literal

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from content.markdown.tokens import new_token


class LeanInline(StateInline):
    def pushPending(self) -> Token:  # noqa: N802
        token = new_token("text", "", 0, self.pendingLevel)
        token.content = self.pending
        self.tokens.append(token)
        self.pending = ""
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        if nesting:
            return super().push(ttype, tag, nesting)
        if self.pending:
            self.pushPending()
        token = new_token(ttype, tag, 0, self.level)
        self.tokens.append(token)
        self.tokens_meta.append(None)
        return token


def has_delimiters(state: StateInline) -> bool:
    """Whether anything was read that may turn out to open or close a span."""
    if state.delimiters:
        return True
    return any(meta and meta.get("delimiters") for meta in state.tokens_meta)
