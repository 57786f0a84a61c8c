"""The words of the line that names the other channels of an issue."""

from __future__ import annotations

from collections.abc import Mapping

LABELS = {"zh": "也发布于：", "en": "Also on: "}
JOINER = " · "
NAMES = {"zh": {"wechat": "微信公众号"}}  # where readers call a channel otherwise than its title


def label(lang: str) -> str:
    """What opens the line; English for a language without a row."""
    return LABELS.get(lang, LABELS["en"])


def named(links: Mapping[str, str], lang: str, own: str) -> list[tuple[str, str]]:
    """The other channels as their readers call them, with their addresses, in the order given."""
    names = NAMES.get(lang, {})
    return [
        (names.get(title.lower(), title), url)
        for title, url in links.items()
        if url and title.lower() != own
    ]
