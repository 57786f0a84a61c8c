"""The issue's tags as hashtags: channel names left out, spelled so that a service links them."""

from __future__ import annotations

import re

from content.issue import Issue
from content.tables import TABLES, Tables


def hashtags(issue: Issue, count: int, tables: Tables = TABLES) -> tuple[str, ...]:
    """The first `count` tags as `#tag`, without doubles."""
    found: dict[str, str] = {}
    for tag in issue.meta.tags:
        name = "" if is_channel(tag, tables) else spell(tag, tables)
        if name:
            found.setdefault(name.lower(), f"#{name}")
    return tuple(found.values())[:count]


def is_channel(tag: str, tables: Tables = TABLES) -> bool:
    """Whether a tag names where the issue appears instead of what it is about."""
    return re.sub(r"[\s_#-]", "", tag).lower() in tables.channel_tags


def spell(tag: str, tables: Tables = TABLES) -> str:
    """Letters, digits and `_` only, "" when nothing a service would link is left."""
    name = tables.tag_names.get(tag.strip().lower(), tag.strip())
    joined = re.sub(r"[\s\-_·・]+", "_", re.sub(r"[^\w\s\-·・]", "", name)).strip("_")
    return "" if joined.replace("_", "").isdigit() else joined
