"""The author's own words for what X would take for an address, put into the document itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from adapters.x.wording import renamed
from content.document import Document, Text

Node = TypeVar("Node")


def with_names(document: Document, domains: Mapping[str, str]) -> Document:
    """Only running text changes; code and addresses stay as they are."""
    return _mapped(document, domains) if domains else document


def _mapped(node: Node, domains: Mapping[str, str]) -> Node:
    if isinstance(node, Text):
        return replace(node, text=renamed(node.text, domains))
    if isinstance(node, tuple):
        return type(node)(_mapped(each, domains) for each in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    changed: dict[str, Any] = {}
    for field in fields(node):
        before = getattr(node, field.name)
        after = _mapped(before, domains)
        if after != before:
            changed[field.name] = after
    return replace(node, **changed) if changed else node
