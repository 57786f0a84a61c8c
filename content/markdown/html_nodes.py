"""Small questions to lxml's elements, and their text."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree

from content.document import Text
from content.markdown.cjk import joiner
from content.markdown.runs import Item

Node: TypeAlias = etree._Element

_SPACE = re.compile(r"[ \t\r\n\f]+")


def attributes_of(node: Node) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in node.attrib.items()}


def source_of(node: Node) -> str:
    return str(etree.tostring(node, encoding="unicode", method="html", with_tail=False))


def take_out(node: Node) -> None:
    """Take an element out of its parent, but leave the text behind it."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "")
    else:
        parent.text = (parent.text or "") + (node.tail or "")
    parent.remove(node)


def depth(node: Node) -> int:
    return sum(1 for _ in node.iterancestors())


def leading_lines(text: str | None) -> int:
    return text.count("\n", 0, len(text) - len(text.lstrip())) if text else 0


def add_text(run: list[Item], text: str | None) -> None:
    """White space collapses; a line end between Chinese characters vanishes."""
    if not text:
        return
    words = _SPACE.sub(lambda match: _space(match, text), text)
    last = run[-1] if run else None
    if isinstance(last, Text) and last.text.endswith(" "):
        words = words.lstrip(" ")
    if words:
        run.append(Text(words))


def _space(match: re.Match[str], text: str) -> str:
    if "\n" not in match[0] or match.start() == 0 or match.end() == len(text):
        return " "
    return joiner(text[match.start() - 1], text[match.end()])
