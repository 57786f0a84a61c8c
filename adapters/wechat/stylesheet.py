"""Style sheets of articles: rules by selector, and the table of places that a theme is made of.

A theme's own file uses the selectors of PLACES, one or more to a rule, and nothing else. An
author's file may use any (see own_css.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# selector -> the place in an article that it styles
PLACES: Mapping[str, str] = {
    "article": "root",
    "p": "block",
    "h1": "h1",
    "h2": "h2",
    "h3": "h3",
    "h4": "h4",
    "ul": "bullets",
    "ol": "numbers",
    "li": "item",
    "blockquote": "quote",
    "blockquote p": "inner",
    ".callout": "callout",
    "figure": "figure",
    "figcaption": "caption",
    "img": "img",
    "pre": "pre",
    ".table": "scroll",
    "table": "table",
    "th": "th",
    "td": "td",
    "hr": "rule",
    ".notes": "notes",
    "strong": "strong",
    "em": "em",
    "s": "s",
    "u": "u",
    "sub": "sub",
    "sup": "sup",
    "a": "a",
    "code": "code",
    "mark": "mark",
    ".keyword": "keyword",
    ".name": "name",
    ".string": "string",
    ".number": "number",
    ".comment": "comment",
}

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_TIGHT = re.compile(r"\s*([,()])\s*")


@dataclass(frozen=True, slots=True)
class Declaration:
    """`name` in lower case; `line` counts from 1."""

    name: str
    value: str
    line: int

    def __str__(self) -> str:
        return f"{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class Rule:
    selectors: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    line: int


def rules(css: str) -> Iterator[Rule]:
    """Every rule in order, those within @-rules too; what is no rule is passed over."""
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), css)
    for found in _RULE.finditer(text):
        head = found[1].rpartition(";")[2]  # an @import before the first rule
        start = found.end(1) - len(head.lstrip())
        selectors = tuple(" ".join(one.split()) for one in head.split(",") if one.strip())
        body = tuple(_declarations(found[2], text.count("\n", 0, found.start(2)) + 1))
        yield Rule(selectors, body, text.count("\n", 0, start) + 1)


def style(css: str) -> tuple[Declaration, ...]:
    """The declarations of a style attribute."""
    return tuple(_declarations(css, 1))


def places(css: str) -> dict[str, tuple[Declaration, ...]]:
    """What a theme's file says of each place. KeyError for a selector that is not in PLACES."""
    found: dict[str, tuple[Declaration, ...]] = {}
    for rule in rules(css):
        for selector in rule.selectors:
            place = PLACES[selector]
            found[place] = (*found.get(place, ()), *rule.declarations)
    return found


def _declarations(body: str, first_line: int) -> Iterator[Declaration]:
    at = 0
    for piece in body.split(";"):
        name, colon, value = piece.partition(":")
        if colon and name.strip():
            line = first_line + body.count("\n", 0, at + len(piece) - len(piece.lstrip()))
            yield Declaration(name.strip().lower(), _tight(value), line)
        at += len(piece) + 1


def _tight(value: str) -> str:
    """A value without the white space that it can spare: each character counts in an article."""
    return _TIGHT.sub(r"\1", " ".join(value.split()))
