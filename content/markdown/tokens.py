"""Tokens as markdown-it's own, built in less than half the time: a parse makes a thousand."""

from __future__ import annotations

from typing import Literal

from markdown_it.token import Token

_blank = Token.__new__


def new_token(
    kind: str, tag: str, nesting: Literal[-1, 0, 1], level: int = 0, *, block: bool = False
) -> Token:
    """Token's constructor would ask besides whether its attributes came as a list."""
    token = _blank(Token)
    token.type, token.tag, token.nesting = kind, tag, nesting
    token.level, token.block = level, block
    token.content = token.markup = token.info = ""
    token.map = token.children = None
    token.attrs, token.meta, token.hidden = {}, {}, False
    return token
