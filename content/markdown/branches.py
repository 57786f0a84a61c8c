"""markdown-it's flat token list as a tree, with lists that a mark had broken put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from content.document import Cue
from content.markdown.comments import read_comment

_LISTS = frozenset({"bullet_list_open", "ordered_list_open"})
_COMMENT = re.compile(r"\s*<!--(.*?)-->\s*", re.DOTALL)


@dataclass(slots=True)
class Branch:
    token: Token
    children: list[Branch] = field(default_factory=list)


def branches(tokens: Sequence[Token]) -> list[Branch]:
    rows: list[list[Branch]] = [[]]
    for token in tokens:
        if token.nesting < 0:
            row = rows.pop()
            if len(row) > 2:
                rejoin_lists(row)
            continue
        branch = Branch(token)
        rows[-1].append(branch)
        if token.nesting > 0:
            rows.append(branch.children)
    rejoin_lists(rows[0])
    return rows[0]


def rejoin_lists(row: list[Branch]) -> None:
    """A cue between two items, at the margin, ends the list; the two halves are one list."""
    place = 1
    while place < len(row) - 1:
        before, cue, after = row[place - 1 : place + 2]
        if before.token.type in _LISTS and is_cue(cue) and _continues(before, after):
            after.children[0].children.insert(0, cue)
            before.children += after.children
            del row[place : place + 2]
        else:
            place += 1


def is_cue(branch: Branch) -> bool:
    if branch.token.type != "html_block":
        return False
    comment = _COMMENT.fullmatch(branch.token.content)
    return comment is not None and isinstance(read_comment(comment[1], 0), Cue)


def _continues(before: Branch, after: Branch) -> bool:
    one, two = before.token, after.token
    if one.type != two.type or one.markup != two.markup:
        return False
    start = int(two.attrs.get("start", 1))
    return start in {1, int(one.attrs.get("start", 1)) + len(before.children)}
